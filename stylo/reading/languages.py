"""In what language a text is, told by its function words: stylo measures German, and of anything else the values mean little.

A text is looked at in passages of some twenty words, so that one in two languages is noticed. The words of each language, with
examples, are in ``lexicon/languages.tsv``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from stylo.lexicon import table
from stylo.wording.language import say

GERMAN, UNKNOWN, MIXED = "de", "other", "mixed"
ENOUGH = 12
"""Words of a text below which nothing is said of its language."""
PASSAGE = 20
LEAST = 0.1
"""Share of function words that a passage has in its language; in German prose it is about 0.4."""
FOREIGN = 0.2
"""Share of a text's words in passages of another language from which on it is a mixed one, and up to 1 less this."""
LONGEST = 50_000
"""Characters that are looked at: the language does not change after thirty pages."""
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The language of a text: ``de``, another code of the table, ``other``, ``mixed: de, en``; empty for a few words."""
    found = _words_by_language(text[:LONGEST])
    total = sum(found.values())
    if total < ENOUGH:
        return ""
    own = sorted((name for name in found if found[name] >= FOREIGN * total), key=lambda name: (name != GERMAN, name))
    named = [name for name in own if name != UNKNOWN]
    if len(named) > 1:
        return f"{MIXED}: {', '.join(named)}"
    return named[0] if named and len(own) == 1 else _mostly(found)


def _mostly(found: Counter[str]) -> str:
    """The language of most words, where passages without one stand beside it."""
    return found.most_common(1)[0][0]


def _words_by_language(text: str) -> Counter[str]:
    """How many words stand in passages of each language."""
    words: Counter[str] = Counter()
    for passage in _passages(text):
        words[_language(passage)] += len(passage)
    return words


def _passages(text: str) -> Iterator[list[str]]:
    """The words of a text in passages, which end with a line or a sentence where they can."""
    passage: list[str] = []
    for piece in re.split(r"(?<=[.!?:])\s+|\n", text):
        passage += [word.lower() for word in WORD.findall(piece)]
        if len(passage) >= PASSAGE:
            yield passage
            passage = []
    if passage:
        yield passage


def _language(passage: list[str]) -> str:
    """The language with the most function words in a passage; German where it has as many as another."""
    counts = {name: sum(word in words for word in passage) for name, words in _function_words().items()}
    best = max(counts, key=lambda name: (counts[name], name == GERMAN))
    return best if counts[best] >= LEAST * len(passage) else UNKNOWN


@cache
def _function_words() -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split()) for row in table("languages")}


def language_name(code: str) -> str:
    """What a language is called: *English*, *German, English* for a mixed text; in the current language of what is shown."""
    names = {row["language"]: say(row["english"]) for row in table("languages")}
    return ", ".join(names.get(part, say("another language")) for part in code.removeprefix(f"{MIXED}: ").split(", "))


def language_remark(text: str) -> str:
    """What is to be said of a text that is not German alone, in a sentence, or nothing."""
    code = language_of(text)
    if code in {"", GERMAN}:
        return ""
    if code.startswith(MIXED):
        return say("This looks like a text in several languages ({names}); its values mix them.", names=language_name(code))
    if code == UNKNOWN:
        return say("This does not look German; the values will mean little.")
    return say("This does not look German but {name}; the values will mean little.", name=language_name(code))
