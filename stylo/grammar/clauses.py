"""The clauses of a sentence: their kinds, their words, and the frames in which German sets them.

A German clause shows its frame (Drach 1937; Höhle 1986). In a main clause the finite verb, in second or first place, opens
it, and the separated particle or the verbs that the finite one governs close it. A subordinate clause is opened by its
conjunction, its relative pronoun or its question word and closed by all its verbs. So clauses are found from STTS tags alone,
without a parse: one pass over the sentence keeps a stack of open clauses; an opener puts one on top that waits for its verb, a
comma takes it off when the verb has come, and a finite verb for which none waits is that of a main clause. What taggers often
get wrong is mended on the way where the frame tells: *wenn es gefällt* (tagged as a participle), *die Leute, die/ART man
braucht*.

Every word is in exactly one clause; quotation marks and white space are in none. The time is linear in the length of the
sentence. How often the frames are right is in ``data/validation.csv`` (clause frames).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.lang.lex_attrs import is_quote

from stylo.grammar.clause_openers import OpenClause
from stylo.grammar.clause_reader import Reader
from stylo.grammar.lookahead import Lookahead
from stylo.grammar.tokens import Known, View

KINDS = ("main", "subordinate", "relative", "infinitive")
"""The kinds that count as clauses; a ``fragment`` has no verb that could make it one."""
LONGEST_READ = 300
"""Words of a sentence that are read together; one without end is read in pieces, for a clause may look at all of its words."""
_SEEN = Known[bool](lambda word: not (word.form.isspace() or is_quote(word.form)))


class Frame(NamedTuple):
    """The first and the last token of a clause's frame; one and the same where nothing closes it."""

    left: int
    right: int


@dataclass(eq=False)
class Clause:
    """One clause with its verbs, as indices of tokens in ``view``.

    ``kind`` is main, subordinate (also that of a question word, and a condition with its verb first: *Wird er gesehen, flieht
    er*), relative, infinitive (with *zu*, set off by a comma or a conjunction), or fragment (no verb that makes it a clause).
    ``opener`` is the conjunction, relative pronoun or question word, of a phrase (*mit deren Hilfe*) the pronoun; a clause that
    ``shares`` it was joined to the one before by a conjunction (*weil er kam und sie ging*). ``nonfinite`` are all its other
    verbs, ``right_bracket`` those verbs that close the frame, with the ``particle``.
    """

    view: View
    kind: str
    tokens: list[int]
    opener: int | None = None
    finite: int | None = None
    nonfinite: list[int] = field(default_factory=list)
    particle: int | None = None
    right_bracket: list[int] = field(default_factory=list)
    shares: bool = False

    @property
    def frame(self) -> Frame | None:
        """From the opener, or the finite verb where there is none, to the last verb; None without a finite verb."""
        if self.finite is None:
            return None
        return Frame(self.finite if self.opener is None else self.opener, max([self.finite, *self.right_bracket]))

    @property
    def verb(self) -> int | None:
        """The verb that carries the meaning: *gelesen* in *hat gelesen*, *sein* in *muss gut sein*; None in a fragment."""
        tags, lowers = self.view.tags, self.view.lowers
        full = [i for i in self.nonfinite if tags[i][:2] == "VV" and not self._is_fronted_infinitive(i)]
        if full:
            return full[0]
        carriers = [i for i in self.nonfinite if tags[i] in {"VAPP", "VAINF"} and lowers[i] != "worden"]
        return carriers[0] if carriers else self.finite

    def _is_fronted_infinitive(self, i: int) -> bool:
        """*Zu singen* in *Zu singen ist schön*: a clause in the first place, not part of the verbal complex."""
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


def clauses(view: View, start: int, end: int) -> list[Clause]:
    """The clauses of the tokens ``start`` to ``end`` (one sentence), in the order in which they open.

    >>> from stylo.grammar.tokens import view
    >>> from stylo.pipeline.loading import load
    >>> laid_out = view(load()("Der Mann, den sie liebt, hat lange geschwiegen."))
    >>> for clause in clauses(laid_out, 0, len(laid_out)):
    ...     left, right = clause.frame
    ...     print(clause.kind, laid_out.forms[left], "...", laid_out.forms[right])
    main hat ... geschwiegen
    relative den ... liebt
    """
    seen = [i for i in range(start, end) if _SEEN[view.types[i]]]
    pieces = (seen[k : k + LONGEST_READ] for k in range(0, len(seen), LONGEST_READ))
    return [_finished(clause, view, piece) for piece in pieces for clause in Reader(Lookahead(view, piece)).read()]


def finite_verbs(view: View) -> frozenset[int]:
    """The finite verbs of all clauses of a document, what is mis-tagged set right."""
    read = (clause for start, end in view.sentences for clause in view.once(clauses, start, end))
    return frozenset(clause.finite for clause in read if clause.finite is not None)


def _finished(clause: OpenClause, view: View, places: Sequence[int]) -> Clause:
    kind = clause.kind
    if clause.finite is None and kind != "infinitive":
        kind = "infinitive" if clause.has_zu and clause.is_final else "fragment"  # was zu tun ist is none, was zu tun is one
    return Clause(
        view=view,
        kind=kind,
        tokens=[places[k] for k in clause.tokens],
        opener=None if clause.opener is None else places[clause.opener],
        finite=None if clause.finite is None else places[clause.finite],
        nonfinite=[places[k] for k in clause.nonfinite],
        particle=None if clause.particle is None else places[clause.particle],
        right_bracket=[places[k] for k in clause.right_bracket],
        shares=clause.shares,
    )
