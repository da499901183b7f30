"""The annotated text shows what the measures found, where they found it, and never what a text would like to do to the page."""

from __future__ import annotations

import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest

import stylo
from stylo.annotated import LABELS, layers
from stylo.catalogue.labels import feature_name
from stylo.families.registry import marked
from stylo.lexicon import table
from stylo.wording.language import language, translations
from stylo.wording.reasons import explain

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "corpus").rglob("*.txt"))
PAIRS = "Der Film ist zwar lang, aber schön. Nicht Geld, sondern Ruhm lockte ihn. Er hat den Wagen gestohlen."
HOSTILE = {
    "script": "Der <script>alert(1)</script> ist schön.",
    "attribute": 'Ein "><img src=x onerror=alert(1)> ist nicht neu, aber gut.',
    "end of style": "Das </style><b>Ende</b> der </script> ist nahe. <!-- Ein schöner --> Rest &amp; &lt;b&gt;.",
    "controls": "Ein\x00 schönes\x07 \x1b[2J \x7f Zeichen\u0085 ist gut.",
    "line ends": "Schöne Zeile.\r\nZweite gute Zeile.\rDritte.\u2028Vierte.\n\n\nLetzte.\n",
    "overrides": "Der \u202eschöne\u202c Test \u2066ist\u2069 \u200fgut\u200e.",
    "right to left": "Das schöne שלום עולם und مرحبا ist gut.",
    "emoji": "Schön 👩‍👩‍👧 und gut 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️!",
    "combining": "Ein scho\u0308ner \u0338Strich, Z\u0338\u0327a\u0334 gut. \u0301Gut.",
    "formula": '=HYPERLINK("http://x.example";"schön") ist gut.',
    "names": "__proto__ constructor {number} {{schön}} %s $0 \\1 ist gut.",
    "noncharacters": "Gut\ufffe ist\ufeff schön\uffff.",
    "empty": "",
    "space": " \n\t \n",
    "one word": "Gut",
}
TAGS = set("div style fieldset legend ul li label input span p a mark b i bdi script".split())
ATTRIBUTES = set(
    "class id lang dir role aria-label aria-describedby type value checked autocomplete href hidden tabindex style"
    " data-words data-number data-pair data-opens data-closes data-on data-lm-suppress-shortcuts".split()
)


