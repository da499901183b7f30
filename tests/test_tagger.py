"""The tagging components on the cases that break taggers."""

import re

import numpy as np
import pytest
import spacy
from HanTa.HanoverTagger import HanoverTagger
from spacy.language import Language
from spacy.tokens import Doc

from stylo.lexicon import table
from stylo.pipeline.hanta import Hanta, shared
from stylo.pipeline.network import average
from stylo.pipeline.tagger import WEIGHTS, Tagger, load_networks, predictor, shared_features
from stylo.pipeline.word_model import SHORT, FormModel
from stylo.pipeline.word_model_batch import FormBatch
from tools.convert_hanta import FILE


@pytest.fixture(scope="module", params=["stylo_hanta", "stylo_tagger"])
def nlp(request: pytest.FixtureRequest) -> Language:
    pipeline = spacy.blank("de")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe(request.param)
    return pipeline


@pytest.fixture(scope="module")
def trained() -> Language:
    pipeline = spacy.blank("de")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("stylo_tagger")
    return pipeline


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "😀", "a" * 300, "\u200b", "ß", "\xad \xa0", "'", "-", "Hallo\n \n:-) #x @y"]
)
def test_every_token_gets_a_tag(nlp: Language, text: str) -> None:
    assert all(token.tag_ for token in nlp(text))


def test_white_space_is_no_word(nlp: Language) -> None:
    assert [token.tag_ for token in nlp("Es  regnet.")] == ["PPER", "_SP", "VVFIN", "$."]


def test_own_tokens_and_sentences(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["Es", "regnet", ".", "Sie", "lachen", "."], sent_starts=[1, 0, 0, 1, 0, 0])
    tagger = nlp.pipeline[-1][1]
    assert [token.tag_ for token in tagger(doc)] == ["PPER", "VVFIN", "$."] * 2
    assert [token.tag_ for token in tagger(Doc(nlp.vocab, words=["Es", "regnet", "."]))] == [
        "PPER",
        "VVFIN",
        "$.",
    ]


def test_morphology_and_lemmas_of_another_pipeline_stay(nlp: Language) -> None:
    words, lemmas = ["Schöne", "Filme", "."], ["s", "f", "."]
    doc = Doc(nlp.vocab, words=words, lemmas=lemmas, morphs=["Case=Nom", "", ""])
    Tagger(nlp.vocab, "tagger", None, set_tag=True, set_lemma=False)(doc)
    assert [token.lemma_ for token in doc] == lemmas
    assert str(doc[0].morph) == "Case=Nom|Degree=Pos"


def test_processes_agree(nlp: Language) -> None:
    texts = ["Das muß seyn.", "Die Handelnden lachen.", "Er hebt sich ab."] * 4
    one, two = ([[t.tag_ for t in doc] for doc in nlp.pipe(texts, n_process=n)] for n in (1, 2))
    assert one == two


def test_nominalised_words_are_nouns(nlp: Language) -> None:
    doc = nlp("Die Handelnden haben beim Lesen gelacht.")
    assert [(t.text, str(t.morph)) for t in doc if t.tag_ == "NN"] == [
        ("Handelnden", "Nominal=Adj"),
        ("Lesen", "Nominal=Inf"),
    ]


def test_modal_particle(trained: Language) -> None:
    doc = trained("Das ist ja weit entfernt.")
    assert [(t.tag_, t.morph.get("PartType")) for t in doc if t.text == "ja"] == [("ADV", ["Mod"])]
    assert doc[4].tag_ == "ADJD"


FORMS = "zusammengeschustert kopfsteinpflastertreter slapstickeinlage ä xy gigurtelte un hä überbordendste 3d-brille".split()


def test_the_word_model_says_what_hanta_says() -> None:
    hanta = HanoverTagger(str(FILE))
    model = FormModel(hanta)
    for form in FORMS:
        assert dict(model.likelihoods(form)) == pytest.approx(dict(hanta.analyze_forward(form)))
        for tag, _ in model.likelihoods(form):
            assert list(model.chain(form, -tag)) == hanta.analyze_viterbi(form, -tag)


def test_many_forms_at_once_are_as_one_by_one() -> None:
    model = FormModel(HanoverTagger(str(FILE)))
    forms = [form for form in FORMS if len(form) >= SHORT] * 9  # more than go together
    assert dict(FormBatch(model).likelihoods(forms)) == {form: model.likelihoods(form) for form in forms}


def test_a_word_is_the_same_whatever_was_asked_before() -> None:
    first, second = Hanta(), Hanta()
    first.prepare(FORMS)
    assert first.posteriors(FORMS) == second.posteriors(FORMS)


SENTENCES = [["Ja", "!"], ["Er", ",", "der", "kam", ",", "lachte", "."], ["Das", "hat", "ihm", "gefallen", "."]]


def test_the_fast_network_says_what_the_trained_one_says() -> None:
    features = shared_features()
    slow = np.concatenate(average(load_networks(WEIGHTS), [features(words) for words in SENTENCES]))
    assert np.allclose(predictor(WEIGHTS)(SENTENCES)[0], slow, atol=1e-5)


def test_no_sentence_depends_on_its_neighbours() -> None:
    together = predictor(WEIGHTS)(SENTENCES)[0]
    alone = np.concatenate([predictor(WEIGHTS)([words])[0] for words in SENTENCES])
    assert np.allclose(together, alone, atol=1e-5)


def test_the_plain_tagger_is_hantas_own_decoder() -> None:
    plain = spacy.blank("de")
    plain.add_pipe("stylo_hanta")
    words = ["Weil", "sie", "den", "Film", "gesehen", "haben", ",", "gehen", "sie", "."]
    own = [tag for _, _, tag in HanoverTagger(str(FILE)).tag_sent(words)]
    assert [token.tag_ for token in plain(Doc(plain.vocab, words=words))] == [
        tag.translate({40: None, 41: None}) for tag in own
    ]


@pytest.mark.parametrize("row", table("old_spellings"), ids=lambda row: row["pattern"])
def test_a_rule_of_old_spellings_reads_its_example_and_spares_another(row: dict[str, str]) -> None:
    hanta = shared()
    assert re.sub(row["pattern"], row["becomes"].strip(), row["example"]) == row["read_as"]
    assert hanta._spelling(row["example"]) == row["read_as"] if row["sure"] == "yes" else hanta.known(row["example"])
    assert hanta._spelling(row["spared"]) == row["spared"]
