"""The small network that corrects HanTa: features, layers, and how its weights are stored.

A sentence goes in as four arrays (:class:`Inputs`) and comes out as one row of label probabilities a word.
The labels are plain STTS, with ADV split by :data:`PARTICLES`. HanTa's own log-probabilities are added to the
network's scores before the softmax, so that a network that knows nothing answers what HanTa answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.lang.lex_attrs import word_shape
from spacy.strings import hash_string  # type: ignore[attr-defined]
from thinc.api import (
    Dropout,
    HashEmbed,
    Linear,
    Maxout,
    Model,
    chain,
    clone,
    concatenate,
    expand_window,
    residual,
    zero_init,
)
from threadpoolctl import ThreadpoolController

from stylo.pipeline.hanta import Hanta
from stylo.pipeline.stts import TIGER

PARTICLES = {"ADV+Mod": "PTKMA", "ADV+Int": "PTKIFG"}
"""Labels of particles within ADV, and their tags in STTS-IBK (modal; intensity, focus and grade)."""

_BLAS = ThreadpoolController()
"""The matrices here are small: on several threads their products take twice the processor time and end no sooner."""

GAP = 4
"""Empty rows before, between and after the sentences of a batch, so that no window sees a neighbour's words: one a layer."""

FLOOR = 0.01
"""Added to HanTa's probabilities before the logarithm: no tag is impossible."""

CLAUSE_GROUPS = (
    ("VVFIN", "VAFIN", "VMFIN", "VVIMP", "VAIMP"),
    ("VAFIN", "VMFIN"),
    ("KOUS", "PRELS", "PRELAT", "PWS", "PWAV", "PWAT"),
    ("KOUI", "PTKZU"),
)
"""Tags whose presence in the clause tells a finite verb from an infinitive or participle: finite verbs, those
among them that govern another verb, openers of verb-final clauses, signs of an infinitive clause. They are part of what the
weights were trained on, so that they stand here by themselves and never change without a new training."""

CACHED_ROWS = 40_000
"""Forms whose share of the first layer is kept, at 800 bytes each."""

PARTICLE_SHARE = 0.05
"""Share of HanTa's ADV that a particle label starts from."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Inputs:
    """What the network sees; n rows each."""

    ids: Array
    """Hashed features: norm, prefix, two suffixes, shape, HanTa's likeliest tag of the form, its tags."""
    lexical: Array
    """HanTa's probabilities from the form alone, whether it has a capital, whether the lexicon has it."""
    posterior: Array
    """HanTa's probabilities in the sentence."""
    clause: Array
    """What stands before and after in the clause and the sentence; see :func:`clause_view`."""
    prior: Array
    """Log-probabilities of the labels, from `posterior`."""

    @property
    def context(self) -> Array:
        """What HanTa makes of the sentence: posterior and clause side by side."""
        return np.hstack([self.posterior, self.clause])

    def __len__(self) -> int:
        return len(self.ids)


def labels_of(hanta: Hanta) -> tuple[str, ...]:
    """The network's labels: HanTa's tags as plain STTS, and the particles."""
    return tuple(sorted({_merged(tag) for tag in hanta.stts} | set(PARTICLES)))


def _merged(tag: str) -> str:
    return TIGER.get(tag, tag)


def norm(word: str) -> str:
    """A form without case, old spelling, lengthening and digits: Thal, tal; sooo, so; 1848, 0000."""
    word = word.lower().replace("ß", "ss").replace("th", "t").replace("ey", "ei").replace("y", "i")
    return re.sub(r"\d", "0", re.sub(r"(.)\1\1+", r"\1", word))


@lru_cache(maxsize=100_000)
def _form_ids(word: str) -> tuple[int, ...]:
    form = norm(word)
    features = ("n" + form, "p" + form[:3], "s" + form[-2:], "t" + form[-4:], "h" + word_shape(word))
    return tuple(hash_string(feature) for feature in features)


