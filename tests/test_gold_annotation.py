"""The hand annotation's shorthand: where its lines stand, what is refused, what ships, how two annotations agree."""

import csv
import math
from pathlib import Path

import pytest

from stylo.lexicon import read_table
from tools.gold import agree, resolve
from tools.gold.resolve import Unresolved, layers, locate, rows

FOLDER = Path(__file__).parent / "gold"
CORPUS = {path.stem: path for path in (FOLDER.parent.parent / "corpus").rglob("*.txt")}
REVIEWS = Path("../shared/corpora/film_reviews.tsv")

TEXT = (
    "Ein leiser Film. Zwar wird viel geredet, doch der Film hält den Ton.\n"
    "„Wir würden ihn gelungen nennen“, heißt es. Gelungen? Weder Ton noch Bild. Der Rest: Film-Kunst, Film und Filme."
)
LINES = """# a remark
= Ein leiser\tverbless
adj\tleiser\tattr\tFilm
= Zwar
passive\twird ... geredet\twerden\t# impersonal
contrast\tZwar ... doch\tpaired\tconcession
= Wir
frame\twürden ... nennen\tmain
person\tWir\tpl
= Gelungen?
== 3
adj\tgelungen\tpred\t_\tobject
= Weder
neg\tWeder ... noch\tweder
= Der Rest
""".splitlines()


def taken(text, lines):
    marks, problems = resolve.resolve("text", text, lines)
    return {(m.layer, " ... ".join(text[a:b] for a, b in m.spans)): m for m in marks}, [p.reason for p in problems]


def place(words, text=TEXT):
    return [text[start:end] for start, end in locate(text, (0, len(text)), words)]


def test_each_line_finds_its_words_and_its_labels_in_full():
    marks, problems = taken(TEXT, LINES)
    assert problems == []
    adjective = marks["adjective", "leiser"]
    assert adjective.labels == {"function": "attributive", "frame": "_"}
    assert TEXT[slice(*adjective.words["noun"])] == "Film"
    assert marks["passive", "wird ... geredet"].note == "impersonal"
    assert marks["contrast", "Zwar ... doch"].labels == {"tier": "paired", "sense": "concession"}
    assert marks["person", "Wir"].labels == {"kind": "plural"}
    assert marks["adjective", "gelungen"].sentence == 3


def test_sentences_run_from_the_first_to_the_last_word_and_a_colon_ends_none():
    marks, _ = taken(TEXT, LINES)
    sentences = [words for layer, words in marks if layer == "sentence"]
    assert sentences[0] == "Ein leiser Film"
    assert sentences[2] == "Wir würden ihn gelungen nennen“, heißt es"
    assert sentences[-1] == "Der Rest: Film-Kunst, Film und Filme"
    assert [m.labels["kind"] for (layer, _), m in marks.items() if layer == "sentence"][:2] == ["verbless", "_"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("leiser", ["leiser"]),
        ("Film@2", ["Film"]),
        ("der [Film]", ["Film"]),
        ("[Film] und", ["Film"]),
        ("Film-Kunst", ["Film-Kunst"]),
        ("Weder ... noch", ["Weder", "noch"]),
        ("hält den Ton", ["hält den Ton"]),
        ("Film@1 ... Film", ["Film", "Film"]),
    ],
)
def test_words_are_found_whole(words, found):
    assert place(words) == found


def test_what_follows_the_number_or_the_context_decides_the_place():
    first, second = (locate(TEXT, (0, len(TEXT)), f"Film@{n}")[0] for n in (1, 2))
    assert TEXT[: first[0]].endswith("leiser ")
    assert TEXT[: second[0]].endswith("der ")
    assert locate(TEXT, (0, len(TEXT)), "der [Film]") == [second]
    assert locate(TEXT, (0, len(TEXT)), "Film@1 ... Film") == [first, second]


def test_a_line_break_is_a_blank_and_a_part_may_stand_behind_the_sentence():
    text = "Einerseits ist er laut. Andererseits ist er\nleer."
    assert place("er leer", text) == ["er\nleer"]
    spans = locate(text, (0, 23), "Einerseits ... >Andererseits")
    assert [text[a:b] for a, b in spans] == ["Einerseits", "Andererseits"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Film", "is 3 times in the sentence"),
        ("Fil", "is not in the sentence"),
        ("Film@9", "is not in the sentence"),
        ("Film@0", "is not in the sentence"),
        ("noch ... Weder", "behind the part before it"),
        ("", "no words are marked"),
    ],
)
def test_words_without_one_place_are_refused(words, reason):
    with pytest.raises(Unresolved, match=reason):
        locate(TEXT, (0, len(TEXT)), words)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("adj\tleiser", "function is missing"),
        ("adj\tleiser\tfast", "'fast' is no function"),
        ("adj\tleiser\tattr\tFilm\t_\tmore", "3 labels, not 4"),
        ("adj\tleiser\tattr\tBuch", "'Buch' is not in the sentence"),
        ("a\tleiser\tattr", "may be adjective or anglicism"),
        ("adjektiv\tleiser\tattr", "is no layer"),
        ("sentence\tleiser", "is no layer"),
        ("= Kein Satz", "no sentence starts with"),
        ("= leiser", "no sentence starts with"),
        ("== 7", "there is no sentence '7'"),
    ],
)
def test_a_line_that_cannot_be_taken_is_reported_with_its_reason(line, reason):
    _, problems = taken(TEXT, ["= Ein leiser", line])
    assert len(problems) == 1
    assert reason in problems[0]


