"""Adjectives: presence, function, form, degree, noun, chain; each rule by the examples of its own table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.adjective_function import functions
from stylo.families.adjectives import adjectives, nouns, per_sentence, summarise
from stylo.grammar.marks import Missing
from stylo.lexicon import read_table, table
from stylo.pipeline.adjective_form import form
from stylo.pipeline.corrections import RULES, retag
from stylo.pipeline.loading import load

GOLD = Path("../shared/gold")
ANNOTATION = Path(__file__).parent / "gold" / "criticism" / "adjective.tsv"


@pytest.fixture(scope="session")
def tagger() -> Language:
    """The pipeline with the retagging rules, whether or not they already belong to it."""
    nlp = load()
    if "stylo_retag" not in nlp.pipe_names:
        nlp.add_pipe("stylo_retag")
    return nlp


def marked(text: str) -> tuple[str, int]:
    """A sentence without its asterisks, and where the marked word starts."""
    return text.replace("*", ""), text.index("*")


def row_at(nlp: Language, text: str) -> dict:
    sentence, start = marked(text)
    found = adjectives(nlp(sentence))
    hits = found[found["start"] == start]
    assert len(hits) == 1, f"no adjective at the mark in {text!r}: {found['text'].tolist()}"
    return hits.iloc[0].to_dict()


def rule_at(nlp: Language, text: str) -> str | None:
    sentence, start = marked(text)
    doc = nlp(sentence)
    return next((function.rule for i, function in functions(doc) if doc[i].idx == start), None)


# --- function ---------------------------------------------------------------------------------------------------------------

FUNCTION_RULES = table("adjective_functions")


@pytest.mark.parametrize("row", FUNCTION_RULES, ids=lambda row: row["rule"])
def test_each_function_rule_tells_its_example(tagger: Language, row: dict) -> None:
    assert rule_at(tagger, row["example"]) == row["rule"]
    assert row_at(tagger, row["example"])["function"] == row["function"]


@pytest.mark.parametrize("row", FUNCTION_RULES, ids=lambda row: row["rule"])
def test_each_function_rule_leaves_its_counterexample_alone(tagger: Language, row: dict) -> None:
    assert rule_at(tagger, row["counterexample"]) != row["rule"]


@pytest.mark.parametrize("row", table("copulas"), ids=lambda row: row["verb"])
def test_a_predicative_verb_has_a_predicate_and_its_counterexample_none(tagger: Language, row: dict) -> None:
    assert row_at(tagger, row["example"])["function"] == "predicative"
    sentence, start = marked(row["counterexample"])
    found = adjectives(tagger(sentence))
    assert set(found[found["start"] == start]["function"]) <= {"adverbial"}


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("Der Film, den alle *großartig* finden, läuft morgen.", "predicative"),
        ("Weil der Film, den er sah, *lang* war, ging er.", "predicative"),
        ("Die Kamera bleibt ruhig, *kühl* und genau.", "predicative"),
        ("Er kommt *ruhig*, realistisch und niveauvoll daher.", "adverbial"),
        ("Die Räume sind *sauber* und angenehm gestaltet.", "predicative"),
        ("Die Aufträge wurden *sauber* und ordentlich erledigt.", "adverbial"),
        ("*Nett* und freundlich waren die Nachbarn, aber völlig überfordert.", "predicative"),
        ("Es muss *dunkel* gewesen sein.", "predicative"),
        ("Er ist *schnell* gefahren.", "adverbial"),
        ("Sehr *düster* und kalt!", "predicative"),
        ("Der Film ist am *schönsten*, wenn er schweigt.", "predicative"),
        ("Er spielt am *besten* im Dunkeln.", "adverbial"),
        ("Sie saßen am *schönsten* Tisch.", "attributive"),
        ("*Technisch* ist das ganz große Kunst.", "adverbial"),
        ("*Politisch* ist der Film.", "predicative"),
        ("Das ist weiß Gott weit davon *entfernt*.", "predicative"),
    ],
)
def test_function_in_context(tagger: Language, text: str, function: str) -> None:
    assert row_at(tagger, text)["function"] == function


def test_a_parse_decides_where_there_is_one(tagger: Language) -> None:
    words = ["Er", "lief", "sauber", "."]
    doc = Doc(
        tagger.vocab,
        words=words,
        tags=["PPER", "VVFIN", "ADJD", "$."],
        heads=[1, 1, 1, 1],
        deps=["nsubj", "ROOT", "xcomp", "punct"],
    )
    row = adjectives(doc).iloc[0]
    assert row["function"] == "predicative"
    assert row["reason"] == "parse: xcomp of lief"


# --- form and degree --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tag", "lemma", "participial"),
    [
        ("lächelnden", "ADJA", "lächelnd", "Partizip I"),
        ("geprägten", "ADJA", "geprägt", "Partizip II"),
        ("missglückten", "ADJA", "missglückt", "Partizip II"),
        ("inszenierten", "ADJA", "inszeniert", "Partizip II"),
        ("elend", "ADJD", "elend", ""),
        ("interessant", "ADJD", "interessant", ""),
        ("gut", "ADJD", "gut", ""),
    ],
)
def test_participles(text: str, tag: str, lemma: str, participial: str) -> None:
    assert form(text, tag, lemma).participial == participial


@pytest.mark.parametrize(
    ("text", "tag", "lemma", "degree"),
    [
        ("krasser", "ADJD", "krass", "comparative"),
        ("besser", "ADJD", "gut", "comparative"),
        ("größeren", "ADJA", "groß", "comparative"),
        ("höchster", "ADJA", "hoch", "superlative"),
        ("schönsten", "ADJA", "schön", "superlative"),
        ("vollkommener", "ADJA", "vollkommen", "positive"),
        ("atemloser", "ADJA", "atemlos", "positive"),
        ("einsamer", "ADJA", "einsam", "positive"),
        ("düsteres", "ADJA", "düster", "positive"),
        ("lecker", "ADJD", "lecker", "positive"),
        ("ernste", "ADJA", "ernst", "positive"),
    ],
)
def test_degree_is_told_from_inflection(text: str, tag: str, lemma: str, degree: str) -> None:
    assert form(text, tag, lemma).degree == degree


@pytest.mark.parametrize("row", table("adjective_seconds"), ids=lambda row: row["second"])
def test_second_parts_of_compounds(row: dict) -> None:
    found = form(row["example"], "ADJD", row["example"])
    assert found.parts.endswith(row["second"]) if row["kind"] == "compound" else found.affixoid == row["second"]
    other = form(row["counterexample"], "ADJD", row["counterexample"])
    assert not other.parts.endswith("+" + row["second"])
    assert other.affixoid != row["second"]


def test_hyphenated_compounds_have_their_parts() -> None:
    assert form("blutig-brutalen", "ADJA", "blutig-brutal").parts == "blutig+brutal"


@pytest.mark.parametrize("row", table("degree_modifiers"), ids=lambda row: row["word"])
def test_degree_words_grade_their_example_and_nothing_else(tagger: Language, row: dict) -> None:
    found = adjectives(tagger(marked(row["example"])[0]))
    assert row["kind"] in set(found[found["modifier"] == row["word"]]["modification"]), found[["text", "tag", "modifier"]]
    assert row["word"] not in set(adjectives(tagger(marked(row["counterexample"])[0]))["modifier"])


# --- noun phrases -----------------------------------------------------------------------------------------------------------


def test_a_chain_shares_its_noun(tagger: Language) -> None:
    found = adjectives(tagger("Das ist ein lakonisches, kühles und schönes Kleinod über späte Liebe."))
    assert found["noun"].tolist() == ["Kleinod", "Kleinod", "Kleinod", "Liebe"]
    assert found["position"].tolist() == [1, 2, 3, 1]
    assert found["chain_length"].tolist() == [3, 3, 3, 1]


def test_an_extended_attribute_is_passed_over_on_the_way_to_the_noun(tagger: Language) -> None:
    found = adjectives(tagger("In der ersten, durch viele dunkle Bilder geprägten Hälfte schweigt er.")).set_index("text")
    assert found.loc["ersten", "noun"] == found.loc["geprägten", "noun"] == "Hälfte"
    assert found.loc["dunkle", "noun"] == "Bilder"
    assert found.loc["geprägten", "extension"] == "durch viele dunkle Bilder"
    assert found.loc["geprägten", "extended"] == 4
    assert found.loc["dunkle", "extended"] == 0


def test_a_phrase_outside_the_noun_phrase_extends_nothing(tagger: Language) -> None:
    found = adjectives(tagger("Er zeigt mit der Kamera dunkle Räume."))
    assert found["extended"].tolist() == [0]


def test_nouns_and_what_they_attract(tagger: Language) -> None:
    found = nouns(adjectives(tagger("Die kalten Bilder und die dunklen Bilder, ein heller Raum.")))
    assert found.loc[0, "noun"] == "Bilder"
    assert found.loc[0, "adjectives"] == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Die *zweite* Hälfte ist lang.", "ordinal"),
        ("Der *ganze* Film ist lang.", "quantifier"),
        ("Das *rote* Kleid leuchtet.", "colour"),
        ("Der *dänische* Regisseur lacht.", "nationality"),
        ("Die *Berliner* Nacht ist lang.", "nationality"),
        ("Der *kluge* Regisseur lacht.", ""),
    ],
)
def test_borderline_adjectives_have_a_kind(tagger: Language, text: str, kind: str) -> None:
    assert row_at(tagger, text)["kind"] == kind


@pytest.mark.parametrize(
    "text",
    ["Die Handelnden schweigen.", "Das ist bei Weitem genug.", "Er hat viel und sie hat wenig.", "Das ist weiß Gott nichts."],
)
def test_what_is_no_adjective(tagger: Language, text: str) -> None:
    assert adjectives(tagger(text)).empty


@pytest.mark.parametrize("row", table("evaluative_adjectives"), ids=lambda row: row["lemma"])
def test_evaluative_adjectives_are_found_in_their_example(tagger: Language, row: dict) -> None:
    assert row["polarity"] in set(adjectives(tagger(f"Das ist {row['example']}."))["evaluation"])


@pytest.mark.parametrize("row", table("adjective_kinds"), ids=lambda row: row["form"])
def test_borderline_kinds_are_found_in_their_example(tagger: Language, row: dict) -> None:
    found = adjectives(tagger(f"Hier sieht man {row['example']}."))
    assert row["kind"] in set(found["kind"]), found[["text", "tag", "lemma"]]


# --- retagging --------------------------------------------------------------------------------------------------------------


def tagged(text: str, tag: str) -> tuple[list[str], list[str], int]:
    """Words, tags, and the place of the marked word, which gets the given tag."""
    pairs = [item.rsplit("/", 1) for item in text.split()]
    place = next(i for i, (word, _) in enumerate(pairs) if word.startswith("*"))
    return [word.strip("*") for word, _ in pairs], [tag if i == place else each for i, (_, each) in enumerate(pairs)], place


def test_every_retagging_rule_is_in_the_table() -> None:
    assert list(dict.fromkeys(row["rule"] for row in table("retag"))) == [rule.__name__ for rule in RULES]


@pytest.mark.parametrize("row", table("retag"), ids=lambda row: row["rule"])
def test_a_retagging_rule_mends_its_example_and_leaves_the_other_alone(row: dict) -> None:
    rule = next(rule for rule in RULES if rule.__name__ == row["rule"])
    words, tags, place = tagged(row["example"], row["from"])
    assert retag(words, tags, [rule])[place] == row["to"]
    words, tags, place = tagged(row["counterexample"], row["from"])
    assert retag(words, tags, [rule]) == tags


@pytest.mark.parametrize("row", table("state_participles"), ids=lambda row: row["participle"])
def test_participles_of_state_are_adjectives(tagger: Language, row: dict) -> None:
    sentence, start = marked(row["example"])
    token = next(token for token in tagger(sentence) if token.idx == start)
    assert token.tag_ == "ADJD"
    assert token.text.lower() == row["participle"]


# --- values -----------------------------------------------------------------------------------------------------------------


def test_every_value_is_described(tagger: Language) -> None:
    assert [row["name"] for row in table("measures_adjectives", "catalogue")] == list(
        summarise(tagger("Der gute Film ist lang."))
    )


def test_densities_and_quotients(tagger: Language) -> None:
    values = summarise(tagger("Der gute Film ist lang. Er läuft und läuft und läuft."))
    assert values["adjectives_per_100_words"] == pytest.approx(100 * 2 / 11)
    assert values["adja_per_noun"] == 1
    assert values["busemann_quotient_proxy"] == pytest.approx(3 / 2)
    assert values["altmann_q"] == pytest.approx(3 / 5)
    assert values["altmann_u"] == pytest.approx(0.1 / (0.25 / 5) ** 0.5)


@pytest.mark.parametrize("text", ["", " \n ", "...", "😀"])
def test_nothing_to_count_is_missing_and_no_zero(tagger: Language, text: str) -> None:
    assert adjectives(tagger(text)).empty
    assert isinstance(summarise(tagger(text))["altmann_q"], Missing)


def test_marks_lead_back_to_the_text(tagger: Language) -> None:
    text = "Ein „blutig-brutaler“ Film,\n\nder sehr lang ist …  Und (wie immer) kalt!"
    found = adjectives(tagger(text))
    assert all(text[start:end] == cut for start, end, cut in zip(found["start"], found["end"], found["text"], strict=True))
    assert sum(sum(counts.values()) for _, counts in per_sentence(found)) == len(found)


# --- gold -------------------------------------------------------------------------------------------------------------------

AGAINST_A_CORPUS = {"genitive_numeral": 3}
"""How many tags more a rule may set wrong than right where a corpus goes against STTS: PCC has ADJA for *zweier*."""


def test_the_review_is_read_as_annotated(tagger: Language) -> None:
    text = Path("corpus/drive.txt").read_text(encoding="utf-8")
    gold = {
        int(row["start"]): ("ADJA" if row["function"] == "attributive" else "ADJD", row["function"])
        for row in read_table(ANNOTATION)
        if row["text"] == "drive"
    }
    own = {row.start: (row.tag, row.function) for row in adjectives(tagger(text)).itertuples()}
    differences = {start for start in gold.keys() | own.keys() if gold.get(start) != own.get(start)}
    assert differences == set()


SENTENCES = read_table(Path(__file__).parent / "gold" / "adjective_sentences.tsv")
BRACKET = re.compile(r"\[([^|\]]+)\|([apd])(?:>([^\]]*))?\]")
FUNCTIONS = {"a": "attributive", "p": "predicative", "d": "adverbial"}


def is_right(nlp: Language, annotated: str) -> bool:
    """Whether the adjectives of a sentence, their functions and their nouns are those in its brackets."""
    text, wanted, end = "", set(), 0
    for match in BRACKET.finditer(annotated):
        text += annotated[end : match.start()]
        wanted.add((len(text), FUNCTIONS[match[2]], match[3] or ""))
        text, end = text + match[1], match.end()
    found = adjectives(nlp(text + annotated[end:]))
    return {(row.start, row.function, row.noun) for row in found.itertuples()} == wanted


@pytest.mark.parametrize(("part", "least"), [("mended with", 0.98), ("set aside", 0.9)])
def test_sentences_of_film_criticism_are_read_as_annotated(tagger: Language, part: str, least: float) -> None:
    chosen = [row["sentence"] for row in SENTENCES if row["part"] == part]
    wrong = [sentence for sentence in chosen if not is_right(tagger, sentence)]
    assert len(wrong) <= (1 - least) * len(chosen), wrong


@pytest.mark.parametrize("row", table("only_predicative"), ids=lambda row: row["word"])
def test_a_word_that_only_predicates_is_an_adjective_and_its_noun_is_none(tagger: Language, row: dict) -> None:
    assert row_at(tagger, row["example"])["function"] == "predicative"
    sentence, start = marked(row["counterexample"])
    assert start not in set(adjectives(tagger(sentence))["start"])


@pytest.mark.parametrize("row", table("adjective_particles"), ids=lambda row: row["particle"])
def test_an_adjective_that_is_a_particle_describes_nothing(tagger: Language, row: dict) -> None:
    sentence, start = marked(row["example"])
    assert start not in set(adjectives(tagger(sentence))["start"])
    assert row_at(tagger, row["counterexample"])


@pytest.mark.parametrize(
    ("text", "modifier"), [("emotional stark *inszenierten* Films", ""), ("stark *gekürzten* Films", "stark")]
)
def test_what_says_how_well_something_is_made_is_no_booster(tagger: Language, text: str, modifier: str) -> None:
    assert row_at(tagger, f"Er sah die Bilder des {text}.")["modifier"] == modifier


def test_functions_reach_their_target_on_the_gold_corpus(tagger: Language) -> None:
    if not GOLD.exists():
        pytest.skip("../shared/gold is not there: accuracy is not checked")
    from tools.gold.adjectives import function_scores

    assert function_scores(tagger, GOLD, "ud-gsd", gold_tags=True).macro_f1 >= 0.90
    assert function_scores(tagger, GOLD, "ud-gsd", gold_tags=True, half=1).macro_f1 >= 0.90


def test_no_rule_costs_the_corpora_more_tags_than_it_mends(tagger: Language) -> None:
    if not GOLD.exists():
        pytest.skip("../shared/gold is not there: accuracy is not checked")
    from tools.gold.adjectives import CORPORA, rule_effects, without_rules
    from tools.gold.adjectives import tagged as tags_of

    sentences = [sentence for corpus in CORPORA for sentence in tags_of(without_rules(), GOLD, corpus)]
    for rule in RULES:
        right, wrong, _ = rule_effects(sentences, rule)
        assert right + AGAINST_A_CORPUS.get(rule.__name__, 0) >= wrong, rule.__name__


def test_lexicon_examples_are_marked_once() -> None:
    for name in ("adjective_functions", "copulas", "degree_modifiers"):
        for row in table(name):
            assert len(re.findall(r"\*[^*]+\*", row["example"])) == 1, row
