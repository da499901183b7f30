"""Register: every feature, every lexicon entry and every rule shows its example and leaves the other one alone."""

import csv
from pathlib import Path

import pytest
from spacy.tokens import Doc

from stylo.families.register.measure import formality_f, pole_counts, poles, register, summarise
from stylo.families.register.words import FEATURE, LEXICONS
from stylo.grammar.marks import Missing, words
from stylo.lexicon import read_table, table
from tools.gold.register import genitives, lexicon_agreement, verb_scores

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
FEATURES = table("register_features")


def texts(nlp, sentence, feature):
    marks = register(nlp(sentence))
    return list(marks.loc[marks["feature"] == feature, "text"])


@pytest.mark.parametrize("row", FEATURES, ids=[row["feature"] for row in FEATURES])
def test_each_feature_catches_its_example_and_leaves_the_other_alone(nlp, row):
    before, rest = row["catches"].split("[", 1)
    text, after = rest.split("]", 1)
    assert text in texts(nlp, before + text + after, row["feature"])
    assert texts(nlp, row["leaves_alone"], row["feature"]) == []


def _made_of(row):
    """A sentence of an entry that has no example: the phrase with its verb, or the word where its class stands."""
    entry, kind = row["entry"].replace("…", "ganz"), row["kind"]
    if kind == "phrase":
        fixed, _, verb = entry.partition(" + ")
        return f"Er will {fixed} {verb}." if verb else f"Das ist {fixed}."
    if kind == "part":
        return f"Das ist der Film{entry[1:]}." if entry.startswith("-") else f"Das ist der {entry[:-1]}film."
    if entry[:1].isupper():
        return f"Das ist ein {entry}."
    return f"Er will es {entry}." if entry.endswith("n") and row["tag"] not in {"ADJ", "ADV"} else f"Das ist {entry}."


CRITERIA = table("register_criteria")


@pytest.mark.parametrize("row", CRITERIA, ids=[f"{row['lexicon']} {row['criterion']}" for row in CRITERIA])
def test_each_criterion_catches_its_example_and_leaves_the_other_alone(nlp, row):
    before, rest = row["catches"].split("[", 1)
    text, after = rest.split("]", 1)
    assert text in texts(nlp, before + text + after, row["lexicon"])
    assert texts(nlp, row["leaves_alone"], row["lexicon"]) == []


@pytest.mark.parametrize("name", LEXICONS)
def test_each_entry_names_a_criterion(name):
    known = {row["criterion"] for row in CRITERIA if row["lexicon"] == FEATURE.get(name, name)}
    assert {row["criterion"] for row in table(name)} == known


SPELLINGS = table("anglicism_spellings")


@pytest.mark.parametrize("row", SPELLINGS, ids=[row["spelling"] for row in SPELLINGS])
def test_each_spelling_is_found_and_its_german_likeness_left_alone(nlp, row):
    before, rest = row["catches"].split("[", 1)
    text, after = rest.split("]", 1)
    assert text in texts(nlp, before + text + after, "anglicism")
    assert texts(nlp, row["leaves_alone"], "anglicism") == []


@pytest.mark.parametrize("row", table("dative_verbs"), ids=lambda row: row["verb"])
def test_what_the_verb_wants_as_an_object_is_no_genitive_attribute(nlp, row):
    assert texts(nlp, row["example"].replace("*", ""), "genitive_attribute") == []


def _marked(cell):
    """A sentence without its brackets, and where they stood."""
    spans, text = [], ""
    for piece in cell.replace("[", "\0[").replace("]", "]\0").split("\0"):
        inside = piece.startswith("[")
        piece = piece.strip("[]") if inside else piece
        if inside:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


def _is_right(nlp, row):
    """Whether each bracketed stretch shares a character with one mark of the feature, and no mark stands elsewhere."""
    text, spans = _marked(row["sentence"])
    marks = register(nlp(text))
    booster = (marks["feature"] == "intensifier") & marks["reason"].str.startswith("colloquial")
    of_feature = marks[(marks["feature"] == row["feature"]) | (booster & (row["feature"] == "colloquial"))]
    found = list(zip(of_feature["start"], of_feature["end"], strict=True))
    return len(found) == len(spans) and all(start < b and a < end for (start, end), (a, b) in zip(found, spans, strict=True))


@pytest.mark.parametrize(("name", "least"), [("word_kinds", 0.9), ("word_kinds_held_out", 0.8)])
def test_sentences_marked_before_the_rules_were_written(nlp, name, least):
    rows = read_table(ROOT / "tests" / "gold" / f"{name}.tsv")
    assert sum(_is_right(nlp, row) for row in rows) >= least * len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", LEXICONS)
