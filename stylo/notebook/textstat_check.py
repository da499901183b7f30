"""textstat beside our own readability, and why the two differ: a cross-check by a second, independent count.

textstat keeps its language as a state of the process that starts as English. Here it is asked through an object of its own
with German set, so that nothing is left behind for other users of textstat in the same process.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from spacy.tokens import Doc
from textstat.textstat import textstatistics

from stylo.families import readability
from stylo.families.readability import Counts
from stylo.grammar.marks import Missing, words
from stylo.grammar.syllables import syllables
from stylo.wording.language import number, say
from stylo.wording.reasons import why_missing

# "de-DE" is not understood and silently gives the English constants.
LANGUAGE = "de"
EXAMPLES = 5
COUNTED = ("words", "sentences", "syllables", "monosyllables", "polysyllables", "long_words")
_FORMULAS: dict[str, Callable[[Counts], float]] = {
    "flesch_amstad": readability.flesch_amstad,
    **{f"wiener_sachtextformel_{n}": partial(readability.wiener_sachtextformel, number=n) for n in range(1, 5)},
    "gsmog": readability.gsmog,
    "lix": readability.lix,
    "rix": readability.rix,
}


def german() -> textstatistics:
    """A textstat of our own, set to German; the one that ``import textstat`` gives is left as it is."""
    own = textstatistics()
    own.set_lang(LANGUAGE)
    return own


def textstat_values(text: str) -> dict[str, float]:
    """What textstat says of a text in German: its counts and its formulas. textstat has no gSMOG, only the English SMOG."""
    own = german()
    return {
        "words": own.lexicon_count(text),
        "sentences": own.sentence_count(text),
        "syllables": own.syllable_count(text),
        "monosyllables": own.monosyllabcount(text),
        "polysyllables": own.polysyllabcount(text),
        "long_words": own.long_word_count(text),
        "flesch_amstad": own.flesch_reading_ease(text),
        **{f"wiener_sachtextformel_{n}": own.wiener_sachtextformel(text, n) for n in range(1, 5)},
        "lix": own.lix(text),
        "rix": own.rix(text),
    }


def compare(doc: Doc) -> pd.DataFrame:
    """One row a value: name, textstat, stylo, difference (textstat minus stylo), why they differ, and by_counts.

    ``why`` is in the current language. A value that one of the two does not have is NaN, with the reason in ``why``.
    ``by_counts`` says of a formula that both have whether the two differ by their counts alone, and is None elsewhere.
    """
    theirs, counts = textstat_values(doc.text), readability.count(doc)
    reasons = _reasons(doc, theirs, counts)
    rows: list[dict[str, Any]] = [
        {"name": name, "textstat": theirs[name], "stylo": float(getattr(counts, name)), "why": reasons[name], "by_counts": None}
        for name in COUNTED
    ]
    ours = readability.summarise(doc)
    for name in _FORMULAS:
        value = ours[name]
        row: dict[str, Any] = {"name": name, "textstat": theirs.get(name, float("nan"))}
        if isinstance(value, Missing):
            row |= {
                "stylo": float("nan"),
                "why": say("{reason}; textstat gives 0", reason=why_missing(value)),
                "by_counts": None,
            }
        else:
            by_counts = _by_counts(name, theirs) if name in theirs else None
            row |= {"stylo": float(value), "why": _why(name, theirs), "by_counts": by_counts}
        rows.append(row)
    table = pd.DataFrame(rows)
    table["difference"] = table["textstat"] - table["stylo"]
    table.loc[table["difference"].abs() < 1e-9, "why"] = ""
    return table[["name", "textstat", "stylo", "difference", "why", "by_counts"]]


def textstat_counts(theirs: dict[str, float]) -> Counts:
    """textstat's counts in the shape our formulas read."""
    return Counts(**{name: int(theirs[name]) for name in COUNTED})


def _by_counts(name: str, theirs: dict[str, float]) -> bool:
    """Whether a formula differs by its counts alone: ours, given textstat's counts, must then give textstat's value."""
    return bool(theirs["words"]) and abs(_FORMULAS[name](textstat_counts(theirs)) - theirs[name]) < 1e-6


def _why(name: str, theirs: dict[str, float]) -> str:
    """Why a formula differs, with what our formula gives on textstat's counts."""
    if name not in theirs:
        return say("textstat has no G-SMOG; its smog_index is the English formula")
    if not theirs["words"]:
        return say("textstat finds no word")
    told = say("the counts alone") if _by_counts(name, theirs) else say("not the counts alone")
    value = number(_FORMULAS[name](textstat_counts(theirs)))
    return say("{told}: our formula on textstat's counts gives {value}", told=told, value=value)


def _reasons(doc: Doc, theirs: dict[str, float], counts: Counts) -> dict[str, str]:
    """Why each count differs, with the words that show it."""
    ours = [token.text for token in words(doc)]
    split, dropped = _their_sentences(doc.text)
    spoken = _differing_words(ours)
    syllable_reason = say("textstat counts points of hyphenation: {words}", words=spoken)
    return {
        "words": _word_reason(doc.text, ours),
        "sentences": say(
            "textstat splits at each . ! ? and never at a line break ({split} pieces) and drops those of up to two words "
            "({dropped}, though never all); stylo finds {found} by rule",
            split=split,
            dropped=dropped,
            found=counts.sentences,
        ),
        "syllables": syllable_reason,
        "monosyllables": syllable_reason,
        "polysyllables": syllable_reason,
        "long_words": say(
            "textstat counts the characters of white-space words without hyphens, stylo the letters of its own words"
        ),
    }


def _their_sentences(text: str) -> tuple[int, int]:
    """How many pieces textstat finds, and how many of them it drops; its rule, applied through its own word count."""
    pieces = re.findall(r"\b[^.!?]+[.!?]*", text)
    own = german()
    return len(pieces), sum(own.lexicon_count(piece) <= 2 for piece in pieces)


def _word_reason(text: str, ours: list[str]) -> str:
    """The strings between white space that one side takes for another number of words than the other."""
    theirs = Counter(re.sub(r"[^\w\s]", "", text).split())
    mine = Counter(re.sub(r"[^\w]", "", word) for word in ours)
    only_theirs, only_mine = list((theirs - mine).elements()), list((mine - theirs).elements())
    return say(
        "textstat takes what stands between blanks for a word; only there: {theirs}; only here: {ours}",
        theirs=_some(only_theirs),
        ours=_some(only_mine),
    )


def _differing_words(ours: list[str]) -> str:
    """Words whose syllables textstat counts otherwise, most frequent first: *aber 1 for 2*."""
    own = german()
    counted = [(word, own.syllable_count(word), syllables(word)) for word, _ in Counter(ours).most_common()]
    told = [
        say("{word} {theirs} for {ours}", word=word, theirs=theirs, ours=mine)
        for word, theirs, mine in counted
        if theirs != mine
    ]
    return _some(told)


def _some(items: list[str]) -> str:
    """The first few of some items and how many more there are; *none* for no item."""
    if not items:
        return say("none")
    shown, more = ", ".join(items[:EXAMPLES]), len(items) - EXAMPLES
    return say("{items} and {n} more", items=shown, n=more) if more > 0 else shown
