"""Marks shown in their text; what a text contains is never executed."""

from __future__ import annotations

from stylo.annotated.concordance import concordance, highlight
from stylo.grammar.marks import frame

TEXT = 'Der <script>alert("x")</script> ist nicht\nneu, aber gut.'


def marks_of(doc, *pieces):
    rows = [{"start": doc.text.index(p), "end": doc.text.index(p) + len(p), "tier": p[0], "reason": f'"{p}"'} for p in pieces]
    return frame(doc, rows, {"tier": "object", "reason": "object"})


def test_a_mark_stands_between_its_neighbours(nlp):
    doc = nlp(TEXT)
    row = concordance(doc, marks_of(doc, "aber"), width=6).iloc[0]
    assert (row["left"], row["text"], row["right"]) == (" neu, ", "aber", " gut.")


def test_markup_in_a_text_is_shown_not_run(nlp):
    doc = nlp(TEXT)
    html = highlight(doc, marks_of(doc, "<script>", "aber"), by="tier")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'title="a: &quot;aber&quot;"' in html


def test_overlapping_marks_stay_readable(nlp):
    doc = nlp(TEXT)
    assert "[neu, |n][aber|n+a]" in repr(highlight(doc, marks_of(doc, "neu, aber", "aber"), by="tier"))
