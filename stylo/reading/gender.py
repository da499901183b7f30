"""Forms that name several genders at once, read as one plain word: *Leser:innen*, *jede/r*, *ein(e)*, *LeserInnen*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from stylo.lexicon import table
from stylo.reading.edits import Edit, Step, Steps, finds


class _Rule(NamedTuple):
    before: re.Pattern[str]
    pattern: re.Pattern[str]
    becomes: str


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(re.compile(row["before"]), re.compile(row["pattern"]), row["becomes"]) for row in table("gender_forms"))


_GENDERED = re.compile(
    r"[:*_·•’'ʼ‘´`/(IRN!](?:(?<=[a-zäöüß][:*_·•])[a-zäöü]|(?<=[a-zäöüß][’'ʼ‘´`])(?:in|e[mnrs]?\b)|(?<=e[’'ʼ])[mnr]\b"
    r"|(?<=[a-zäöüß]/)-?[a-z]|(?<=[a-zäöüß]\()[a-z]{1,5}\)|(?<=[a-zäöüß][I!])n|(?<=e[RN])\b)"
)
_LETTERS_BEFORE = re.compile(r"[^\W\d_]{1,40}$")


def _step(number: int) -> Step:
    """The rule of this number in the table of gender forms."""

    def step(text: str) -> Iterator[Edit]:
        rule = _rules()[number]
        for found in rule.pattern.finditer(text):
            letters = _LETTERS_BEFORE.search(text, max(0, found.start() - 40), found.start())
            if letters and rule.before.fullmatch(letters[0]):  # the letter before holds what is left out in the token
                yield found.start() - 1, found.end(), letters[0][-1] + found.expand(rule.becomes)

    return step


# Twice, for a compound may name its parts so: Bürger*innenmeister*in.
STEPS: Steps = ((finds(_GENDERED), 2 * tuple(map(_step, range(len(table("gender_forms")))))),)
