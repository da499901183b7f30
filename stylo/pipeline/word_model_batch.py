"""The likelihoods of `stylo.forms` for many forms at once, in NumPy: the same values in less time.

All forms go forward together, letter by letter. Of each letter only the few states that are worth going on from are touched.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from stylo.pipeline.word_model import (
    BEAM_MARGIN,
    BEAM_STATES,
    LONGEST_ENDING,
    LONGEST_FORM,
    MOST_ENDINGS,
    WHOLE_UNKNOWN,
    FormModel,
    Likelihoods,
    State,
)

Array = np.ndarray[Any, Any]
FORMS = 64
"""Forms that go together: they take 9 MB if one of them is as long as forms may be."""


class FormBatch:
    """The tables of a `FormModel` as arrays of numbered states, classes (the guessed ones first) and morphemes."""

    def __init__(self, model: FormModel) -> None:
        states = _reached(model.start)
        number = {state: i for i, state in enumerate(states)}
        kinds = {kind: i for i, kind in enumerate(dict.fromkeys([*model.guessed, *(state.last for state in states)]))}
        self._kind = np.array([kinds[state.last] for state in states])
        self._kinds = len(kinds)
        self._following = _Lists([[(number[reached], value) for _, reached, value in state.following] for state in states])
        pairs = sorted({(tag, state.last) for state in states for tag, _ in state.ending})
        place = {pair: i for i, pair in enumerate(pairs)}
        self._ending = _Lists([[(place[tag, state.last], value) for tag, value in state.ending] for state in states])
        self._tags = sorted({tag for tag, _ in pairs})
        self._first_pair = [next(i for i, pair in enumerate(pairs) if pair[0] == tag) for tag in self._tags]
        self._pairs = len(pairs)
        self._morpheme = {morpheme: i for i, morpheme in enumerate(model.morphemes)}
        self._known = _Lists(
            [(kinds[kind], value) for kind, value in found.items() if kind in kinds] for found in model.morphemes.values()
        )
        self._guessed = len(model.guessed)
        self._lengths = np.array(model.lengths).T
        endings = sorted({ending for weights in model.by_ending for ending in weights})
        self._ending_number = {ending: i for i, ending in enumerate(endings)}
        self._numbers_of = lru_cache(maxsize=MOST_ENDINGS)(self._number_ends)
        self._weights = np.array([model.weigh_ending(ending) for ending in endings])

    def likelihoods(self, forms: Sequence[str]) -> Iterator[tuple[str, Likelihoods]]:
        """Each form (none shorter than `stylo.forms.SHORT`) with what `FormModel.likelihoods` says of it, the longest first."""
        by_length = sorted(forms, key=len, reverse=True)
        for first in range(0, len(by_length), FORMS):
            chosen = by_length[first : first + FORMS]
            for form, row in zip(chosen, self._totals(self._last_rows(chosen)).tolist(), strict=True):
                found = [(-tag, value) for tag, value in zip(self._tags, row, strict=True) if value > -math.inf]
                yield form, tuple(sorted(found, key=lambda pair: -pair[1]))

    def _last_rows(self, forms: Sequence[str]) -> Array:
        """The log-likelihood of each form with each state at its end; the forms are sorted, the longest first."""
        sizes = np.array([len(form) for form in forms])
        longest = int(sizes[0])
        best = np.full((len(forms), longest + 1, len(self._kind)), -np.inf)
        best[:, 0, 0] = 0.0
        flat = best.reshape(-1)
        known, weights = self._known_stretches(forms), self._endings(forms, longest)
        for start in range(longest):
            size = int((sizes > start).sum())
            here = best[:size, start]
            form, state = _places(here >= _bound(here)[:, None])
            if not len(form):
                continue
            origin, reached, transition = self._following.of(state)
            ways = np.full(here.shape, -np.inf)
            np.maximum.at(ways, (form[origin], reached), here[form, state][origin] + transition)
            likely = self._likely(start, sizes[:size], longest, known[start], weights[:, :size])
            form, state = _places(ways > -np.inf)
            total = ways[form, state][:, None] + likely[form, self._kind[state]]
            way, end = _places(total > -np.inf)
            place = np.ravel_multi_index((form[way], end + start + 1, state[way]), best.shape)
            flat[place] = np.maximum(flat[place], total[way, end])
        return best[np.arange(len(forms)), sizes]

    def _likely(self, start: int, sizes: Array, longest: int, known: tuple[Array, ...], weights: Array) -> Array:
        """The log-likelihood of each form's letters from `start` to each end as a morpheme of each class."""
        likely = np.full((len(sizes), self._kinds, longest - start), -np.inf)
        guesses = likely[:, : self._guessed, 2:]
        for k, letters in enumerate(weights):  # three letters are weighed by the last two, four by three, more by four
            part = slice(k, None if k + 1 == len(weights) else k + 1)
            guesses[:, :, part] = self._lengths[:, 3 : longest - start + 1][:, part] + letters[:, :, start + 3 :][:, :, part]
        if not start:
            likely[np.arange(len(sizes)), : self._guessed, sizes - 1] += WHOLE_UNKNOWN
        form, end, kind, value = known
        likely[form, kind, end - start - 1] = value
        return likely

    def _known_stretches(self, forms: Sequence[str]) -> list[tuple[Array, ...]]:
        """For each start, the known morphemes: which form, their ends, classes and log-likelihoods."""
        find = self._morpheme.get
        found = np.array([find(form[start:end], -1) for form in forms for start, end in _stretches(len(form))])
        starts, ends = np.concatenate([_stretch_array(len(form)) for form in forms]).T
        owners = np.repeat(np.arange(len(forms)), [len(_stretches(len(form))) for form in forms])
        hits = np.flatnonzero(found >= 0)
        hits = hits[np.argsort(starts[hits], kind="stable")]
        origin, kinds, values = self._known.of(found[hits])
        hits = hits[origin]
        cuts = np.searchsorted(starts[hits], np.arange(1, len(forms[0])))
        parts = [np.split(array, cuts) for array in (owners[hits], ends[hits], kinds, values)]
        return list(zip(*parts, strict=True))

    def _endings(self, forms: Sequence[str], longest: int) -> Array:
        """The weights of the last two, three and four letters at each end of each form, for each class that is guessed."""
        numbers = np.zeros((len(forms), longest + 1, LONGEST_ENDING - 1), dtype="int64")
        for i, form in enumerate(forms):
            numbers[i, 2 : len(form) + 1] = [
                self._numbers_of(form[max(0, end - LONGEST_ENDING) : end]) for end in range(2, len(form) + 1)
            ]
        return self._weights[numbers].transpose(2, 0, 3, 1)

    def _number_ends(self, letters: str) -> tuple[int, ...]:
        """The numbers of the longest weighed ends of the last two, three and four letters."""
        if len(letters) < 2:
            return (self._ending_number.get(letters, self._ending_number[""]),) * (LONGEST_ENDING - 1)
        shorter = self._numbers_of(letters[1:])
        own = self._ending_number.get(letters, shorter[-1])
        return (*shorter[: len(letters) - 2], *(own,) * (LONGEST_ENDING + 1 - len(letters)))

    def _totals(self, rows: Array) -> Array:
        """The log-likelihood of each tag, from those of the states at the end of each form."""
        form, state = _places(rows > -np.inf)
        origin, pair, transition = self._ending.of(state)
        best = np.full((len(rows), self._pairs), -np.inf)
        np.maximum.at(best, (form[origin], pair), rows[form, state][origin] + transition)
        return np.asarray(np.logaddexp.reduceat(best, self._first_pair, axis=1))


