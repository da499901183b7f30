"""The public face: names, columns, offsets; what users' own notebooks rely on."""

from __future__ import annotations

import inspect
import pydoc
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stylo
from stylo.pipeline.loading import ModelNotInstalled

MARKS = {
    "sentences": (stylo.sentences, {"start", "end", "text", "words"}),
    "adjectives": (stylo.adjectives, {"start", "end", "text", "lemma", "tag", "function"}),
    "contrast": (stylo.contrast, {"marker", "start", "end", "text", "tier", "sense", "accepted", "reason"}),
    "register": (stylo.register, {"start", "end", "text", "feature", "pole"}),
}
PROFILE = """words sentences sentence_length_mean sentence_length_median sentence_length_sd adjectives_per_100_words
adja_per_100_words adjd_per_100_words contrast_connectives_per_1000_words flesch_amstad wiener_sachtextformel_1
wiener_sachtextformel_2 wiener_sachtextformel_3 wiener_sachtextformel_4 gsmog lix rix mtld mattr_50 hdd yule_k syllables
formality_f""".split()
GERMAN = st.lists(
    st.sampled_from(
        """Der Film ist nicht gut , aber schön . ! ? : „ “ ... zwar doch Weder noch die hebt sich ab in 2011. z. B. Er
        hab's blutig-brutalen Action- und \n \r\n \t \x00 😀 ( ) - – ; kam 3. 'n Zuschauer:innen weiß Gott""".split(" ")
    ),
    max_size=40,
).map(" ".join)


@pytest.mark.parametrize("name", MARKS)
def test_the_promised_columns_are_there(name, drive, nlp):
    marks, columns = MARKS[name]
    assert columns <= set(marks(drive).columns)
    assert list(marks(nlp("")).columns) == list(marks(drive).columns)


@pytest.mark.parametrize("name", MARKS)
def test_offsets_cut_the_text_out_of_the_review(name, drive):
    frame = MARKS[name][0](drive)
    assert len(frame) > 0
    assert [drive.text[a:b] for a, b in zip(frame["start"], frame["end"], strict=True)] == list(frame["text"])


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.one_of(GERMAN, st.text(max_size=200)))
def test_offsets_cut_the_text_out_of_any_text(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    for marks, _ in MARKS.values():
        frame = marks(doc)
        assert [text[a:b] for a, b in zip(frame["start"], frame["end"], strict=True)] == list(frame["text"])
    assert len(stylo.profile(doc)) == 1


def test_the_profile_has_the_promised_columns(drive):
    frame = stylo.profile(drive)
    assert set(PROFILE) <= set(frame.columns)
    assert len(frame) == 1


def test_the_profile_counts_what_the_marks_hold(drive):
    row = stylo.profile(drive).iloc[0]
    adjectives = stylo.adjectives(drive)
    sentences = stylo.sentences(drive)
    assert row["sentences"] == len(sentences)
    assert row["words"] == sentences["words"].sum()
    assert row["adjectives_per_100_words"] == pytest.approx(100 * len(adjectives) / row["words"])
    connectives = stylo.contrast(drive).query("accepted and tier in ['connective', 'paired']")["marker"].nunique()
    assert row["contrast_connectives_per_1000_words"] == pytest.approx(1000 * connectives / row["words"])


def test_several_documents_give_a_row_each(nlp):
    frame = stylo.profile(list(nlp.pipe(["Der Film ist gut.", "Er ist aber lang."])))
    assert list(frame["words"]) == [4, 4]


def test_what_cannot_be_said_is_missing_with_its_reason(nlp):
    row = stylo.profile(nlp("Gut.")).iloc[0]
    assert row["mtld"] != row["mtld"]
    assert "mtld: " in row["missing"]
    assert row["contrast_connectives_per_1000_words"] == 0


@pytest.mark.parametrize("text", ["", " \n ", "...!?", "😀 🎬", "Gut", "\x00", "a" * 5000, "Wort " * 5000, "x\r\ny\rz"])
def test_odd_texts_are_measured_or_missing(nlp, text):
    doc = nlp(text)
    row = stylo.profile(doc).iloc[0]
    for marks, _ in MARKS.values():
        marks(doc)
    if not any(character.isalnum() for character in text):
        assert row["words"] == 0
        assert "sentence_length_mean: " in row["missing"]


def test_processes_give_the_same_documents(nlp):
    texts = ["Der Film ist nicht gut, aber schön.", "Er kam im Jahr 2011. Sie nicht."] * 3
    one = [[(t.text, t.tag_, t.lemma_, t.is_sent_start) for t in doc] for doc in nlp.pipe(texts)]
    two = [[(t.text, t.tag_, t.lemma_, t.is_sent_start) for t in doc] for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert one == two


def test_a_model_that_is_not_installed_says_how_to_get_it():
    with pytest.raises(ModelNotInstalled, match=r"python -m spacy download de_core_news_lg.*never with pip"):
        stylo.load("de_core_news_lg")


def test_a_doc_keeps_its_own_tokens_and_sentences(nlp):
    from spacy.tokens import Doc

    words = ["Der", "Film", "kam", "2011.", "Er", "ist", "gut", "."]
    doc = nlp(Doc(nlp.vocab, words=words))
    assert [token.text for token in doc] == words
    assert [sentence.text for sentence in doc.sents] == ["Der Film kam 2011.", "Er ist gut ."]
    own = nlp(Doc(nlp.vocab, words=words, sent_starts=[True] + [False] * 7))
    assert len(list(own.sents)) == 1


def test_an_installed_spacy_pipeline_gets_only_what_it_lacks(tmp_path):
    import spacy

    blank = spacy.blank("de")
    blank.add_pipe("sentencizer")
    blank.to_disk(tmp_path / "model")
    nlp = stylo.load(str(tmp_path / "model"))
    doc = nlp("Der Film ist gut. Er ist einsam: Neben ihm steht sie.")
    assert "stylo_splitter" not in nlp.pipe_names
    assert doc[1].tag_ == "NN"
    assert len(stylo.sentences(doc)) == 2


def test_the_colon_is_an_option(nlp):
    text = "Der Fahrer ist einsam: Neben dem Job hat er nichts."
    assert len(stylo.sentences(nlp(text))) == 1
    assert len(stylo.sentences(stylo.load(split_at_colon=True)(text))) == 2


def test_the_map_of_the_face_is_the_whole_face_and_nothing_else():
    table = stylo.__doc__.split("\n\n")[1]
    assert set(re.findall(r"``(\w+)``", table)) - {"start", "end", "Doc"} == set(stylo.__all__)
    assert set(dir(stylo)) == {*stylo.__all__, "__version__"}


def test_help_describes_every_function_of_the_face():
    said = pydoc.plain(pydoc.render_doc(stylo))
    assert [name for name in stylo.__all__ if not re.search(rf"^    (?:class )?{name}\(", said, re.MULTILINE)] == []


@pytest.mark.parametrize("name", stylo.__all__)
def test_the_help_of_a_function_has_all_that_one_needs(name):
    function = getattr(stylo, name)
    told = inspect.getdoc(function)
    wanted = ["Returns", "Examples"] + (["Parameters", "Raises"] if inspect.signature(function).parameters else [])
    assert [section for section in wanted if f"{section}\n---" not in told] == []
    named = re.findall(r"^(\w+(?:, \w+)*)(?: : .*)?$", told.partition("Returns\n")[0], re.MULTILINE)
    described = {each for names in named for each in names.split(", ")}
    assert [each for each in inspect.signature(function).parameters if each not in described] == []
