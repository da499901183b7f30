"""Titles, bylines, credits, ratings and legal notices: told from the text, left out when asked; quotations set apart."""

from __future__ import annotations

import pytest
from books import book

import stylo
from stylo.lexicon import table
from stylo.reading.paratext import paratext_remark, prepared, quotations, titled, without_paratext
from stylo.reading.remarks import remarks

ROWS = table("paratext")
BODY = "Der Film erzählt von einem Haus, in dem eine Familie wohnt, die alles vergessen möchte, was dort einmal war."


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["kind"])
def test_the_example_is_left_out_and_the_other_stays(row):
    text, left_out = without_paratext(f"{BODY}\n{row['example']}\n{row['other']}\n")
    assert text == f"{BODY}\n{row['other']}\n"
    assert left_out == {row["kind"]: 1}


def test_a_title_with_a_verb_a_subtitle_and_what_stands_between_them_and_the_text():
    text, left_out = without_paratext(
        f"Ein Haus, das nicht vergessen will\nEine Kritik\n\nVon Eva Muster\nRegie: Udo Beispiel\n{BODY}\n"
    )
    assert text.strip() == BODY
    assert left_out == {"title": 2, "byline": 1, "credits": 1}


def test_nothing_is_left_out_unasked():
    text = f"Ein Haus\n{BODY}\n"
    assert prepared(text) == (text, {})
    assert titled(text)
    assert not titled(BODY)
    assert paratext_remark(BODY) == ""


def test_quotations_can_be_left_out_or_alone():
    text = 'Er sagte: „Ich gehe.“ Sie rief »Bleib!« und "warte" nicht. 5" und 6" Zoll.'
    assert quotations(text, "only") == "Ich gehe.\nBleib!\nwarte\n"
    assert quotations(text, "drop") == 'Er sagte: Sie rief und nicht. 5" und 6" Zoll.'
    assert quotations(text, "keep") == text
    assert prepared(text, what="drop")[1] == {"quotations": 3}
    with pytest.raises(ValueError, match="keep, drop, only"):
        quotations(text, "weg")


@pytest.mark.parametrize(
    "line",
    [
        "Drive, USA 2011, R: Nicolas Winding Refn, D: Ryan Gosling, 100 Min.",
        "D/F 2014, 98 Min., FSK 12, R: Hanna Voss, mit Albrecht Schuch, Paula Beer",
        "USA 2011. Regie: Hans Beispiel. Mit Ida Probe, Udo Muster. 100 Minuten.",
        "Der mit dem Hund redet, USA 1990, R: Hans Beispiel, 180 Min.",
        "Eva Muster: Das Haus. Roman. Beispielverlag, Berlin 2011. 320 Seiten, 19,90 Euro.",
        "Mit Ida Probe, Udo von Muster u. a.",
        "Von Marta Lindwurm",
        "VON MARTA LINDWURM",
        "Rezension von Marta Lindwurm",
        "(Marta Lindwurm)",
        "Von Marta Lindwurm | 3. Mai 2011",
        "8/10",
        "Bewertung: 8/10",
        "Bewertung: sehr gut",
        "★★★★☆",
        "Wertung: vier von fünf Sternen",
        "03.05.2011",
    ],
)
def test_credits_bylines_and_ratings_of_these_kinds_go(line):
    assert without_paratext(f"{BODY}\n{line}\n")[0] == f"{BODY}\n"


@pytest.mark.parametrize(
    "line",
    [
        "Der Film (USA 2011, 100 Min.) erzählt von einem Haus.",
        "Gedreht wurde in Berlin 2011, und es dauerte 100 Minuten, bis alle froren.",
        "Mit Haut und Haar.",
        "Mit Ida Probe hat er die Richtige gefunden.",
        "Von Mann zu Mann",
        "Bewertung: Das ist schwer.",
        "Vier von fünf Kritikern loben ihn.",
        "Fazit: Ein schöner Film",
    ],
)
def test_what_only_looks_alike_stays(line):
    assert without_paratext(f"{BODY}\n{line}\n") == (f"{BODY}\n{line}\n", {})


# --- headings ---------------------------------------------------------------------------------------------------------------

MARKED = {
    "buch.md": f"# Erstes Kapitel\n\n{BODY}\n\nZweites Kapitel\n----\n\n{BODY}\n",
    "buch.html": f"<body><h1>Erstes<br>Kapitel</h1><p>{BODY}</p><h2>Zweites Kapitel</h2><p>{BODY}</p><h3><img></h3></body>",
    "buch.xml": f"<TEI><text><body><div><head>Erstes <lb/>Kapitel</head><p>{BODY}</p></div>"
    f"<div><head>Zweites Kapitel</head><p>{BODY}</p></div></body></text></TEI>",
    "buch.txt": f"# Erstes Kapitel\n{BODY}\n# Zweites Kapitel\n{BODY}\n",
}


@pytest.fixture
def books(tmp_path):
    """The same two chapters with their headings in each format that marks them."""
    docx = pytest.importorskip("docx")
    pytest.importorskip("ebooklib")
    for name, content in MARKED.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    document = docx.Document()
    document.styles.add_style("Eigenes", 1).base_style = document.styles["Heading 2"]
    document.add_heading("Erstes Kapitel", 1)
    document.add_paragraph(BODY)
    document.add_paragraph("Zweites Kapitel", style="Eigenes")
    document.add_paragraph(BODY)
    document.save(str(tmp_path / "buch.docx"))
    book(tmp_path / "buch.epub", *(f"<h1>{title} Kapitel</h1><p>{BODY}</p>" for title in ("Erstes", "Zweites")))
    return tmp_path


@pytest.mark.parametrize("name", [*MARKED, "buch.docx", "buch.epub"])
def test_what_a_format_marks_as_a_heading_goes_when_asked_and_is_told_of_before(books, name):
    (whole,), (rest,) = (stylo.open_texts(books / name, skip_title=skipped) for skipped in (False, True))
    assert "Zweites Kapitel" in whole.text
    assert not set("\x02\x03") & set(whole.text)
    assert "heading" in " ".join(remarks(whole.text, whole.headings))
    assert rest.text.split() == [*BODY.split(), *BODY.split()]
    assert rest.left_out["heading"] >= 2
    assert list(remarks(rest.text, rest.headings)) == []


def test_the_headings_of_a_chapter_go_too(books):
    found = stylo.open_texts(books / "buch.epub", by_chapter=True, skip_title=True)
    assert [text.text.strip() for text in found] == [BODY, BODY]