class Piece(HTMLParser):
    """A piece of HTML read back: the text, what is drawn on each of its characters, the explanations, tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tips = "", defaultdict(str)
        self.on: dict[str, set[int]] = defaultdict(set)
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = defaultdict(list)
        self.numbers: list[tuple[str, str, int]] = []
        self._open: list[dict[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            self.attributes[name].append(value)
        if tag != "input":
            self._open.append(values)
        for name in ("data-pair", "data-opens", "data-closes"):
            if name in values and self._inside("stylo-text") and not self._inside("stylo-tip"):
                self.numbers.append((name, values[name], len(self.text)))

    def handle_endtag(self, tag):
        self._open.pop()

    def _inside(self, name):
        return any(name in element.get("class", "").split() for element in self._open)

    def handle_data(self, data):
        tip = next((element["id"] for element in self._open if element.get("class") == "stylo-tip"), None)
        if tip:
            self.tips[tip] += data
        elif self._inside("stylo-text"):
            if self._inside("stylo-char"):
                data = chr(int(data.removeprefix("U+"), 16))
            for element in self._open:
                for name in element.get("class", "").split():
                    self.on[name.removeprefix("stylo-")] |= set(range(len(self.text), len(self.text) + len(data)))
            self.text += data


def characters(marks, label):
    rows = marks[(marks["label"] == label) & (marks["layer"] != "sentences")]
    return {i for start, end in zip(rows["start"], rows["end"], strict=True) for i in range(start, end)}


# ---- the frame of all marks


def test_every_mark_slices_back_and_names_its_layer_label_and_reason(drive):
    marks = layers(drive)
    assert list(dict.fromkeys(marks["layer"])) == [layer for layer in LABELS if not marked()[layer](drive).empty]
    for row in marks.itertuples():
        assert row.text == drive.text[row.start : row.end]
        assert row.label in LABELS[row.layer]
        assert row.reason


def test_the_marks_are_those_of_the_measures(drive):
    marks = layers(drive).set_index("layer")
    assert list(marks.loc["sentences", "words"]) == list(stylo.sentences(drive)["words"])
    assert list(marks.loc["adjectives", "label"]) == list(stylo.adjectives(drive)["function"])
    assert list(marks.loc["contrast", "label"]) == list(stylo.contrast(drive)["tier"])
    assert set(marks.loc["register", "detail"]) == set(stylo.register(drive)["feature"])


def test_the_parts_of_a_pair_share_a_number(nlp):
    marks = layers(nlp(PAIRS), ["contrast"])
    paired = marks[marks["label"] == "paired"]
    assert list(zip(paired["text"], paired["pair"], strict=True)) == [("zwar", 1), ("aber", 1), ("Nicht", 2), ("sondern", 2)]


def test_a_satzklammer_is_marked_at_its_two_brackets_only(nlp):
    marks = layers(nlp(PAIRS), ["register"])
    brackets = marks[marks["detail"] == "satzklammer"]
    assert list(zip(brackets["text"], brackets["pair"], strict=True)) == [("hat", 1), ("gestohlen", 1)]


def test_only_the_layers_that_are_asked_for_are_there(nlp):
    shown = stylo.show(nlp(PAIRS), layers=["register", "contrast"])
    assert list(dict.fromkeys(shown.marks["layer"])) == ["contrast", "register"]
    assert set(Piece(shown.html()).attributes["value"]).isdisjoint({"sentences", "adjectives", *LABELS["adjectives"]})


def test_an_unknown_layer_or_language_is_an_error_that_names_the_choices(nlp):
    with pytest.raises(
        ValueError,
        match=r"'nouns'.*sentences, adjectives, contrast, negation, evaluation, rhetoric, imagery, register, punctuation",
    ):
        stylo.show(nlp(PAIRS), layers=["nouns"])
    with pytest.raises(ValueError, match="en, de"):
        stylo.show(nlp(PAIRS), lang="fr")


# ---- the page


@pytest.mark.parametrize("text", [*HOSTILE.values(), PAIRS], ids=[*HOSTILE, "pairs"])
def test_the_text_is_the_text_with_its_marks_and_nothing_in_it_becomes_markup(nlp, text):
    shown = stylo.show(nlp(text))
    piece = Piece(shown.html())
    assert piece.text == text
    assert piece.tags <= TAGS
    assert piece.attributes.keys() <= ATTRIBUTES
    for label in [label for labels in LABELS.values() for label in labels if label != "sentence"]:
        assert piece.on[label] == characters(shown.marks, label), label
    assert all(row.text == text[row.start : row.end] for row in shown.marks.itertuples())
    shown.html().encode("utf-8")


def test_hidden_characters_are_written_as_codes(nlp):
    html = stylo.show(nlp(HOSTILE["overrides"] + HOSTILE["controls"])).html()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", html)
    assert '<span class="stylo-char">U+202E</span>' in html
    assert '<span class="stylo-char">U+001B</span>' in html


def test_a_combining_mark_does_not_join_the_tag_before_it(nlp):
    assert not re.search(">[\u0300-\u036f]", stylo.show(nlp("Gut.\n\u0338Gut \u0338 gut.")).html())


def test_the_parts_of_a_pair_bear_the_same_small_number(nlp):
    text = PAIRS
    numbers = Piece(stylo.show(nlp(text)).html()).numbers
    ends = {name: [number for kind, number, _ in numbers if kind == name] for name in ("data-opens", "data-closes")}
    assert ends == {"data-opens": ["1"], "data-closes": ["1"]}
    tied = [(number, at) for kind, number, at in numbers if kind == "data-pair"]
    assert tied == [
        ("1", text.index("zwar")),
        ("1", text.index("aber")),
        ("2", text.index("Nicht")),
        ("2", text.index("sondern")),
    ]


def test_an_explanation_says_what_why_and_with_which_other_part(nlp):
    piece = Piece(stylo.show(nlp(PAIRS), layers=["contrast"]).html())
    assert next(iter(piece.tips.values())) == "contrast: paired zwar ... aber: grants the one, holds to the other with aber"
    assert set(piece.attributes["aria-describedby"]) == set(piece.tips)


def test_an_explanation_lists_every_mark_that_lies_on_a_word(nlp):
    tips = Piece(stylo.show(nlp("Der Film zeigt ein erhabenes Bild.")).html()).tips.values()
    assert any("attributive adjective" in tip and "elevated (distance)" in tip for tip in tips)


def test_each_sentence_has_its_number_and_its_length(nlp):
    piece = Piece(stylo.show(nlp("Er fährt. Sie lächelt ihn an.")).html())
    assert piece.attributes["data-number"] == ["1", "2"]
    assert piece.attributes["data-words"] == ["2", "4"]


def test_a_text_without_words_says_so(nlp):
    assert "The text has no words." in stylo.show(nlp("")).html()
    assert "Der Text hat keine Wörter." in stylo.show(nlp(" \n"), lang="de").html()


def test_nothing_is_fetched_from_elsewhere(drive):
    html = stylo.show(drive).html()
    piece = Piece(html)
    assert "src" not in piece.attributes
    assert all(target.startswith("#") for target in piece.attributes["href"])
    assert not re.search(r"url\(|@import|https?:", html)


def test_the_same_input_gives_the_same_bytes_and_two_texts_share_no_id(nlp):
    first, again, other = (stylo.show(nlp(text)).html() for text in (PAIRS, PAIRS, PAIRS + " Gut."))
    assert first == again
    assert len(set(Piece(first).attributes["id"])) == len(Piece(first).attributes["id"])
    assert set(Piece(first).attributes["id"]).isdisjoint(Piece(other).attributes["id"])


def test_printed_the_marks_stand_in_brackets_and_hidden_characters_as_codes(nlp):
    shown = repr(stylo.show(nlp("Der \x1b[2J Film ist zwar lang, aber schön.")))
    assert "[zwar|paired 1]" in shown
    assert "[schön|predicative+positive]" in shown
    assert "[U+001B][[|bracket]2J" in shown
    assert shown.endswith("words]")
    assert "[zwar|zweiteilig 1]" in repr(stylo.show(nlp(PAIRS), lang="de"))


# ---- German


def all_reasons():
    for name in ("contrast", "contrast_pairs", "contrast_lexical", "comparatives", "adjective_functions"):
        yield from (row["reason"] for row in table(name))
    yield from (row["reason"] for row in table("modal_particles") if row["reading"] == "modal")
    yield from (row["reason"] for row in table("negation") if row["kind"] != "none")
    yield from (row["reason"] for row in table("rhetoric"))
    yield from (row["reason"] for name in ("similes", "rhetorical_questions") for row in table(name) if row["kind"] != "none")
    yield from (f"points to a {row['kind']}" for row in table("deixis"))
    for name in ("colloquial", "vulgar", "elevated", "technical", "anglicisms"):
        yield from (f"{row['kind']} ({row['label']}), neutral: laut" for row in table(name))
        yield from (f"{row['kind']} ({row['label']})" for row in table(name))


ENGLISH = re.compile(
    r"\b(the|of|with|and|that|what|which|it|to|is|by|one|two|from|behind|before|after|clause|verb of|noun|names?|sets?|opens?|"
    r"gives|denies|limits|adds|particle|degree|phrase|pronoun|points|neutral: .* of|alone|other|another|lemma|word|general)\b"
)


def english(reasons):
    """The reasons that keep English when they are said in German."""
    with language("de"):
        return sorted({reason for reason in reasons if reason != "würde" and explain(reason) == reason}), sorted(
            {said for said in map(explain, reasons) if ENGLISH.search(said)}
        )


def test_every_reason_of_a_table_has_its_german():
    assert english(list(all_reasons())) == ([], [])


def test_no_reason_in_the_corpus_stays_english(nlp):
    reasons = [reason for path in CORPUS for reason in layers(nlp(path.read_text(encoding="utf-8")))["reason"]]
    assert english(reasons) == ([], [])


def test_a_reason_keeps_the_words_of_the_text():
    with language("de"):
        assert explain("degree of {number}") == "graduiert {number}"
        assert explain("lemma (film), neutral: Handlung") == "Lemma (Film), neutral: Handlung"
        assert explain("haben + zu + infinitive") == "haben + zu + Infinitiv"
    assert explain("degree of laut") == "degree of laut"


def test_every_label_and_feature_has_its_german():
    assert {label for labels in LABELS.values() for label in labels} <= translations().keys()
    with language("de"):
        assert feature_name("genitive_attribute") == "Genitivattribut"
    assert feature_name("genitive_attribute") == "genitive attribute"


# ---- colours


def luminance(colour):
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_is_written_stands_out_from_what_is_behind_it_in_every_theme(drive):
    themes = [
        dict(re.findall(r"--([a-z]+): (#[0-9a-f]+)", block)) for block in re.findall(r"{[^{}]*--paper[^{}]*}", css(drive))
    ]
    assert len(themes) == 3
    assert themes[1] == themes[2]  # dark by the system's choice, and by JupyterLab's
    for theme in themes:
        for ink in ("ink", "soft", "adjective", "contrast", "distance", "nearness", "focus"):
            for ground in ("paper", "panel", "tint", "tip"):
                light, dark = sorted((luminance(theme[ink]), luminance(theme[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def css(doc):
    return stylo.show(doc).html().partition("</style>")[0]
