"""HanTa, the Hanover Tagger, as a spaCy component: STTS tags, universal tags and lemmas, offline.

HanTa (Wartena 2019) is a trigram HMM over morphemes whose German model, trained on TIGER, ships in its package.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from HanTa.HanoverTagger import HanoverTagger
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from stylo.lexicon import table

# The analysis of a word is cubic in its length; what is longer than this is no German word but a URL or noise.
LONGEST_WORD = 60
CACHED_FORMS = 200_000

UPOS = {row["tag"]: row["upos"] for row in table("stts")}
_FINER_THAN_STTS = {"NNA": ("NN", "Nominal=Adj"), "NNI": ("NN", "Nominal=Inf"), "UNKNOWN": ("XY", "")}
_CLITIC = re.compile(r"(?<=\w)['’`´](?:s|n|ne|nen|m|r|se)$")


class Analysis(NamedTuple):
    """What HanTa says of one token: STTS tag, lemma, and ``Nominal=Adj`` or ``Nominal=Inf`` for nominalisations."""

    tag: str
    lemma: str
    morph: str


class Analyser:
    """HanTa with its analyses reused: both of its costly steps depend on the word form alone."""

    def __init__(self) -> None:
        self.hanta = HanoverTagger("morphmodel_ger.pgz")
        self.hanta.analyze_forward = lru_cache(CACHED_FORMS)(self.hanta.analyze_forward)
        self.lemma = lru_cache(CACHED_FORMS)(self._lemma)
        self.is_function_word = lru_cache(CACHED_FORMS)(self._is_function_word)
        self.is_finite_verb = lru_cache(CACHED_FORMS)(self._is_finite_verb)

    def _lemma(self, form: str, tag: int) -> str:
        return str(self.hanta._analyze(form, tag, taglevel=1)[0])

    def _is_function_word(self, form: str) -> bool:
        """Whether the form, written small, is most likely a word of a closed class or an adverb."""
        if not form.isalpha() or len(form) > LONGEST_WORD:
            return False
        tags = self.hanta._tag_word(form.lower(), cutoff=0, casesensitive=False)
        return bool(tags) and self.hanta.int2tag[tags[0][0]] in _FUNCTION_TAGS

    def _is_finite_verb(self, form: str) -> bool:
        """Whether the form as written is most likely a finite verb."""
        if not form.isalpha() or len(form) > LONGEST_WORD:
            return False
        tags = self.hanta._tag_word(form, cutoff=0)
        return bool(tags) and self.hanta.int2tag[tags[0][0]] in {"VV(FIN)", "VA(FIN)", "VM(FIN)"}

    def is_known(self, form: str) -> bool:
        """Whether HanTa has seen the form, two letters or longer, as a word in its training text."""
        return len(form) > 1 and form.isalpha() and form.lower() in self.hanta.cache

    def analyse(self, words: Sequence[str]) -> list[Analysis]:
        """One analysis a word for the words of one sentence; white space and over-long strings are left out of it."""
        known = [i for i, word in enumerate(words) if word.strip() and len(word) <= LONGEST_WORD]
        forms = [_CLITIC.sub("", words[i].strip()) or words[i].strip() for i in known]
        result = [Analysis("_SP" if not word.strip() else "XY", word, "") for word in words]
        for i, form, tag in zip(known, forms, self._tags(forms), strict=True):
            stts, morph = _to_stts(self.hanta.int2tag[tag])
            result[i] = Analysis(stts, self.lemma(form, tag), morph)
        return result

    def _tags(self, forms: list[str]) -> list[int]:
        if not forms:
            return []
        try:
            return list(self.hanta.tag_sent_viterbi(forms))
        except KeyError:  # No path of tags reaches the end of the sentence: tag each word by itself.
            single = [self.hanta._tag_word(form, cutoff=0) for form in forms]
            return [tags[0][0] if tags else self.hanta.tag2int["XY"] for tags in single]

    def log_probability(self, form: str, tag: str) -> float:
        """Log-probability of the form with a HanTa tag, minus infinity where HanTa does not consider the tag."""
        code = self.hanta.tag2int.get(tag)
        return dict(self.hanta._tag_word(form, cutoff=10)).get(code, -math.inf)


_FUNCTION_TAGS = frozenset(
    "ADV APPR APPRART ART KOKOM KON KOUI KOUS PDAT PDS PIAT PIS PPER PPOSAT PRELS PRF PROAV PTKNEG PTKANT PTKVZ PTKZU "
    "PWAT PWAV PWS VA(FIN) VM(FIN)".split()
)


@cache
def _to_stts(tag: str) -> tuple[str, str]:
    """HanTa's tag as plain STTS, and what it knows beyond STTS: ``VV(FIN)`` is VVFIN, NNA is NN with Nominal=Adj."""
    if tag in _FINER_THAN_STTS:
        return _FINER_THAN_STTS[tag]
    return re.sub(r"[()](?!$)|(?<=\w)[()]", "", tag), ""


@cache
def analyser() -> Analyser:
    """The one analyser of this process: its model and its memory are shared by all pipelines."""
    return Analyser()


def word_sentences(doc: Doc) -> list[Span]:
    """The sentences of a document, or the whole document where it has no sentence starts."""
    return list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]


@Language.factory(
    "stylo_hanta",
    assigns=["token.tag", "token.pos", "token.lemma", "token.morph"],
    default_config={"set_tag": True, "set_lemma": True},
)
class HantaTagger:
    """Sets ``tag_`` (STTS), ``pos_`` (universal), ``lemma_`` and ``morph`` (Nominal) on every token."""

    def __init__(self, nlp: Language, name: str, set_tag: bool, set_lemma: bool) -> None:
        self.set_tag = set_tag
        self.set_lemma = set_lemma

    def __call__(self, doc: Doc) -> Doc:
        for sentence in word_sentences(doc):
            analyses = analyser().analyse([token.text for token in sentence])
            for token, analysis in zip(sentence, analyses, strict=True):
                self._annotate(token, analysis)
        return doc

    def _annotate(self, token: Token, analysis: Analysis) -> None:
        if self.set_tag:
            token.tag_ = analysis.tag
            token.pos_ = UPOS.get(analysis.tag, "X")
            if analysis.morph:
                token.set_morph(analysis.morph)  # type: ignore[attr-defined]
        if self.set_lemma:
            token.lemma_ = analysis.lemma
