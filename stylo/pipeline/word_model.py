"""HanTa's word model read out fast: the likelihood of each tag of a form that the lexicon lacks.

HanTa (Wartena 2019) sees a form as a chain of morphemes, each with a class, under trigram probabilities of the classes; the
likelihoods of all chains that end in a tag are added up over the classes before it. Its own code looks at every class for every
stretch of letters. Here the stretches are looked up once for all classes, so that only what is possible is visited; the
results are HanTa's to the last digits (a test compares them).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from HanTa.HanoverTagger import EMPTY, END_UNKNOWN, START, UNKNOWN
from numpy import logaddexp

WHOLE_UNKNOWN = -4.6
"""HanTa's penalty for one unknown morpheme that is the whole form."""
BEAM_STATES, BEAM_MARGIN = 3, 1.0
"""HanTa goes on from pairs that are not more than the margin behind the next one after these best."""
LONGEST_COUNTED = 24
LONGEST_FORM = 60
LONGEST_ENDING = 4
SHORT = 4
"""Only in forms shorter than this may unknown morphemes have one or two letters."""
MOST_ENDINGS = 20_000


Likelihoods = tuple[tuple[int, float], ...]
"""Pairs of HanTa's tag and a log-likelihood, the likeliest first. No lists here: many are kept, and Python's garbage collector
would look through them again and again."""


@dataclass(eq=False, slots=True)
class State:
    """The last two classes of a chain, and with their log-probabilities the classes and the tags that may follow."""

    last: int
    following: list[tuple[int, State, float]] = field(default_factory=list)
    ending: list[tuple[int, float]] = field(default_factory=list)


Row = dict[State, float]
"""Log-likelihood of the letters so far for each state."""

Ways = dict[int, list[tuple[State, float, State]]]
"""For each class that may come next, the states that it leads to, with the likelihood so far and the state before."""

Back = list[dict[State, tuple[State, int]]]
"""For each letter and state, the state before and the letter at which the last morpheme starts."""


class FormModel:
    """The tables of a loaded HanTa, by stretch of letters instead of by class."""

    def __init__(self, model: Any) -> None:
        self.start = _chains(model.LP_trans)
        self._reachable = model.reachability
        self.morphemes: dict[str, dict[int, float]] = {}
        for kind, stored in model.LP_m_t.items():
            for morpheme, value in stored.items():
                self.morphemes.setdefault(morpheme, {})[kind] = value
        self.guessed = [kind for kind in model.LP_hapax_t if kind in model.LP_s_t]
        self.lengths = [[_length(model, kind, k) for kind in self.guessed] for k in range(LONGEST_FORM + 1)]
        self.by_ending = [model.LP_s_t[kind] for kind in self.guessed]
        self._endings = lru_cache(maxsize=MOST_ENDINGS)(self.weigh_ending)
        self._first_ways = lru_cache(maxsize=None)(lambda kinds: _ways({self.start: 0.0}, kinds))  # one for each tag

    def likelihoods(self, form: str) -> Likelihoods:
        """Pairs of HanTa's tag and the log-likelihood of the form (normalised) with it, the likeliest first."""
        totals: dict[int, float] = {}
        for (_, tag), value in sorted(_best_ends(self._rows(form)[-1]).items()):
            totals[-tag] = float(logaddexp(totals[-tag], value)) if -tag in totals else value
        return tuple(sorted(totals.items(), key=lambda pair: -pair[1])) or ((UNKNOWN, 0.0),)

    def chain(self, form: str, tag: int) -> tuple[tuple[int, int], ...]:
        """The likeliest chain of morphemes that ends in a tag (HanTa's negative number): their classes and ends.

        As in HanTa, unknown morphemes are taken only where the known ones do not make up the form.
        """
        for guess in (False, True):
            back: Back = [{} for _ in range(len(form) + 1)]
            row = self._rows(form, self._reachable.get(tag, frozenset()), guess, back)[-1]
            ends = {kind: value for (kind, end), value in _best_ends(row).items() if end == tag}
            if ends:
                break
        else:
            return (UNKNOWN, len(form)), (END_UNKNOWN, len(form) + 1)
        kind = max(ends, key=ends.__getitem__)
        state = max((state for state in row if state.last == kind), key=lambda state: row[state] + _final(state, tag))
        end = len(form)
        result = [(tag, end + 1)]
        while end:
            result.append((state.last, end))
            state, end = back[end][state]
        return tuple(result[::-1])

    def _rows(self, form: str, kinds: frozenset[int] | None = None, guess: bool = True, back: Back | None = None) -> list[Row]:
        """The best chains up to each letter; `kinds` are the classes to use (None: all), `back` notes where each came from."""
        size = len(form)
        rows: list[Row] = [{self.start: 0.0}, *({} for _ in form)]
        for start in range(size):
            if not rows[start]:
                continue
            ways = _ways(rows[start], kinds) if start else self._first_ways(kinds)
            guessed = [(i, kind) for i, kind in enumerate(self.guessed) if kind in ways] if guess else []
            for end in range(start + 1, size + 1):
                likely = self.morphemes.get(form[start:end])
                if guessed and (end - start > 2 or size < SHORT):
                    guesses = self._guesses(form, start, end, guessed)
                    likely = guesses | likely if likely else guesses
                if likely:
                    _add(rows[end], likely, ways, None if back is None else back[end], start)
        return rows

    def _guesses(self, form: str, start: int, end: int, guessed: Iterable[tuple[int, int]]) -> dict[int, float]:
        """The likelihood of a stretch as an unknown morpheme of each class, from its length and last letters."""
        lengths, endings = self.lengths[end - start], self._endings(form[max(start + 1, end - LONGEST_ENDING) : end])
        more = WHOLE_UNKNOWN if end - start == len(form) else 0.0
        return {kind: lengths[i] + endings[i] + more for i, kind in guessed}

    def weigh_ending(self, letters: str) -> tuple[float, ...]:
        """HanTa's weights of last letters for each class: that of the longest end of them which it has."""
        if not letters:
            return tuple([weights[""] for weights in self.by_ending])
        return tuple(
            [weights.get(letters, less) for weights, less in zip(self.by_ending, self._endings(letters[1:]), strict=True)]
        )


