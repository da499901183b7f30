"""The clauses of a sentence and their verbs, read off STTS tags by the topological fields of German.

A German clause shows its frame: the finite verb stands second (main clause), or a conjunction or relative pronoun on the left
is answered by the verb complex on the right. That frame is found here without a parse, and so without its limits being hidden:
clauses are cut at punctuation and conjunctions, and a clause that another one interrupts is put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.lang.lex_attrs import is_punct

from stylo.grammar.tokens import View

FINITE = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVIMP", "VAIMP"})
NONFINITE = frozenset({"VVPP", "VVINF", "VVIZU", "VAPP", "VAINF", "VMPP", "VMINF"})
FULL_NONFINITE = frozenset({"VVPP", "VVINF", "VVIZU"})
_VERBAL = FINITE | NONFINITE | {"PTKVZ"}
RELATIVE = frozenset({"PRELS", "PRELAT"})
INTERROGATIVE = frozenset({"PWS", "PWAT", "PWAV"})
PREPOSITIONS = frozenset({"APPR", "APPRART"})
NOMINAL = frozenset({"NN", "NE", "CARD", "ADJA"})
_CONJUNCTIONS = frozenset({"KOUS", "KOUI"})
# The clauses that a word opens; a relative pronoun or a question word also behind a preposition.
_OPENED = {
    **dict.fromkeys(RELATIVE, "relative"),
    **dict.fromkeys(INTERROGATIVE, "subordinate"),
    "KOUS": "subordinate",
    "KOUI": "infinitive",
}
_PUNCTUATION = frozenset({"$,", "$.", "$("})
_MAY_OPEN = frozenset({"KOUS", "KOUI", "KON", "$("})
_BEFORE_OPENER = frozenset({"KON", "ADV", "$("})
_INSERTIONS = frozenset("([–—-")
_NO_CUTS = frozenset("„“”\"»«›‹‚‘'([")


@dataclass(eq=False)
class Clause:
    """The tokens of one clause with its verbs. ``kind``: main, subordinate, relative, infinitive, or fragment (no verb)."""

    view: View
    kind: str
    tokens: list[int] = field(default_factory=list)
    finite: int | None = None
    nonfinite: list[int] = field(default_factory=list)
    particle: int | None = None

    def add(self, tokens: Sequence[int]) -> None:
        """Take up further tokens; the first finite verb and the last separated particle count."""
        self.tokens.extend(tokens)
        tags = self.view.tags
        for i in tokens:
            tag = tags[i]
            if tag not in _VERBAL:
                continue
            if tag in FINITE:
                self.finite = i if self.finite is None and is_frame_verb(self.view, i) else self.finite
            elif tag in NONFINITE:
                self.nonfinite.append(i)
            else:
                self.particle = i

    @property
    def verb(self) -> int | None:
        """The verb that carries the meaning: *gelesen* in *hat gelesen*, *sein* in *muss gut sein*; None in a fragment."""
        tags, lowers = self.view.tags, self.view.lowers
        full = [i for i in self.nonfinite if tags[i] in FULL_NONFINITE and not self._is_fronted_infinitive(i)]
        if full:
            return full[0]
        carriers = [i for i in self.nonfinite if tags[i] in {"VAPP", "VAINF"} and lowers[i] != "worden"]
        return carriers[0] if carriers else self.finite

    def _is_fronted_infinitive(self, i: int) -> bool:
        """*Zu singen* in *Zu singen ist schön*: a clause in the first place, not part of the verb complex."""
        if self.kind != "main" or self.finite is None or i > self.finite:
            return False
        return self.view.tags[i] == "VVIZU" or (self.view.tags[i] == "VVINF" and self.view.tag(i - 1) == "PTKZU")

    @property
    def lemma(self) -> str:
        """Lemma of the verb, a separated particle joined: *abheben* for *hebt ... ab*; empty in a fragment."""
        verb = self.verb
        if verb is None:
            return ""
        lemma = self.view.known_lemmas[verb].lower()
        if self.view.tags[verb][:2] == "VA" and lemma not in {"haben", "werden"}:
            lemma = "sein"  # old spellings (seyn, sey), which no lemmatiser knows
        particle = self.view.lowers[self.particle] if self.particle is not None and verb == self.finite else ""
        return lemma if lemma.startswith(particle) else particle + lemma


def is_frame_verb(view: View, i: int) -> bool:
    """Whether the token is a finite verb that can open or close a clause, and not the one of the set phrase *weiß Gott*."""
    if view.tags[i] not in FINITE:
        return False
    return not (view.lowers[i] in {"weiß", "weiss"} and view.lower(i + 1) in {"gott", "himmel", "teufel"})


def clauses(view: View, start: int, end: int) -> list[Clause]:
    """The clauses of the tokens ``start`` to ``end`` (one sentence) in the order in which they open; a word has exactly one."""
    found: list[Clause] = []
    stack: list[Clause] = []
    for segment in _segments(view, [i for i in range(start, end) if not view.forms[i].isspace()]):
        target = _target(view, stack, segment)
        if target not in stack:
            if target.kind != "fragment" or not stack:
                stack.append(target)
            found.append(target)
        target.add(segment)
        if view.tags[segment[-1]] == "$.":  # a colon or semicolon: what follows starts afresh
            stack = []
    for clause in found:
        if clause.finite is None and clause.kind != "infinitive":
            clause.kind = "infinitive" if _is_infinitive(view, clause.tokens) and clause.kind == "subordinate" else "fragment"
    return found


def _segments(view: View, tokens: Sequence[int]) -> list[list[int]]:
    """The stretches between the places where a clause may begin or end."""
    segments: list[list[int]] = [[]]
    tags = [view.tags[i] for i in tokens]
    begun = 0  # the first token that is in no stretch yet
    for k, (before, tag) in enumerate(zip(["", *tags], tags, strict=False)):
        if tag in _MAY_OPEN or before in FINITE:  # nothing else needs a second look
            segments[-1] += tokens[begun:k]
            begun = k
            if segments[-1] and _opens_clause(view, tokens, k, segments[-1]):
                segments.append([])
        if tag in _PUNCTUATION and _is_cut(view, tokens[k]) and not (before == "ADJA" and tag == "$,"):
            segments[-1] += tokens[begun : k + 1]
            begun = k + 1
            segments.append([])
    segments[-1] += tokens[begun:]
    return [segment for segment in segments if segment]


def _is_cut(view: View, i: int) -> bool:
    tag = view.tags[i]
    return tag in {"$,", "$."} or (tag == "$(" and view.forms[i] not in _NO_CUTS)


def _opens_clause(view: View, tokens: Sequence[int], k: int, segment: Sequence[int]) -> bool:
    tag, before = view.tags[tokens[k]], view.tags[segment[-1]]
    if tag in {"KOUS", "KOUI"}:
        return before not in {"KON", "ADV"} or len(segment) > 2
    if tag == "$(" and view.forms[tokens[k]] in _INSERTIONS:
        return True
    if tag == "KON":
        verb_next = k + 1 < len(tokens) and view.tags[tokens[k + 1]] in FINITE
        return verb_next or (_has_finite(view, segment) and _has_finite(view, _up_to_cut(view, tokens, k + 1)))
    closed = before in FINITE and _opener(view, segment, first=False) is not None
    return closed and _has_finite(view, _up_to_cut(view, tokens, k))


def _up_to_cut(view: View, tokens: Sequence[int], start: int) -> Iterator[int]:
    for i in tokens[start:]:
        if _is_cut(view, i) or view.tags[i] in {"KOUS", "KOUI", "PRELS"}:
            break
        yield i


def _has_finite(view: View, tokens: Iterable[int]) -> bool:
    tags = view.tags
    return any([tags[i] in FINITE and is_frame_verb(view, i) for i in tokens])


def _is_infinitive(view: View, tokens: Sequence[int]) -> bool:
    return any(view.tags[i] in {"PTKZU", "VVIZU"} for i in tokens)


def _opener(view: View, segment: Sequence[int], first: bool) -> str | None:
    """The kind of clause that the first words announce, None where they announce none."""
    named = iter([tag for tag in [view.tags[i] for i in segment[:4]] if tag not in _BEFORE_OPENER])
    tag = next(named, "")
    if tag in PREPOSITIONS:
        tag = next(named, "")
        kind = _OPENED.get(tag) if tag not in _CONJUNCTIONS else None
    else:
        kind = _OPENED.get(tag)
    if tag in INTERROGATIVE and first and not _verb_final(view, segment):
        return None
    return kind


def _verb_final(view: View, segment: Sequence[int]) -> bool:
    """Whether the finite verb is the last word, three words in at least."""
    words = [i for i in segment if not is_punct(view.forms[i])]
    return len(words) > 2 and view.tags[words[-1]] in FINITE


def _target(view: View, stack: list[Clause], segment: Sequence[int]) -> Clause:
    """The open clause that the segment goes on with, or a new one; clauses that it closes are taken off the stack."""
    opener = _opener(view, segment, first=not stack)
    if opener:
        return Clause(view, opener)
    if not stack:
        return Clause(view, "main")
    has_finite = _has_finite(view, segment)
    if view.forms[segment[0]] in _INSERTIONS and not has_finite:
        return Clause(view, "fragment")
    return _with_verb(view, stack, segment) if has_finite else _without_verb(view, stack, segment)


def _with_verb(view: View, stack: list[Clause], segment: Sequence[int]) -> Clause:
    last = stack[-1]
    coordinated = view.tags[segment[0]] == "KON"
    if coordinated and last.kind in {"subordinate", "relative"} and last.finite is not None and _verb_final(view, segment):
        return Clause(view, last.kind)
    while len(stack) > 1 and (stack[-1].finite is not None or stack[-1].kind == "infinitive"):
        stack.pop()
    top = stack[-1]
    if top.finite is None and (top.kind != "main" or view.tags[segment[0]] in FINITE or _enumerates(view, top.tokens, segment)):
        return top
    return Clause(view, "main")


def _enumerates(view: View, before: Sequence[int], segment: Sequence[int]) -> bool:
    """*Peter, Paul und Maria kamen*: nominals on both sides of the comma, and a conjunction before the verb."""
    nominals = [i for i in before if not is_punct(view.forms[i])]
    verb = next(n for n, i in enumerate(segment) if is_frame_verb(view, i))
    joined = any(view.tags[i] == "KON" for i in segment[:verb])
    return bool(nominals) and view.tags[nominals[-1]] in NOMINAL and joined


def _without_verb(view: View, stack: list[Clause], segment: Sequence[int]) -> Clause:
    if _is_infinitive(view, segment) and (stack[-1].finite is not None or stack[-1].kind == "infinitive"):
        return Clause(view, "infinitive")
    if len(stack) > 1 and stack[-1].finite is not None and stack[-2].finite is None:
        stack.pop()
    return stack[-1]
