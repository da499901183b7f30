"""What a figure of rhetoric is to the measure, and the codes by which series and parallels see how a sentence is built."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from stylo.grammar.conditions import Words
from stylo.grammar.tokens import View
from stylo.lexicon import table
from stylo.pipeline.stts import DETERMINERS, FINITE, INFINITIVES, INTERROGATIVE, PARTICIPLES, PREPOSITIONS, RELATIVE
from stylo.reading.normalise import is_break

Span = tuple[int, int]
"""First and behind-last word of a part."""

CODES = {
    **dict.fromkeys(DETERMINERS, "D"),
    **dict.fromkeys(("ADJA", "CARD"), "A"),
    "ADJD": "a",
    "NN": "N",
    **dict.fromkeys(("NE", "FM", "XY"), "E"),
    "TRUNC": "t",
    **dict.fromkeys(PREPOSITIONS, "P"),
    **dict.fromkeys(("ADV", "PROAV", "PTKNEG", "PTKA", "PTKIFG", "PTKMA", "APPO", "PRF"), "v"),
    **dict.fromkeys(FINITE, "F"),
    **dict.fromkeys(INFINITIVES | {"VVIZU"}, "I"),
    **dict.fromkeys(PARTICIPLES, "T"),
    **dict.fromkeys(("PPER", "PIS", "PDS", "PPOSS"), "p"),
    **dict.fromkeys(RELATIVE | INTERROGATIVE | {"KOUS", "KOUI"}, "S"),
    "PTKZU": "z",
    "PTKVZ": "Z",
    "KOKOM": "k",
}
"""A letter for each kind of word: determiner, attribute (A), adjective (a), noun, name (E), truncated word, preposition (P),
adverb or *sich* (v), finite verb, infinitive, participle (T), pronoun (p), what opens a subordinate clause, *zu*, verb particle
(Z), comparison (k)."""
_JOINING = frozenset({"und", "oder", "sowie", "noch", "&", "u."})
_GENITIVE_ENDINGS = ("es", "er")
_INDEFINITE = frozenset({"ein", "eine", "einen", "einem", "einer", "eines"})
DETERMINER = "[Ddi]"
"""The letters of determiners: D, d where the form may be a genitive, i for *ein*, which may be one as well."""
_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}


class Figure(NamedTuple):
    """A figure: its parts as ranges of words, what it is, by which rule, and how many members it has."""

    parts: tuple[Span, ...]
    label: str
    reason: str
    members: int


class Coded(NamedTuple):
    """A sentence without what stands in brackets: a letter for each of its words, and where each stands among the words.

    Beside ``CODES`` and ``DETERMINER``: c for a comma, K for *und, oder, sowie, noch*, X for the rest.
    """

    letters: str
    places: list[int]

    def span(self, begin: int, end: int) -> Span:
        """The words that a range of letters stands for."""
        return self.places[begin], self.places[end - 1] + 1


@cache
def rules() -> dict[str, dict[str, str]]:
    """The rows of ``rhetoric.tsv`` by the name of their rule."""
    return {row["rule"]: row for row in table("rhetoric")}


def figure(rule: str, *parts: Span, members: int = 0, label: str = "") -> Figure:
    """A figure that a rule of ``rhetoric.tsv`` found; ``label`` where the rule itself leaves it open."""
    row = rules()[rule]
    return Figure(parts, label or row["label"], row["reason"], members or len(parts))


def code(words: Words, i: int) -> str:
    """The letter of a word."""
    form, tag = words.lower[i], words.tags[i]
    if form in _JOINING and tag in ("KON", "$("):
        return "K"
    if form == ",":
        return "c"
    letter = "F" if words.is_finite[i] else CODES.get(tag, "X")
    if letter != "D":
        return letter
    return "i" if form in _INDEFINITE else "d" if form.endswith(_GENITIVE_ENDINGS) else "D"


def coded(laid_out: View) -> list[Coded]:
    """Every sentence of a document as letters."""
    words, found = laid_out.once(Words), []
    for begin, end in words.sentences:
        depth, letters, places = 0, [], []
        for i in range(begin, end):
            step = _BRACKETS.get(words.lower[i], 0)
            depth = max(0, depth + step)
            if not (depth or step):
                letters.append(code(words, i))
                places.append(i)
        found.append(Coded("".join(letters), places))
    return found


def same_paragraph(words: Words, left: int, right: int) -> bool:
    """Whether no line ends between two words."""
    return not any(map(is_break, words.view.forms[words.tokens[left] : words.tokens[right]]))
