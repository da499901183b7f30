"""A spaCy pipeline that somebody else trained: loaded by its name, completed with what it lacks, and measured in whole.

The official ones are not on the package index, so a small one is trained here from gold annotation, with its relations called
as TIGER calls them, packaged, and installed into a folder of its own. It is a bad pipeline, which is the point: what is
measured need not be right, but it must be there, stand in the text, and never be a silent zero.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import spacy
from spacy.cli.package import package
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

import stylo
from stylo.families.registry import marked
from stylo.figures import FIGURES
from stylo.pipeline.loading import load
from tools.gold.adjectives import heads, sentences

GOLD = Path(__file__).parents[2] / "shared" / "gold"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("foreign pipeline"),
    pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/gold is not there: no pipeline can be trained"),
]

NAME = "de_core_trial_sm"
EPOCHS, SENTENCES, WIDTH = 12, 400, 48
FEW = 20  # sentences, where it does not matter what the pipeline learns
# The relations of UD as TIGER calls them, as far as they have one name there; the heads stay UD's.
TIGER = {
    "nsubj": "sb", "csubj": "sb", "obj": "oa", "iobj": "da", "obl": "mo", "advmod": "mo", "advcl": "mo", "amod": "nk",
    "det": "nk", "nummod": "nk", "nmod": "mnr", "case": "ac", "mark": "cp", "cc": "cd", "conj": "cj", "cop": "pd", "aux": "oc",
    "ccomp": "oc", "xcomp": "oc", "acl": "rc", "compound": "svp", "appos": "app", "flat": "pnc", "parataxis": "par",
    "expl": "ep", "punct": "punct",
}  # fmt: skip
TEXT = (
    "Der Film ist leise, aber er wirkt stark. Ryan Gosling spielt einen einsamen Fahrer, der kaum redet. Obwohl die Bilder "
    "kühl sind, entsteht eine große Nähe. Man könnte den Film als Märchen lesen, doch das Ende wird nicht verklärt. "
) * 3
ENCODER = {
    "@architectures": "spacy.HashEmbedCNN.v2", "width": WIDTH, "depth": 2, "embed_size": 1000, "window_size": 1,
    "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None,
}  # fmt: skip
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
TAGGER = {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}
PARSER = {
    "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False,
    "hidden_width": 32, "maxout_pieces": 2, "use_upper": True, "tok2vec": LISTENER,
}  # fmt: skip


def blank_pipeline(*names: str) -> Language:
    nlp = spacy.blank("de")
    nlp.add_pipe("tok2vec", config={"model": ENCODER})
    for name in names:
        model = PARSER if name == "parser" else TAGGER
        nlp.add_pipe(name, config={} if name == "trainable_lemmatizer" else {"model": model})
    return nlp


def examples(vocab: spacy.Vocab, tags: str, number: int) -> list[Example]:
    """Two sentences each, so that the parser learns where one ends; the lemmas are those of stylo's own pipeline."""
    lemmatize = stylo.load()
    rows = list(islice(sentences(GOLD, "ud-gsd"), number))
    found = []
    for pair in zip(rows[::2], rows[1::2], strict=True):
        both = [row for sentence in pair for row in sentence]
        words = [row["form"] for row in both]
        own, offset = [], 0
        for sentence in pair:
            own += [(offset + head if head >= 0 else offset + i) for i, head in enumerate(heads(sentence))]
            offset += len(sentence)
        relations = [
            "ROOT" if head == i else TIGER.get(row["deprel"].split(":")[0], "mo")
            for i, (head, row) in enumerate(zip(own, both, strict=True))
        ]
        features = ["" if row["feats"] == "_" else row["feats"] for row in both]
        lemmas = [token.lemma_ for token in lemmatize(Doc(lemmatize.vocab, words=words))]
        doc = Doc(
            vocab, words=words, tags=[row[tags] for row in both], pos=[row["upos"] for row in both], morphs=features,
            heads=own, deps=relations, lemmas=lemmas,
        )  # fmt: skip
        found.append(Example(Doc(vocab, words=words), doc))
    return found