def test_a_mark_twice_a_mark_too_early_and_words_left_out_at_the_start_are_reported():
    assert taken(TEXT, [*LINES[:3], LINES[2]])[1] == ["adjective: the same words are marked twice"]
    assert taken(TEXT, LINES[2:3])[1] == ["a mark before the first sentence"]
    assert taken(TEXT, ["= Zwar"])[1] == ["the text has words before the first sentence"]


def test_a_sentence_may_start_where_no_sign_ends_the_one_before_if_its_words_stand_in_brackets():
    marks, problems = taken("Toll :-) Der Film lief.", ["= Toll", "= [Der Film]"])
    assert problems == []
    assert [words for _, words in marks] == ["Toll", "Der Film lief"]


def test_the_whole_label_wins_over_longer_ones_that_begin_with_it():
    marks, problems = taken("Er sei dort, sie wäre hier.", ["= Er", "konj\tsei\tI", "konj\twäre\tII"])
    assert problems == []
    assert [m.labels["kind"] for (layer, _), m in marks.items() if layer == "konjunktiv"] == ["I", "II"]


def test_tables_without_words_hold_offsets_and_labels_alone():
    marks, _ = resolve.resolve("text", TEXT, LINES)
    for layer in layers():
        for row in rows(marks, layer, None):
            admitted = {value for label in layers()[layer] for value in label["values"].split("|")} | {"_", "text"}
            assert all(value in admitted or not set(value) - set("0123456789- ") for value in row.values())
    with_words = next(rows(marks, "adjective", {"text": TEXT}))
    assert (with_words["words"], with_words["noun"], with_words["start"]) == ("leiser", "Film", "4")


def test_the_command_writes_a_table_a_layer_and_fails_on_a_line_that_cannot_be_taken(tmp_path, capsys):
    texts, annotation, tables = (tmp_path / name for name in ("texts", "annotation", "tables"))
    for folder in (texts, annotation):
        folder.mkdir()
    (texts / "a.txt").write_text(TEXT, encoding="utf-8")
    (annotation / "a.tsv").write_text("\n".join(LINES), encoding="utf-8")
    assert resolve.main([str(texts), str(annotation), str(tables)]) == 0
    with (tables / "negation.tsv").open(encoding="utf-8", newline="") as lines:
        row = next(csv.DictReader(lines, delimiter="\t"))
    start = TEXT.index("Weder")
    assert row["spans"] == f"{start}-{start + 5} {start + 10}-{start + 14}"
    assert (row["words"], row["kind"]) == ("Weder ... noch", "weder-noch")
    (annotation / "a.tsv").write_text("= Ein\nadj\tlauter\tattr\n", encoding="utf-8")
    assert resolve.main([str(texts), str(annotation)]) == 1
    assert "a.tsv, line 2: 'lauter' is not in the sentence" in capsys.readouterr().err


def test_every_layer_has_its_labels_once_and_a_required_one_never_follows_one_that_may_be_left_out():
    found = read_table(resolve.TABLE)
    assert len({(row["layer"], row["label"]) for row in found}) == len(found)
    for labels in layers().values():
        required = [row["required"] for row in labels]
        assert required == sorted(required, reverse=True)  # yes before no


def test_kappa_takes_chance_out_of_agreement():
    # Cohen (1960): observed .70, by chance .50, so kappa .40
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert agree.kappa(first, second) == pytest.approx(0.4)
    assert agree.kappa(first, first) == 1
    assert math.isnan(agree.kappa(["yes"], ["yes"]))


def test_agreement_counts_places_touching_marks_and_labels():
    other = [line.replace("attr\tFilm", "adv") for line in LINES if not line.startswith("person")]
    other = [line.replace("würden ... nennen", "würden ihn ... nennen") for line in other]
    first, _ = resolve.resolve("text", TEXT, LINES)
    second, _ = resolve.resolve("text", TEXT, other)
    found = {(row["layer"], row["label"]): row for row in agree.agreement(first, second)}
    assert found["sentence", "place"]["f1"] == "1.000"
    assert found["person", "place"] | {"first": "1", "second": "0", "f1": "0.000"} == found["person", "place"]
    assert (found["frame", "place"]["f1"], found["frame", "place"]["touching"]) == ("0.000", "1.000")
    assert {"text": "text", "layer": "frame", "first": "1", "second": "1", "both": "0"} in list(agree.counts(first, second))
    assert found["adjective", "function"]["agree"] == "0.500"
    assert found["adjective", "noun"]["agree"] == "0.500"
    differing = {(row["layer"], row["words"]): row for row in agree.differences(first, second, {"text": TEXT})}
    assert differing["person", "Wir"]["second"] == "not marked"
    assert differing["adjective", "leiser"]["first"] == "attributive Film _"
    assert ("adjective", "gelungen") not in differing


