"""Conditions on a word in its sentence, written as short terms in the lexicon tables, and the words they are tested on.

A cell ``when`` holds terms divided by blanks; all must hold, ``-`` always holds, ``!`` in front negates one term:

=================  =====================================================================================
``first``          the word opens its stretch: a sentence start or a comma, dash, colon or bracket stands before it
``start``          the word opens its sentence
``last``           a punctuation mark or the end of the sentence follows
``before_verb``    a finite verb follows
``before_clause``  the word opens its sentence and a full clause follows, its finite verb in second place
``before_phrase``  a noun phrase, prepositional phrase or pronoun follows
``participle``     a participle stands later in the stretch
``middle``         a finite verb, subordinator or relative pronoun stands before it in its stretch
``verb_first``     the stretch opens with a finite verb
``has_verb``       the stretch holds a finite verb, of whatever clause
``any_verb``       the sentence holds a finite verb, of whatever clause
``exclaims``       the sentence ends in an exclamation mark
``asks``           the sentence ends in a question mark
``opening``        the word stands in the first sentence of the text
``quoted``         quotation marks enclose the word, or the phrase, and nothing else
``prev=a|b``       the word before is a or b (small letters); ``prev2`` the one before that
``next=a|b``       the word behind is a or b; ``next2`` the one behind that
``tag=X|Y``        the word's STTS tag is X or Y; ``prev_tag`` and ``next_tag`` likewise for its neighbours
``left=a|b``       a or b stands earlier in the sentence; ``right`` later; ``stretch`` anywhere in the stretch
``stretch_left=a`` a stands earlier in the stretch; ``stretch_right`` later
``before=a|b``     a or b stands in the sentence before
``phrase=a|b``     a or b is the noun of the phrase behind the word
``form=A|B``       the word is written exactly so
=================  =====================================================================================

A value in capitals (``NEGATION``) names a row of ``word_sets.tsv``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from itertools import compress

from stylo.grammar.clauses import finite_verbs
from stylo.grammar.tokens import Known, View
from stylo.lexicon import table
from stylo.pipeline.stts import ADJECTIVES, DETERMINERS, FINITE, OPENERS

PHRASE = frozenset("ART APPR APPRART NN NE PPER PDAT PDS PPOSAT CARD ADJA PIAT PIS PROAV".split())
_LEAD = DETERMINERS | ADJECTIVES | {"CARD"}
LONGEST_LEAD = 5
WINDOW = 80  # words to each side that left, right and the stretch terms look at; keeps endless sentences cheap
QUOTES = frozenset([*"\"„“”»«›‹‚‘’'", "``", "''"])
_SHOWN = Known[bool](lambda word: word.form not in QUOTES and not word.form.isspace())


class Words:
    """The tokens of a laid-out document without white space and quotation marks, with sentences and stretches as index ranges.

    A stretch is what stands between two punctuation marks. It is often a clause, for German writes its clauses with commas, and
    it is what the conditions are about: the marks that a reader sees. The clauses themselves `stylo.grammar.clauses` reads.
    """

    width = 1
    """Words that count as one, so that what comes behind a word is looked for behind its phrase."""

    def __init__(self, laid_out: View) -> None:
        self.view = laid_out
        self.tokens: list[int] = []  # where each word stands among all tokens
        self.sentence: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        shown = _SHOWN.each(laid_out.types)
        for number, (start, end) in enumerate(laid_out.edges):
            begin = len(self.tokens)
            self.tokens += compress(range(start, end), shown[start:end])
            self.sentence += [number] * (len(self.tokens) - begin)
            self.sentences.append((begin, len(self.tokens)))
        self.lower = [laid_out.lowers[i] for i in self.tokens]
        self.tags = [laid_out.tags[i] for i in self.tokens]
        self.boundary = [not laid_out.is_word[i] for i in self.tokens]
        self.stretch = self._stretches()

    @cached_property
    def is_finite(self) -> list[bool]:
        """Whether each word is the finite verb of a clause, also one that is tagged otherwise: *weil die Dörfer schrumpfen*."""
        return [i in self.view.once(finite_verbs) for i in self.tokens]

    def _stretches(self) -> list[tuple[int, int]]:
        ranges: list[tuple[int, int]] = []
        for start, end in self.sentences:
            for stop in compress(range(start, end), self.boundary[start:end]):
                ranges += [(start, stop)] * (stop + 1 - start)
                start = stop + 1
            ranges += [(start, end)] * (end - start)
        return ranges

    def reach(self, begin: int, end: int) -> dict[str, int]:
        """``start`` and ``end`` in the text of a range of words, which must be one at least."""
        return {"start": self.view.offsets[self.tokens[begin]], "end": self.view.ends[self.tokens[end - 1]]}

    def lemma(self, i: int) -> str:
        """The lemma in small letters, empty if unknown."""
        return self.view.known_lemmas[self.tokens[i]].lower()

    def bounds(self, i: int) -> tuple[int, int]:
        """First and behind-last word of the sentence."""
        return self.sentences[self.sentence[i]]

    def last_sought(self, i: int) -> int:
        """Behind which word nothing that belongs to this one is sought: the end of the sentence, or ``WINDOW`` words on."""
        return min(self.bounds(i)[1], i + WINDOW)

    def is_first(self, i: int) -> bool:
        """Whether the word opens its stretch."""
        return i == self.bounds(i)[0] or self.boundary[i - 1]

    def is_last(self, i: int) -> bool:
        """Whether the word closes its stretch."""
        i += self.width - 1
        return i + 1 == self.bounds(i)[1] or self.boundary[i + 1]

    def near(self, i: int, distance: int) -> str:
        """The lower-cased word at a distance inside the sentence, empty where there is none."""
        begin, end = self.bounds(i)
        place = i + distance if distance < 0 else i + distance + self.width - 1
        return self.lower[place] if begin <= place < end else ""

    def near_tag(self, i: int, distance: int) -> str:
        """The tag at a distance inside the sentence, empty where there is none."""
        begin, end = self.bounds(i)
        place = i + distance if distance < 0 else i + distance + self.width - 1
        return self.tags[place] if begin <= place < end else ""


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of a named set of ``word_sets.tsv``; KeyError for an unknown name."""
    return {row["name"]: frozenset(row["words"].split()) for row in table("word_sets")}[name]