def trained(names: tuple[str, ...], tags: str = "stts", number: int = SENTENCES, epochs: int = EPOCHS) -> Language:
    nlp = blank_pipeline(*names)
    data = examples(nlp.vocab, tags, number)
    spacy.util.fix_random_seed(2011)
    optimizer = nlp.initialize(lambda: data)
    for epoch in range(epochs):
        random.Random(epoch).shuffle(data)
        for batch in minibatch(data, 24):
            nlp.update(batch, sgd=optimizer, drop=0.1)
    return nlp


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Language, str], None]:
    """Package a pipeline and install it where this Python finds it, without asking any index."""
    place = tmp_path_factory.mktemp("installed")

    def installed(nlp: Language, name: str) -> None:
        folder = tmp_path_factory.mktemp(name)
        nlp.meta |= {"name": name.removeprefix("de_"), "version": "0.0.1"}
        (folder / "package").mkdir()
        nlp.to_disk(folder / "model")
        package(folder / "model", folder / "package", create_sdist=False, silent=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
        subprocess.run([*command, "--target", place, folder / "package" / f"{name}-0.0.1"], check=True, capture_output=True)

    sys.path.insert(0, str(place))
    yield installed
    sys.path.remove(str(place))


@pytest.fixture(scope="module")
def foreign(install) -> Language:
    install(trained(("tagger", "morphologizer", "trainable_lemmatizer", "parser")), NAME)
    return load(NAME)


@pytest.fixture(scope="module")
def doc(foreign) -> Doc:
    return foreign(TEXT)


def test_it_keeps_its_own_tags_lemmas_and_sentences(foreign):
    assert [name for name in foreign.pipe_names if name.startswith("stylo")] == ["stylo_colon"]


@pytest.mark.parametrize("family", marked())
def test_every_family_finds_marks_that_stand_in_the_text(doc, family):
    marks = marked()[family](doc)
    assert all(doc.text[row.start : row.end] == row.text for row in marks.itertuples())
    assert len(marks)


def test_no_value_is_zero_where_the_pipeline_gave_what_it_needs(doc, nlp):
    own, other = (stylo.profile(each).iloc[0] for each in (nlp(TEXT), doc))
    needs = {
        "words": "NN", "adjectives": "ADJA", "finite_verbs_per_sentence": "VVFIN",
        "contrast_connectives_per_1000_words": "KON", "konjunktiv_2_count": "VMFIN", "impersonal_man_count": "PIS",
    }  # fmt: skip
    tags = {token.tag_ for token in doc}
    assert [name for name, tag in needs.items() if tag in tags and own[name] > 0 and not other[name] > 0] == []
    assert set(own.index) == set(other.index)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_is_drawn(doc, figure):
    figure.draw(figure.frame(doc)).get_figure(root=True).canvas.draw()
    plt.close("all")


def test_the_report_is_written(doc):
    assert "Ryan Gosling" in stylo.report(doc).html


def test_tags_that_are_not_stts_are_replaced(install):
    install(trained(("tagger", "parser"), tags="upos", number=FEW, epochs=1), "de_upos_sm")
    nlp = load("de_upos_sm")
    assert "stylo_tagger" in nlp.pipe_names
    assert {"ART", "NN", "VAFIN"} <= {token.tag_ for token in nlp("Der Film ist leise.")}


def test_without_a_parser_sentences_are_cut_by_rule(install):
    install(trained(("tagger",), number=FEW, epochs=1), "de_tags_sm")
    nlp = load("de_tags_sm")
    assert "stylo_splitter" in nlp.pipe_names
    assert [len(sent) for sent in nlp("Der Film ist leise. Er wirkt.").sents] == [5, 3]


def test_a_doc_with_tags_of_another_set_is_refused_by_their_name():
    words = "Der Film ist leise .".split()
    doc = Doc(
        spacy.blank("de").vocab, words=words, tags=["DET", "NOUN", "AUX", "ADJ", "PUNCT"], sent_starts=[True] + [False] * 4
    )
    with pytest.raises(ValueError, match=r"ADJ, AUX, DET, NOUN, PUNCT.*STTS.*stylo\.load\(\)"):
        stylo.adjectives(doc)