def _places(mask: Array) -> tuple[Array, Array]:
    """The rows and columns where a table holds; many times faster than `numpy.nonzero`."""
    rows, columns = np.divmod(np.flatnonzero(mask), mask.shape[1])
    return rows, columns


def _bound(rows: Array) -> Array:
    """The value in each row below which a state is not worth going on from."""
    rest = rows.copy()
    for _ in range(BEAM_STATES):
        rest[np.arange(len(rest)), rest.argmax(axis=1)] = -np.inf
    return np.maximum(rest.max(axis=1) - BEAM_MARGIN, np.finfo(float).min)


class _Lists:
    """Lists of (number, value), one after the other in two arrays."""

    def __init__(self, lists: Iterable[Sequence[tuple[int, float]]]) -> None:
        sizes: list[int] = []
        numbers: list[int] = []
        values: list[float] = []
        for one in lists:  # none is kept: Python's garbage collector would look through all of them, again and again
            sizes.append(len(one))
            numbers += [number for number, _ in one]
            values += [value for _, value in one]
        self._sizes, self._numbers, self._values = np.array(sizes), np.array(numbers), np.array(values)
        self._starts = np.cumsum(self._sizes) - self._sizes

    def of(self, wanted: Array) -> tuple[Array, Array, Array]:
        """The entries of the wanted lists: the place in `wanted` whose list they are from, their numbers and values."""
        sizes = self._sizes[wanted]
        origin = np.repeat(np.arange(len(wanted)), sizes)
        places = np.arange(len(origin)) + (self._starts[wanted] - np.cumsum(sizes) + sizes)[origin]
        return origin, self._numbers[places], self._values[places]


def _reached(start: State) -> list[State]:
    """All states that chains may come to, the one before the first letter first."""
    found = {start: None}
    waiting = [start]
    while waiting:
        for _, reached, _ in waiting.pop().following:
            if reached not in found:
                found[reached] = None
                waiting.append(reached)
    return list(found)


@lru_cache(maxsize=LONGEST_FORM)
def _stretches(size: int) -> list[tuple[int, int]]:
    return [(start, end) for start in range(size) for end in range(start + 1, size + 1)]


@lru_cache(maxsize=LONGEST_FORM)
def _stretch_array(size: int) -> Array:
    return np.array(_stretches(size))
