"""spaCy components for German STTS tags: `stylo_hanta` (HanTa alone) and `stylo_tagger` (HanTa, corrected).

Both set `token.tag_` to plain STTS, `token.lemma_`, and in `token.morph` `Nominal=Adj` or `Nominal=Inf` on
nouns made from adjectives and infinitives. `stylo_tagger` also sets `PartType=Mod` on modal particles and
`PartType=Int` on intensity, focus and grade particles, which plain STTS calls ADV. White space is `_SP`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import load_config, minibatch, registry
from spacy.vocab import Vocab
from thinc.api import Model

from stylo.hanta import Hanta, nominal, shared, stts
from stylo.lexicon import table
from stylo.network import Array, Features, Inputs, average, load

WEIGHTS = Path(__file__).parent / "models" / "tagger"
SENTENCE_END = frozenset(".!?")
UPOS = {row["tag"]: row["upos"] for row in table("stts")}
LONGEST_SENTENCE = 200
"""Words after which a text without sentence marks is cut all the same."""


@lru_cache(maxsize=1)
def shared_features() -> Features:
    """Feature extraction over the shared HanTa."""
    return Features(shared())


def new_network(config: dict[str, Any], features: Features, **changes: Any) -> Model[Inputs, Array]:
    """An initialised network from the `[model]` block of a configuration."""
    sizes = {"n_tags": len(features.hanta.tags), "n_labels": len(features.labels)}
    network = registry.resolve({"model": {**config, **sizes, **changes}})["model"]
    network.initialize(X=features(["Ein", "Satz", "."]))
    return network


@lru_cache(maxsize=4)
def load_networks(folder: Path) -> tuple[Model[Inputs, Array], ...]:
    """The trained networks of a weights folder (`config.cfg`, `weights.npz`)."""
    config = load_config(folder / "config.cfg").interpolate()
    networks = tuple(new_network(config["model"], shared_features()) for _ in config["training"]["seeds"])
    load(networks, folder / "weights.npz")
    return networks


class Tagger:
    """Sets tags, particles, nominals and lemmas; `folder` holds the weights, None leaves HanTa as it is.

    With `set_tag` or `set_lemma` off, what the pipeline before it has set stays.
    """

    def __init__(self, vocab: Vocab, name: str, folder: Path | None, set_tag: bool = True, set_lemma: bool = True) -> None:
        self.set_tag = set_tag
        self.set_lemma = set_lemma
        self.vocab = vocab
        self.name = name
        self.folder = folder
        self.features = shared_features()
        self.networks = load_networks(folder) if folder else ()
        self._bases = [label.split("+")[0] for label in self.features.labels]
        self._tags = tuple(sorted(set(self._bases)))
        self._sum = np.array([[base == tag for tag in self._tags] for base in self._bases], dtype="f")

    def __reduce__(self) -> tuple[type[Tagger], tuple[Vocab, str, Path | None, bool, bool]]:
        return Tagger, (self.vocab, self.name, self.folder, self.set_tag, self.set_lemma)

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Tag documents in batches; the tags do not depend on the batch."""
        for docs in minibatch(stream, size=batch_size):
            self._annotate(docs)
            yield from docs

    def to_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> None:
        """Nothing to write: the weights belong to the package."""

    def from_disk(self, path: Path, *, exclude: Sequence[str] = ()) -> Tagger:
        """Nothing to read: the weights belong to the package."""
        return self

    def _annotate(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            for token in doc:
                if not token.text.strip() and self.set_tag:
                    token.tag_, token.pos_ = "_SP", "SPACE"
            sentences = list(sentences_of(doc))
            if sentences:
                self._tag(sentences)

    def _tag(self, sentences: Sequence[Sequence[Token]]) -> None:
        inputs = [self.features([token.text for token in sentence]) for sentence in sentences]
        if not self.networks:
            for sentence, features in zip(sentences, inputs, strict=True):
                for token, row in zip(sentence, features.posterior, strict=True):
                    tag = self.features.hanta.stts[int(row.argmax())]
                    self._set(token, tag, row, "")
            return
        for sentence, features, rows in zip(sentences, inputs, average(self.networks, inputs), strict=True):
            best = (rows @ self._sum).argmax(axis=1)
            for token, index, row, posterior in zip(sentence, best, rows, features.posterior, strict=True):
                tag = self._tags[index]
                self._set(token, tag, posterior, self._particle(row) if tag == "ADV" else "")

    def _particle(self, row: Array) -> str:
        """The likeliest reading of an ADV: "Mod", "Int" or "" for a plain adverb."""
        labels = self.features.labels
        adverbs = [i for i, base in enumerate(self._bases) if base == "ADV"]
        return labels[max(adverbs, key=lambda i: row[i])].partition("+")[2]

    def _set(self, token: Token, tag: str, posterior: Array, particle: str) -> None:
        hanta = self.features.hanta
        source = _source(hanta, tag, posterior)
        if self.set_lemma:
            token.lemma_ = token.text if source is None else hanta.lemma(token.text, source)
        if not self.set_tag:
            return
        token.tag_ = tag
        token.pos_ = UPOS.get(tag, "X")
        marks = {"PartType": particle, "Nominal": nominal(hanta.tags[source]) if source is not None else ""}
        marks = {key: value for key, value in marks.items() if value}
        if marks:
            token.set_morph({**token.morph.to_dict(), **marks})  # type: ignore[attr-defined]


def _source(hanta: Hanta, tag: str, posterior: Array) -> int | None:
    """HanTa's likeliest tag (its index) among those that `tag` stands for: NN for NN, NNA, NNI."""
    options = _sources(hanta.tags).get(tag, ())
    return max(options, key=lambda i: posterior[i], default=None)


@lru_cache(maxsize=1)
def _sources(tags: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    plain = [stts(tag) for tag in tags]
    return {tag: tuple(i for i, other in enumerate(plain) if other == tag) for tag in set(plain)}


def sentences_of(doc: Doc) -> Iterator[list[Token]]:
    """The words of each sentence without white space; by full stops where no sentence starts are marked."""
    marked = doc.has_annotation("SENT_START")
    sentence: list[Token] = []
    for token in doc:
        if marked and token.is_sent_start and sentence:
            yield sentence
            sentence = []
        if token.text.strip():
            sentence.append(token)
        if not marked and (token.text in SENTENCE_END or len(sentence) >= LONGEST_SENTENCE) and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


_ASSIGNS = ["token.tag", "token.pos", "token.lemma", "token.morph"]
_DEFAULTS = {"set_tag": True, "set_lemma": True}


@Language.factory("stylo_hanta", assigns=_ASSIGNS, default_config=_DEFAULTS)
def make_hanta(nlp: Language, name: str, set_tag: bool, set_lemma: bool) -> Tagger:
    """HanTa's tags, read out from its posterior probabilities, without correction."""
    return Tagger(nlp.vocab, name, None, set_tag, set_lemma)


@Language.factory("stylo_tagger", assigns=_ASSIGNS, default_config=_DEFAULTS)
def make_tagger(nlp: Language, name: str, set_tag: bool, set_lemma: bool) -> Tagger:
    """HanTa's tags corrected by the package's trained networks."""
    return Tagger(nlp.vocab, name, WEIGHTS, set_tag, set_lemma)