class Features:
    """Turns sentences into :class:`Inputs`."""

    def __init__(self, hanta: Hanta) -> None:
        self.hanta = hanta
        self.labels = labels_of(hanta)
        self.to_labels = np.zeros((len(hanta.tags), len(self.labels)), dtype="f")
        for i, tag in enumerate(hanta.stts):
            self.to_labels[i, self.labels.index(_merged(tag))] = 1.0
        adverb = self.to_labels[:, self.labels.index("ADV")]
        for label in PARTICLES:
            self.to_labels[:, self.labels.index(label)] = PARTICLE_SHARE * adverb
        self._groups = np.array([[tag in g for g in CLAUSE_GROUPS] for tag in hanta.stts], dtype="f")
        self._punctuation = np.array([tag in ("$,", "$.", "$(") for tag in hanta.stts], dtype="f")
        self._word = lru_cache(maxsize=100_000)(self._word_features)

    def _word_features(self, word: str, cased: bool) -> tuple[tuple[int, ...], Array]:
        hanta = self.hanta
        options = hanta.candidates(word, True)
        lexical = hanta.lexical(word, cased)
        likeliest = hanta.tags[max(lexical, key=lexical.__getitem__)]
        names = "|".join(sorted(hanta.tags[tag] for tag, _ in options)) if len(options) < 12 else "?"
        row = np.zeros(len(hanta.tags) + 2, dtype="f")
        for tag, probability in lexical.items():
            row[tag] = probability
        row[-2] = word[0].isupper()
        row[-1] = hanta.known(word)
        return (*_form_ids(word), hash_string("g" + likeliest), hash_string("a" + names)), row

    def word(self, word: str, first: bool) -> tuple[tuple[int, ...], Array]:
        """What the form alone gives: hashed features and the row of `Inputs.lexical`; not its capital if first."""
        return self._word(word, not first)

    def posterior(self, sentences: Sequence[Sequence[str]]) -> Array:
        """HanTa's probabilities of its tags for the words of the sentences, one sentence after the other."""
        rows: list[int] = []
        tags: list[int] = []
        values: list[float] = []
        count = 0
        for words in sentences:
            for probabilities in self.hanta.posteriors(words):
                rows.extend([count] * len(probabilities))
                tags.extend(probabilities)
                values.extend(probabilities.values())
                count += 1
        result = np.zeros((count, len(self.hanta.tags)), dtype="f")
        result[rows, tags] = values
        return result

    def clause(self, posterior: Array, sizes: Sequence[int]) -> Array:
        """The rows of `Inputs.clause` for sentences of these sizes, one after the other."""
        return clause_view(posterior @ self._groups, posterior @ self._punctuation > 0.5, sizes)

    def prior(self, posterior: Array) -> Array:
        """Log-probabilities of the labels."""
        return np.asarray(np.log(posterior @ self.to_labels + FLOOR))

    def __call__(self, words: Sequence[str]) -> Inputs:
        """Features of one sentence of at least one word, none of them empty."""
        pairs = [self.word(word, i == 0) for i, word in enumerate(words)]
        posterior = self.posterior([words])
        return Inputs(
            ids=np.array([ids for ids, _ in pairs], dtype="uint64"),
            lexical=np.stack([row for _, row in pairs]),
            posterior=posterior,
            clause=self.clause(posterior, [len(words)]),
            prior=self.prior(posterior),
        )


def clause_view(groups: Array, boundary: Array, sizes: Sequence[int]) -> Array:
    """For each word, the largest probability of each group before and after it, in its clause and sentence.

    `groups` holds a row of probabilities a word; a clause ends at punctuation (`boundary`), a sentence after its size.
    """
    sentence = np.repeat(np.arange(len(sizes)), sizes)
    before = [_running(groups, stretch) for stretch in (_stretches(boundary, sentence), sentence)]
    last = len(sizes) - 1 - sentence[::-1]
    after = [_running(groups[::-1], stretch)[::-1] for stretch in (_stretches(boundary[::-1], last), last)]
    return np.hstack([*before, *after])


def _stretches(boundary: Array, sentence: Array) -> Array:
    """A rising number for each stretch between punctuation marks; the mark belongs to the stretch before it.

    Not the clauses of `stylo.grammar.clauses`: those are read off the tags that the network is to find.
    """
    return np.asarray(sentence + np.cumsum(boundary) - boundary)