def test_each_lexicon_entry_is_found_in_its_example(nlp, name):
    feature = FEATURE.get(name, name)
    rows, missed = table(name), []
    docs = nlp.pipe([row["example"] if row["example"] != "-" else _made_of(row) for row in rows], batch_size=200)
    for row, doc in zip(rows, docs, strict=True):
        marks = register(doc)
        if row["entry"] not in set(marks.loc[marks["feature"] == feature, "entry"]):
            missed.append(row["entry"])
    assert missed == []


def test_the_lexicons_are_as_large_as_a_critic_needs():
    assert len(table("colloquial")) >= 400
    assert len(table("elevated")) >= 300
    assert len(table("anglicisms")) >= 300


@pytest.mark.parametrize("name", LEXICONS)
def test_no_entry_stands_twice_in_a_lexicon(name):
    entries = [row["entry"] for row in table(name)]
    assert len(entries) == len(set(entries))


@pytest.mark.parametrize("row", table("nominalisations"), ids=lambda row: row["suffix"])
def test_abstract_nouns_by_suffix(nlp, row):
    assert texts(nlp, row["catches"], "nominalisation")
    assert not texts(nlp, row["leaves_alone"], "nominalisation")


@pytest.mark.parametrize("row", table("focus_particles"), ids=lambda row: f"{row['entry']} {row['when']}")
def test_focus_particles_are_told_from_adverbs(nlp, row):
    shown, hidden = ("catches", "leaves_alone") if row["reading"] == "focus" else ("leaves_alone", "catches")
    assert row["entry"] in [text.lower() for text in texts(nlp, row[shown], "focus_particle")]
    assert row["entry"] not in [text.lower() for text in texts(nlp, row[hidden], "focus_particle")]


@pytest.mark.parametrize(
    ("name", "feature"),
    [("contractions", "contraction"), ("deixis", "deixis"), ("intensifiers", "intensifier"), ("interjections", "interjection")],
)
def test_listed_words_are_found_in_their_examples(nlp, name, feature):
    missed = [row["entry"] for row in table(name) if row["entry"] not in map(str.lower, texts(nlp, row["example"], feature))]
    assert missed == []


@pytest.mark.parametrize("row", table("governors_of_zu"), ids=lambda row: row["word"])
def test_an_infinitive_that_a_noun_or_adjective_governs_is_not_modal(nlp, row):
    assert texts(nlp, row["example"], "modal_infinitive") == []


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("Der Film wurde in Los Angeles gedreht.", ["wurde"]),
        ("Gedreht wurde der Film in Los Angeles.", ["wurde"]),
        ("Der Film ist dort gedreht worden.", ["worden"]),
        ("Der Film wird dort gedreht werden.", ["werden"]),
        ("Er sagt, dass der Film dort gedreht wird.", ["wird"]),
        ("Ich will nicht erkannt werden.", ["werden"]),
        ("Der Film wird ihn gelangweilt haben.", []),
        ("Der Film wird sehr laut.", []),
        ("Er wird Arzt.", []),
        ("Der Wagen ist gestohlen.", []),
        ("Er wird den Wagen stehlen.", []),
    ],
)
def test_passive_is_werden_with_a_participle(nlp, sentence, passive):
    assert texts(nlp, sentence, "passive") == passive


@pytest.mark.parametrize(
    ("sentence", "mood", "form"),
    [
        ("Er sagt, er habe den Film gesehen.", "konjunktiv_1", "habe"),
        ("Sie meint, der Held rede zu wenig.", "konjunktiv_1", "rede"),
        ("Es hieß, die Lage verändere sich.", "konjunktiv_1", "verändere"),
        ("Ohne Musik käme die Szene nicht an.", "konjunktiv_2", "käme"),
        ("Wenn er käme, ließe sie ihn gehen.", "konjunktiv_2", "ließe"),
        ("Wenn sie ihn fragten, wäre er froh.", "konjunktiv_2", "fragten"),
        ("Sie würde gern bleiben.", "wuerde_form", "würde"),
    ],
)
def test_konjunktiv(nlp, sentence, mood, form):
    assert form in texts(nlp, sentence, mood)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ich habe den Film gesehen.",
        "Habe lange gelacht.",
        "Ich ging hin und habe gelacht.",
        "Sie fragten ihn.",
        "Sie gingen fort.",
    ],
)
def test_forms_of_the_indicative_are_no_konjunktiv(nlp, sentence):
    assert not texts(nlp, sentence, "konjunktiv_1") + texts(nlp, sentence, "konjunktiv_2")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Er hat den alten Wagen gestohlen.", 3),
        ("Er hat, wie sie sagt, den Wagen gestohlen.", 5),
        ("Er ist gegangen.", 0),
        ("Er fährt in der Nacht ab.", 3),
        ("Sie weiß, dass er in der Nacht fährt.", 4),
        ("Der Mann, der in der Nacht fährt, schweigt.", 3),
        ("Der Wagen, in dem er den Boss getroffen hat, brennt.", 3),
        ("Sie fragt, wen er in der Nacht trifft.", 4),
        ("Wer in der Nacht fährt, kennt die Stadt.", 3),
        ("Er bleibt, weil ihm die Stadt gefällt.", 3),
    ],
)
def test_length_of_the_bracket_is_the_words_between(nlp, sentence, words):
    marks = register(nlp(sentence))
    assert words in list(marks.loc[marks["feature"] == "satzklammer", "words"])