@cache
def alternatives(value: str) -> frozenset[str]:
    """The words of ``a|b|SET``."""
    parts = value.split("|")
    named = [word_set(part) for part in parts if part.isupper() and len(part) > 3]
    return frozenset(part for part in parts if not (part.isupper() and len(part) > 3)).union(*named)


def _middle(words: Words, i: int) -> bool:
    begin = words.stretch[i][0]
    return any(tag in FINITE | OPENERS for tag in words.tags[max(begin, i - WINDOW) : i])


def _sentence_ends_in(sign: str) -> Callable[[Words, int], bool]:
    return lambda words, i: sign in "".join(words.lower[max(i, words.bounds(i)[1] - 2) : words.bounds(i)[1]])


def _before_clause(words: Words, i: int) -> bool:
    """Nur gibt es ..., or: Nur die Musik ist zu laut is none (the verb must not belong to a phrase that the word focuses)."""
    return i == words.bounds(i)[0] and words.near_tag(i, 1) in FINITE


def _quoted(words: Words, i: int) -> bool:
    forms, before, behind = words.view.forms, words.tokens[i] - 1, words.tokens[i + words.width - 1] + 1
    return before >= 0 and behind < len(forms) and forms[before] in QUOTES and forms[behind] in QUOTES


def _has_verb(words: Words, i: int) -> bool:
    begin, end = words.stretch[i]
    return any(words.is_finite[max(begin, i - WINDOW) : min(end, i + WINDOW)])


