"""The clauses of a sentence: their kinds, their words, and the frames in which German sets them.

A German clause shows its frame (Drach 1937; Höhle 1986). In a main clause the finite verb, in second or first place, opens it, and
the separated particle or the verbs that the finite one governs close it. A subordinate clause is opened by its conjunction, its
relative pronoun or its question word and closed by all its verbs. So clauses are found here from STTS tags alone, without a parse:
one pass over the sentence keeps a stack of open clauses; an opener puts one on top that waits for its verb, a comma takes it off
when the verb has come, and a finite verb for which none waits is that of a main clause. What taggers often get wrong is mended on the
way where the frame tells: *wenn es gefällt* (tagged as a participle), *die Leute, die/ART man braucht*, *wird erzählt* (as finite).

Every word is in exactly one clause; quotation marks and white space are in none. The time is linear in the length of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from spacy.lang.lex_attrs import is_quote

from stylo.grammar.tokens import Known, View
from stylo.lexicon import table
from stylo.pipeline.stts import (
    FINITE,
    INFINITIVES,
    INTERROGATIVE,
    NONFINITE,
    NOUNS,
    POSTPOSED,
    PREPOSITIONS,
    RELATIVE,
)

KINDS = ("main", "subordinate", "relative", "infinitive")
"""The kinds that count as clauses; a ``fragment`` has no verb that could make it one."""

_SEEN = Known[bool](lambda word: not (word.form.isspace() or is_quote(word.form)))
_OPENED = {"KOUS": "subordinate", **dict.fromkeys(RELATIVE, "relative"), **dict.fromkeys(INTERROGATIVE, "subordinate")}
_TWO_WORDS = frozenset({("als", "ob"), ("als", "wenn"), ("wie", "wenn"), ("so", "dass"), ("so", "daß")})
# What may stand before an opener in its own clause: *und wenn*, *auch weil*, *mit deren*.
_LEADING = frozenset({"KON", "ADV", "PTKNEG", "PTKIFG", "PTKMA", "APPR", "APPRART"})
MOST_LEADING = 4
_NO_VERB = frozenset({"gott", "himmel", "teufel"})
# A participle without ge- is spelled like the present tense: *gefällt, besucht, erfüllt*.
_LIKE_PRESENT = re.compile(r"^(?:be|emp|ent|er|ge|miss|miß|ver|zer|über|unter)\w+t$|iert$")
_UNREAL = re.compile(r"^(?:wär|hätt|würd|könnt|müsst|müßt|dürft|sollt|möcht)(?:e|en|est|et|st|t)$")
_NOMINATIVES = frozenset({"ich", "du", "er", "sie", "es", "wir", "ihr", "man"})
_PLURALS = frozenset({"sie", "wir", "beide", "alle", "viele", "einige", "manche", "die"})
_BEGIN_PHRASE = frozenset({"ART", "PPOSAT", "PDAT", "PIAT"})
_ALONE = frozenset({"PPER", "PIS", "PDS", "PRF", "PTKNEG", "PPOSS"})
_SUBJECTS = _BEGIN_PHRASE | NOUNS | {"PDS", "PIS"}
_ADVERBIAL = frozenset({"ADV", "PROAV", "PTKMA", "PTKNEG", "ADJD"})
_BEFORE_NOUN = _BEGIN_PHRASE | NOUNS | PREPOSITIONS | {"ADJA", "CARD", "TRUNC"}
_AFTER_VERBS = frozenset({"KON", "KOKOM", "KOUS", "KOUI"})
_RESUMING = frozenset({"so", "dann", "desto", "umso"})
_LIKE_RELATIVES = frozenset({"der", "die", "das", "dem", "den"})
_ADVERSATIVE = frozenset({"aber", "doch", "denn", "jedoch", "sondern"})
_DASHES = frozenset({"–", "—", "-", "--"})
_CLOSING_BRACKET = {"(": ")", "[": "]"}
NEAR = 8
"""How many words a look at the phrases of a clause goes at most, so that the time stays linear."""


class Frame(NamedTuple):
    """The first and the last token of a clause's frame; one and the same where nothing closes it."""

    left: int
    right: int


