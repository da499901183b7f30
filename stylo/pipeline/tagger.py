"""spaCy components for German STTS tags: `stylo_hanta` (HanTa alone) and `stylo_tagger` (HanTa, corrected).

Both set `token.tag_` to plain STTS, `token.lemma_`, and in `token.morph` `Nominal=Adj` or `Nominal=Inf` on
nouns made from adjectives and infinitives, and what `stylo.morphology` reads off verbs and adjectives. `stylo_tagger`
also sets `PartType=Mod` on modal particles and `PartType=Int` on intensity, focus and grade particles, which plain
STTS calls ADV. White space and what else is hidden is `_SP`. All is found by what is read of a token
(`stylo.reading.normalise.form`), not by how it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.symbols import SPACE
from spacy.tokens import Doc, MorphAnalysis
from spacy.util import load_config, minibatch, registry
from spacy.vocab import Vocab
from thinc.api import Model

from stylo.lexicon import table
from stylo.pipeline.hanta import CACHED_FORMS, nominal, shared, stts
from stylo.pipeline.morphology import features
from stylo.pipeline.network import Array, Features, Inputs, Predictor, batches, load
from stylo.reading.normalise import HIDDEN, forms

WEIGHTS = Path(__file__).parents[1] / "models" / "tagger"
SENTENCE_END = frozenset(".!?")
UPOS = {row["tag"]: row["upos"] for row in table("stts")}
BATCH_WORDS = 1500
COLUMNS: list[int | str] = ["TAG", "POS", "LEMMA", "MORPH"]
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


@lru_cache(maxsize=4)
def predictor(folder: Path) -> Predictor:
    """The trained network of a weights folder, made fast."""
    (network,) = load_networks(folder)
    return Predictor(network, shared_features())


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
        self._predict = predictor(folder) if folder else None
        bases = [label.split("+")[0] for label in self.features.labels]
        self._tags = tuple(sorted(set(bases)))
        self._sum = np.array([[base == tag for tag in self._tags] for base in bases], dtype="f")
        self._adverbs = [i for i, base in enumerate(bases) if base == "ADV"]
        self._particles = [self.features.labels[i].partition("+")[2] for i in self._adverbs]
        plain = [stts(tag) for tag in self.features.hanta.tags]
        self._sources = [[i for i, other in enumerate(plain) if other == tag] for tag in self._tags]
        self._row = lru_cache(maxsize=CACHED_FORMS)(self._new_row)

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
        read_as = [forms(doc) for doc in docs]
        sentences = [list(sentences_of(doc, words)) for doc, words in zip(docs, read_as, strict=True)]
        pairs = zip(read_as, sentences, strict=True)
        found = self._found([[words[i] for i in sentence] for words, parts in pairs for sentence in parts])
        for doc, words, parts in zip(docs, read_as, sentences, strict=True):
            places = list(chain.from_iterable(parts))
            values: Any = doc.to_array(COLUMNS)
            before = map(tuple, values[places].tolist()) if places else ()
            rows = (self._row(words[i], *next(found), row) for i, row in zip(places, before, strict=True))
            values[places] = np.fromiter(chain.from_iterable(rows), dtype="uint64").reshape(-1, len(COLUMNS))
            if self.set_tag and len(places) < len(doc):  # what is hidden, such as white space, is in no sentence
                values[np.setdiff1d(np.arange(len(doc)), places), :2] = self.vocab.strings.add(HIDDEN), SPACE
            doc.from_array(COLUMNS, values)

    def _found(self, texts: Sequence[Sequence[str]]) -> Iterator[tuple[str, int | None, str]]:
        """Tag, HanTa's own tag (its index) beneath it, and particle of each word of the sentences, in bounded memory."""
        self.features.hanta.prepare(chain.from_iterable(texts))
        for batch in batches(range(len(texts)), [len(words) for words in texts], BATCH_WORDS):
            yield from self._tagged([texts[i] for i in batch])

    def _tagged(self, sentences: Sequence[Sequence[str]]) -> Iterator[tuple[str, int | None, str]]:
        hanta = self.features.hanta
        if self._predict is None:
            for words in sentences:
                yield from ((hanta.stts[source], source, "") for source in hanta.decode(words))
            return
        rows, posterior = self._predict(sentences)
        best = (rows @ self._sum).argmax(axis=1)
        sources = np.zeros(len(best), dtype="int64")
        for tag, options in enumerate(self._sources):
            if len(options) > 1:
                places = np.flatnonzero(best == tag)
                sources[places] = posterior[places][:, options].argmax(axis=1)
        particles = np.where(best == self._tags.index("ADV"), rows[:, self._adverbs].argmax(axis=1), -1)
        for tag, source, particle in zip(best.tolist(), sources.tolist(), particles.tolist(), strict=True):
            options = self._sources[tag]
            yield self._tags[tag], options[source] if options else None, self._particles[particle] if particle >= 0 else ""

    def _new_row(
        self, text: str, tag: str, source: int | None, particle: str, before: tuple[int, int, int, int]
    ) -> tuple[int, int, int, int]:
        """The numbers for spaCy in `COLUMNS` of a word that was found to be this and had those before."""
        hanta, strings = self.features.hanta, self.vocab.strings
        own_tag, pos, lemma, morph = before
        if self.set_lemma:
            lemma = strings.add(text if source is None else hanta.lemma(text, source))
        if not self.set_tag:
            return own_tag, pos, lemma, morph
        made_from = nominal(hanta.tags[source]) if source is not None else ""
        marks = features(text, tag, strings[lemma]) or _marks(particle, made_from)
        if marks:
            own = str(MorphAnalysis.from_id(self.vocab, morph))
            morph = self.vocab.morphology.add("|".join(filter(None, [own, marks])))
        return strings.add(tag), POS_IDS[UPOS.get(tag, "X")], lemma, morph


@lru_cache(maxsize=16)
def _marks(particle: str, made_from: str) -> str:
    return "|".join(f"{name}={value}" for name, value in (("Nominal", made_from), ("PartType", particle)) if value)


def sentences_of(doc: Doc, read_as: Sequence[str]) -> Iterator[list[int]]:
    """The places of the words of each sentence without what is hidden; by full stops where no sentence starts are marked.

    ``read_as`` are the forms of the document's tokens.
    """
    marked = doc.has_annotation("SENT_START")
    opens = doc.to_array(SENT_START).tolist() if marked else [0] * len(doc)
    sentence: list[int] = []
    for i, (word, start) in enumerate(zip(read_as, opens, strict=True)):
        if start == 1 and sentence:
            yield sentence
            sentence = []
        if not word.isspace():
            sentence.append(i)
        if not marked and (word in SENTENCE_END or len(sentence) >= LONGEST_SENTENCE) and sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


_ASSIGNS = ["token.tag", "token.pos", "token.lemma", "token.morph"]
_DEFAULTS = {"set_tag": True, "set_lemma": True}


@Language.factory("stylo_hanta", assigns=_ASSIGNS, default_config=_DEFAULTS)
def make_hanta(nlp: Language, name: str, set_tag: bool, set_lemma: bool) -> Tagger:
    """The tags of HanTa's own decoder, as `HanoverTagger.tag_sent` gives them, without correction."""
    return Tagger(nlp.vocab, name, None, set_tag, set_lemma)


@Language.factory("stylo_tagger", assigns=_ASSIGNS, default_config=_DEFAULTS)
def make_tagger(nlp: Language, name: str, set_tag: bool, set_lemma: bool) -> Tagger:
    """HanTa's tags corrected by the package's trained network."""
    return Tagger(nlp.vocab, name, WEIGHTS, set_tag, set_lemma)
