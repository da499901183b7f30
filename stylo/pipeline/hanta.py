"""HanTa as a source of probabilities.

HanTa (Wartena 2019) is a hidden Markov model over STTS tags with a morphological word model, trained on
TIGER. Its own decoder gives one tag a word. Here the same model is read out as a distribution: which tags the
word form allows (:meth:`Hanta.candidates`), and how likely each is in its sentence (:meth:`Hanta.posteriors`,
by the forward-backward algorithm). Two tables stand before it: tokens that are no words (punctuation,
smileys, addresses), and spellings of the 19th century and of chat.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any, TypeVar

from stylo.lexicon import table
from stylo.pipeline.hanta_tables import GermanTagger
from stylo.pipeline.stts import NOUNS, TENSED
from stylo.pipeline.word_model import SHORT, FormModel, Likelihoods
from stylo.pipeline.word_model_batch import FormBatch

Key = TypeVar("Key")

LONGEST_WORD = 60
"""Letters of a word that HanTa looks at; its word model takes cubic time."""

CACHED_FORMS = 100_000

BEYOND_ENDINGS = 3
"""Letters that are more than an ending of declension: *ält-ere*, not *poetisch-e*."""

FEW = 50
"""Words of the lexicon that are looked at for one that begins like a form."""

NEGLIGIBLE = 1e-8
"""Share of the probability of the words so far below which a pair of tags is not followed further."""

Pairs = dict[tuple[int, int], float]
"""A probability for each pair of neighbouring tags (their indices in `Hanta.tags`)."""

Candidates = tuple[tuple[int, float], ...]
"""Pairs of a tag's index in `Hanta.tags` and the likelihood of the form given the tag; the largest is 1."""

# Tokens that need no word model: (pattern, tags with likelihoods). The first that matches the whole token
# holds.
SMILEY = r"[:;=8][-o'^]?[()\[\]DPpoO3*/|\\]+|:-?[a-zA-Z]\)|[xX]+-?D+|\^[_.-]?\^|\*[_.]\*|&lt;[-3]+\d?|<3"
SPECIAL: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = (
    (r",", (("$,", 1.0),)),
    (r"[.;:!?]|[!?]+[!?.]*|\.\.", (("$.", 1.0),)),
    (r"\.{3,}|…+", (("$(", 1.0), ("$.", 0.2))),
    (SMILEY, (("XY", 1.0),)),
    (r"[\"'`´„“”»«›‹‚‘’()\[\]{}/|*·•–—_~\\-]+", (("$(", 1.0),)),
    (r"(?:https?://|www\.)\S+|#\w+", (("XY", 1.0),)),
    (r"@\w+", (("NE", 1.0),)),
)

MOST_VARIANTS = 6

FUNCTION_TAGS = frozenset(
    "ADV APPR APPRART ART KOKOM KON KOUI KOUS PDAT PDS PIAT PIS PPER PPOSAT PRELS PRF PROAV PTKNEG PTKANT PTKVZ PTKZU "
    "PWAT PWAV PWS VAFIN VMFIN".split()
)
SURE_NOUN = 0.9
"""Probability of being a noun, given the capital, from which on a form does not count as a function word."""

_SPECIAL = tuple((re.compile(pattern), tags) for pattern, tags in SPECIAL)
_SPELLING = tuple((re.compile(row["pattern"]), row["becomes"].strip()) for row in table("old_spellings"))
_SURE = tuple(rule for rule, row in zip(_SPELLING, table("old_spellings"), strict=True) if row["sure"] == "yes")
_NOMINAL = {"NNA": "Adj", "NNI": "Inf"}
_PLAIN = {"NNA": "NN", "NNI": "NN", "UNKNOWN": "XY"}
_BRACKETS = str.maketrans("", "", "()")


def stts(tag: str) -> str:
    """HanTa's name of a tag as plain STTS: VV(FIN) is VVFIN, NNA (nominalised adjective) is NN."""
    if tag.startswith("$"):
        return tag
    return _PLAIN.get(tag, tag.translate(_BRACKETS))


def nominal(tag: str) -> str:
    """What a noun is made from, by HanTa's tag: "Adj" (die Handelnden), "Inf" (beim Lesen) or ""."""
    return _NOMINAL.get(tag, "")


class _Likelihoods(dict[str, Likelihoods]):
    """What the word model says of forms; the first time that it is asked for, or before."""

    def __init__(self, forms: FormModel) -> None:
        self._forms = forms

    def __missing__(self, form: str) -> Likelihoods:
        if len(self) > CACHED_FORMS:
            self.clear()
        self[form] = self._forms.likelihoods(form)
        return self[form]