@dataclass(eq=False)
class Clause:
    """One clause with its verbs, as indices of tokens in ``view``.

    ``kind`` is main, subordinate (also a question word's clause, and a condition with its verb first: *Wird er gesehen, flieht er*),
    relative, infinitive (with *zu*, set off by a comma or a conjunction), or fragment (no verb that makes it a clause).
    ``opener`` is the conjunction, relative pronoun or question word, of a phrase (*mit deren Hilfe*) the pronoun; a clause that
    ``shares`` it was joined to the one before by a conjunction (*weil er kam und sie ging*). ``nonfinite`` are all its other verbs,
    ``right_bracket`` those verbs that close the frame, with the ``particle``.
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


def is_frame_verb(view: View, i: int) -> bool:
    """Whether the token is a finite verb that can open or close a clause, and not the one of the set phrase *weiß Gott*."""
    return view.tags[i] in FINITE and not (view.lowers[i] in {"weiß", "weiss"} and view.lower(i + 1) in _NO_VERB)


def clauses(view: View, start: int, end: int) -> list[Clause]:
    """The clauses of the tokens ``start`` to ``end`` (one sentence), in the order in which they open."""
    places = [i for i in range(start, end) if _SEEN[view.types[i]]]
    return _Reader(view, places).read() if places else []


class _Open:
    """A clause that is being read. Its words are numbered as in `_Words`."""

    def __init__(self, kind: str, opener: int | None = None, until: str = "") -> None:
        self.kind = kind
        self.opener = opener
        self.until = until
        """The sign that ends what was inserted in brackets, dashes or commas; empty for what was not inserted."""
        self.tokens: list[int] = []
        self.finite: int | None = None
        self.nonfinite: list[int] = []
        self.right_bracket: list[int] = []
        self.particle: int | None = None
        self.shares = False
        self.has_zu = False
        self.comma: int | None = None
        """The last comma since the finite verb."""
        self.conjunction: int | None = None
        """The last conjunction since the finite verb."""
        self.resumed = False
        """Whether a clause inside this one ended at the last comma."""

    @property
    def is_final(self) -> bool:
        """Whether its verb comes at the end."""
        return self.opener is not None and self.kind != "infinitive"

    @property
    def waits(self) -> bool:
        """Whether it is yet to get the verb at its end."""
        return self.is_final and self.finite is None

    @property
    def is_complete(self) -> bool:
        """Whether it has all that its opener, its *zu* or its verb in first place asked for, so that a comma may end it."""
        if self.kind == "infinitive":
            return self.has_zu
        return self.finite is not None and (self.is_final or self.kind == "subordinate")

    @property
    def joint(self) -> int | None:
        """The last comma or conjunction since the finite verb."""
        return max((k for k in (self.comma, self.conjunction) if k is not None), default=None)

    def settle(self, finite: int) -> None:
        """Take the finite verb; what has joined parts of the clause so far joins no clauses."""
        self.finite = finite
        self.comma = self.conjunction = None
        self.tokens.append(finite)

    def hand_over(self, other: _Open, first: int) -> None:
        """Give all words from ``first`` on to another clause."""
        for mine, theirs in ((self.tokens, other.tokens), (self.nonfinite, other.nonfinite)):
            moved = []
            while mine and mine[-1] >= first:
                moved.append(mine.pop())
            theirs.extend(reversed(moved))


class _Words:
    """The words and signs of a sentence, numbered without white space and quotation marks, and what comes next from each."""

    def __init__(self, view: View, places: Sequence[int]) -> None:
        self.view = view
        self.places = places
        self.tags = [view.tags[i] for i in places]
        self.lowers = [view.lowers[i] for i in places]
        self.lemmas = [view.known_lemmas[i].lower() for i in places]
        self.cuts = [_is_cut(tag, form) for tag, form in zip(self.tags, self.lowers, strict=True)]
        self.finites = [tag in FINITE and is_frame_verb(view, i) for i, tag in zip(places, self.tags, strict=True)]
        self.verbs = [finite or tag in NONFINITE for finite, tag in zip(self.finites, self.tags, strict=True)]
        self.next_cut = _next(self.cuts)
        self.next_stop = _next([tag == "$." for tag in self.tags])
        self.next_dash = _next([form in _DASHES and cut for form, cut in zip(self.lowers, self.cuts, strict=True)])
        self.next_finite = _next(self.finites)
        self.next_nonfinite = _next([tag in NONFINITE for tag in self.tags])
        self.next_zu = _next([tag in {"VVIZU", "PTKZU"} for tag in self.tags])
        self.next_opener = _next([tag in _OPENED or tag == "KOUI" for tag in self.tags])
        self.next_other = _next([not verb for verb in self.verbs])

    def __len__(self) -> int:
        return len(self.places)

    def tag(self, k: int) -> str:
        """The tag, empty outside the sentence."""
        return self.tags[k] if 0 <= k < len(self.tags) else ""

    def lower(self, k: int) -> str:
        """The word in small letters, empty outside the sentence."""
        return self.lowers[k] if 0 <= k < len(self.lowers) else ""

    def is_finite(self, k: int) -> bool:
        """Whether a finite verb stands there."""
        return 0 <= k < len(self.finites) and self.finites[k]

    def last_of_row(self, k: int) -> int:
        """The last of the verbs that stand in a row from here."""
        return self.next_other[k] - 1

    def ends_behind(self, k: int) -> bool:
        """Whether a stretch or a conjunct ends behind a word."""
        return k + 1 >= len(self) or self.cuts[k + 1] or self.tags[k + 1] in _AFTER_VERBS

    def is_final(self, k: int) -> bool:
        """Whether a finite verb stands at the end of its stretch, as in a subordinate clause: also *hätte kommen können*."""
        last = self.last_of_row(k)
        if last > k and not (last > k + 1 and self.tags[k] == "VAFIN" and self.tags[last] in INFINITIVES):
            return False
        return self.ends_behind(last)

    def has_zu(self, k: int) -> bool:
        """Whether an infinitive has *zu*: *zu sehen, anzusehen*."""
        return self.tags[k] == "VVIZU" or self.tag(k - 1) == "PTKZU"

    def may_be_finite(self, k: int) -> bool:
        """Whether what is tagged as an infinitive or a participle is spelled like a finite form: *werden, gefällt*."""
        if self.tags[k] in INFINITIVES:
            return not self.has_zu(k)
        return self.tags[k] == "VVPP" and _LIKE_PRESENT.search(self.lowers[k]) is not None

    def has_subject(self, verb: int) -> bool:
        """Whether a word that may be the subject stands right behind the verb."""
        return self.lower(verb + 1) in _NOMINATIVES or self.tag(verb + 1) in _SUBJECTS

    def phrases(self, start: int, end: int) -> int:
        """About how many phrases stand there, of the first few words: a clause with its verb in second place has one before it."""
        count, previous = 0, ""
        for tag in self.tags[start : min(end, start + NEAR)]:
            if tag in _ALONE or (tag in _BEGIN_PHRASE and previous not in PREPOSITIONS):
                count += 1
            elif tag in PREPOSITIONS or tag in {"ADV", "PROAV", "PTKMA"}:
                count += previous not in {"ADV", "PTKMA"}
            elif tag in NOUNS or tag in {"ADJD", "VVPP"}:
                count += previous not in _BEFORE_NOUN
            previous = tag
        return count


def _next(marked: Sequence[bool]) -> list[int]:
    """From each place, and from behind the last one, the next place that is marked; the length where there is none."""
    result = [len(marked)] * (len(marked) + 1)
    for k in range(len(marked) - 1, -1, -1):
        result[k] = k if marked[k] else result[k + 1]
    return result


def _is_cut(tag: str, form: str) -> bool:
    """Whether a sign parts stretches; a hyphen between blanks or a slash does not."""
    if tag in {"$,", "$."}:
        return True
    return tag == "$(" and (form in _DASHES or form in {"(", ")", "[", "]", "...", "…"})


class Opening(NamedTuple):
    """A clause begins: its kind, the word that opens it, and the first of its words."""

    kind: str
    opener: int
    first: int


class _Reader:
    """One sentence. ``stretch`` is where the stretch between two cuts began that is being read."""

    def __init__(self, view: View, places: Sequence[int]) -> None:
        self.words = _Words(view, places)
        self.stack = [_Open("main")]
        self.found = [self.stack[0]]
        self.stretch = 0
        self.brackets = 0
        self.asks = "?" in self.words.lowers[-2:]

    @property
    def top(self) -> _Open:
        """The innermost open clause."""
        return self.stack[-1]

    def read(self) -> list[Clause]:
        """The clauses in the order in which they open."""
        for k in range(len(self.words)):
            if self.words.cuts[k]:
                self._mend_last_verb(k)
                self._cut(k)
                self.stretch = k + 1
            else:
                if k == self.stretch:
                    self._begin_stretch(k)
                self._word(k)
        self._mend_last_verb(len(self.words))
        return [self._finished(clause) for clause in self.found if clause.tokens]

    def _push(self, clause: _Open) -> None:
        self.stack.append(clause)
        self.found.append(clause)

    def _replace(self, clause: _Open) -> None:
        self.stack[-1] = clause
        self.found.append(clause)

    def _begin_stretch(self, k: int) -> None:
        """An infinitive group begins where a comma sets off a stretch with *zu* and without a finite verb."""
        words, end = self.words, self.words.next_cut[k]
        if k == 0 or words.next_zu[k] >= end or words.next_finite[k] < end or words.tags[k - 1] == "$.":
            return
        if any(self._opening(j) for j in range(k, min(k + 2, end))) or (self.top.kind == "infinitive" and not self.top.has_zu):
            return
        if self.top.kind == "infinitive":
            self.stack.pop()
        self._push(_Open("infinitive"))

    def _word(self, k: int) -> None:
        words, tag = self.words, self.words.tags[k]
        opening = self._opening(k)
        if opening:
            if self.top.kind == "infinitive" and self.top.has_zu:
                self.stack.pop()
            clause = _Open(opening.kind, opening.opener)
            self.top.hand_over(clause, opening.first)
            if self.top.conjunction is not None and self.top.conjunction >= opening.first:
                self.top.conjunction = None
            self._push(clause)
            clause.tokens.append(k)
        elif tag == "KON":
            self._conjunction(k)
        elif words.finites[k]:
            self._finite(k)
        elif tag in NONFINITE:
            self._nonfinite(k)
        else:
            self.top.tokens.append(k)
            if self._is_particle(k):
                self.top.particle = k
                self.top.right_bracket.append(k)

    # --- what opens a clause ----------------------------------------------------------------------------------------------------

    def _opening(self, k: int) -> Opening | None:
        """The clause with its verb at the end, or with *um, ohne, statt*, that a word opens."""
        words, tag = self.words, self.words.tags[k]
        if tag == "KOUS":
            if self.top.opener == k - 1 and words.tag(k - 1) == "KOUS":
                return None  # so/KOUS dass/KOUS
            if words.lowers[k] == "als" and words.is_finite(k + 1):
                return None  # als wäre er müde
            first = k - 1 if (words.lower(k - 1), words.lowers[k]) in _TWO_WORDS and k > self.stretch else k
            return Opening("subordinate", first, self._first_leading(first))
        if tag == "KOUI":
            return Opening("infinitive", k, self._first_leading(k)) if words.next_zu[k] < words.next_stop[k] else None
        if tag in RELATIVE:
            return self._relative(k)
        if tag in INTERROGATIVE:
            return self._question(k)
        return self._mistagged(k)

    def _first_leading(self, k: int) -> int:
        """The first of the words that lead up to an opener and belong to its clause: *und wenn*, *mit deren*."""
        words, first = self.words, k
        while first > self.stretch and words.tags[first - 1] in _LEADING and k - first < MOST_LEADING:
            first -= 1
        if first == self.stretch:
            return first
        return k - 1 if words.tag(k - 1) in PREPOSITIONS and words.tags[k] != "KOUS" and k > self.stretch else k

    def _begins(self, k: int) -> bool:
        """Whether only words that may lead up to an opener stand before a word in its stretch."""
        return self._first_leading(k) == self.stretch

    @property
    def _starts_afresh(self) -> bool:
        """Whether the stretch is the first of the sentence or stands behind a colon or the like."""
        return self.stretch == 0 or self.words.tags[self.stretch - 1] == "$."

    def _relative(self, k: int) -> Opening | None:
        """A relative pronoun behind a comma. Elsewhere it must be answered by a verb at the end, for taggers also call the article
        of *die immer wieder eintretenden Momente* so."""
        words, finite = self.words, self.words.next_finite[k]
        if self._starts_afresh or not self._begins(k):
            if (self.stretch == 0 and self._begins(k)) or self._is_incomplete(self.top, k):
                return None
            if finite >= words.next_cut[k]:
                if words.next_nonfinite[k] >= words.next_cut[k]:
                    return None
            elif not words.is_final(finite) and not (words.lower(k + 1) in _NOMINATIVES and finite > k + 2):
                return None
        elif finite == k + 1 and not words.is_final(finite) and words.lower(finite + 1) in _NOMINATIVES:
            return None  # ..., die mag ich
        return Opening("relative", k, self._first_leading(k))

    def _question(self, k: int) -> Opening | None:
        """A question word whose clause has its verb at the end: *wer kommt* after *Sie fragt*, but not in *Wer kommt?*."""
        words, verb = self.words, self._behind_question_phrase(k)
        is_second = words.is_finite(verb)
        is_final = is_second and words.is_final(verb)
        begins = self._begins(k)
        if begins and self._starts_afresh:
            cut = words.next_cut[k]
            answered = words.tag(cut) == "$," and words.is_finite(cut + 1)
            if is_second:
                if not (is_final and answered):
                    return None
            elif not answered and not (words.next_finite[k] < cut and words.is_final(words.next_finite[k])):
                finite = words.next_finite[k]
                runs_on = finite < cut and words.is_finite(words.last_of_row(finite)) and words.last_of_row(finite) > finite
                if not runs_on and words.tags[k] != "PWS" and words.lowers[k] != "wie":
                    return None
        elif begins:
            if is_second and not is_final and not words.lowers[k].startswith("welch"):
                return None
        elif (self.top.finite is None and not self.top.waits) or (is_second and not is_final):
            return None
        after_pronoun = words.lowers[k] == "was" and words.tag(k - 1) == "$," and words.tag(k - 2) in {"PIS", "PDS"}
        kind = "relative" if after_pronoun else "subordinate"  # alles, was er sagt
        return Opening(kind, k, self._first_leading(k))

    def _behind_question_phrase(self, k: int) -> int:
        """The place behind the phrase of a question word: *welche neuen Filme, wie lange, wie viele Filme, was für ein Film*."""
        words, j = self.words, k + 1
        if words.tags[k] == "PWAT" or words.lowers[k].startswith("welch"):
            inside = _BEFORE_NOUN | {"ADJD", "ADV"} - PREPOSITIONS
        elif words.lowers[k] == "wie":
            inside = frozenset({"ADJD", "ADV", "PIAT", "PIS"})
        elif words.lowers[k] == "was" and words.lower(j) == "für":
            inside = frozenset({"APPR", "ART", "ADJA", "NN"})
        else:
            return j
        while words.tag(j) in inside and j - k < NEAR and words.tags[j - 1] not in NOUNS:
            j += 1
        return j + 1 if words.tag(j - 1) == "PIAT" and words.tag(j) in NOUNS else j

    def _mistagged(self, k: int) -> Opening | None:
        """A word of ``lexicon/clause_openers.tsv`` that opens a clause though it is tagged as something else."""
        words, form, tag = self.words, self.words.lowers[k], self.words.tags[k]
        kind = _mistagged_openers().get((form, tag))
        verb = self._last_verb(k) if kind else None
        if kind is None or verb is None:
            return None
        has_bracket = self.top.finite is not None and not self._is_incomplete(self.top, k)
        if tag == "KOKOM" or form == "als":
            subject = words.lower(k + 1) in _NOMINATIVES or (words.tag(k + 1) in _SUBJECTS - NOUNS and words.finites[verb])
            return Opening(kind, k, k) if has_bracket and subject else None
        if self._begins(k):
            if self._starts_afresh and not (form not in _LIKE_RELATIVES and self._is_resumed_behind(words.next_cut[k])):
                return None
        elif not has_bracket or form == "da":
            return None
        if form in _LIKE_RELATIVES:
            if tag == "ART" and self._is_article(k):
                return None
            behind_noun = words.tag(k - 1) in NOUNS or (words.tag(k - 1) == "$," and words.tag(k - 2) in NOUNS)
            if not words.finites[verb] and not behind_noun:
                return None
            kind = kind if behind_noun or form != "das" else "subordinate"  # das for dass
        if form == "bis" and words.tag(k + 1) not in _SUBJECTS - NOUNS and words.lower(k + 1) not in _NOMINATIVES:
            return None
        return Opening(kind, k, self._first_leading(k)) if words.phrases(k + 1, verb) >= (2 if form == "da" else 1) else None

    def _last_verb(self, k: int) -> int | None:
        """The verb at the end of a clause that begins here, if its verb stands there."""
        words, verb = self.words, self.words.next_finite[k]
        if verb < words.next_cut[k]:
            is_final = words.is_final(verb)
        else:
            verb = words.next_nonfinite[k]
            is_final = verb < words.next_cut[k] and words.may_be_finite(verb) and words.ends_behind(verb)
        return verb if is_final and words.next_opener[k + 1] >= verb else None

    def _is_resumed_behind(self, cut: int) -> bool:
        """*Da er schläft, geht sie*: the clause fills the first place of another, whose verb follows the comma."""
        words = self.words
        return words.tag(cut) == "$," and (words.is_finite(cut + 1) or words.lower(cut + 1) in _RESUMING)

    def _is_article(self, k: int) -> bool:
        """Whether what is tagged as an article may stand before a noun phrase: not in *die man braucht, der dort steht*."""
        words, j = self.words, k + 1
        while words.tag(j) in _ADVERBIAL | {"PTKA", "VVPP"} and j - k < NEAR:
            j += 1
        pronoun = words.tag(j) in {"PPER", "PIS", "PRF", "PDS", "ART", "PPOSAT"}
        return not pronoun and not (j > k + 1 and j < len(words) and words.verbs[j])

    # --- finite verbs -----------------------------------------------------------------------------------------------------------

    def _conjunction(self, k: int) -> None:
        words, top = self.words, self.top
        if top.waits and top.nonfinite[-1:] == [k - 1] and words.may_be_finite(k - 1):
            finite = words.next_finite[k]
            if finite < words.next_cut[k] and (words.tags[finite] == "VVFIN" or not words.is_final(finite)):
                self._close_with(top, top.nonfinite.pop())  # wenn sie einziehen und scheitern: a full verb governs neither
                top.tokens.pop()
        if top.kind == "infinitive" and top.has_zu and words.next_zu[k] >= words.next_cut[k]:
            self.stack.pop()
        if self.top.conjunction is None or not self.top.is_final:  # weil er kam und sie laut und froh war: from the first one on
            self.top.conjunction = k
        self.top.tokens.append(k)

    def _finite(self, k: int) -> None:
        """A finite verb closes the clause that waits for one, opens the bracket of a main clause, or begins a new clause."""
        inner = self.top
        while not self.top.until:
            top = self.top
            if top.waits and not self._stands_second(k):
                self._close_with(top, k)
                return
            if top.is_final and top.finite is not None:
                if self._runs_on(top, k):
                    top.nonfinite.append(top.finite)
                    top.finite = k
                    top.right_bracket.append(k)
                    top.tokens.append(k)
                    return
                if top is inner and top.conjunction is not None and self._is_joined(k):
                    self._share(top, k, top.conjunction)
                    return
            if len(self.stack) == 1 or not (top.is_final or top.kind == "infinitive" or top.is_complete):
                break
            self.stack.pop()
            if top.waits:  # what opens no clause after all stands in the clause around it
                top.hand_over(self.top, 0)
        top = self.top
        if inner is not top and inner.finite is not None and inner.conjunction is not None:  # die Musik, die laut ist und nervt: it joins what is above
            inner.hand_over(top, inner.conjunction)
            top.conjunction = inner.conjunction
        if top.finite is None and not self._is_verbless(top):
            top.settle(k)
        elif self._is_governed_form(k):
            top.nonfinite.append(k)
            top.right_bracket.append(k)
            top.tokens.append(k)
        else:
            self._begin_clause(k)

    def _stands_second(self, k: int) -> bool:
        """*Ob Tag oder Nacht, ich bin wach*: the verb of the sentence in second place, which closes no clause before the comma."""
        words, top = self.words, self.top
        if top.nonfinite or self._starts_afresh or words.tags[self.stretch - 1] != "$," or (top.opener or 0) >= self.stretch:
            return False
        if not words.is_final(k):
            return k - self.stretch <= 1
        below = self.stack[-2]
        only_verb = below.finite is None and words.next_finite[words.last_of_row(k) + 1] >= words.next_stop[k]
        return only_verb and not below.tokens and not below.until and words.phrases(self.stretch, k) == 1

    def _close_with(self, clause: _Open, k: int) -> None:
        """The finite verb at the end of a clause, with the other verbs right before it."""
        row = []
        for j in reversed(clause.nonfinite):
            if j != k - len(row) - 1:
                break
            row.append(j)
        clause.settle(k)
        clause.right_bracket = [*reversed(row), k]

    def _runs_on(self, clause: _Open, k: int) -> bool:
        """*die gesehen werden sollen*: of two finite verbs in a row at the end, the first is mis-tagged."""
        words = self.words
        before = words.lower(k - 1)
        like = before.endswith("n") or _LIKE_PRESENT.search(before) is not None
        return clause.right_bracket[-1] == k - 1 and words.tags[k] in {"VAFIN", "VMFIN"} and like and words.is_final(k)

    def _is_joined(self, k: int) -> bool:
        """*weil er kam und sie ging*: whether the verb ends a clause that a conjunction has joined to one with its verb at the end."""
        return self.words.is_final(k) and (k > self.stretch or self.words.tags[self.stretch] == "KON")

    def _share(self, clause: _Open, k: int, joint: int) -> None:
        """Begin at the conjunction a clause with the same opener, and close it with the verb."""
        following = _Open(clause.kind, clause.opener)
        following.shares = True
        clause.hand_over(following, joint)
        self._replace(following)
        self._close_with(following, k)

    def _is_governed_form(self, k: int) -> bool:
        """*wird ... erzählt, will ... aufbieten*: what is tagged as a second finite verb of a clause is what the first governs."""
        words, top = self.words, self.top
        if top.finite is None or top.is_final:
            return False
        if top.comma is not None and (top.conjunction is None or top.conjunction < top.comma):
            return False
        ends = words.ends_behind(words.last_of_row(k))
        if top.right_bracket:
            auxiliary = words.tags[top.finite] in {"VAFIN", "VMFIN"}
            return auxiliary and top.right_bracket[-1] == k - 1 and words.lowers[k].endswith("en") and ends
        governed = self._governed(top)
        if "infinitive" in governed and words.lowers[k].endswith("n"):
            return ends or (top.joint is None and words.tags[top.finite] == "VMFIN")
        like = words.lowers[k].endswith("t") and words.tags[k][:2] == "VV" and words.tags[top.finite] == "VAFIN"
        return "participle" in governed and like and ends

    def _begin_clause(self, k: int) -> None:
        """A further clause with its verb in second or first place: it begins behind the last comma or at the last conjunction."""
        words, top = self.words, self.top
        following = _Open("main")
        top.hand_over(following, self._first_of_new(k))
        following.settle(k)
        behind_comma = words.tag(self.stretch - 1) == "$,"
        verb_first = behind_comma and k == self.stretch
        resumed = behind_comma and k == self.stretch + 1 and words.lowers[self.stretch] in _RESUMING
        if (verb_first and words.has_subject(k) and self._is_condition(True)) or (resumed and self._is_condition(False)):
            top.kind = "subordinate"
        elif words.lower(k - 1) == "als" and words.tag(k - 1) in {"KOUS", "KOKOM"}:  # als wäre er müde
            following.kind = "subordinate"
        elif verb_first and top.kind == "main" and _UNREAL.match(words.lowers[k]) and words.has_subject(k):
            following.kind = "subordinate"  # ..., hätte er gewartet
        elif verb_first and self._is_insertion(k):
            following.until = ","
        if following.kind == "subordinate" or following.until:
            self._push(following)
        else:
            following.until = top.until
            self._replace(following)

    def _is_verbless(self, clause: _Open) -> bool:
        """*Schade, aber es geht*: whether an adversative conjunction sets the clause of a verb off from words without any."""
        words = self.words
        before = words.tag(self.stretch - 1) == "$," and bool(clause.tokens) and clause.tokens[0] < self.stretch
        return before and not clause.resumed and words.lowers[self.stretch] in _ADVERSATIVE

    def _first_of_new(self, k: int) -> int:
        """The first word of the clause that a second finite verb makes."""
        top = self.top
        if top.joint is None:
            return k
        if top.joint == top.conjunction and (top.comma is None or top.joint == k - 1):
            return top.joint
        return top.joint + 1 if top.comma is None else top.comma + 1

    def _is_condition(self, with_subject: bool) -> bool:
        """*Wird er gesehen, flieht er*: whether the clause begins with its verb, and asks or commands nothing."""
        words, top = self.words, self.top
        first = next((j for j in top.tokens[:2] if words.tags[j] != "KON"), None)
        if top.finite is None or first != top.finite or top.kind != "main" or self.asks:
            return False
        return words.tags[top.finite] not in {"VVIMP", "VAIMP"} and (not with_subject or words.has_subject(top.finite))

    def _is_insertion(self, k: int) -> bool:
        """*„Ich bin“, sagte er, „gekommen“*: a clause set between the two brackets of another one."""
        words, top = self.words, self.top
        if top.finite is None or top.right_bracket or words.tags[top.finite] not in {"VAFIN", "VMFIN"}:
            return False
        cut = words.next_cut[k]
        if words.tag(cut) != "$,":
            return False
        verb = words.next_nonfinite[cut + 1]
        return verb < words.next_cut[cut + 1] <= words.next_finite[cut + 1] and self._governs(top, verb)

    # --- other verbs ------------------------------------------------------------------------------------------------------------

    def _nonfinite(self, k: int) -> None:
        words, top = self.words, self.top
        if top.kind != "infinitive" and not top.is_final and top.finite is not None:
            if self._is_plural(k):
                self._begin_clause(k)
                return
            if self._closes(k):
                top.right_bracket += [k - 1, k] if words.tag(k - 1) == "PTKZU" else [k]
        elif top.is_final and top.right_bracket[-1:] == [k - 1]:
            top.right_bracket.append(k)
        top.has_zu = top.has_zu or words.has_zu(k)
        top.nonfinite.append(k)
        top.tokens.append(k)

    def _is_plural(self, k: int) -> bool:
        """*Er ist müde, sie schlafen*: a further clause whose verb is taken for an infinitive, though nothing governs one."""
        words, top = self.words, self.top
        if words.tags[k] not in INFINITIVES or words.has_zu(k) or not words.ends_behind(words.last_of_row(k)):
            return False
        if self._starts_afresh or k == self.stretch or words.tags[self.stretch - 1] != "$," or (top.finite or 0) >= self.stretch:
            return False
        return words.lowers[self.stretch] in _PLURALS and bool(top.right_bracket or not self._governs(top, k))

    def _closes(self, k: int) -> bool:
        """Whether an infinitive or a participle belongs to the right bracket of the main clause."""
        words, top = self.words, self.top
        assert top.finite is not None
        if top.right_bracket:
            last = top.right_bracket[-1]
            if last >= (k - 2 if words.tag(k - 1) == "PTKZU" else k - 1):
                return True
            joined = words.tags[last] == words.tag(k - 1) == "VVPP" and words.tags[k] == "VAINF"
            return joined and "infinitive" in self._governed(top)  # muss geliebt und gehasst werden
        if words.tags[k] == "VVPP" and words.lower(k - 1) in {"als", "wie", "für"}:
            return False
        if words.has_zu(k) and words.last_of_row(k) == k:
            return top.comma is None and not self._depends_on_word(k) and self._governs(top, k)
        set_off = top.comma is not None and words.tags[top.finite][:2] == "VV" and not top.resumed
        return not set_off and self._governs(top, k)

    def _depends_on_word(self, k: int) -> bool:
        """*hat Lust zu gehen, ist bereit zu gehen*: the infinitive with *zu* depends on a noun or an adjective."""
        words, finite = self.words, self.top.finite
        assert finite is not None
        near = range(max(finite + 1, k - NEAR), k - 1)
        if not _governors().isdisjoint(words.lowers[j] for j in near):
            return True
        return words.lemmas[finite] != "haben" and any(words.tags[j] == "ADJD" for j in near[:-1])

    def _governed(self, clause: _Open) -> frozenset[str]:
        """What the finite verb of a clause may govern: ``infinitive``, ``zu``, ``participle``."""
        assert clause.finite is not None
        tag, lemma = self.words.tags[clause.finite], self.words.lemmas[clause.finite]
        if tag == "VMFIN":
            return frozenset({"infinitive"})
        if tag == "VAFIN" and lemma not in {"haben", "werden"}:
            lemma = "sein"  # also in old spellings
        return _governing_verbs().get(lemma, frozenset({"participle"}))

    def _governs(self, clause: _Open, k: int) -> bool:
        """Whether the finite verb of a clause may govern the last of the verbs in a row: *gelobt werden*."""
        words, last, governed = self.words, self.words.last_of_row(k), self._governed(clause)
        if last == k and words.has_zu(k):
            return "zu" in governed
        if words.tags[last] in INFINITIVES:
            return "infinitive" in governed or (last > k and words.tags[clause.finite or 0] == "VAFIN")
        return "participle" in governed

    def _is_incomplete(self, clause: _Open, k: int) -> bool:
        """*sollte damit rechnen*: whether an auxiliary or modal verb still wants the verb that comes next in the stretch."""
        words, verb = self.words, self.words.next_nonfinite[k]
        if clause.finite is None or clause.right_bracket or words.tags[clause.finite] not in {"VAFIN", "VMFIN"}:
            return False
        in_reach = verb < words.next_cut[k] and verb <= words.next_finite[k]
        return in_reach and self._governs(clause, verb) and words.tags[words.last_of_row(verb)] in NONFINITE

    def _is_particle(self, k: int) -> bool:
        """A separated particle of the main clause, also one that is tagged as the preposition that it looks like."""
        words, top = self.words, self.top
        if top.finite is None or top.is_final or words.tags[k] not in POSTPOSED | {"PTKVZ"}:
            return False
        if words.tags[k] == "PTKVZ":
            return words.tags[top.finite] in {"VVFIN", "VVIMP"} or words.lemmas[top.finite] == "haben"
        at_end = k + 1 >= len(words) or words.cuts[k + 1]
        return at_end and not top.right_bracket and words.tags[top.finite] == "VVFIN"

    def _mend_last_verb(self, k: int) -> None:
        """*wenn es gefällt, die das besuchen,*: before a cut the last verb is the finite one of a clause that has none yet."""
        words, top = self.words, self.top
        last = top.nonfinite[-1] if top.nonfinite else -1
        if last < 0 or last != k - 1 or words.has_zu(last):
            return
        if top.finite is None and words.may_be_finite(last) and (top.waits or self._is_verb_of_main(last)):
            top.nonfinite.pop()
            top.tokens.pop()
            if top.waits:
                self._close_with(top, last)
            else:
                top.settle(last)
        elif top.is_final and top.finite is not None and top.conjunction is not None and last > top.conjunction + 1:
            if words.tags[top.finite] == "VVFIN":  # die laut lachten und Witze erzählten: a full verb governs neither
                top.nonfinite.pop()
                top.tokens.pop()
                self._share(top, last, top.conjunction)

    def _is_verb_of_main(self, k: int) -> bool:
        """*Alle, die das sehen, staunen*: the one verb of the sentence, behind an inserted clause or a plural pronoun."""
        words, top = self.words, self.top
        if top.kind != "main" or len(top.nonfinite) > 1:
            return False
        behind_clause = top.resumed and k == self.stretch
        behind_plural = len(top.tokens) == 2 and words.lowers[top.tokens[0]] in _PLURALS - {"die"}
        return behind_clause or (behind_plural and words.tags[k] in INFINITIVES)

    # --- punctuation ------------------------------------------------------------------------------------------------------------

    def _cut(self, k: int) -> None:
        form, tag = self.words.lowers[k], self.words.tags[k]
        if tag == "$,":
            self._comma(k)
        elif tag == "$.":
            self._stop(k)
        elif form in _CLOSING_BRACKET:
            self.top.tokens.append(k)
            self._push(_Open("main", until=_CLOSING_BRACKET[form]))
            self.brackets += 1
        elif form in {")", "]"}:
            if self.brackets:
                self._end_insertion(k, frozenset({")", "]"}))
                self.brackets -= 1
            else:
                self.top.tokens.append(k)
        elif form in _DASHES:
            self._dash(k)
        else:
            self.top.tokens.append(k)

    def _end_insertion(self, k: int, signs: frozenset[str]) -> None:
        while self.top.until not in signs:
            self.stack.pop()
        self.top.tokens.append(k)
        self.stack.pop()

    def _comma(self, k: int) -> None:
        """A comma ends the innermost clause if that has all it wants, and may part clauses in the one that is then on top."""
        self.top.tokens.append(k)
        ends = self.top.until == "," or (self.top.is_complete and not self.top.until and not self._goes_on(k))
        if ends and len(self.stack) > 1:
            self.stack.pop()
        self.top.resumed = ends
        self.top.comma = k

    def _goes_on(self, k: int) -> bool:
        """*weil er müde war, und alles sagen mag*: whether a conjunction behind the comma joins a further verb at the end."""
        words, finite = self.words, self.words.next_finite[k]
        if words.tag(k + 1) != "KON" or finite >= words.next_cut[k + 1] or words.next_opener[k] < finite:
            return False
        if not self.top.is_final or not words.is_final(finite):
            return False
        if self.top.conjunction is not None and self.top.conjunction < k - 1:
            return True
        if finite == k + 2:
            return False
        return words.tags[finite - 1] in NONFINITE or words.tags[k + 2] in _ADVERBIAL | PREPOSITIONS | {"PRF"} or (
            words.phrases(k + 2, finite) > 1
        )

    def _stop(self, k: int) -> None:
        """A colon, semicolon or the like: what follows starts afresh, in brackets inside them."""
        self.top.tokens.append(k)
        while len(self.stack) > 1 and self.top.until not in {")", "]"}:
            self.stack.pop()
        if k + 1 < len(self.words):
            self._replace(_Open("main", until=self.top.until))

    def _dash(self, k: int) -> None:
        """Of two dashes the second ends what the first has inserted; a single one parts clauses."""
        words = self.words
        if any(clause.until == "–" for clause in self.stack[-NEAR:]):
            self._end_insertion(k, frozenset({"–"}))
            return
        self.top.tokens.append(k)
        if words.next_dash[k + 1] < words.next_stop[k]:
            self._push(_Open("main", until="–"))
            return
        while len(self.stack) > 1 and self.top.is_complete:
            self.stack.pop()
        self.top.comma = k

    def _finished(self, clause: _Open) -> Clause:
        at = self.words.places
        kind = clause.kind
        if clause.finite is None and kind != "infinitive":
            kind = "infinitive" if clause.has_zu and clause.is_final else "fragment"
        return Clause(
            view=self.words.view,
            kind=kind,
            tokens=[at[k] for k in clause.tokens],
            opener=None if clause.opener is None else at[clause.opener],
            finite=None if clause.finite is None else at[clause.finite],
            nonfinite=[at[k] for k in clause.nonfinite],
            particle=None if clause.particle is None else at[clause.particle],
            right_bracket=[at[k] for k in clause.right_bracket],
            shares=clause.shares,
        )


@cache
def _governing_verbs() -> dict[str, frozenset[str]]:
    return {row["verb"]: frozenset(row["governs"].split(",")) for row in table("governing_verbs")}


@cache
def _mistagged_openers() -> dict[tuple[str, str], str]:
    return {(row["word"], tag): row["opens"] for row in table("clause_openers") for tag in row["tags"].split(",")}


@cache
def _governors() -> frozenset[str]:
    return frozenset(row["word"] for row in table("governors_of_zu"))