def _chains(transitions: Mapping[tuple[int, int], Mapping[int, float]]) -> State:
    """HanTa's transitions as states that know each other; the one before the first letter."""
    states: dict[tuple[int, int], State] = {}
    for pair, following in transitions.items():
        state = states.setdefault(pair, State(pair[1]))
        for kind, value in following.items():
            if kind < 0:
                state.ending.append((kind, value))
            elif kind > 0:
                state.following.append((kind, states.setdefault((pair[1], kind), State(kind)), value))
    return states[EMPTY, START]


def _length(model: Any, kind: int, length: int) -> float:
    """Log-likelihood that a morpheme of a class is unknown and of this length."""
    return float(model.Int_t + model.LP_hapax_t[kind] + model.LP_len_t[kind][min(length, LONGEST_COUNTED)])


def _ways(row: Row, kinds: frozenset[int] | None) -> Ways:
    """The ways on from the states that are worth it, by class."""
    ways: Ways = {}
    for state, value in _beam(row):
        for kind, reached, transition in state.following:
            if kinds is None or kind in kinds:
                ways.setdefault(kind, []).append((reached, value + transition, state))
    return ways


def _add(row: Row, likely: Mapping[int, float], ways: Ways, back: dict[State, tuple[State, int]] | None, start: int) -> None:
    """Enter the chains that one more morpheme makes, where they are better than what is there."""
    for kind, likelihood in likely.items():
        for reached, so_far, state in ways.get(kind, ()):
            total = so_far + likelihood
            if reached not in row or total > row[reached]:
                row[reached] = total
                if back is not None:
                    back[reached] = (state, start)


def _beam(row: Row) -> Iterable[tuple[State, float]]:
    """The states that are worth going on from."""
    if len(row) <= BEAM_STATES:
        return row.items()
    bound = sorted(row.values(), reverse=True)[BEAM_STATES] - BEAM_MARGIN
    return [(state, value) for state, value in row.items() if value >= bound]


def _final(state: State, tag: int) -> float:
    """Log-probability that the form ends here with the tag."""
    return next((value for end, value in state.ending if end == tag), -math.inf)


def _best_ends(row: Row) -> dict[tuple[int, int], float]:
    """The best chains over the whole form for each pair of the last class and its tag."""
    best: dict[tuple[int, int], float] = {}
    for state, value in row.items():
        for tag, transition in state.ending:
            pair, total = (state.last, tag), value + transition
            if total > best.get(pair, -math.inf):
                best[pair] = total
    return best
