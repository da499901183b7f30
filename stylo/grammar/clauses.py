"""Clauses and their brackets from STTS tags alone, so that they are there without a parser.

One pass over a sentence keeps a stack of open clauses. A subordinator opens one that waits for its finite verb; a comma closes
it once the verb has come; a finite verb with no such clause above it is the left bracket of a main clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stylo.grammar.tokens import View
from stylo.grammar.topology import FINITE, NONFINITE

RELATIVES = frozenset({"PRELS", "PRELAT"})
SUBORDINATORS = RELATIVES | {"KOUS"}
QUESTION_WORDS = frozenset({"PWS", "PWAT", "PWAV"})
# A participle without ge- is spelled like the present tense: *gefällt, besucht, erfüllt*.
_LIKE_PRESENT = re.compile(r"^(?:be|emp|ent|er|ge|miss|miß|ver|zer|über|unter)\w+t$|iert$")
BREAKS = frozenset({":", ";", "–", "—", "-", "..."})
_LIKE_PARTICLES = frozenset({"APPR", "APZR", "APPO"})
_TELLING = FINITE | NONFINITE | SUBORDINATORS | QUESTION_WORDS | _LIKE_PARTICLES | {"$,", "$.", "$(", "KON", "KOUI", "PTKVZ"}


@dataclass
class Clause:
    """One clause: token indices of its subordinator, finite verb, non-finite verbs and separated particle."""

    kind: str
    opener: int | None = None
    finite: int | None = None
    nonfinite: list[int] = field(default_factory=list)
    particle: int | None = None
    commas: int = 0
    joints: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing that may part two clauses has come since the finite verb."""
        return not self.commas and not self.joints


def clauses(view: View, start: int, end: int) -> list[Clause]:
    """The clauses of the tokens ``start`` to ``end`` (one sentence), in the order in which they open."""
    parser = _Parser(view)
    for i in range(start, end):
        if view.tags[i] in _TELLING:
            parser.read(i, start, end)
    parser.close(end)
    return [clause for clause in parser.done if clause.finite is not None or clause.nonfinite]


