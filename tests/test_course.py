"""The course of a text: marks by paragraph add up, texts are cut into stretches, narrating is told from judging."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from stylo.families.course import course, manners
from stylo.families.document import Reading
from stylo.families.negation import negation
from stylo.figures.course import by_paragraph, strips
from stylo.reading.files import read

ROOT = Path(__file__).parent.parent
PASSAGES = ROOT / "tests" / "gold" / "passages.tsv"
STORY = "Er lernt sie kennen, und sie hilft ihm. Dann verliert er sein Geld und seine Frau."
VERDICT = "Der Film ist klug, die Regie großartig, und ich finde die Musik wunderbar."


def test_the_marks_of_the_paragraphs_are_those_of_the_text(nlp):
    doc = nlp(f"{STORY}\nEr lacht nie, weder laut noch leise.\n{VERDICT}")
    found = course(doc)
    assert found.loc[found["row"] == "negation", "marks"].tolist() == [0, 2, 0]
    assert found["marks"].sum() == sum(found.groupby("row")["marks"].sum())
    kinds = course(doc, "negation")
    assert (
        kinds.groupby("row")["marks"].sum().to_dict()
        == negation(doc).drop_duplicates("marker")["kind"].value_counts().reindex(kinds["row"].unique(), fill_value=0).to_dict()
    )


@pytest.mark.parametrize(("lines", "most"), [(1, 4), (2, 4), (3, 3), (30, 30), (400, 30)])
def test_a_text_of_few_or_many_paragraphs_is_cut_into_stretches(nlp, lines, most):
    doc = nlp("\n".join([STORY + " " + VERDICT] * lines))
    units = manners(doc)
    assert units["words"].sum() == course(doc, "negation", ["nicht"])["words"].sum() == 29 * lines
    assert 1 <= len(units) <= most


def test_what_speaks_of_persons_narrates_and_what_judges_does_not(nlp):
    found = manners(nlp(f"{STORY}\n{VERDICT}\nEr ging und schwieg."))
    assert found["manner"].tolist() == ["narrative", "evaluating", "narrative"]
    assert found["preterite_percent"].tolist() == [0, 0, 100]
    assert manners(nlp("")).empty


def test_the_annotated_paragraphs_of_the_eight_texts_are_told_apart(nlp):
    right = []
    with PASSAGES.open(encoding="utf-8", newline="") as lines:
        wanted = [row for row in csv.DictReader(lines, delimiter="\t") if row["kind"] != "other"]
    for path in sorted((ROOT / "corpus").rglob("*.txt")):
        own = {int(row["start"]): row["kind"] for row in wanted if row["text"] == path.stem}
        found = manners(nlp(read(path)))
        right += [own[start] == manner for start, manner in zip(found["start"], found["manner"], strict=True) if start in own]
    assert len(right) >= 35
    assert sum(right) / len(right) >= 0.85


def test_the_strips_have_a_field_for_each_row_and_paragraph(nlp):
    reading = Reading(nlp(f"{STORY}\n{VERDICT}\n{STORY}"))
    found = by_paragraph(reading)
    assert (found["low"] <= found["rate"]).all()
    assert (found["rate"] <= found["high"]).all()
    ax = strips(found)
    assert len(ax.patches) == len(found)
    assert [line.get_xdata()[0] for line in ax.lines if len(line.get_xdata()) > 1] == [pytest.approx(x, abs=1) for x in (0, 29)]
    strips(by_paragraph(nlp("")))