def _running(groups: Array, stretch: Array) -> Array:
    """Largest values so far (this word excluded) in the stretch that the word is in, 0 at its start."""
    lifted = np.maximum.accumulate(groups + 2.0 * stretch[:, None], axis=0) - 2.0 * stretch[:, None]
    out = np.zeros(groups.shape, dtype="f")
    out[1:] = np.where((stretch[1:] == stretch[:-1])[:, None], lifted[:-1], 0.0)
    return out


def joined(sentences: Sequence[Inputs]) -> tuple[Inputs, list[slice]]:
    """The sentences one after the other with gaps around, and where each one's rows are."""
    places, start = [], GAP
    for sentence in sentences:
        places.append(slice(start, start + len(sentence)))
        start += len(sentence) + GAP

    def padded(name: str) -> Array:
        first = getattr(sentences[0], name)
        out = np.zeros((start, first.shape[1]), dtype=first.dtype)
        for place, sentence in zip(places, sentences, strict=True):
            out[place] = getattr(sentence, name)
        return out

    return Inputs(*(padded(name) for name in ("ids", "lexical", "posterior", "clause", "prior"))), places


@spacy.registry.architectures("stylo.HantaNetwork.v1")
def build_network(
    width: int,
    depth: int,
    rows: list[int],
    dropout: float,
    word_dropout: float,
    lexical_dropout: float,
    prior_weight: float,
    n_tags: int,
    n_labels: int,
) -> Model[Inputs, Array]:
    """Hash embeddings and HanTa's probabilities, mixed, seen through windows of 2 * depth + 1 words.

    `rows` sizes the embedding tables of the columns of `Inputs.ids`. `word_dropout` hides norm and suffix,
    `lexical_dropout` HanTa's lexical probabilities, in training only. `prior_weight` scales `Inputs.prior`.
    """
    parts: list[Model[Any, Any]] = []
    for i, size in enumerate(rows):
        table: Model[Any, Any] = HashEmbed(nO=width, nV=size, seed=i + 1)
        parts.append(chain(_column(i, word_dropout if i in (0, 3) else 0.0), table))
    lexical: Model[Any, Any] = Linear(nO=width, nI=n_tags + 2)
    context: Model[Any, Any] = Linear(nO=width, nI=n_tags + 4 * len(CLAUSE_GROUPS), init_W=zero_init)
    parts.append(chain(_array("lexical", lexical_dropout), lexical))
    parts.append(chain(_array("context", 0.0), context))
    mix: Model[Any, Any] = chain(
        concatenate(*parts),
        Dropout(dropout),
        Maxout(nO=width, nI=width * len(parts), nP=3, normalize=True, dropout=dropout),
    )
    window = residual(chain(expand_window(1), Maxout(nO=width, nI=width * 3, nP=3, normalize=True, dropout=dropout)))
    scores: Model[Any, Any] = Linear(nO=n_labels, nI=width, init_W=zero_init)
    return Model(
        "hanta_network",
        _forward,
        init=_initialise,
        layers=[mix, clone(window, depth), scores],
        attrs={"prior_weight": prior_weight, "use_context": True},
    )


def _column(index: int, dropout: float) -> Model[Inputs, Array]:
    """One column of the hashed features."""

    def forward(model: Model[Inputs, Array], inputs: Inputs, is_train: bool) -> tuple[Array, Callable[..., Any]]:
        column = inputs.ids[:, index]
        if is_train and dropout:
            column = np.where(np.random.rand(len(column)) < dropout, np.uint64(7), column)
        return column, lambda gradient: []

    return Model("column", forward)


def _array(name: str, dropout: float) -> Model[Inputs, Array]:
    """One of the dense arrays; `dropout` hides whole rows."""

    def forward(model: Model[Inputs, Array], inputs: Inputs, is_train: bool) -> tuple[Array, Callable[..., Any]]:
        rows = getattr(inputs, name)
        if is_train and dropout:
            rows = rows * (np.random.rand(len(rows), 1) > dropout)
        return rows, lambda gradient: []

    return Model(name, forward)