@pytest.mark.parametrize(
    "sentence", ["Der schweigt am Ende.", "Wer fährt hier?", "Er geht, denn sie schweigt.", "Was für ein Film!"]
)
def test_without_a_second_part_there_is_no_bracket(nlp, sentence):
    assert texts(nlp, sentence, "satzklammer") == []


def test_a_relative_clause_is_a_bracket_from_its_pronoun_to_its_verb(nlp):
    assert texts(nlp, "Der Mann, der in der Nacht fährt, hat den Wagen gestohlen.", "satzklammer") == [
        "der in der Nacht fährt",
        "hat den Wagen gestohlen",
    ]


def test_a_phrase_is_found_with_its_verb_apart(nlp):
    marks = register(nlp("Sie stellt in jeder Szene die Trauer hintan."))
    row = marks[marks["entry"] == "hintan + stellen"].iloc[0]
    assert (row["text"], row["with_start"], row["with_end"]) == ("hintan", 4, 10)


def test_an_intensifier_that_is_in_a_lexicon_too_is_marked_once(nlp):
    marks = register(nlp("Das ist überaus klug und verdammt laut."))
    assert list(marks["feature"]) == ["intensifier", "intensifier"]


def test_a_word_counts_once_for_its_pole(nlp):
    marks = register(nlp("Er bleibt, obgleich sie schweigt."))
    pair = marks[marks["text"] == "obgleich"]
    assert set(pair["feature"]) == {"elevated", "subordination"}
    assert pole_counts(pair) == {"distance": 1, "nearness": 0}


@pytest.mark.parametrize("pole", ["distance", "nearness"])
def test_the_rate_of_a_pole_is_the_number_of_stretches_that_show_it(drive, pole):
    marks = register(drive)
    stretches = {(row.start, row.end) for row in marks.itertuples() if row.pole == pole}
    assert summarise(drive)[f"{pole}_per_1000_words"] == pytest.approx(1000 * len(stretches) / len(words(drive)))


def test_everyday_terms_of_criticism_stay_apart_from_their_homonyms(nlp):
    assert texts(nlp, "Die Konsequenz seiner Einstellung zeigt der Schnitt am Arm.", "technical") == []
    assert texts(nlp, "Die Anfangssequenz zeigt sein Gesicht in langen Einstellungen.", "technical") == [
        "Anfangssequenz",
        "in langen Einstellungen",
    ]


@pytest.mark.parametrize("lemma", ["stellen", "hintanstellen"])
def test_a_separated_verb_is_found_whether_its_lemma_is_joined_or_not(nlp, lemma):
    doc = nlp("Sie stellt die Trauer hintan.")
    doc[1].lemma_ = lemma
    marks = register(doc)
    assert list(marks.loc[marks["feature"] == "elevated", "entry"]) == ["hintan + stellen"]


@pytest.mark.parametrize("lemma", ["zocken", "abzocken"])
def test_the_particle_of_a_separated_verb_is_its_partner(nlp, lemma):
    doc = nlp("Die Firma zockt ihre Kunden ab.")
    doc[2].lemma_ = lemma
    marks = register(doc).set_index("feature")
    assert tuple(marks.loc["colloquial", ["entry", "with_start", "with_end"]]) == ("abzocken", 28, 30)
    assert marks.loc["satzklammer", "entry"] == "abzocken"


def test_a_title_is_no_anglicism(nlp):
    assert texts(nlp, "Er mag „Story of a Loser“ und „Showdown“.", "anglicism") == []
    assert texts(nlp, "Er mag den Showdown.", "anglicism") == ["Showdown"]


