"""What measures, units, genres and features are called, and how numbers are written, in the current language.

Everything here follows ``stylo.language.language``; without it the names are English.
"""

from __future__ import annotations

from functools import cache

from stylo import reference
from stylo.language import current, number, say
from stylo.lexicon import table
from stylo.measures import table as measure_table


def label(name: str) -> str:
    """The full name of a value of the profile (*mean sentence length*); a name that is none comes back as it is."""
    return _columns("measures").get(name, {}).get(_column(), name)


def short(name: str) -> str:
    """A name for figures (*sentence length, mean*) for what has reference figures, else the full name."""
    found = reference.labels().get(name)
    return say(found) if found else label(name)


def unit(name: str) -> str:
    """The unit of a value of the profile (*per 100 words*); empty where it has none."""
    found = _columns("measures").get(name, {}).get("unit", "")
    return say(found) if found not in {"", "-"} else ""


def formality_feature(name: str) -> str:
    """A feature of the formality score (*commas*), by its name in the table or by its English words."""
    rows = _columns("formality_features")
    row = rows.get(name) or next((row for row in rows.values() if row["english"] == name), {})
    return row.get(_column(), name)


def register_feature(name: str) -> str:
    """A feature of register (*relative clause*)."""
    if current() == "de":
        return _columns("register_features").get(name, {}).get("german", name)
    return _REGISTER.get(name, name.replace("_", " "))


def genre(name: str) -> str:
    """The documents of a genre (*film reviews*), or of a section of the newspaper (*news: Sport*)."""
    if name.startswith("news_"):
        return say("news: {section}", section=name.removeprefix("news_").capitalize())
    return say(_GENRES[name]) if name in _GENRES else name


_REGISTER = {"konjunktiv_1": "Konjunktiv I", "address_du": "address: du", "address_ihr": "address: ihr"}
_GENRES = {
    "film_review": "film reviews",
    "music_criticism": "music criticism",
    "news": "news",
    "novel": "novels",
    "parliament": "parliament",
}


def _column() -> str:
    return "german" if current() == "de" else "english"


@cache
def _columns(name: str) -> dict[str, dict[str, str]]:
    if name == "measures":
        return {row["name"]: row for row in measure_table()}
    return {row["feature"]: row for row in table(name)}


# --- numbers ----------------------------------------------------------------------------------------------------------------


def grouped(value: int) -> str:
    """A whole number with its thousands apart: 1,234, or 1.234 in German."""
    return f"{value:,}".replace(",", ".") if current() == "de" else f"{value:,}"


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign: +0.25, or +0,25 in German; a dash where it is missing."""
    return number(value, digits) if value != value else decimal(f"{value:+.{digits}f}")


def significant(value: float, digits: int = 3) -> str:
    """A number with so many significant digits, without noughts at its end."""
    return decimal(f"{value:.{digits}g}")


def decimal(text: str) -> str:
    """A number that was written with a point, with the decimal sign of the language."""
    return text.replace(".", ",") if current() == "de" else text
