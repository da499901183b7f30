"""Train the tagger's networks: `python -m tools.train_tagger stylo/models/tagger/config.cfg ../shared stylo/models/tagger`.

Two steps. Pretraining: a network that does not see HanTa's sentence probabilities learns to foretell them on
untagged text, so it learns TIGER's conventions in wider contexts than HanTa's three words. Training: for each
seed, the pretrained network goes on with the gold sets and with a part of that text, tagged by the pretrained
network and HanTa together. `--folds 10` cross-validates the second step on the gold sets instead; the first
sees no gold.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.util import load_config
from thinc.api import Adam, Model, fix_random_seed

from stylo.pipeline.hanta import Hanta
from stylo.pipeline.network import PARTICLES, Array, Features, Inputs, average, batches, joined, load, parameters, save
from stylo.pipeline.stts import TIGER
from stylo.pipeline.tagger import new_network, shared_features

csv.field_size_limit(sys.maxsize)

# STTS-IBK to STTS; what is not here is STTS already.
FROM_IBK = {
    "PTKMA": "ADV", "PTKIFG": "ADV", "PTKMWL": "ADV", "DM": "ADV", "ADVART": "ADV",
    "VVPPER": "VVFIN", "VAPPER": "VAFIN", "VMPPER": "VMFIN", "KOUSPPER": "KOUS", "PPERPPER": "PPER",
    "EMOASC": "XY", "EMOIMG": "XY", "URL": "XY", "HST": "XY", "ADR": "NE", "ONO": "ITJ", "AKW": "ITJ",
}  # fmt: skip
MERGED = {"NNA": "NN", "NNI": "NN", **TIGER}
REFLEXIVE = frozenset(["sich", "mich", "dich", "uns", "euch", "mir", "dir"])
PARTICLE_OF = {tag: label for label, tag in PARTICLES.items()}


@dataclass(frozen=True)
class Sentence:
    """A gold sentence: `tags` as annotated, `upos` where the set has it."""

    doc: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    upos: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A sentence to learn from; `target` is a distribution a word (`soft`) or a set of allowed labels."""

    inputs: Inputs
    target: Array
    soft: bool
    weight: Array | float


def plain(tag: str) -> str:
    """A tag of any of the sets as the STTS that is scored."""
    tag = FROM_IBK.get(tag, tag)
    return MERGED.get(tag, tag)


