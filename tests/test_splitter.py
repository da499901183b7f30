"""Sentences survive what German punctuation does to them; each line of sentence_probes.tsv is one claim."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from stylo.grammar.marks import sentence_spans

PROBES = [
    row
    for row in csv.reader(
        (Path(__file__).parent / "gold" / "sentence_probes.tsv").read_text(encoding="utf-8").splitlines()[1:],
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    if not row[0].startswith("# ")
]


@pytest.mark.parametrize(("topic", "marked"), PROBES, ids=[row[0] for row in PROBES])
def test_sentence(nlp, topic, marked):
    wanted = [part.strip() for part in marked.replace("\\n", "\n").replace("\\r", "\r").split("|")]
    doc = nlp(" ".join(marked.replace("\\n", "\n").replace("\\r", "\r").replace("\n|", "|\n").split(" |")).replace("|", ""))
    assert [span.text for span in sentence_spans(doc)] == wanted