def _forward(model: Model[Inputs, Array], inputs: Inputs, is_train: bool) -> tuple[Array, Callable[[Array], Any]]:
    mix, windows, scores = model.layers
    if not model.attrs["use_context"]:
        nothing = {name: np.zeros_like(getattr(inputs, name)) for name in ("posterior", "clause")}
        inputs = replace(inputs, **nothing)
    mixed, back_mix = mix(inputs, is_train)
    seen, back_windows = windows(mixed, is_train)
    scored, back_scores = scores(seen, is_train)
    scored = scored + model.attrs["prior_weight"] * inputs.prior
    exponentials = np.exp(scored - scored.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities, lambda gradient: back_mix(back_windows(back_scores(gradient)))


def _initialise(model: Model[Inputs, Array], X: Inputs | None = None, Y: Any = None) -> None:
    mix, windows, scores = model.layers
    mix.initialize(X=X)
    windows.initialize(X=None if X is None else mix.predict(X))
    scores.initialize()


class Predictor:
    """A trained network for tagging: the same scores as its own, up to rounding, in less time.

    What depends on the form alone (embeddings and HanTa's lexical probabilities, through the first layer) is worked out once a
    form, and consecutive linear layers are multiplied out.
    """

    def __init__(self, network: Model[Inputs, Array], features: Features) -> None:
        self.features = features
        mix, windows, scores = network.layers
        *embeddings, lexical, context = (part.layers[1] for part in mix.layers[0].layers)
        weights, bias, self._mix_norm = _maxout(mix.layers[2])
        width = weights.shape[1] // (len(embeddings) + 2)
        self._embeddings = embeddings
        slices = [weights[:, k * width : (k + 1) * width] for k in range(len(embeddings) + 2)]
        self._by_column = slices[:-2]
        self._lexical = slices[-2] @ lexical.get_param("W")
        self._context = np.ascontiguousarray((slices[-1] @ context.get_param("W")).T)
        self._bias = bias + slices[-2] @ lexical.get_param("b") + slices[-1] @ context.get_param("b")
        self._windows = [_maxout(layer) for layer in windows.layers]
        self._scores, self._score_bias = np.ascontiguousarray(scores.get_param("W").T), scores.get_param("b")
        self._prior_weight = network.attrs["prior_weight"]
        self._places: dict[tuple[str, bool], int] = {}
        self._rows = np.empty((0, len(self._bias)), dtype="f")
        empty = self._first(np.zeros((1, len(embeddings)), dtype="uint64"), np.zeros((1, self._lexical.shape[1]), dtype="f"))
        self._gap = _normalised(empty, self._mix_norm)

    def _first(self, ids: Array, lexical: Array) -> Array:
        """What the first layer's pieces get from the form alone, for each row."""
        rows = self._bias + lexical @ self._lexical.T
        for k, (embedding, part) in enumerate(zip(self._embeddings, self._by_column, strict=True)):
            rows = rows + embedding.predict(ids[:, k]) @ part.T
        return np.asarray(rows)

    def _forms(self, sentences: Sequence[Sequence[str]]) -> Array:
        """The first layer's share of each word's form, computed for all new forms at once."""
        keys = [(word, i == 0) for words in sentences for i, word in enumerate(words)]
        new = [key for key in dict.fromkeys(keys) if key not in self._places]
        if len(self._places) + len(new) > len(self._rows):
            self._places.clear()
            new = list(dict.fromkeys(keys))
            self._rows = np.empty((max(CACHED_ROWS, len(new)), len(self._bias)), dtype="f")
        if new:
            ids, lexical = zip(*(self.features.word(*key) for key in new), strict=True)
            start = len(self._places)
            self._rows[start : start + len(new)] = self._first(np.array(ids, dtype="uint64"), np.stack(lexical))
            self._places.update(zip(new, range(start, start + len(new)), strict=True))
        return np.asarray(self._rows[[self._places[key] for key in keys]])

    def __call__(self, sentences: Sequence[Sequence[str]]) -> tuple[Array, Array]:
        """Label probabilities, and HanTa's probabilities of its tags, for the words of the sentences one after the other."""
        with _BLAS.limit(limits=1):
            return self._probabilities(sentences)

    def _probabilities(self, sentences: Sequence[Sequence[str]]) -> tuple[Array, Array]:
        sizes = [len(words) for words in sentences]
        posterior = self.features.posterior(sentences)
        context = np.hstack([posterior, self.features.clause(posterior, sizes)])
        mixed = _normalised(self._forms(sentences) + context @ self._context, self._mix_norm)
        places = np.arange(len(mixed)) + GAP * (1 + np.repeat(np.arange(len(sizes)), sizes))
        seen = np.repeat(self._gap, len(mixed) + GAP * (len(sizes) + 1), axis=0)
        seen[places] = mixed
        for weights, bias, norm in self._windows:
            seen = seen + _normalised(_window(seen) @ weights.T + bias, norm)
        scores = seen[places] @ self._scores + self._score_bias + self._prior_weight * self.features.prior(posterior)
        exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True), posterior


