"""Scoring on film criticism: what counts as found, how layers map to marks, and that a fresh clone can score its own texts."""

import pandas as pd
import pytest

import stylo
from tools.gold import Counts, film
from tools.gold.__main__ import COLUMNS, main, validation
from tools.gold.film import Gold, Pair, Reading, matches

EIGHT = ["boulevard", "brief", "drive", "essay", "feuilleton", "forum", "presseheft", "schulaufsatz"]
TEXT = "Weder Ton noch Bild gefallen, aber man möchte es nicht. Wenn er ginge, würde das einen kalt lassen, sei es drum."


@pytest.fixture(scope="module")
def eight(nlp):
    return film.readings(nlp, film.TABLES / "criticism", film.shipped_texts())


@pytest.fixture(scope="module")
def reported(nlp, tmp_path_factory):
    """The report of a clone without the annotated corpora beside it."""
    return pd.DataFrame(film.report(tmp_path_factory.mktemp("clone") / "gold", nlp))


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def reading(nlp, register=(), contrast=(), **gold):
    """A reading with these settled marks (words and label) and these marks of the package."""
    layers = {name: [] for name in film.layers()}
    layers |= {layer: [Gold((span(words),), {"kind": kind}) for words, kind in marks] for layer, marks in gold.items()}
    rows = [{"start": span(w)[0], "end": span(w)[1], "feature": f, "reason": r, "with_start": -1} for w, f, r in register]
    markers = [
        {"start": span(w)[0], "end": span(w)[1], "marker": n, "form": form, "tier": "paired", "accepted": True}
        for n, form, w in contrast
    ]
    return Reading(nlp(TEXT), layers, [], [], markers, rows, [], [], [])


def test_a_mark_is_right_where_it_touches_one_that_is_not_taken():
    pair = Pair(wanted=[((0, 5),), ((10, 12), (20, 25))], found=[((4, 8),), ((3, 4),), ((24, 30),), ((40, 41),)])
    right, missed, false = matches(pair)
    assert right == {((4, 8),): ((0, 5),), ((24, 30),): ((10, 12), (20, 25))}
    assert (missed, false) == ([], [((3, 4),), ((40, 41),)])
    assert film.counts(pair) == Counts(2, 4, 2)


def test_what_only_touches_counts_for_nothing_where_places_must_be_exact():
    right, missed, false = matches(Pair([((0, 5),), ((7, 9),)], [((0, 4),), ((7, 9),)], exact=True))
    assert (list(right), missed, false) == ([((7, 9),)], [((0, 5),)], [((0, 4),)])


def test_a_neutral_place_counts_neither_way():
    pair = Pair(wanted=[((0, 5),)], found=[((0, 5),), ((8, 9),)], neutral=[((8, 9),)])
    assert film.counts(pair) == Counts(1, 1, 1)


def test_forms_of_the_subjunctive_that_the_package_takes_otherwise_are_neutral(nlp):
    gold = {"konjunktiv": [("möchte", "moechte"), ("ginge", "II"), ("würde", "wuerde"), ("sei", "I")]}
    marks = [("möchte", "konjunktiv_2", ""), ("ginge", "konjunktiv_2", ""), ("würde", "wuerde_form", "")]
    found = reading(nlp, register=marks, **gold)
    assert film.counts(film._konjunktiv(found)) == Counts(2, 2, 3)
    assert film.mood_pairs(found) == [True, True]


def test_man_in_another_case_is_neutral(nlp):
    gold = {"person": [("man", "man"), ("einen", "man-oblique")]}
    marks = [("man", "impersonal_man", ""), ("einen", "impersonal_man", "")]
    assert film.counts(film._man(reading(nlp, register=marks, **gold))) == Counts(1, 1, 1)


def test_weder_noch_is_no_marker_on_either_side(nlp):
    found = reading(nlp)._replace(contrast=stylo.contrast(nlp(TEXT)).to_dict("records"))
    assert film._markers(found, film.MARKERS) == [(span("aber"),)]


