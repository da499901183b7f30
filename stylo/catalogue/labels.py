"""What measures, units, genres and features are called, and how numbers are written, in the current language.

Everything here follows ``stylo.wording.language.language``; without it the names are English.
"""

from __future__ import annotations

from functools import cache

from stylo import catalogue
from stylo.catalogue import measures as measure_table
from stylo.lexicon import table
from stylo.wording.language import current, say
from stylo.wording.numbers import value


def title(family: str) -> str:
    """What a family of measures is called (*Lexical diversity*)."""
    entry = catalogue.families()[family]
    return _german(entry.german, entry.english)


def about(family: str) -> str:
    """What a family of measures is about, in a sentence."""
    entry = catalogue.families()[family]
    return _german(entry.about_german, entry.about_english)


def label(name: str) -> str:
    """The full name of a value of the profile (*mean sentence length*); a name that is none comes back as it is."""
    row = _columns("measures").get(name)
    return _german(row["german"], row["english"]) if row else name


def _german(german: str, english: str) -> str:
    """What has no German is said in English."""
    return german if current() == "de" and german not in {"", catalogue.NONE} else english


def short(name: str) -> str:
    """A name for figures (*sentence length, mean*) for what has reference figures, else the full name."""
    found = catalogue.compared_labels().get(name)
    return say(found) if found else label(name)


def unit(name: str) -> str:
    """The unit of a value of the profile (*per 100 words*); empty where it has none."""
    found = _unit(name)
    return say(found) if found else ""


def _unit(name: str) -> str:
    found = _columns("measures").get(name, {}).get("unit", "")
    return "" if found == catalogue.NONE else found


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


def quantity(found: float, name: str) -> str:
    """A value with its unit as short as can be: 33.3 %, 12.5 per 1,000 words; no unit that the measure's name holds."""
    unit = _unit(name)
    brief = "%" if unit.startswith("%") else unit
    told = brief in {"%", "words"} or brief.startswith("per ")
    return f"{value(found, unit)} {say(brief)}" if told and say(brief) not in short(name) else value(found, unit)


def feature_name(feature: str) -> str:
    """A feature of register as a reader calls it: *genitive attribute*, *Genitivattribut*."""
    return _german_features()[feature] if current() == "de" else feature.replace("_", " ")


@cache
def _german_features() -> dict[str, str]:
    return {row["feature"]: row["german"] for row in table("register_features")}