class Hanta:
    """HanTa's German model with memoised analyses.

    `cutoff` is how far (in natural log) a tag may fall behind the best one of a form that the lexicon lacks;
    `most` is how many candidates of a form are kept.
    """

    def __init__(self, cutoff: float = 7.0, most: int = 8) -> None:
        self.model = GermanTagger()
        self.cutoff = cutoff
        self.most = most
        forms = FormModel(self.model)
        self._batch = FormBatch(forms)
        self._likelihoods = _Likelihoods(forms)
        self.model.analyze_forward = self._likelihoods.__getitem__
        self._prepared: set[str] = set()
        self.model.analyze_viterbi = lru_cache(maxsize=CACHED_FORMS)(forms.chain)
        self._spelling = lru_cache(maxsize=CACHED_FORMS)(self._find_spelling)
        ids = list(self.model.LP_wtag)
        self._ids = ids
        self._index = {tag: i for i, tag in enumerate(ids)}
        self.tags: tuple[str, ...] = tuple(str(self.model.int2tag[tag]).replace("END_", "") for tag in ids)
        self.stts: tuple[str, ...] = tuple(stts(tag) for tag in self.tags)
        self.prior: list[float] = [math.exp(self.model.LP_wtag[tag]) for tag in ids]
        self._transitions, self._final = self._read_transitions()
        self.candidates = lru_cache(maxsize=CACHED_FORMS)(self._candidates)
        self.lemma = lru_cache(maxsize=CACHED_FORMS)(self._lemma)
        self.likeliest = lru_cache(maxsize=CACHED_FORMS)(self._likeliest)
        self.opens_sentence = lru_cache(maxsize=CACHED_FORMS)(self._opens_sentence)

    def __reduce__(self) -> tuple[type[Hanta], tuple[float, int]]:
        return Hanta, (self.cutoff, self.most)

    def _read_transitions(self) -> tuple[list[list[Any]], list[list[float]]]:
        """Probabilities of a tag, and of the sentence's end, after two tags; index len(tags) is the start."""
        size = len(self._ids)
        states = {**self._index, 0: size, 1: size}
        following: list[list[Any]] = [[None] * (size + 1) for _ in range(size + 1)]
        final = [[0.0] * (size + 1) for _ in range(size + 1)]
        table = self.model.LP_trans_word
        probabilities = [math.exp(number) for number in table.numbers]  # once for all that are the same
        columns = [table.tags.index(tag) for tag in [*self._ids, 2]]
        for (first, second), places in zip(table.pairs, table.places[:, columns].tolist(), strict=True):
            if first not in states or second not in states or (second == 1 and first != 0):
                continue
            *row, final[states[first]][states[second]] = [probabilities[place] for place in places]
            following[states[first]][states[second]] = row
        return following, final

    def known(self, word: str) -> bool:
        """Whether the form, in some spelling, is in HanTa's lexicon."""
        return self._spelling(self.model.normalize(word)) in self.model.cache

    def is_known(self, word: str) -> bool:
        """Whether the form, two letters or longer, is a word of HanTa's lexicon as it is spelt."""
        return len(word) > 1 and word.isalpha() and word.lower() in self.model.cache

    def begins_known(self, start: str) -> bool:
        """Whether a word of HanTa's lexicon begins with these small letters and goes on with more than an ending."""
        at = bisect_right(self._sorted_lexicon, start)
        longer = takewhile(lambda word: word.startswith(start), self._sorted_lexicon[at : at + FEW])
        return any(len(word) >= len(start) + BEYOND_ENDINGS for word in longer)

    @cached_property
    def _sorted_lexicon(self) -> list[str]:
        return sorted(self.model.cache)

    def _opens_sentence(self, word: str) -> bool:
        """Whether a capitalised form is a word of a closed class or an adverb that opens its sentence, not a noun within it.

        *Dort* and *Gestern* are; *Teil* and *Preis*, which are particles when small, are nouns as they are written.
        """
        if not self.is_known(word) or FUNCTION_TAGS.isdisjoint({self.likeliest(word.lower()), self.likeliest(word)}):
            return False
        nouns = sum(value for tag, value in self.lexical(word, True).items() if self.stts[tag] in NOUNS)
        return nouns < SURE_NOUN

    def is_finite_verb(self, word: str) -> bool:
        """Whether the form as written is most likely a finite verb."""
        return bool(word) and word.isalpha() and self.likeliest(word) in TENSED

    def _likeliest(self, word: str) -> str:
        """The likeliest STTS tag of a form without its sentence."""
        lexical = self.lexical(word, True)
        return self.stts[max(lexical, key=lexical.__getitem__)]

    def log_probability(self, word: str, tag: str) -> float:
        """Log-probability of the form with one of HanTa's own tags (``ADJ(D)``), minus infinity where it is not considered."""
        if not word or len(word) > LONGEST_WORD:
            return -math.inf
        return float(dict(self.model._tag_word(word, cutoff=10)).get(self.model.tag2int.get(tag), -math.inf))

    def morphemes(self, word: str, tag: str) -> tuple[tuple[str, str], ...]:
        """The morphemes of a form under one of HanTa's own tags, each with its class; empty for what it cannot read."""
        if len(word) > LONGEST_WORD or not word.strip():
            return ()
        try:
            pieces = self.model._analyze(word, self.model.tag2int[tag], taglevel=3)[1]
        except (KeyError, IndexError, ValueError):
            return ()
        return tuple((str(piece), str(kind)) for piece, kind in pieces)

    def lemma_as(self, word: str, tag: str) -> str:
        """The lemma of a form under an STTS tag; the form itself where HanTa has no such tag."""
        return self.lemma(word, self.stts.index(tag)) if tag in self.stts else word

    def _find_spelling(self, form: str) -> str:
        """The form, or the first older or informal spelling of it that the lexicon has, or the one that is surely meant."""
        lexicon = self.model.cache
        if form in lexicon:
            return form
        variants = [form]
        for pattern, new in _SPELLING:
            for variant in tuple(variants):
                changed = pattern.sub(new, variant)
                if not changed or changed == variant:
                    continue
                if changed in lexicon:
                    return changed
                if len(variants) < MOST_VARIANTS:
                    variants.append(changed)
        for pattern, new in _SURE:
            form = pattern.sub(new, form)
        return form

    def _special(self, word: str) -> Candidates:
        """Candidates of a token that needs no word model; empty for an ordinary word."""
        if word.isalpha() and word[0] not in "xX":  # xD is the only one of letters alone
            return ()
        for pattern, tags in _SPECIAL:
            if pattern.fullmatch(word):
                return tuple((self.tags.index(tag), value) for tag, value in tags)
        if not any(map(str.isalnum, word)) and self.model.normalize(word) not in self.model.cache:
            return ((self.tags.index("XY"), 1.0),)
        return ()

    def _candidates(self, word: str, cased: bool) -> Candidates:
        """Tags that the form allows; `cased` says whether its capital or small initial counts."""
        special = self._special(word)
        if special:
            return special
        model = self.model
        form = self._spelling(model.normalize(word[:LONGEST_WORD]))
        in_lexicon = form in model.cache
        analyses = model.cache[form] if in_lexicon else self._likelihoods[form]
        upper = word[0].isupper()
        scored = [
            (float(p) + (model.LP_case_t[tag][upper] if cased else 0.0), tag) for tag, p in analyses if tag in self._index
        ]
        scored.sort(reverse=True)
        if not in_lexicon:
            scored = [pair for pair in scored if pair[0] >= scored[0][0] - self.cutoff]
        if not scored:
            return tuple((i, 1.0) for i in range(len(self.tags)))
        given_tag = [(p - model.LP_wtag[tag], tag) for p, tag in scored[: self.most]]
        best = max(p for p, _ in given_tag)
        return tuple((self._index[tag], math.exp(p - best)) for p, tag in given_tag)

    def prepare(self, words: Iterable[str]) -> None:
        """Ask the word model about all new forms among some words at once, which takes less time than one by one."""
        new = set(words).difference(self._prepared)
        if len(self._prepared) + len(new) > CACHED_FORMS:
            self._prepared.clear()
            self._likelihoods.clear()
        self._prepared |= new
        forms = {self._spelling(self.model.normalize(word[:LONGEST_WORD])) for word in new if not self._special(word)}
        unknown = (form for form in sorted(forms) if form not in self.model.cache and form not in self._likelihoods)
        self._likelihoods.update(self._batch.likelihoods([form for form in unknown if len(form) >= SHORT]))

    def lexical(self, word: str, cased: bool) -> dict[int, float]:
        """Probability of each candidate from the form alone."""
        weights = {tag: value * self.prior[tag] for tag, value in self.candidates(word, cased)}
        total = sum(weights.values())
        return {tag: value / total for tag, value in weights.items()}

    def posteriors(self, words: Sequence[str]) -> list[dict[int, float]]:
        """Probability of each candidate of each word in its sentence.

        As in HanTa, it does not count whether the first word has a capital.
        """
        if not words:
            return []
        candidates = [self.candidates(word, i > 0) for i, word in enumerate(words)]
        return self._backward(candidates, self._forward(candidates))

    def _forward(self, candidates: Sequence[Candidates]) -> list[Pairs]:
        """Scaled probability of the words so far, for each pair of last tags."""
        start = len(self.tags)
        last: Pairs = {(start, start): 1.0}
        rows = []
        for options in candidates:
            row: Pairs = {}
            for (first, second), mass in last.items():
                following = self._transitions[first][second]
                for tag, value in options:
                    key = (second, tag)
                    if key in row:
                        row[key] += mass * following[tag] * value
                    else:
                        row[key] = mass * following[tag] * value
            last = _scaled(row, NEGLIGIBLE)
            rows.append(last)
        return rows

    def _backward(self, candidates: Sequence[Candidates], forward: Sequence[Pairs]) -> list[dict[int, float]]:
        """Probability of each tag of each word, from the last word to the first."""
        result: list[dict[int, float]] = [{} for _ in candidates]
        rest: Pairs = {pair: self._final[pair[0]][pair[1]] for pair in forward[-1]}
        for i in range(len(candidates) - 1, -1, -1):
            here: dict[int, float] = {}
            for pair, mass in forward[i].items():
                here[pair[1]] = here.get(pair[1], 0.0) + mass * rest[pair]
            result[i] = _scaled(here)
            if i:
                rest = self._before(forward[i - 1], candidates[i], rest)
        return result

    def _before(self, pairs: Pairs, options: Candidates, rest: Pairs) -> Pairs:
        """Scaled probability of the words after each pair of tags, from that of the words one further on."""
        if len(pairs) == 1:
            return dict.fromkeys(pairs, 1.0)
        before: Pairs = {}
        for first, second in pairs:
            following, total = self._transitions[first][second], 0.0
            for tag, value in options:
                if (second, tag) in rest:
                    total += following[tag] * value * rest[second, tag]
            before[first, second] = total
        return _scaled(before)

    def decode(self, words: Sequence[str]) -> list[int]:
        """The tags (their indices) that HanTa's own decoder gives the words of one sentence: its likeliest chain of tags."""
        short = [i for i, word in enumerate(words) if len(word) <= LONGEST_WORD]
        result = [self.tags.index("XY")] * len(words)
        forms = [words[i] for i in short]
        try:
            found = self.model.tag_sent_viterbi(forms) if forms else []
        except KeyError:  # no chain of tags reaches the end of the sentence
            found = [self._ids[max(self.lexical(form, True).items(), key=lambda pair: pair[1])[0]] for form in forms]
        for i, tag in zip(short, found, strict=True):
            result[i] = self._index.get(tag, result[i])
        return result

    def _lemma(self, word: str, tag: int) -> str:
        """HanTa's lemma of a form under a tag (its index); the form itself if no word or too long.

        A compound with a hyphen keeps its first parts as written, and the case of its last.
        """
        if len(word) > LONGEST_WORD or not any(map(str.isalpha, word)):
            return word
        first, hyphen, last = word.rpartition("-")
        if hyphen and first and last.isalpha():
            return f"{first}-{self.lemma(last, tag)}"
        form = self._spelling(self.model.normalize(word))
        lemma = self._plain_lemma(form, tag)
        if lemma == form and self.stts[tag] == "ADJA" and form.endswith(("er", "es", "em", "en")):
            lemma = self._plain_lemma(form[:-1], tag)  # the tables of irregular degrees know some inflections only
            lemma = form if lemma == form[:-1] else lemma
        return lemma.replace("ß", "ss") if "ss" in form and self._is_old_spelling(lemma) else lemma

    def _is_old_spelling(self, lemma: str) -> bool:
        """Whether a lemma has ß behind a short vowel: *kraß*, whose inflected form has never been *kraße*, unlike *große*."""
        if not re.search(r"(?<![aeäo][iu])(?<!ie)ß$", lemma):
            return False
        return not any(lemma.lower() + ending in self.model.cache for ending in ("e", "en", "er", "es"))

    def _plain_lemma(self, form: str, tag: int) -> str:
        lemma, _ = self.model._analyze(form, self._ids[tag], taglevel=1)
        return str(lemma)


def _scaled(row: dict[Key, float], least: float = 0.0) -> dict[Key, float]:
    """The row divided by its sum, without shares below `least`; uniform if the sum is 0."""
    if len(row) == 1:
        return dict.fromkeys(row, 1.0)
    total = sum(row.values())
    if total <= 0.0:
        return dict.fromkeys(row, 1.0 / max(1, len(row)))
    bound = least * total
    return {key: value / total for key, value in row.items() if value >= bound}


@lru_cache(maxsize=1)
def shared() -> Hanta:
    """The process's one HanTa: its model and its memoised analyses serve every pipeline."""
    return Hanta()
