"""Whatever Unicode holds is measured without a crash, and every mark cuts its words out of the text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stylo
from stylo.families.registry import marked
from stylo.notebook.given import READ
from stylo.reading.records import Document, Failure, checked
from stylo.reading.text import WRONG_ENCODING

pytestmark = [pytest.mark.slow]

EXAMPLES = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
# What is hard on a tokenizer, a splitter or a table of marks, beside all characters.
HARD = [
    "\0", "\ufeff", "\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "a\u0301", "\u0345", "ﬁ", "ß", "ẞ", "İ", "ı", "ſ",
    "👩‍👩‍👧", "🇩🇪", "𝔎𝔞𝔲𝔷", "𠜎", "\U0010ffff", "\ufffe", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029",
    "\u3000", "\u00a0", "„", "“", "»", "’", "…", "–", "z. B.", "3. Oktober", "aber", "zwar", "doch", "der", "schöne",
    "Straße", "ist", "wird", "gesehen", ".", "!", "?", ":", ",", ";", "(", ")", "-", "/", "_", "1", "²", "½", "٣", "Ⅷ", ":-)",
    "http://a.de", "@du", "#kauz", "geht's", "Leser:innen", " ", "  ", "\t", "\n", "\n\n",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=120),
    st.lists(st.one_of(st.sampled_from(HARD), st.characters(codec="utf-8")), max_size=60).map("".join),
    st.lists(st.sampled_from(HARD), max_size=60).map(" ".join),
)


@EXAMPLES
@given(text=TEXTS)
def test_no_text_breaks_a_measure_and_every_mark_slices_back(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    for measure in marked().values():
        frame = measure(doc)
        assert all(text[row.start : row.end] == row.text and row.start < row.end for row in frame.itertuples())
    assert len(stylo.profile(doc)) == 1


@EXAMPLES
@given(text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_colon_that_splits_breaks_nothing(text):
    doc = colon()(text)
    assert doc.text == text
    assert len(stylo.profile(doc)) == 1


def colon(pipelines: list = []):  # noqa: B006  made once
    if not pipelines:
        pipelines.append(stylo.load(split_at_colon=True))
    return pipelines[0]


@EXAMPLES
@given(text=st.text(st.characters(), max_size=40))
def test_a_text_is_measured_or_a_failure_in_words(text):
    found = checked(text)
    assert isinstance(found, Failure) == (
        not text.strip("\0 \t\r\n\ufeff") or any("\ud800" <= sign <= "\udfff" for sign in text)
    )
    texts = pd.Series([text], index=["t"])
    named = text.strip()
    if Path(named).suffix.lower() in READ and len(named.split()) == 1 and "\0" not in named:  # "0.TSV" is no text
        with pytest.raises(ValueError, match="the name of a file"):
            stylo.profile(texts)
        return
    frame = stylo.profile(texts)
    assert frame["words"].isna()["t"] == isinstance(found, Failure)


@pytest.mark.parametrize("half", ["\ud83d", "Kauz \udc00 Dachs"])
def test_half_a_surrogate_pair_is_no_text(half):
    assert checked(half).status == WRONG_ENCODING
    assert "surrogate" in stylo.profile([half])["missing"][0]


def test_the_two_halves_of_a_document_are_a_name_and_a_text():
    assert Document("a", "b") == ("a", "b")