def _maxout(layer: Model[Any, Any]) -> tuple[Array, Array, tuple[Array, Array]]:
    """Weights and bias of a Maxout layer, its pieces one after the other, and gain and bias of its normalisation."""
    maxout, norm = (next(node for node in layer.walk() if node.name == name) for name in ("maxout", "layernorm"))
    weights, bias, gain, shift = (
        np.asarray(node.get_param(name)) for node, name in ((maxout, "W"), (maxout, "b"), (norm, "G"), (norm, "b"))
    )
    stacked = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(-1, weights.shape[2])
    return stacked, bias.T.reshape(-1), (gain, shift)


def _normalised(pieces: Array, norm: tuple[Array, Array]) -> Array:
    """The largest of the three pieces of each unit, layer-normalised."""
    size = pieces.shape[1] // 3
    best = np.maximum(np.maximum(pieces[:, :size], pieces[:, size : 2 * size]), pieces[:, 2 * size :])
    best -= best.mean(axis=1, keepdims=True)
    best *= 1.0 / np.sqrt(np.einsum("ij,ij->i", best, best)[:, None] / size + 1e-8)
    return np.asarray(best * norm[0] + norm[1])


def _window(rows: Array) -> Array:
    """Each row between its neighbours, with zeros beyond the ends."""
    size = rows.shape[1]
    out = np.zeros((len(rows), 3 * size), dtype="f")
    out[1:, :size], out[:, size : 2 * size], out[:-1, 2 * size :] = rows[:-1], rows, rows[1:]
    return out


def average(networks: Sequence[Model[Inputs, Array]], sentences: Sequence[Inputs], batch_words: int = 2000) -> list[Array]:
    """Mean label probabilities of several networks, one array a sentence; `batch_words` bounds the memory."""
    result: list[Array] = []
    for batch in batches(range(len(sentences)), [len(sentence) for sentence in sentences], batch_words):
        inputs, places = joined([sentences[i] for i in batch])
        total = np.mean([network.predict(inputs) for network in networks], axis=0)
        result.extend(total[place] for place in places)
    return result


def batches(order: Iterable[int], sizes: Sequence[int], words: int) -> Iterator[list[int]]:
    """The sentences of `order` in groups that end with the sentence that reaches `words` words."""
    batch: list[int] = []
    total = 0
    for i in order:
        batch.append(i)
        total += sizes[i]
        if total >= words:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def parameters(network: Model[Any, Any]) -> Iterable[tuple[str, Model[Any, Any], str]]:
    """Every parameter of a network as (stable name, layer, its name there)."""
    for i, layer in enumerate(network.walk()):
        for name in layer.param_names:
            if layer.has_param(name):
                yield f"{i}.{name}", layer, name


def save(networks: Sequence[Model[Any, Any]], path: Path) -> None:
    """Write the weights of the networks as float16 to a NumPy archive (no pickle)."""
    arrays: dict[str, Any] = {
        f"{number}.{key}": layer.get_param(name).astype("float16")
        for number, network in enumerate(networks)
        for key, layer, name in parameters(network)
    }
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load(networks: Sequence[Model[Any, Any]], path: Path) -> None:
    """Fill initialised networks with the weights at `path`."""
    with np.load(path, allow_pickle=False) as arrays:
        for number, network in enumerate(networks):
            for key, layer, name in parameters(network):
                layer.set_param(name, arrays[f"{number}.{key}"].astype("float32"))