def test_the_review_shows_both_poles(drive):
    marks = register(drive)
    assert {"Knast", "hammerharten", "krasser", "weiß Gott"} <= set(marks.loc[marks["feature"] == "colloquial", "text"])
    assert {"authentischen", "Kleinod"} <= set(marks.loc[marks["feature"] == "elevated", "text"])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?!", "😀", "a", "der der der", "ich" * 200, "wird wird werden, ,"])
def test_odd_input_gives_a_frame(nlp, text):
    marks = register(nlp(text))
    assert {"start", "end", "text", "feature", "pole", "reason", "entry", "sentence"} <= set(marks.columns)
    assert all(text[row.start : row.end] == row.text for row in marks.itertuples())


def test_a_document_without_tags_gives_a_frame(nlp):
    assert set(register(Doc(nlp.vocab, words=["Hier", "wird", "gelacht", "!"]))["feature"]) == {"exclamation"}


def test_offsets_lead_back_to_the_words(drive):
    marks = register(drive)
    assert all(drive.text[row.start : row.end] == row.text for row in marks.itertuples())
    assert set(marks["feature"]) <= set(poles())


def test_the_table_of_values_names_what_summarise_returns(drive):
    assert [row["name"] for row in table("measures_register", "catalogue")] == list(summarise(drive))


def test_counts_of_the_summary_are_the_marks(drive):
    marks, values = register(drive), summarise(drive)
    assert all(values[f"{feature}_count"] == sum(marks["feature"] == feature) for feature in poles())


def test_no_words_no_rates(nlp):
    values = summarise(nlp("?!"))
    assert values["question_count"] == 0
    assert isinstance(values["passive_per_1000_words"], Missing)
    assert isinstance(values["formality_f"], Missing)


def test_formality_f_by_hand(nlp):
    doc = Doc(nlp.vocab, words="Mein Film läuft leise .".split(), tags="PPOSAT NN VVFIN ADJD $.".split())
    values = formality_f(doc)
    assert values["formality_f"] == pytest.approx((25 + 25 - 25 - 25 + 100) / 2)
    assert values["formality_f_attributive_article"] == pytest.approx((25 + 25 + 25 - 25 + 100) / 2)
    assert values["formality_f_adjd_adverb"] == pytest.approx((25 - 25 - 25 - 25 + 100) / 2)


def exercises():
    with (ROOT / "corpus" / "metadata.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["medium"].startswith("constructed")]


def test_seven_exercises_of_like_length_marked_as_constructed():
    rows = exercises()
    assert len(rows) == 7
    for row in rows:
        text = (ROOT / "corpus" / row["file"]).read_text(encoding="utf-8")
        assert row["rights"] == "CC0 1.0"
        assert 350 <= len(text.split()) <= 500


def test_no_sentence_of_the_exercises_is_taken_from_the_review(drive):
    review = {drive.text[i : i + 40] for i in range(len(drive.text) - 40)}
    for row in exercises():
        text = (ROOT / "corpus" / row["file"]).read_text(encoding="utf-8")
        assert not any(text[i : i + 40] in review for i in range(len(text) - 40))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated corpora (../shared) are not there")
def test_passive_and_konjunktiv_against_annotation(nlp):
    scores, _, _ = verb_scores(nlp, SHARED / "gold", "ud-gsd")
    assert scores["passive"].f1 >= 0.93
    assert scores["konjunktiv_adjudicated"].f1 >= 0.90
    hits, found, wanted = map(sum, zip(*genitives(nlp, SHARED / "gold", "ud-gsd"), strict=True))
    assert 2 * hits / (found + wanted) >= 0.85


@pytest.mark.skipif(not SHARED.is_dir(), reason="the word judgements (../shared) are not there")
def test_judges_find_the_colloquial_words_less_formal_than_the_elevated(nlp):
    value = {
        row["measure"]: row["value"] for row in lexicon_agreement(SHARED / "lexicons") if row["corpus"] == "word_formality"
    }
    assert value["colloquial"] < 0 < value["elevated"]


@pytest.mark.parametrize(
    ("text", "signs"),
    [("Hä??? Warum????", ["question", "question"]), ("Was?! Nein!!", ["question", "exclamation"]), ("Er kam. Sie ging.", [])],
)
def test_a_run_of_signs_asks_or_exclaims_once(nlp, text, signs):
    found = register(nlp(text))
    assert list(found[found["feature"].isin(["question", "exclamation"])]["feature"]) == signs


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Liebe Leser, ihr kennt das.", 1),
        ("Hallo Leute, ihr wollt mehr.", 1),
        ("Er sagt, ihr gefällt das.", 0),
        ("Ihr gefällt das.", 0),
    ],
)
def test_ihr_behind_a_salutation_is_an_address(nlp, text, count):
    assert list(register(nlp(text))["feature"]).count("address_ihr") == count