def table(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a shared TSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_gold(path: Path, text: str, tag: str, upos: str | None = None) -> list[Sentence]:
    """Sentences of a gold set, whose columns for the text and the tag have these names."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in table(path):
        groups.setdefault((row[text], row["sent"]), []).append(row)
    return [
        Sentence(
            doc,
            tuple(row["form"] for row in rows),
            tuple(row[tag] for row in rows),
            tuple(row[upos] if upos else "" for row in rows),
        )
        for (doc, _), rows in groups.items()
    ]


def read_untagged(path: Path, words: int, shuffle: random.Random) -> Iterator[list[str]]:
    """Sentences of a corpus in random order of its documents, until `words` words are read."""
    tokenizer = spacy.blank("de").tokenizer
    rows = list(table(path))
    shuffle.shuffle(rows)
    seen = 0
    for row in rows:
        if seen > words:
            return
        for paragraph in row["text"].replace("\\n", "\n").split("\n"):
            for sentence in rough_sentences([t.text for t in tokenizer(paragraph) if not t.is_space]):
                seen += len(sentence)
                yield sentence


def rough_sentences(words: Sequence[str]) -> Iterator[list[str]]:
    """Words cut after full stops and the quotation marks that follow them; good enough for untagged text."""
    sentence: list[str] = []
    for i, word in enumerate(words):
        sentence.append(word)
        following = words[i + 1] if i + 1 < len(words) else ""
        stop = word in ".!?" and following not in ("“", "«", "”", "‹", ")", '"')
        quoted = word in ("“", "«", "”") and i > 0 and words[i - 1] in ".!?" and following[:1].isupper()
        if stop or quoted or len(sentence) >= 120 or not following:
            if len(sentence) > 2:
                yield sentence
            sentence = []


def reconciled(sentence: Sentence, inputs: Inputs, hanta: Hanta) -> list[str]:
    """GSD's tags by TIGER's conventions; "" where GSD's label is not to be learnt. See MODEL_CARD.md."""
    tags = [plain(tag) for tag in sentence.tags]
    for i, (word, tag) in enumerate(zip(sentence.words, tags, strict=True)):
        if not (known := hanta.known(word)) and tag not in ("NN", "NE", "PRF"):
            continue
        options = {plain(hanta.stts[k]) for k, _ in hanta.candidates(word, False)}
        guess = plain(hanta.stts[int(inputs.posterior[i].argmax())])
        if tag == "ADV" and "ADJD" in options and "ADV" not in options:
            tags[i] = "ADJD"
        elif tag == "ADJD" and "ADV" in options and "ADJD" not in options:
            tags[i] = "ADV"
        elif {tag, guess} == {"NN", "NE"} and (known or sentence.upos[i] == "PROPN"):
            tags[i] = guess if known else "NE"
        elif tag == "PRF" and word.lower() not in REFLEXIVE:
            tags[i] = ""
    return tags


def gold_example(sentence: Sentence, features: Features, particles: bool, adverb_weight: float) -> Example:
    """A gold sentence to learn from; without `particles` (GSD) an ADV may be a particle.

    With them an adverb or particle counts `adverb_weight` times, for there are few.
    """
    inputs = features(sentence.words)
    tags = [plain(tag) for tag in sentence.tags] if particles else reconciled(sentence, inputs, features.hanta)
    target = np.zeros((len(tags), len(features.labels)), dtype="f")
    for row, tag, raw in zip(target, tags, sentence.tags, strict=True):
        allowed = [PARTICLE_OF[raw]] if raw in PARTICLE_OF else [tag]
        if tag == "ADV" and not particles:
            allowed += PARTICLES
        for label in allowed:
            if label in features.labels:
                row[features.labels.index(label)] = 1.0
    weight = np.array([[adverb_weight if particles and tag == "ADV" else 1.0] for tag in tags], dtype="f")
    return Example(inputs, target, soft=False, weight=weight)


def only_adverbs(rows: Array, labels: Sequence[str]) -> Array:
    """Label probabilities with those of the particles moved to ADV."""
    rows = rows.copy()
    for label in PARTICLES:
        rows[:, labels.index("ADV")] += rows[:, labels.index(label)]
        rows[:, labels.index(label)] = 0.0
    return rows


def learn(
    network: Model[Inputs, Array],
    examples: Sequence[Example],
    labels: Sequence[str],
    settings: dict[str, Any],
    seed: int,
) -> None:
    """Fit the network in place; it ends with the averages of its weights."""
    adverbs = [labels.index("ADV"), *(labels.index(label) for label in PARTICLES)]
    optimizer = Adam(settings["learn_rate"], L2=settings["l2"], use_averages=True, grad_clip=1.0)
    order, sizes = list(range(len(examples))), [len(example.inputs) for example in examples]
    steps = settings["epochs"] * sum(sizes) / settings["batch_words"]
    shuffle, step = random.Random(seed), 0
    for _ in range(settings["epochs"]):
        shuffle.shuffle(order)
        for batch in batches(order, sizes, settings["batch_words"]):
            inputs, places = joined([examples[i].inputs for i in batch])
            predicted, backward = network.begin_update(inputs)
            gradient = np.zeros_like(predicted)
            for i, place in zip(batch, places, strict=True):
                gradient[place] = example_gradient(predicted[place], examples[i], adverbs)
            backward(gradient / 30)
            optimizer.learn_rate = settings["learn_rate"] * max(0.05, 1 - step / steps)
            network.finish_update(optimizer)
            step += 1
    for node in network.walk():
        for name in node.param_names:
            if (node.id, name) in optimizer.averages:
                node.set_param(name, optimizer.averages[node.id, name])


def example_gradient(predicted: Array, example: Example, adverbs: list[int]) -> Array:
    """Gradient of the cross-entropy for the scores; words without an allowed label are left out."""
    if example.soft:  # the target knows ADV only: share it out as the network does
        target = example.target.copy()
        group = predicted[:, adverbs]
        target[:, adverbs] = target[:, adverbs[:1]] * group / np.maximum(group.sum(axis=1, keepdims=True), 1e-9)
        return (predicted - target) * example.weight
    allowed = predicted * example.target
    total = allowed.sum(axis=1, keepdims=True)
    return np.where(total > 0, predicted - allowed / np.maximum(total, 1e-9), 0.0) * example.weight


def untagged(config: dict[str, Any], corpora: Path, features: Features) -> list[Inputs]:
    """Features of the text for pretraining, shuffled."""
    settings = config["pretraining"]
    shuffle = random.Random(settings["shuffle_seed"])
    texts: list[Inputs] = []
    for name, words in settings["words"].items():
        texts += [features(sentence) for sentence in read_untagged(corpora / f"{name}.tsv", words, shuffle)]
    shuffle.shuffle(texts)
    return texts


def pretrain(config: dict[str, Any], texts: Sequence[Inputs], features: Features) -> list[Model[Inputs, Array]]:
    """One network for each seed that foretells HanTa's tags from the words around and the form alone."""
    settings = config["pretraining"]
    merge = (features.to_labels > 0) & np.array([label not in PARTICLES for label in features.labels])
    examples = [Example(text, text.posterior @ merge.astype("f"), soft=True, weight=1.0) for text in texts]
    hidden = {key: settings[key] for key in ("dropout", "word_dropout", "lexical_dropout")}
    networks = []
    for seed in config["training"]["seeds"]:
        fix_random_seed(seed)
        network = new_network(config["model"], features, **hidden, prior_weight=0.0)
        network.attrs["use_context"] = False
        learn(network, examples, features.labels, settings, seed)
        network.attrs["prior_weight"] = settings["relabel_weight"]
        for _, layer, name in parameters(network):  # as precise as a stored network, so that both give one result
            stored: Any = layer.get_param(name).astype("float16").astype("float32")
            layer.set_param(name, stored)
        networks.append(network)
    return networks


def retagged(
    config: dict[str, Any],
    networks: Sequence[Model[Inputs, Array]],
    texts: Sequence[Inputs],
    features: Features,
) -> list[Example]:
    """Some of the text, tagged by the pretrained networks and HanTa together."""
    weight = config["training"]["silver_weight"]
    chosen = texts[: config["training"]["silver_sentences"]]
    return [
        Example(text, only_adverbs(rows, features.labels), soft=True, weight=weight)
        for text, rows in zip(chosen, average(networks, chosen), strict=True)
    ]


def train(
    config: dict[str, Any],
    pretrained: Sequence[Model[Inputs, Array]],
    examples: Sequence[Example],
    features: Features,
) -> list[Model[Inputs, Array]]:
    """One network for each seed, from the pretrained one."""
    networks = []
    for seed, start in zip(config["training"]["seeds"], pretrained, strict=True):
        fix_random_seed(seed)
        network = new_network(config["model"], features)
        for (_, layer, name), (_, source, _) in zip(parameters(network), parameters(start), strict=True):
            layer.set_param(name, source.get_param(name).copy())
        learn(network, examples, features.labels, config["training"], seed)
        networks.append(network)
    return networks


def blocks(sentences: Sequence[Sentence], folds: int) -> list[int]:
    """The fold of each sentence: by text where texts are long, else contiguous runs of sentences."""
    docs = list(dict.fromkeys(sentence.doc for sentence in sentences))
    if len(docs) < 5 * folds:
        return [docs.index(sentence.doc) % folds for sentence in sentences]
    return [i * folds // len(sentences) for i in range(len(sentences))]


def figures(sentences: Sequence[Sentence], rows: Sequence[Array], labels: Sequence[str]) -> dict[str, float]:
    """Accuracy, F1 of ADJA and ADJD as one class, and F1 of the particles."""
    gold = [tag for sentence in sentences for tag in sentence.tags]
    found = [labels[i] for array in rows for i in array.argmax(axis=1)]
    pairs = [(plain(g), f.split("+")[0]) for g, f in zip(gold, found, strict=True)]
    result = {"words": len(pairs), "accuracy": sum(g == f for g, f in pairs) / len(pairs)}
    result["adjectives"] = f1([g in ("ADJA", "ADJD") for g, _ in pairs], [f in ("ADJA", "ADJD") for _, f in pairs])
    for label, tag in PARTICLES.items():
        if tag in gold:
            result[tag] = f1([g == tag for g in gold], [f == label for f in found])
    return result


def f1(gold: Sequence[bool], found: Sequence[bool]) -> float:
    """F1 of two parallel judgements; 0 if there is nothing to find and nothing found."""
    both = sum(g and f for g, f in zip(gold, found, strict=True))
    return 2 * both / max(1, sum(gold) + sum(found))


def cross_validate(
    config: dict[str, Any],
    folds: int,
    sets: dict[str, list[Sentence]],
    fit: Callable[..., Any],
    features: Features,
) -> None:
    """Print the figures of each set, every sentence tagged by networks that were not trained on its block."""
    fold_of = {name: blocks(sentences, folds) for name, sentences in sets.items()}
    rows: dict[str, list[Array]] = {name: [np.empty(0)] * len(sets[name]) for name in sets}
    for fold in range(folds):
        kept = {n: [s for s, f in zip(sets[n], fold_of[n], strict=True) if f != fold] for n in sets}
        networks = fit(kept)
        for name, sentences in sets.items():
            held = [i for i, f in enumerate(fold_of[name]) if f == fold]
            outputs = average(networks, [features(sentences[i].words) for i in held])
            for i, output in zip(held, outputs, strict=True):
                rows[name][i] = output
    report(sets, rows, features.labels)


def report(sets: dict[str, list[Sentence]], rows: dict[str, list[Array]], labels: Sequence[str]) -> None:
    """Print figures, EmpiriST's also by register."""
    for name, sentences in sets.items():
        for register in ("", "cmc", "web") if name == "empirist" else ("",):
            picked = [i for i, sentence in enumerate(sentences) if sentence.doc.startswith(register)]
            values = figures([sentences[i] for i in picked], [rows[name][i] for i in picked], labels)
            print(name, register, " ".join(f"{key}={value:.4f}" for key, value in values.items()), flush=True)


def parsed_options() -> argparse.Namespace:
    """What the command was asked to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("shared", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate instead of writing weights")
    parser.add_argument("--score", action="store_true", help="print figures on the sets that are never trained on")
    parser.add_argument("--pretrained", type=Path, help="keep the pretrained networks here, or take them from here")
    return parser.parse_args()


def pretrained_networks(
    config: dict[str, Any], texts: Sequence[Inputs], features: Features, kept: Path | None
) -> list[Model[Inputs, Array]]:
    """The networks after pretraining, taken from a file of an earlier run where there is one, else kept in it."""
    if kept and kept.exists():
        networks = [new_network(config["model"], features) for _ in config["training"]["seeds"]]
        load(networks, kept)
        for network in networks:
            network.attrs.update(prior_weight=config["pretraining"]["relabel_weight"], use_context=False)
        return networks
    networks = pretrain(config, texts, features)
    if kept:
        save(networks, kept)
    return networks


def print_scores(networks: list[Model[Inputs, Array]], gold: Path, features: Features) -> None:
    """Print the figures on the sets that are never trained on."""
    fair = {
        "pcc": read_gold(gold / "pcc" / "tokens.tsv", "doc", "stts"),
        "ud-lit": read_gold(gold / "ud-lit" / "tokens.tsv", "sent_id", "stts", "upos"),
    }
    rows = {name: average(networks, [features(s.words) for s in fair[name]]) for name in fair}
    report(fair, rows, features.labels)


def main() -> None:
    options = parsed_options()
    config = load_config(options.config).interpolate()
    features = shared_features()
    gold, corpora = (options.shared / config["paths"][name] for name in ("gold", "corpora"))
    sets = {
        "ud-gsd": read_gold(gold / "ud-gsd" / "tokens.tsv", "sent_id", "stts", "upos"),
        "empirist": read_gold(gold / "empirist" / "tokens.tsv", "text", "stts_ibk"),
    }
    texts = untagged(config, corpora, features)
    adverb_weight = config["training"]["adverb_weight"]
    pretrained = pretrained_networks(config, texts, features, options.pretrained)
    silver = retagged(config, pretrained, texts, features)

    def fit(kept: dict[str, list[Sentence]]) -> list[Model[Inputs, Array]]:
        examples = [gold_example(s, features, name == "empirist", adverb_weight) for name in kept for s in kept[name]]
        return train(config, pretrained, [*examples, *silver], features)

    if options.folds:
        cross_validate(config, options.folds, sets, fit, features)
        return
    networks = fit(sets)
    options.output.mkdir(parents=True, exist_ok=True)
    save(networks, options.output / "weights.npz")
    if options.config.resolve() != (options.output / "config.cfg").resolve():
        shutil.copyfile(options.config, options.output / "config.cfg")
    if options.score:
        print_scores(networks, gold, features)


if __name__ == "__main__":
    main()
