"""English and German: what people read in figures, reports and tables, in either language.

Code speaks English; what is shown goes through ``say``, which looks up the German in ``wording/translations_*.tsv``.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache

from stylo.lexicon import table, tables

LANGUAGES = ("en", "de")
_current: ContextVar[str] = ContextVar("language")  # inside ``with``
_chosen = ["en"]  # by a call, for the rest of the session: a notebook runs each cell in a context of its own


def current() -> str:
    """The language of what is shown now: ``en`` or ``de``."""
    return _current.get(_chosen[0])


class language:
    """Show what is made from now on in this language, or, in ``with language("de"):``, what is made inside.

    Parameters
    ----------
    lang : str
        ``en`` or ``de``.

    Returns
    -------
    language
        For ``with``; what is called without it holds until the next call.

    Raises
    ------
    ValueError
        For any other language.

    Examples
    --------
    >>> import stylo
    >>> with stylo.language("de"):
    ...     stylo.in_words(stylo.load()("Gut."))[0]
    'Wörter: 1; Sätze: 1; Adjektive: 1.'
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            told = "There are no labels in {name!r}; choose one of {known}."
            raise ValueError(say(told, name=lang, known=", ".join(LANGUAGES)))
        self.lang, self._before = lang, _chosen[0]
        _chosen[0] = lang

    def __enter__(self) -> None:
        _chosen[0] = self._before
        self._token = _current.set(self.lang)

    def __exit__(self, *_: object) -> None:
        _current.reset(self._token)

    def __repr__(self) -> str:
        return f"language({self.lang!r})"


def say(english: str, **values: object) -> str:
    """A text in the current language, with ``values`` put in its braces; floats among them get their decimal sign.

    A text without a translation stays English (``tests/test_language.py`` fails for those of the package).
    """
    template = german(english) if current() == "de" else english
    shown = {name: decimal(str(value)) if isinstance(value, float) else value for name, value in values.items()}
    return template.format(**shown) if shown else template


def bilingual(english: str, german: str) -> str:
    """One of two texts that stand side by side where they are said, by the current language: what belongs to one notebook
    alone need not be looked up in a table.

    >>> with language("de"):
    ...     bilingual("six sentences", "sechs Sätze")
    'sechs Sätze'
    """
    return german if current() == "de" else english


def said(sentence: str) -> str:
    """A finished sentence of click, the reader of the command line, in the current language, and what it holds as well."""
    return _german_sentence(sentence) if current() == "de" else sentence


def _german_sentence(sentence: str) -> str:
    for pattern, template in _sentences():
        if found := pattern.fullmatch(sentence):
            return template.format(**{name: _german_sentence(part) for name, part in found.groupdict().items()})
    return german(sentence)


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((pattern_of(row["en"]), row["de"]) for row in table("translations_click", "wording") if "{" in row["en"])


def pattern_of(template: str) -> re.Pattern[str]:
    """What a template may have become when it was filled: each name in braces is a group of that name."""
    parts = re.split(r"(\{\w+\})", template)
    return re.compile("".join(f"(?P<{part[1:-1]}>.*)" if part[:1] == "{" else re.escape(part) for part in parts), re.DOTALL)


def german(english: str) -> str:
    """The German of an English text, or the text itself."""
    return translations().get(english, english)


def number(value: float, digits: int = 2) -> str:
    """A number with so many decimals: 3.14, or 3,14 in German; a dash where it is missing."""
    return "–" if value != value else decimal(f"{value:.{digits}f}")


def decimal(text: str) -> str:
    """A number that was written with a point, with the decimal sign of the language."""
    return text.replace(".", ",") if current() == "de" else text


@cache
def translations() -> dict[str, str]:
    """English to German, from all tables called ``translations_*``. Raises ValueError where two tables disagree."""
    found: dict[str, str] = {}
    for name in tables("translations_", "wording"):
        for row in table(name, "wording"):
            if found.setdefault(row["en"], row["de"]) != row["de"]:
                raise ValueError(f"two translations of {row['en']!r}: {found[row['en']]!r} and {row['de']!r}.")
    return found