def _phrase(words: Words, i: int, wanted: frozenset[str]) -> bool:
    """*den ganzen Abend*: the noun that the determiners and adjectives right behind the word lead up to."""
    distance = 1
    while distance < LONGEST_LEAD and words.near_tag(i, distance) in _LEAD:
        distance += 1
    return words.near_tag(i, distance) == "NN" and words.near(i, distance) in wanted


_PLAIN: dict[str, Callable[[Words, int], bool]] = {
    "-": lambda words, i: True,
    "first": lambda words, i: words.is_first(i),
    "last": lambda words, i: words.is_last(i),
    "start": lambda words, i: i == words.bounds(i)[0],
    "before_verb": lambda words, i: words.near_tag(i, 1) in FINITE,
    "before_clause": _before_clause,
    "before_phrase": lambda words, i: words.near_tag(i, 1) in PHRASE,
    "participle": lambda words, i: "VVPP" in words.tags[i + 1 : min(words.stretch[i][1], i + WINDOW)],
    "middle": _middle,
    "verb_first": lambda words, i: words.stretch[i][0] < i and words.tags[words.stretch[i][0]] in FINITE,
    "has_verb": _has_verb,
    "any_verb": lambda words, i: any(words.is_finite[words.bounds(i)[0] : min(words.bounds(i)[1], i + WINDOW)]),
    "exclaims": _sentence_ends_in("!"),
    "asks": _sentence_ends_in("?"),
    "opening": lambda words, i: words.sentence[i] == 0,
    "quoted": _quoted,
}
_VALUED: dict[str, Callable[[Words, int, frozenset[str]], bool]] = {
    "prev": lambda words, i, wanted: words.near(i, -1) in wanted,
    "prev2": lambda words, i, wanted: words.near(i, -2) in wanted,
    "next": lambda words, i, wanted: words.near(i, 1) in wanted,
    "next2": lambda words, i, wanted: words.near(i, 2) in wanted,
    "left": lambda words, i, wanted: not wanted.isdisjoint(words.lower[max(words.bounds(i)[0], i - WINDOW) : i]),
    "right": lambda words, i, wanted: not wanted.isdisjoint(words.lower[i + 1 : min(words.bounds(i)[1], i + WINDOW)]),
    "stretch": lambda words, i, wanted: (
        not wanted.isdisjoint(words.lower[max(words.stretch[i][0], i - WINDOW) : min(words.stretch[i][1], i + WINDOW)])
    ),
    "stretch_left": lambda words, i, wanted: not wanted.isdisjoint(words.lower[max(words.stretch[i][0], i - WINDOW) : i]),
    "stretch_right": lambda words, i, wanted: not wanted.isdisjoint(words.lower[i + 1 : min(words.stretch[i][1], i + WINDOW)]),
    "before": lambda words, i, wanted: (
        words.sentence[i] > 0 and not wanted.isdisjoint(words.lower[slice(*words.sentences[words.sentence[i] - 1])])
    ),
    "phrase": _phrase,
    "form": lambda words, i, wanted: words.view.forms[words.tokens[i]] in wanted,
}
_TAGGED: dict[str, int] = {"tag": 0, "prev_tag": -1, "next_tag": 1}


@cache
def condition(when: str) -> Callable[[Words, int], bool]:
    """The predicate that a cell ``when`` describes; ValueError for a term that is not in the list above."""
    tests = [_term(term) for term in when.split()]
    if len(tests) == 1:
        return tests[0]
    return lambda words, i: all(test(words, i) for test in tests)


def _term(term: str) -> Callable[[Words, int], bool]:
    if term.startswith("!"):
        positive = _term(term[1:])
        return lambda words, i: not positive(words, i)
    name, _, value = term.partition("=")
    if not value and name in _PLAIN:
        return _PLAIN[name]
    if name in _TAGGED:
        distance, tags = _TAGGED[name], frozenset(value.split("|"))
        return lambda words, i: words.near_tag(i, distance) in tags
    if name in _VALUED:
        test, wanted = _VALUED[name], frozenset(value.split("|")) if name == "form" else alternatives(value)
        return lambda words, i: test(words, i, wanted)
    raise ValueError(f"unknown condition {term!r}")
