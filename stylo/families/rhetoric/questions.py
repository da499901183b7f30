"""Rhetorical questions: those that say something, by their form, and those that the text answers itself.

By the rows of ``rhetorical_questions.tsv``: ``when`` is asked of the first word of the question, ``answer`` of the first word
of the sentence that goes on behind it, or behind it and further questions, in its paragraph. Whoever asks and goes on answers
(the handbooks call it subiectio), unless the reader is asked. Questions between quotation marks belong to somebody else. A
question at the end of its paragraph that only the sense makes rhetorical is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from stylo.families.rhetoric.figure import Figure, same_paragraph
from stylo.grammar.conditions import QUOTES, Words, condition
from stylo.lexicon import table

_IN_A_ROW = 5
"""So many questions at most stand before their answer."""


class _Rule(NamedTuple):
    kind: str
    holds: Callable[[Words, int], bool]
    answered: Callable[[Words, int], bool] | None
    reason: str


@cache
def _rules() -> list[_Rule]:
    return [
        _Rule(row["kind"], condition(row["when"]), None if row["answer"] == "-" else condition(row["answer"]), row["reason"])
        for row in table("rhetorical_questions")
    ]


def rhetorical_questions(words: Words) -> Iterator[Figure]:
    """The rhetorical questions of a document, each from its first word to its question mark."""
    for number, (begin, end) in enumerate(words.sentences):
        begin = next((i for i in range(begin, end) if not words.boundary[i] and words.tags[i] != "KON"), end)
        if begin == end or "?" not in "".join(words.lower[max(begin, end - 2) : end]) or _quoted(words, number):
            continue
        answer = _answer(words, number)
        rule = next((rule for rule in _rules() if _fits(words, rule, begin, answer)), None)
        if rule and rule.kind == "rhetorical":
            yield Figure(((words.sentences[number][0], end),), "rhetorical-question", rule.reason, 1)


def _fits(words: Words, rule: _Rule, begin: int, answer: int) -> bool:
    return rule.holds(words, begin) and (rule.answered is None or (answer > 0 and rule.answered(words, answer)))


def _answer(words: Words, number: int) -> int:
    """The first word of the first sentence behind a question that is no question itself, in its paragraph; 0 without one."""
    for begin, end in words.sentences[number + 1 : number + 1 + _IN_A_ROW]:
        if begin == end or not same_paragraph(words, words.sentences[number][0], begin):
            return 0
        if "?" not in "".join(words.lower[max(begin, end - 2) : end]):
            return begin
    return 0


def _quoted(words: Words, number: int) -> bool:
    """Whether a quotation mark stands at either end of the sentence or behind its question mark."""
    begin, end = words.view.edges[number]
    return any(
        form in QUOTES for form in (*words.view.forms[begin : begin + 1], *words.view.forms[max(begin, end - 3) : end + 1])
    )
