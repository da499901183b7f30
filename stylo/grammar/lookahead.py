"""The words of one sentence for a reader that goes through it once: what they are, and what comes next from each.

The next verb, the next comma or the next opener is looked up and never searched for, so that the reader's time stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from stylo.grammar.tokens import View
from stylo.lexicon import table
from stylo.pipeline.stts import DETERMINERS, FINITE, INFINITIVES, NONFINITE, NOUNS, OPENERS, PREPOSITIONS

# A participle without ge- is spelled like the present tense: *gefällt, besucht, erfüllt*.
LIKE_PRESENT = re.compile(r"^(?:be|emp|ent|er|ge|miss|miß|ver|zer|über|unter)\w+t$|iert$")
NOMINATIVES = frozenset({"ich", "du", "er", "sie", "es", "wir", "ihr", "man"})
SUBJECTS = DETERMINERS | NOUNS | {"PDS", "PIS"}
AUXILIARIES = frozenset({"VAFIN", "VMFIN"})
DASHES = frozenset({"–", "—", "-", "--"})
NEAR = 8
"""How many words a look at the phrases of a clause goes at most."""
_SWEARING = frozenset({"gott", "himmel", "teufel"})
_ALONE = frozenset({"PPER", "PIS", "PDS", "PRF", "PTKNEG", "PPOSS"})
_BEFORE_NOUN = DETERMINERS | NOUNS | PREPOSITIONS | {"ADJA", "CARD", "TRUNC"}
_AFTER_VERBS = frozenset({"KON", "KOKOM", "KOUS", "KOUI"})


def is_frame_verb(view: View, i: int) -> bool:
    """Whether the token is a finite verb that can open or close a clause, and not the one of the set phrase *weiß Gott*."""
    return view.tags[i] in FINITE and not (view.lowers[i] in {"weiß", "weiss"} and view.lower(i + 1) in _SWEARING)


class Lookahead:
    """The words and signs of a sentence, numbered without white space and quotation marks, and what comes next from each."""

    def __init__(self, view: View, places: Sequence[int]) -> None:
        self.places = places
        self.tags = [view.tags[i] for i in places]
        self.lowers = [view.lowers[i] for i in places]
        self.lemmas = [view.known_lemmas[i].lower() for i in places]
        self.cuts = [_is_cut(tag, form) for tag, form in zip(self.tags, self.lowers, strict=True)]
        self.finites = [tag in FINITE and is_frame_verb(view, i) for i, tag in zip(places, self.tags, strict=True)]
        self.verbs = [finite or tag in NONFINITE for finite, tag in zip(self.finites, self.tags, strict=True)]
        self.next_cut = _next(self.cuts)
        self.next_stop = _next([tag == "$." for tag in self.tags])
        self.next_dash = _next([form in DASHES and cut for form, cut in zip(self.lowers, self.cuts, strict=True)])
        self.next_finite = _next(self.finites)
        self.next_nonfinite = _next([tag in NONFINITE for tag in self.tags])
        self.next_zu = _next([tag in {"VVIZU", "PTKZU"} for tag in self.tags])
        self.next_opener = _next([tag in OPENERS or tag == "KOUI" for tag in self.tags])
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
        return self.tags[k] == "VVPP" and LIKE_PRESENT.search(self.lowers[k]) is not None

    def has_subject(self, verb: int) -> bool:
        """Whether a word that may be the subject stands right behind the verb."""
        return self.lower(verb + 1) in NOMINATIVES or self.tag(verb + 1) in SUBJECTS

    def phrases(self, start: int, end: int) -> int:
        """About how many phrases stand there, of the first few words; one stands before a verb in second place."""
        count, previous = 0, ""
        for tag in self.tags[start : min(end, start + NEAR)]:
            if tag in _ALONE or (tag in DETERMINERS and previous not in PREPOSITIONS):
                count += 1
            elif tag in PREPOSITIONS or tag in {"ADV", "PROAV", "PTKMA"}:
                count += previous not in {"ADV", "PTKMA"}
            elif tag in NOUNS or tag in {"ADJD", "VVPP"}:
                count += previous not in _BEFORE_NOUN
            previous = tag
        return count

    def governed(self, finite: int) -> frozenset[str]:
        """What a finite verb may govern: ``infinitive``, ``zu``, ``participle``."""
        tag, lemma = self.tags[finite], self.lemmas[finite]
        if tag == "VMFIN":
            return frozenset({"infinitive"})
        if tag == "VAFIN" and lemma not in {"haben", "werden"}:
            lemma = "sein"  # also in old spellings, which no lemmatiser knows
        return _governing_verbs().get(lemma, frozenset({"participle"}))

    def governs(self, finite: int, k: int) -> bool:
        """Whether a finite verb may govern the last of the verbs in a row: *gelobt werden*."""
        last, governed = self.last_of_row(k), self.governed(finite)
        if last == k and self.has_zu(k):
            return "zu" in governed
        if self.tags[last] in INFINITIVES:
            return "infinitive" in governed or (last > k and self.tags[finite] == "VAFIN")
        return "participle" in governed


def _next(marked: Sequence[bool]) -> list[int]:
    """From each place, and from behind the last one, the next place that is marked; the length where there is none."""
    result = [len(marked)] * (len(marked) + 1)
    for k in range(len(marked) - 1, -1, -1):
        result[k] = k if marked[k] else result[k + 1]
    return result


def _is_cut(tag: str, form: str) -> bool:
    """Whether a sign parts stretches; quotation marks and slashes do not."""
    if tag in {"$,", "$."}:
        return True
    return tag == "$(" and (form in DASHES or form in {"(", ")", "[", "]", "...", "…"})


@cache
def _governing_verbs() -> dict[str, frozenset[str]]:
    return {row["verb"]: frozenset(row["governs"].split(",")) for row in table("governing_verbs")}
