"""What opens a clause: conjunctions, relative pronouns and question words, also some that taggers take for something else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from stylo.grammar.lookahead import AUXILIARIES, NEAR, NOMINATIVES, SUBJECTS, Lookahead
from stylo.lexicon import table
from stylo.pipeline.stts import ADJECTIVES, INTERROGATIVE, NONFINITE, NOUNS, OPENERS, PREPOSITIONS, RELATIVE

RESUMING = frozenset({"so", "dann", "desto", "umso"})
"""What may stand before the verb of a main clause whose first place a clause has taken: *Wenn er kommt, so bleibt sie*."""
ADVERBIAL = frozenset({"ADV", "PROAV", "PTKMA", "PTKNEG", "ADJD"})
_TWO_WORDS = frozenset({("als", "ob"), ("als", "wenn"), ("wie", "wenn"), ("so", "dass"), ("so", "daß")})
# What may stand before an opener in its own clause: *und wenn*, *auch weil*, *mit deren*.
_LEADING = PREPOSITIONS | {"KON", "ADV", "PTKNEG", "PTKIFG", "PTKMA"}
MOST_LEADING = 4
_REACH = 12
"""Words before a clause, or behind it, in which what governs it is looked for."""
_BEHIND_QUESTION_WORD = frozenset({"also", "aber", "nun", "denn", "jedoch", "genau"})
_USUAL = frozenset({"immer", "üblich", "gewohnt", "stets", "sonst", "gesagt"})
_PLACES = frozenset("da dort hier überall dorthin irgendwo nirgends nirgendwo".split())
_DEGREES = frozenset({"ADJD", "ADV", "PTKA"})
_LIKE_RELATIVES = frozenset({"der", "die", "das", "dem", "den"})
_PRONOUNS = frozenset({"PPER", "PIS", "PRF", "PDS", "ART", "PPOSAT"})


class Opening(NamedTuple):
    """A clause begins: its kind, the word that opens it, and the first of its words."""

    kind: str
    opener: int
    first: int


class OpenClause:
    """A clause that is being read. Its words are numbered as in `Lookahead`."""

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
        """The last conjunction since the finite verb; the first one, if the clause has its verb at the end."""
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
        if self.until:
            return False
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

    def close_with(self, finite: int) -> None:
        """Take the finite verb at the end, with the other verbs right before it."""
        row = [finite]
        for k in reversed(self.nonfinite):
            if k != row[-1] - 1:
                break
            row.append(k)
        self.settle(finite)
        self.right_bracket = row[::-1]

    def take_back(self) -> int:
        """The last word, a verb that was taken for another one, out of the clause again."""
        self.tokens.pop()
        return self.nonfinite.pop()

    def hand_over(self, other: OpenClause, first: int) -> None:
        """Give all words from ``first`` on to another clause."""
        for mine, theirs in ((self.tokens, other.tokens), (self.nonfinite, other.nonfinite)):
            moved = []
            while mine and mine[-1] >= first:
                moved.append(mine.pop())
            theirs.extend(reversed(moved))
        while self.right_bracket and self.right_bracket[-1] >= first:
            self.right_bracket.pop()
        if self.particle is not None and self.particle >= first:
            self.particle = None


class Openers:
    """Tells of the words of a sentence whether they open a clause, given the clause and the stretch that they stand in."""

    def __init__(self, words: Lookahead) -> None:
        self.words = words

    def opening(self, k: int, top: OpenClause, stretch: int) -> Opening | None:
        """The clause with its verb at the end, or with *um, ohne, statt*, that a word opens.

        ``top`` is the innermost open clause, ``stretch`` where the stretch began in which the word stands.
        """
        words, tag = self.words, self.words.tags[k]
        if tag == "KOUS":
            return self._conjunction(k, top, stretch)
        if tag == "KOUI":
            return Opening("infinitive", k, self._first(k, top, stretch)) if words.next_zu[k] < words.next_stop[k] else None
        if tag in RELATIVE:
            return self._relative(k, top, stretch)
        if tag in INTERROGATIVE:
            return self._question(k, top, stretch)
        return self._mistagged(k, top, stretch)

    def starts_afresh(self, stretch: int) -> bool:
        """Whether a stretch is the first of the sentence or stands behind a colon or the like."""
        return stretch == 0 or self.words.tags[stretch - 1] == "$."

    def _first(self, k: int, top: OpenClause, stretch: int) -> int:
        """The first of the words that lead up to an opener and belong to its clause: *und wenn*, *mit deren*."""
        words, first = self.words, k
        left = stretch if top.opener is None else max(stretch, top.opener + 1)
        while first > left and words.tags[first - 1] in _LEADING and k - first < MOST_LEADING:
            first -= 1
        if first == left:
            return first
        return k - 1 if k > left and words.tags[k - 1] in PREPOSITIONS and words.tags[k] != "KOUS" else k

    def _conjunction(self, k: int, top: OpenClause, stretch: int) -> Opening | None:
        words = self.words
        if top.opener == k - 1 and words.tag(k - 1) == "KOUS":
            return None  # so/KOUS dass/KOUS
        if words.lowers[k] == "als" and words.is_finite(k + 1):
            return None  # als wäre er müde
        opener = k - 1 if k > stretch and (words.lowers[k - 1], words.lowers[k]) in _TWO_WORDS else k
        return Opening("subordinate", opener, self._first(opener, top, stretch))

    def _relative(self, k: int, top: OpenClause, stretch: int) -> Opening | None:
        """A relative pronoun behind a comma. Elsewhere a verb at the end must answer it, for taggers also take the article of
        *die immer wieder eintretenden Momente* for one."""
        words, finite, first = self.words, self.words.next_finite[k], self._first(k, top, stretch)
        if first == stretch and not self.starts_afresh(stretch):
            has_verb_second = finite == k + 1 and (not words.is_final(finite) or self._resumes_question(k))
            asks = words.lowers[k] == "was" and not self._relates(k, first, top)
            kind = "subordinate" if asks else "relative"
            return None if has_verb_second else Opening(kind, k, first)  # ..., die mag ich
        if first == stretch == 0 or words.tag(first - 1) in OPENERS or self._is_incomplete(top, k):
            return None
        if finite < words.next_cut[k]:
            answered = words.is_final(finite) or (words.lower(k + 1) in NOMINATIVES and finite > k + 2)
        else:
            answered = words.next_nonfinite[k] < words.next_cut[k]
        return Opening("relative", k, first) if answered else None

    def _resumes_question(self, k: int) -> bool:
        """*Wer lacht, der gewinnt*: the pronoun takes up the clause of a question word that fills the first place."""
        words, before = self.words, self._stretch_before(k)
        if not words.is_finite(k - 2) or not (self.starts_afresh(before.start) or words.tags[before.start] == "KON"):
            return False
        return words.tags[before.start + (words.tags[before.start] == "KON")] in INTERROGATIVE

    def _question(self, k: int, top: OpenClause, stretch: int) -> Opening | None:
        """A question word whose clause has its verb at the end: *wer kommt* in *Sie fragt, wer kommt*, but not *Wer kommt?*."""
        words, verb, first = self.words, self._behind_question_phrase(k), self._first(k, top, stretch)
        compares = words.tag(k + 1) in PREPOSITIONS or words.lower(k + 1) in _USUAL
        if words.lowers[k] == "wie" and compares and not words.is_final(min(words.next_finite[k], len(words) - 1)):
            return None  # wie immer, wie beim Vorgänger
        if top.waits and first > stretch and words.tags[top.opener or 0] in INTERROGATIVE:
            return None  # wer wen betrügt: one clause asks for both
        has_verb_second = words.is_finite(verb) and not words.is_final(verb)
        if first == stretch and self.starts_afresh(stretch):
            opens = self._takes_first_place(k, verb)
        elif first == stretch:
            opens = not has_verb_second or words.lowers[k].startswith("welch")
        else:
            opens = (top.finite is not None or top.waits) and not has_verb_second
        return Opening("relative" if self._relates(k, first, top) else "subordinate", k, first) if opens else None

    def _relates(self, k: int, first: int, top: OpenClause) -> bool:
        """*alles, was er sagt*; *Wer lacht, gewinnt*; *sie schweigt, was ihn reizt*: whether a question word asks nothing.

        It asks where something governs a question (``lexicon/question_governors.tsv``): *niemand weiß, was er sagt*.
        """
        words, form = self.words, self.words.lowers[k]
        kind, before = _relating().get(form), first - 1 - (words.tag(first - 1) == "$,")
        if kind is None:
            return False
        if form in {"was", "wo"} and words.tag(before) in {"PIS", "PDS"}:
            return True
        if kind == "place" and (words.tag(before) in NOUNS or words.lower(before) in _PLACES):
            return True
        if not self.starts_afresh(first) and words.tags[first] != "KON":
            return not self._governs_question([*self._stretch_before(first), *top.tokens[-_REACH:]])
        cut = words.next_cut[k]
        if words.tag(cut) != "$,":
            return words.lower(cut) == ":"  # was auch fehlt: der Ton
        if words.lower(cut + 1) in _LIKE_RELATIVES and words.is_finite(cut + 2):
            return True  # Wer lacht, der gewinnt
        asked = self._governs_question(range(cut + 1, min(len(words), cut + 1 + _REACH)))
        return not asked or (words.is_finite(cut + 1) and words.tag(cut + 2) not in SUBJECTS | {"PPER"})

    def _stretch_before(self, first: int) -> range:
        """The last words of the stretch that ends right before a clause."""
        end = start = first - (self.words.tag(first - 1) == "$,")
        while start > 0 and end - start < _REACH and not self.words.cuts[start - 1]:
            start -= 1
        return range(start, end)

    def _governs_question(self, places: Iterable[int]) -> bool:
        governors, words = _question_governors(), self.words
        return any(words.lemmas[j] in governors or words.lowers[j] in governors for j in places)

    def _takes_first_place(self, k: int, verb: int) -> bool:
        """*Wer lacht, gewinnt; wie er lacht, nervt*: whether a question word that begins a sentence asks nothing.

        ``verb`` is the word behind its phrase, where the finite verb of a question stands.
        """
        words, cut, finite = self.words, self.words.next_cut[k], self.words.next_finite[k]
        behind = cut + 1 + (words.lower(cut + 1) in _LIKE_RELATIVES)  # wer lacht, der gewinnt
        resumed = words.tag(cut) == "$," and words.is_finite(behind)
        if words.is_finite(verb):
            return resumed and words.is_final(verb)
        if resumed or words.tags[k] == "PWS" or words.lowers[k] == "wie":
            return True
        row = words.last_of_row(finite) if finite < cut else finite
        return finite < cut and (words.is_final(finite) or (row > finite and words.is_finite(row)))

    def _behind_question_phrase(self, k: int) -> int:
        """The place behind the phrase of a question word: *welche neuen Filme, wie lange, wie viele Filme, was für Filme*."""
        words, j = self.words, k + 1
        if words.tags[k] == "PWAT" or words.lowers[k].startswith("welch"):
            inside = NOUNS | ADJECTIVES | {"ADV", "CARD", "TRUNC"}
        elif words.lowers[k] == "wie":
            inside = frozenset({"ADJD", "ADV", "PIAT", "PIS"})
        elif words.lowers[k] == "was" and words.lower(j) == "für":
            inside = frozenset({"APPR", "ART", "ADJA", "NN"})
        else:
            return j + (words.lower(j) in _BEHIND_QUESTION_WORD and words.is_finite(j + 1))
        while words.tag(j) in inside and j - k < NEAR and words.tags[j - 1] not in NOUNS:
            j += 1
        if words.tag(j - 1) == "PIAT":  # wie viel eigene Freiheit
            while words.tag(j) == "ADJA":
                j += 1
        return j + 1 if words.tag(j - 1) in {"PIAT", "ADJA"} and words.tag(j) in NOUNS else j

    # --- mis-tagged openers -------------------------------------------------------------------------------------------------

    def _mistagged(self, k: int, top: OpenClause, stretch: int) -> Opening | None:
        """A word of ``lexicon/clause_openers.tsv`` that opens a clause though it is tagged as something else."""
        words, form, tag = self.words, self.words.lowers[k], self.words.tags[k]
        kind = _mistagged_openers().get((form, tag))
        verb = self._last_verb(k) if kind else None
        if kind is None or verb is None:
            return None
        has_all = top.finite is not None and not self._is_incomplete(top, k)
        if form in {"als", "wie"}:
            subject = words.lower(k + 1) in NOMINATIVES or (words.tag(k + 1) in SUBJECTS - NOUNS and words.finites[verb])
            return Opening(kind, k, k) if has_all and subject else None
        first = self._first(k, top, stretch)
        if first == stretch and self.starts_afresh(stretch):
            may_open = form not in _LIKE_RELATIVES and self._is_resumed_behind(words.next_cut[k])
        else:
            may_open = first == stretch or (has_all and form != "da")
        awaited = form in _LIKE_RELATIVES and words.tag(k - 1) == "$," and top.kind == "main" and top.finite is None
        awaited = awaited and words.tag(k - 2) in NOUNS  # Ein Kind, das schweigt: no verb before it could have ended
        if not may_open or words.phrases(k + 1, verb) < (2 if form == "da" else not awaited):
            return None
        if form == "bis" and words.tag(k + 1) not in SUBJECTS - NOUNS and words.lower(k + 1) not in NOMINATIVES:
            return None
        if form == "so" and (words.tag(k + 1) not in _DEGREES or k > stretch or not self.starts_afresh(stretch)):
            return None
        if form in _LIKE_RELATIVES:
            behind_noun = words.tag(k - 1 if words.tag(k - 1) != "$," else k - 2) in NOUNS
            is_article = tag == "ART" and not awaited and self._is_article(k)
            if is_article or not (behind_noun or words.finites[verb]):
                return None
            kind = "subordinate" if form == "das" and not behind_noun else kind  # das for dass
        return Opening("relative" if self._relates(k, first, top) else kind, k, first)

    def _last_verb(self, k: int) -> int | None:
        """The verb at the end of a clause that begins here, if its verb stands there."""
        words, verb = self.words, self.words.next_finite[k]
        if verb < words.next_cut[k]:
            is_final = words.is_final(verb)
        else:
            verb = words.next_nonfinite[k]
            is_final = verb < words.next_cut[k] and words.may_be_finite(verb) and words.ends_behind(verb)
        return verb if is_final and words.next_opener[k + 1] >= verb else None

    def _is_incomplete(self, clause: OpenClause, k: int) -> bool:
        """*sollte damit rechnen*: whether an auxiliary or modal verb still wants the verb that comes next in the stretch."""
        words, verb = self.words, self.words.next_nonfinite[k]
        if clause.finite is None or clause.right_bracket or words.tags[clause.finite] not in AUXILIARIES:
            return False
        in_reach = verb < words.next_cut[k] and verb <= words.next_finite[k]
        return in_reach and words.governs(clause.finite, verb) and words.tags[words.last_of_row(verb)] in NONFINITE

    def _is_resumed_behind(self, cut: int) -> bool:
        """*Da er schläft, geht sie*: whether the clause fills the first place of another, whose verb follows the comma."""
        words = self.words
        return words.tag(cut) == "$," and (words.is_finite(cut + 1) or words.lower(cut + 1) in RESUMING)

    def _is_article(self, k: int) -> bool:
        """Whether what is tagged as an article may stand before a noun phrase: not in *die man braucht, der dort steht*."""
        words, j = self.words, k + 1
        while words.tag(j) in ADVERBIAL | {"PTKA", "VVPP"} and j - k < NEAR:
            j += 1
        return words.tag(j) not in _PRONOUNS and not (k + 1 < j < len(words) and words.verbs[j])


@cache
def _relating() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in table("relating_question_words")}


@cache
def _question_governors() -> frozenset[str]:
    return frozenset(row["word"] for row in table("question_governors"))


@cache
def _mistagged_openers() -> dict[tuple[str, str], str]:
    return {(row["word"], tag): row["opens"] for row in table("clause_openers") for tag in row["tags"].split(",")}
