"""The clauses of a sentence and their verbs, read off STTS tags by the topological fields of German.

A German clause shows its frame: the finite verb stands second (main clause), or a conjunction or relative pronoun on the left
is answered by the verb complex on the right. That frame is found here without a parse, and so without its limits being hidden:
clauses are cut at punctuation and conjunctions, and a clause that another one interrupts is put together again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stylo.measures.view import Token, View

FINITE = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVIMP", "VAIMP"})
NONFINITE = frozenset({"VVPP", "VVINF", "VVIZU", "VAPP", "VAINF", "VMPP", "VMINF"})
FULL_NONFINITE = frozenset({"VVPP", "VVINF", "VVIZU"})
RELATIVE = frozenset({"PRELS", "PRELAT"})
INTERROGATIVE = frozenset({"PWS", "PWAT", "PWAV"})
PREPOSITIONS = frozenset({"APPR", "APPRART"})
NOMINAL = frozenset({"NN", "NE", "CARD", "ADJA"})
_INSERTIONS = frozenset("([–—-")
_QUOTES = frozenset("„“”\"»«›‹‚‘'")


@dataclass(eq=False)
class Clause:
    """The words of one clause with its verbs. ``kind``: main, subordinate, relative, infinitive, or fragment (no verb)."""

    kind: str
    tokens: list[Token] = field(default_factory=list)
    finite: Token | None = None
    nonfinite: list[Token] = field(default_factory=list)
    particle: Token | None = None

    def add(self, tokens: Sequence[Token]) -> None:
        """Take up further words; the first finite verb and the last separated particle count."""
        self.tokens.extend(tokens)
        for token in tokens:
            tag = token.tag
            if is_frame_verb(token):
                self.finite = self.finite or token
            elif tag in NONFINITE:
                self.nonfinite.append(token)
            elif tag == "PTKVZ":
                self.particle = token

    @property
    def verb(self) -> Token | None:
        """The verb that carries the meaning: *gelesen* in *hat gelesen*, *sein* in *muss gut sein*; None in a fragment."""
        full = [token for token in self.nonfinite if token.tag in FULL_NONFINITE and not self._is_fronted_infinitive(token)]
        if full:
            return full[0]
        carriers = [token for token in self.nonfinite if token.tag in {"VAPP", "VAINF"} and token.lower != "worden"]
        return carriers[0] if carriers else self.finite

    def _is_fronted_infinitive(self, token: Token) -> bool:
        """*Zu singen* in *Zu singen ist schön*: a clause in the first place, not part of the verb complex."""
        if self.kind != "main" or self.finite is None or token.i > self.finite.i:
            return False
        return token.tag == "VVIZU" or (token.tag == "VVINF" and token.tag_before == "PTKZU")

    @property
    def lemma(self) -> str:
        """Lemma of the verb, a separated particle joined: *abheben* for *hebt ... ab*; empty in a fragment."""
        verb = self.verb
        if verb is None:
            return ""
        lemma = verb.lemma.lower()
        if verb.tag[:2] == "VA" and lemma not in {"haben", "werden"}:
            lemma = "sein"  # old spellings (seyn, sey), which no lemmatiser knows
        particle = self.particle.lower if self.particle is not None and verb is self.finite else ""
        return lemma if lemma.startswith(particle) else particle + lemma


def is_frame_verb(token: Token) -> bool:
    """Whether the token is a finite verb that can open or close a clause, and not the one of the set phrase *weiß Gott*."""
    if token.tag not in FINITE:
        return False
    return not (token.lower in {"weiß", "weiss"} and token.lower_after in {"gott", "himmel", "teufel"})


def clauses(laid_out: View, start: int, end: int) -> list[Clause]:
    """The clauses of the tokens ``start`` to ``end`` (one sentence) in the order in which they open; a word has exactly one."""
    found: list[Clause] = []
    stack: list[Clause] = []
    for segment in _segments([token for token in laid_out.tokens[start:end] if not token.is_space]):
        target = _target(stack, segment)
        if target not in stack:
            if target.kind != "fragment" or not stack:
                stack.append(target)
            found.append(target)
        target.add(segment)
        if segment[-1].tag == "$.":  # a colon or semicolon: what follows starts afresh
            stack = []
    for clause in found:
        if clause.finite is None and clause.kind != "infinitive":
            clause.kind = "infinitive" if _is_infinitive(clause.tokens) and clause.kind == "subordinate" else "fragment"
    return found


def _segments(tokens: Sequence[Token]) -> list[list[Token]]:
    """The stretches between the places where a clause may begin or end."""
    segments: list[list[Token]] = [[]]
    for k, token in enumerate(tokens):
        if segments[-1] and _opens_clause(tokens, k, segments[-1]):
            segments.append([])
        segments[-1].append(token)
        if _is_cut(token) and not (k and tokens[k - 1].tag == "ADJA" and token.tag == "$,"):
            segments.append([])
    return [segment for segment in segments if segment]


def _is_cut(token: Token) -> bool:
    return token.tag in {"$,", "$."} or (token.tag == "$(" and token.text not in _QUOTES | {"(", "["})


def _opens_clause(tokens: Sequence[Token], k: int, segment: Sequence[Token]) -> bool:
    tag = tokens[k].tag
    if tag in {"KOUS", "KOUI"}:
        return segment[-1].tag not in {"KON", "ADV"} or len(segment) > 2
    if tokens[k].text in _INSERTIONS and tag == "$(":
        return True
    if tag == "KON":
        verb_next = k + 1 < len(tokens) and tokens[k + 1].tag in FINITE
        return verb_next or (_has_finite(segment) and _has_finite(_up_to_cut(tokens, k + 1)))
    closed = segment[-1].tag in FINITE and _opener(segment, first=False) is not None
    return closed and _has_finite(_up_to_cut(tokens, k))


def _up_to_cut(tokens: Sequence[Token], start: int) -> list[Token]:
    result = []
    for token in tokens[start:]:
        if _is_cut(token) or token.tag in {"KOUS", "KOUI", "PRELS"}:
            break
        result.append(token)
    return result


def _has_finite(tokens: Sequence[Token]) -> bool:
    return any(map(is_frame_verb, tokens))


def _is_infinitive(tokens: Sequence[Token]) -> bool:
    return any(token.tag in {"PTKZU", "VVIZU"} for token in tokens)


def _opener(segment: Sequence[Token], first: bool) -> str | None:
    """The kind of clause that the first words announce, None where they announce none."""
    head = [token for token in segment[:4] if token.tag not in {"KON", "ADV", "$("}]
    tags = [token.tag for token in head]
    if not tags:
        return None
    if tags[0] in RELATIVE or (tags[0] in PREPOSITIONS and len(tags) > 1 and tags[1] in RELATIVE):
        return "relative"
    if tags[0] == "KOUS":
        return "subordinate"
    if tags[0] == "KOUI":
        return "infinitive"
    asks = tags[0] in INTERROGATIVE or (tags[0] in PREPOSITIONS and len(tags) > 1 and tags[1] in INTERROGATIVE)
    return "subordinate" if asks and (not first or _verb_final(segment)) else None


def _verb_final(segment: Sequence[Token]) -> bool:
    """Whether the finite verb is the last word, three words in at least."""
    words = [token for token in segment if not token.is_punct]
    return len(words) > 2 and words[-1].tag in FINITE


def _target(stack: list[Clause], segment: Sequence[Token]) -> Clause:
    """The open clause that the segment goes on with, or a new one; clauses that it closes are taken off the stack."""
    opener = _opener(segment, first=not stack)
    if opener:
        return Clause(opener)
    if not stack:
        return Clause("main")
    if segment[0].text in _INSERTIONS and not _has_finite(segment):
        return Clause("fragment")
    if _has_finite(segment):
        return _with_verb(stack, segment)
    return _without_verb(stack, segment)


def _with_verb(stack: list[Clause], segment: Sequence[Token]) -> Clause:
    coordinated = segment[0].tag == "KON"
    if coordinated and stack[-1].kind in {"subordinate", "relative"} and stack[-1].finite and _verb_final(segment):
        return Clause(stack[-1].kind)
    while len(stack) > 1 and (stack[-1].finite or stack[-1].kind == "infinitive"):
        stack.pop()
    top = stack[-1]
    if top.finite is None and (top.kind != "main" or segment[0].tag in FINITE or _enumerates(top.tokens, segment)):
        return top
    return Clause("main")


def _enumerates(before: Sequence[Token], segment: Sequence[Token]) -> bool:
    """*Peter, Paul und Maria kamen*: nominals on both sides of the comma, and a conjunction before the verb."""
    nominals = [token for token in before if not token.is_punct]
    verb = next(i for i, token in enumerate(segment) if is_frame_verb(token))
    joined = any(token.tag == "KON" for token in segment[:verb])
    return bool(nominals) and nominals[-1].tag in NOMINAL and joined


def _without_verb(stack: list[Clause], segment: Sequence[Token]) -> Clause:
    if _is_infinitive(segment) and (stack[-1].finite or stack[-1].kind == "infinitive"):
        return Clause("infinitive")
    if len(stack) > 1 and stack[-1].finite and stack[-2].finite is None:
        stack.pop()
    return stack[-1]
