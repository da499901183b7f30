"""HanTa's word model read out fast: the likelihood of each tag of a form that the lexicon lacks.

HanTa (Wartena 2019) sees a form as a chain of morphemes, each with a class, under trigram probabilities of the classes; the
likelihoods of all chains that end in a tag are added up over the classes before it. Its own code looks at every class for every
stretch of letters. Here the stretches are looked up once for all classes, so that only what is possible is visited; the
results are HanTa's to the last digits (a test compares them).
"""

from __future__ import annotations

import math
from typing import Any

from HanTa.HanoverTagger import EMPTY, END_UNKNOWN, START, UNKNOWN

Row = dict[tuple[int, int], float]
"""Log-likelihood of the letters so far for each pair of last classes."""

Back = list[dict[tuple[int, int], tuple[tuple[int, int], int]]]
"""For each letter and pair of last classes, the pair before and the letter at which the last morpheme starts."""

WHOLE_UNKNOWN = -4.6
"""HanTa's penalty for one unknown morpheme that is the whole form."""
BEAM_STATES, BEAM_MARGIN = 3, 1.0
"""HanTa goes on from pairs that are not more than the margin behind the next one after these best."""
LONGEST_COUNTED = 24
LONGEST_FORM = 60
MOST_ENDINGS = 20_000


class Endings(dict[str, float]):
    """HanTa's weights of last letters for a class; letters it lacks have that of the longest end of them which it has."""

    def __missing__(self, letters: str) -> float:
        value = self[letters[1:]]
        if len(self) < MOST_ENDINGS:
            self[letters] = value
        return value


class FormModel:
    """The tables of a loaded HanTa, by stretch of letters instead of by class."""

    def __init__(self, model: Any) -> None:
        self._following = model.LP_trans_nonfinal
        self._ending = model.LP_trans_final
        self._reachable = model.reachability
        self._morphemes: dict[str, list[tuple[int, float]]] = {}
        for kind, stored in model.LP_m_t.items():
            for morpheme, value in stored.items():
                self._morphemes.setdefault(morpheme, []).append((kind, value))
        self._endings = {kind: Endings(model.LP_s_t[kind]) for kind in model.LP_hapax_t if kind in model.LP_s_t}
        self._unknown: dict[int, list[tuple[int, float]]] = {}
        for kind in self._endings:
            rare, lengths = model.Int_t + model.LP_hapax_t[kind], model.LP_len_t[kind]
            values = [(k, rare + lengths[min(k, LONGEST_COUNTED)]) for k in range(1, LONGEST_FORM + 1)]
            self._unknown[kind] = [(k, value) for k, value in values if value > -math.inf]

    def likelihoods(self, form: str) -> list[tuple[int, float]]:
        """Pairs of HanTa's tag and the log-likelihood of the form (normalised) with it, the likeliest first."""
        totals: dict[int, float] = {}
        for (_, tag), value in self._end(self._rows(form)[-1]).items():
            totals[-tag] = _log_sum(totals[-tag], value) if -tag in totals else value
        return sorted(totals.items(), key=lambda pair: -pair[1]) or [(UNKNOWN, 0.0)]

    def chain(self, form: str, tag: int) -> list[tuple[int, int]]:
        """The likeliest chain of morphemes that ends in a tag (HanTa's negative number): their classes and ends.

        As in HanTa, unknown morphemes are taken only where the known ones do not make up the form.
        """
        for guess in (False, True):
            back: Back = [{} for _ in range(len(form) + 1)]
            row = self._rows(form, self._reachable.get(tag, frozenset()), guess, back)[-1]
            ends = {state: value for state, value in self._end(row).items() if state[1] == tag}
            if ends:
                break
        else:
            return [(UNKNOWN, len(form)), (END_UNKNOWN, len(form) + 1)]
        kind = max(ends, key=ends.__getitem__)[0]
        step = max(
            (self._final(state, tag, value), -k, state) for k, (state, value) in enumerate(row.items()) if state[1] == kind
        )
        state, end = step[2], len(form)
        result = [(tag, end + 1)]
        while end:
            result.append((state[1], end))
            state, end = back[end][state]
        return result[::-1]

    def _final(self, state: tuple[int, int], tag: int, value: float) -> float:
        return value + dict(self._ending.get(state, ())).get(tag, -math.inf)

    def _rows(self, form: str, kinds: frozenset[int] | None = None, guess: bool = True, back: Back | None = None) -> list[Row]:
        """The best chains up to each letter; `kinds` are the classes to use (None: all), `back` notes where each came from."""
        rows: list[Row] = [{(EMPTY, START): 0.0}, *({} for _ in form)]
        for start in range(len(form)):
            if not rows[start]:
                continue
            stretches: dict[int, list[tuple[int, float]]] = {}
            for end in range(start + 1, len(form) + 1):
                for kind, value in self._morphemes.get(form[start:end], ()):
                    stretches.setdefault(kind, []).append((end, value))
            guessed: set[int] = set()
            for state, value in _beam(rows[start]):
                for kind, transition in self._following.get(state, ()):
                    if kinds is not None and kind not in kinds:
                        continue
                    if guess and kind in self._endings and kind not in guessed:
                        guessed.add(kind)
                        stretches[kind] = self._with_guesses(form, start, kind, stretches.get(kind, []))
                    if kind in stretches:
                        _add(rows, back, (state[1], kind), value + transition, stretches[kind], (state, start))
        return rows

    def _with_guesses(self, form: str, start: int, kind: int, known: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The known ends of a class and those of unknown morphemes, with their likelihoods from length and last letters."""
        endings, size, taken = self._endings[kind], len(form), {end for end, _ in known}
        for length, value in self._unknown[kind]:
            end = start + length
            if end > size:
                break
            if end not in taken and (length > 2 or size < 4):
                value += endings[form[end - min(4, length - 1) : end]]
                known.append((end, value + WHOLE_UNKNOWN if length == size else value))
        return known

    def _end(self, row: Row) -> Row:
        """The best chains over the whole form for each pair of the last class and its tag."""
        best: Row = {}
        for state, value in row.items():
            for tag, transition in self._ending.get(state, ()):
                reached, total = (state[1], tag), value + transition
                if total > best.get(reached, -math.inf):
                    best[reached] = total
        return best


def _add(
    rows: list[Row],
    back: Back | None,
    reached: tuple[int, int],
    so_far: float,
    stretches: list[tuple[int, float]],
    origin: tuple[tuple[int, int], int],
) -> None:
    """Enter the chains that one class makes, where they are better than what is there."""
    for end, likelihood in stretches:
        total, row = so_far + likelihood, rows[end]
        if reached not in row or total > row[reached]:
            row[reached] = total
            if back is not None:
                back[end][reached] = origin


def _beam(row: Row) -> list[tuple[tuple[int, int], float]]:
    """The states that are worth going on from."""
    if len(row) <= BEAM_STATES:
        return list(row.items())
    bound = sorted(row.values(), reverse=True)[BEAM_STATES] - BEAM_MARGIN
    return [(state, value) for state, value in row.items() if value >= bound]


def _log_sum(a: float, b: float) -> float:
    """The logarithm of exp(a) + exp(b)."""
    return max(a, b) + math.log1p(math.exp(-abs(a - b)))