class _Parser:
    def __init__(self, view: View) -> None:
        self.view = view
        self.stack = [Clause("main")]
        self.done = [self.stack[0]]

    def read(self, i: int, start: int, end: int) -> None:
        tag, form = self.view.tags[i], self.view.lowers[i]
        if tag == "$,":
            self._comma(i)
        elif form in BREAKS and tag[:1] == "$":
            self._break(i)
        elif tag == "KON":
            self.stack[-1].joints += 1
        elif self._opens(i, start, end):
            self._push(Clause("subordinate", i), i)
        elif tag == "KOUI":
            self._push(Clause("infinitive", i), i)
        elif tag in FINITE:
            self._finite(i, end)
        elif tag in NONFINITE:
            self._nonfinite(i)
        elif self._is_particle(i) and self.stack[-1].finite is not None:
            self.stack[-1].particle = i

    def _is_particle(self, i: int) -> bool:
        """A separated particle, also one that is tagged as the preposition that it looks like, with nothing behind it."""
        tag = self.view.tags[i]
        return tag == "PTKVZ" or (tag in _LIKE_PARTICLES and self.view.tag(i + 1)[:1] == "$")

    def _opens(self, i: int, start: int, end: int) -> bool:
        tag = self.view.tags[i]
        if tag in SUBORDINATORS:
            return not (tag == "KOUS" and i > start and self.view.tags[i - 1] == "KOUS")  # als ob, so dass: one opener
        if tag not in QUESTION_WORDS:
            return False
        before = self.view.tags[i - 1] if i > start else ""
        if before == "$," or (before in {"APPR", "KON"} and i - 1 > start and self.view.tags[i - 2] == "$,"):
            return True
        return self.view.tag(i + 1) not in FINITE and (self.stack[-1].finite is not None or self._free_relative(i, start, end))

    def _free_relative(self, i: int, start: int, end: int) -> bool:
        """*Wer so fährt, kennt die Stadt*: the sentence begins with the pronoun and asks nothing."""
        first = all(tag[:1] in {"$", "K"} for tag in self.view.tags[start:i])
        return first and self.view.tags[i] == "PWS" and "?" not in self.view.forms[max(start, end - 2) : end]

    def _push(self, clause: Clause, i: int) -> None:
        if i and self.view.tags[i - 1] == "$," and self.stack[-1].commas:
            self.stack[-1].commas -= 1  # the comma belongs to the clause that it opens
            self.stack[-1].joints += 1
        self.stack.append(clause)
        self.done.append(clause)

    def _comma(self, i: int) -> None:
        top = self.stack[-1]
        if len(self.stack) > 1:
            self._promote(top, i)
            if top.finite is not None or (top.kind == "infinitive" and top.nonfinite):
                self.stack.pop()
                return
        top.commas += 1

    def _break(self, i: int) -> None:
        if len(self.stack) > 1 and (self.stack[-1].finite is None and self.view.lowers[i] in {"-", "–", "—"}):
            return  # a parenthesis inside the clause
        while len(self.stack) > 1:
            self._promote(self.stack[-1], i)
            self.stack.pop()
        if self.view.lowers[i] in {":", ";"}:
            self.stack[-1] = Clause("main")
            self.done.append(self.stack[-1])
        self.stack[-1].commas += 1

    def _promote(self, clause: Clause, i: int) -> None:
        """*wenn sie Opfer werden, wenn es gefällt,*: a last verb that taggers take for non-finite is the finite one."""
        if clause.kind != "subordinate" or clause.finite is not None or not clause.nonfinite:
            return
        last = clause.nonfinite[-1]
        tag, form = self.view.tags[last], self.view.lowers[last]
        alike = tag.endswith("INF") or (tag == "VVPP" and _LIKE_PRESENT.search(form) is not None)
        if last == i - 1 and alike and not self._has_zu(last):
            clause.finite = clause.nonfinite.pop()

    def _has_zu(self, i: int) -> bool:
        return self.view.tags[i] == "VVIZU" or (i > 0 and self.view.tags[i - 1] == "PTKZU")

    def _finite(self, i: int, end: int) -> None:
        while len(self.stack) > 1 and (self.stack[-1].kind == "infinitive" or self._complete(self.stack[-1])):
            self.stack.pop()
        top = self.stack[-1]
        if top.finite is None:
            top.finite = i
            top.commas = top.joints = 0
        elif top.whole and self._mistagged(i, top, end):
            top.nonfinite.append(i)
        else:
            following = Clause(top.kind, finite=i)
            self.stack[-1] = following
            self.done.append(following)

    def _complete(self, clause: Clause) -> bool:
        return clause.kind == "subordinate" and clause.finite is not None and not clause.joints

    def _mistagged(self, i: int, clause: Clause, end: int) -> bool:
        """*wird ... erzählt.*: no second finite verb without a comma or conjunction; a final one is mis-tagged."""
        if self.view.tags[i] not in {"VVFIN", "VVIMP"} or self.view.lowers[i][-1:] not in {"t", "n"}:
            return False
        return clause.finite is not None and self.view.tags[clause.finite] in {"VAFIN", "VMFIN"}

    def _nonfinite(self, i: int) -> None:
        top = self.stack[-1]
        if self._has_zu(i) and top.kind == "main" and (top.commas or top.finite is None):
            self.done.append(Clause("infinitive", nonfinite=[i]))
            return
        top.nonfinite.append(i)

    def close(self, end: int) -> None:
        """The end of the sentence: verbs that are still to be read as finite."""
        last = end
        while last and self.view.tags[last - 1][:1] in {"$", "_"}:
            last -= 1
        for clause in self.stack:
            self._promote(clause, last)