def test_a_frame_runs_from_its_opening_to_its_last_verb(nlp):
    gold = {"frame": [("Wenn er ginge", "subordinate")]}
    marks = [("Wenn er ginge", "satzklammer", "conjunction ... verbs at the end"), ("man", "satzklammer", "finite verb ...")]
    found = reading(nlp, register=marks, **gold)
    assert film.counts(film._brackets(found, "subordinate")) == Counts(1, 1, 1)
    assert film.counts(film._brackets(found, "main")) == Counts(0, 1, 0)


def test_the_eight_texts_are_those_of_the_corpus_and_are_read_whole(eight):
    assert list(eight) == EIGHT
    assert all(reading.doc.text == film.shipped_texts()[name] for name, reading in eight.items())


def test_a_perfect_reading_scores_one(eight):
    for measure in film.MEASURES:
        for found in eight.values():
            pair = measure.pair(found)
            assert film.counts(pair._replace(found=pair.wanted)) == Counts(*[len(pair.wanted)] * 3)


def test_a_clone_without_the_corpora_scores_its_own_texts_alone(reported):
    assert set(reported["corpus"]) == {film.SHIPPED}
    enough = {measure.name for measure in film.MEASURES} - {"vulgar", "figures: similes"}  # a single settled mark
    assert enough <= set(reported["measure"])
    figure = reported["f1"].fillna(reported["value"])
    assert ((reported["low"] <= figure) & (figure <= reported["high"])).all()
    assert (reported["n"] >= film.FEWEST).all()


def test_the_eight_texts_are_an_upper_bound_in_the_table_that_ships(reported):
    both = pd.concat([reported, reported.assign(corpus=film.HELD_OUT)])
    shipped = validation(both.reindex(columns=COLUMNS))
    assert dict(zip(shipped["corpus"], shipped["trained_on"], strict=True)) == {film.SHIPPED: "rules", film.HELD_OUT: "no"}
    assert len(shipped) == len(both)
    assert shipped["statistic"].notna().all()


def test_the_command_prints_what_it_can_without_the_corpora_and_writes_no_table(tmp_path, capsys, monkeypatch, reported):
    monkeypatch.setattr("tools.gold.film.report", lambda gold, nlp: reported.to_dict("records"))
    target = tmp_path / "validation.csv"
    assert main([str(tmp_path / "gold"), "-o", str(target)]) == 2
    assert not target.exists()
    assert main([str(tmp_path / "gold")]) == 0
    printed = capsys.readouterr()
    assert film.SHIPPED in printed.out
    assert "not there" in printed.err


def test_errors_name_their_words_and_kinds_count_them(eight):
    found = list(film.errors(eight))
    assert {row["kind"] for row in found} == {"missed", "false"}
    assert sum(film.kinds(eight).values()) == len(found)
    for row in found:
        text = eight[row["text"]].doc.text
        assert " ".join(text[int(row["start"]) :].split()).startswith(row["words"].split(" ... ")[0])


def test_mark_by_mark_has_every_mark_once_with_those_who_made_it(nlp):
    read = reading(
        nlp,
        [("ginge", "konjunktiv_2", ""), ("kalt", "elevated", "")],
        negation=[("nicht", "negation")],
        elevated=[("Ton", "-")],
    )
    found = film.mark_by_mark(read)
    assert found[["measure", "text", "marked_by"]].to_numpy().tolist() == [
        ["konjunktiv_adjudicated", "ginge", "tool alone"],
        ["elevated", "Ton", "annotation alone"],
        ["elevated", "kalt", "tool alone"],
        ["negation", "nicht", "annotation alone"],
    ]
    assert [TEXT[row.start : row.end] for row in found.itertuples()] == found["text"].tolist()


def test_the_eight_texts_mark_by_mark_agree_with_the_figures(eight):
    found = pd.concat(film.mark_by_mark(read) for read in eight.values())
    assert (found["start"] < found["end"]).all()
    for measure in film.MEASURES:
        if measure.name not in film.PARTS_OF_OTHERS:
            counted = [film.counts(measure.pair(read)) for read in eight.values()]
            own = found[found["measure"] == measure.name]
            assert (own["marked_by"] != "annotation alone").sum() == sum(one.found for one in counted), measure.name
            assert (own["marked_by"] != "tool alone").sum() == sum(one.wanted for one in counted), measure.name