def test_parts_side_by_side_are_the_same_place_as_one_part():
    first, _ = resolve.resolve("text", TEXT, ["= Ein leiser", "= Zwar", "frame\twird ... viel ... geredet\tmain"])
    second, _ = resolve.resolve("text", TEXT, ["= Ein leiser", "= Zwar", "frame\twird viel geredet\tmain"])
    assert list(agree.differences(first, second, {"text": TEXT})) == []


def test_texts_that_only_one_annotated_do_not_count():
    first, _ = resolve.resolve("text", TEXT, LINES)
    second, _ = resolve.resolve("other", TEXT, LINES)
    assert list(agree.agreement(first, second)) == []
    assert next(agree.agreement(first, [*first, *second]))["second"] == "6"


# --- what ships -------------------------------------------------------------------------------------------------------------


def shipped(folder, layer):
    return read_table(FOLDER / folder / f"{layer}.tsv")


def parts(row):
    return [tuple(int(offset) for offset in part.split("-")) for part in row["spans"].split()]


def whole(text, start, end):
    """Whether a stretch begins and ends where words do."""
    inside = [text[i - 1 : i + 1].isalpha() for i in (start, end) if 0 < i < len(text)]
    return 0 <= start < end <= len(text) and not any(inside) and text[start].strip() and text[end - 1].strip()


@pytest.mark.parametrize("layer", layers())
def test_the_words_of_the_eight_texts_stand_at_their_offsets(layer):
    texts = {name: path.read_text(encoding="utf-8") for name, path in CORPUS.items()}
    for row in shipped("criticism", layer):
        text = texts[row["text"]]
        if layer != "sentence":
            assert " ... ".join(" ".join(text[start:end].split()) for start, end in parts(row)) == row["words"]
        assert all(whole(text, start, end) for start, end in parts(row))
        for word in (label["label"] for label in layers()[layer] if label["values"] == "WORD"):
            start, end = int(row[f"{word}_start"]), int(row[f"{word}_end"])
            assert row[word] == ("_" if start < 0 else text[start:end])


@pytest.mark.skipif(not REVIEWS.is_file(), reason="the shared corpora are not there")
@pytest.mark.parametrize("layer", layers())
def test_the_marks_of_the_20_reviews_stand_in_their_documents(layer):
    with REVIEWS.open(encoding="utf-8", newline="") as lines:
        reviews = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        texts = {row["doc"]: row["text"].replace("\\n", "\n") for row in reviews}
    for row in shipped("reviews20", layer):
        assert all(whole(texts[row["text"]], start, end) for start, end in parts(row))


@pytest.mark.parametrize("layer", layers())
@pytest.mark.parametrize(("folder", "texts"), [("criticism", 8), ("reviews20", 20)])
def test_each_shipped_mark_has_its_labels_and_stands_in_its_sentence(folder, texts, layer):
    sentences = {(row["text"], row["sentence"]): row for row in shipped(folder, "sentence")}
    assert len({text for text, _ in sentences}) == texts
    assert not {"words", "noun", "head", "note"} & set(shipped("reviews20", layer)[0])
    for row in shipped(folder, layer):
        spans = parts(row)
        assert (int(row["start"]), int(row["end"])) == (min(spans)[0], max(spans)[1])
        assert int(sentences[row["text"], row["sentence"]]["start"]) <= spans[0][0]
        assert spans[0][1] <= int(sentences[row["text"], row["sentence"]]["end"])
        for label in layers()[layer]:
            if label["values"] != "WORD":
                assert row[label["label"]] in {*label["values"].split("|"), "_"}
                assert row[label["label"]] != "_" or label["required"] == "no"


def test_the_agreement_on_the_page_is_that_of_the_counts():
    page = (FOLDER / "DIFFERENCES.md").read_text(encoding="utf-8")
    for layer in layers():
        rows = [row for row in read_table(FOLDER / "agreement.tsv") if row["layer"] == layer]
        cells = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith(f"| {layer} | place |")]
        for numbers, f1, reviews in ((cells[0][2], cells[0][3], False), (cells[0][5], cells[0][6], True)):
            chosen = [row for row in rows if (row["text"] not in CORPUS) == reviews]
            first, second, both = (sum(int(row[name]) for row in chosen) for name in ("first", "second", "both"))
            assert numbers == f"{first}, {second}, {both}"
            assert float(f1) == pytest.approx(2 * both / (first + second), abs=5e-4)
