"""German tokens and sentences by rules that name their evidence.

spaCy's German tokenizer leaves ``2011.`` and ``B.`` whole, because an ordinal and an initial look like that. Whether the full
stop closes a sentence is decided here, once, on the words alone; tokenizer and sentence component both ask ``ends_sentence``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.lang.de import German
from spacy.language import Language
from spacy.tokenizer import Tokenizer as SpacyTokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from stylo.lexicon import table
from stylo.pipeline.hanta import shared
from stylo.reading.normalise import forms, is_break, laid_over, read, with_apostrophes

CLOSERS = frozenset([*"“”\"»«›‹’‘')]}", "''"])
OPENERS = frozenset("„“\"»«›‹‚‘'([{-–—")
MONTHS = frozenset("Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember".split())
QUOTATION_REACH = 500  # tokens
_LONG_RUN = re.compile(r"\S{500}(?=\S)")
_TERMINAL = re.compile(r"[.?!…]+$")
_ELLIPSIS = re.compile(r"(\.{2,}|…)$")
_NUMBER = re.compile(r"^\d+\.$")
_FUSED = re.compile(r"^\w+\.$")
_ROMAN = re.compile(r"^[IVXLC]+$")
_INITIAL = re.compile(r"^[^\W\d_]\.$")

_EMOTICON = re.compile(r"^(?:[:;=8xX]['’]?[-o^]?[)(DPp|/\\*]+|\^_*\^|-_+-|<3|[☺😀-🙏🤐-🧿👍❤]+)$")
# spaCy's tokenizer takes these words of daily use for abbreviations (days of the week, Artikel, Maximal ...).
_NO_ABBREVIATIONS = (
    "So.",
    "Mi.",
    "Do.",
    "Di.",
    "Mo.",
    "Sa.",
    "Art.",
    "Max.",
    "Min.",
    "Tim.",
    "Jan.",
    "Feb.",
    "co.",
    "adv.",
)


def _german(vocab: Vocab) -> SpacyTokenizer:
    tokenizer = spacy.blank("de", vocab=vocab).tokenizer
    assert isinstance(tokenizer, SpacyTokenizer)
    return tokenizer


def _abbreviations() -> dict[str, str]:
    """When an abbreviation of the table or of spaCy's German tokenizer ends a sentence; of spaCy's the next word decides."""
    forms = (form for form in German.Defaults.tokenizer_exceptions if re.match(r"^[^\W\d_]{2,}\.$|^\w.*\.\w+\.$", form))
    known = {form: "before a function word" for form in forms if form not in _NO_ABBREVIATIONS}
    return known | {row["form"]: row["ends"] for row in table("abbreviations")}


_ABBREVIATIONS = _abbreviations()


def ends_sentence(words: Sequence[str], i: int, is_starter: Callable[[str], bool]) -> bool:
    """Whether the sentence ends with the terminal token ``words[i]`` and the quotes and brackets that close behind it.

    ``words`` are the tokens of one line without white space; ``is_starter`` tells words that rarely stand capitalised
    unless they open a sentence (articles, pronouns, conjunctions, prepositions, adverbs).
    """
    j = closing_end(words, i) + 1
    if j >= len(words):
        return True
    word, closed = words[i], j > i + 1
    follower = _follower(words, j)
    if words[j] in {",", ";", ":"} or not follower:
        return False
    if words[j] in {"-", "–", "—"} and not _sentence_case(follower):
        return False
    if closed and _bracketed_sign(words, i):
        return False
    if _EMOTICON.match(word):
        return follower[0].isupper() and is_starter(follower)
    if word[0] != "." and word.endswith(".") and not _ELLIPSIS.search(word):
        return _fused_stop_ends(words, i, follower, is_starter)
    if _ELLIPSIS.search(word):
        return _sentence_case(follower)
    if not word.startswith("."):
        return _sentence_case(follower) or (not closed and not follower[0].islower())
    if i and _ROMAN.match(words[i - 1]) and len(words[i - 1]) > 1 and not closed:
        return is_starter(follower) and follower[0].isupper()
    # In carefree spelling sentences open small; before a small letter a stop ends one if no abbreviation is in sight.
    return not follower[0].islower() or (i > 0 and not closed and shared().is_known(words[i - 1]))


def closing_end(words: Sequence[str], i: int) -> int:
    """The last token that still belongs to the sentence that ``words[i]`` closes: further signs, quotes, brackets."""
    j = i
    while j + 1 < len(words) and (words[j + 1] in CLOSERS or _TERMINAL.fullmatch(words[j + 1])):
        if words[j + 1] in OPENERS and _opens(words, j + 1):
            break
        j += 1
    return j


def _opens(words: Sequence[str], j: int) -> bool:
    """Whether an ambiguous quotation mark opens a quotation: an even number of its kind came before it in this line."""
    mark = words[j]
    before = list(words[max(0, j - QUOTATION_REACH) : j])
    partner = {"“": "„", "«": "»", "»": "«", "‘": "‚", "›": "‹", "‹": "›"}.get(mark)
    if partner is None:
        return before.count(mark) % 2 == 0
    return before.count(partner) <= before.count(mark)


def _follower(words: Sequence[str], j: int) -> str:
    """The first token from ``words[j]`` on that is no opening quote, bracket or dash; empty where there is none."""
    while j < len(words) and words[j] in OPENERS:
        j += 1
    return words[j] if j < len(words) else ""


def _bracketed_sign(words: Sequence[str], i: int) -> bool:
    """A lone ``(!)`` or ``[...]`` comments on the sentence that it stands in."""
    return i > 0 and words[i - 1] in {"(", "["}


def _sentence_case(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _fused_stop_ends(words: Sequence[str], i: int, follower: str, is_starter: Callable[[str], bool]) -> bool:
    """Numbers (``3.``, ``2011.``), initials (``J.``) and abbreviations (``usw.``) that carry their full stop."""
    word = words[i]
    if follower[0].islower():
        return False
    starter = _sentence_case(follower) and is_starter(follower)
    if _NUMBER.match(word):
        if i == 0 or _TERMINAL.search(words[i - 1]):  # the number of an item in a list
            return False
        year = len(word) == 5 and not follower[0].isdigit()
        return follower not in MONTHS and (starter or year)
    spaced = _spaced_abbreviation(words, i)
    if spaced in _ABBREVIATIONS:
        word = spaced
    elif _INITIAL.match(word):
        part_of_name = i > 0 and (_INITIAL.match(words[i - 1]) or words[i - 1] in _ABBREVIATIONS)
        return starter and not part_of_name and word[0].isupper() and i > 0 and words[i - 1] not in OPENERS
    return {"no": False, "before a function word": starter, "before a capital": True}[
        _ABBREVIATIONS.get(word, "before a capital")
    ]


def _spaced_abbreviation(words: Sequence[str], i: int) -> str:
    """The abbreviation that ends with ``words[i]``, written without its spaces: *u. a.* is ``u.a.``."""
    start = i
    while start and i - start < 3 and _INITIAL.match(words[start - 1]):
        start -= 1
    return "".join(words[start : i + 1])


class Tokenizer:
    """spaCy's German tokenizer on the clean text, with the full stop split off where it ends a sentence."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.german = _german(vocab)
        rules = {form: case for form, case in self.german.rules.items() if form not in _NO_ABBREVIATIONS}
        self.german.rules = rules
        for form in _ABBREVIATIONS:
            self.german.add_special_case(form, [{"ORTH": form}])

    def __call__(self, text: str) -> Doc:
        reading = read(text)
        if reading is None:
            return Doc(self.vocab, *self._tokens(text))
        return laid_over(text, reading, *self._tokens(reading.text), self.vocab)

    def _tokens(self, text: str) -> tuple[list[str], list[bool]]:
        """The tokens of a clean text, and whether a blank follows each."""
        words: list[str] = []
        spaces: list[bool] = []
        for token in chain.from_iterable(map(self.german, _pieces(text))):
            words.append(with_apostrophes(token.text))
            spaces.append(bool(token.whitespace_))
        return _split_stops(words, spaces)

    # The tokenizer is rebuilt from code: there is nothing of it to store.
    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Tokenizer:
        return self

    def to_disk(self, _path: str, **_: Any) -> None:
        return None

    def from_disk(self, _path: str, **_: Any) -> Tokenizer:
        return self


def _pieces(text: str) -> Iterator[str]:
    """The text, cut only within runs without a space that are no words: spaCy's tokenizer takes the square of their length."""
    start = 0
    for run in _LONG_RUN.finditer(text):
        yield text[start : run.end()]
        start = run.end()
    yield text[start:]


def _split_stops(words: list[str], spaces: list[bool]) -> tuple[list[str], list[bool]]:
    is_starter = shared().is_function_word
    out_words: list[str] = []
    out_spaces: list[bool] = []
    for line in _lines(words):
        visible = [k for k in line if words[k].strip()]
        forms = [words[k] for k in visible]
        splits = {
            k
            for n, k in enumerate(visible)
            if _FUSED.match(words[k]) and words[k] not in _ABBREVIATIONS and ends_sentence(forms, n, is_starter)
        }
        for k in line:
            if k in splits:
                out_words += [words[k][:-1], "."]
                out_spaces += [False, spaces[k]]
            else:
                out_words.append(words[k])
                out_spaces.append(spaces[k])
    return out_words, out_spaces


def _lines(words: Sequence[str]) -> list[range]:
    """The token ranges between line breaks; a white-space token that holds a break closes its line."""
    lines, start = [], 0
    for i, word in enumerate(words):
        if "\n" in word or "\r" in word or "\u2029" in word:
            lines.append(range(start, i + 1))
            start = i + 1
    lines.append(range(start, len(words)))
    return lines


@spacy.registry.tokenizers("stylo.tokenizer.v1")
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """The tokenizer for a spaCy config."""
    return lambda nlp: Tokenizer(nlp.vocab)


@Language.factory("stylo_splitter", assigns=["token.is_sent_start", "doc.sents"], default_config={"split_at_colon": False})
class Splitter:
    """Sets sentence starts. A document that comes with its own keeps them."""

    def __init__(self, nlp: Language, name: str, split_at_colon: bool) -> None:
        self.split_at_colon = split_at_colon

    def __call__(self, doc: Doc) -> Doc:
        if doc.has_annotation("SENT_START"):
            return doc
        read_as = forms(doc)
        starts = {_with_hidden(read_as, i) for i in sentence_starts(read_as, self.split_at_colon)}
        # All at once: spaCy looks through the whole document each time that one token's value is set.
        values: Any = np.full((len(doc), 1), -1, dtype="int64")
        values[[i for i in starts if i < len(doc)]] = 1
        return doc.from_array([SENT_START], values.astype("uint64")) if len(doc) else doc


def _with_hidden(read_as: Sequence[str], i: int) -> int:
    """The first token of a sentence that opens a line, with what is hidden before it: ``**Der** Film``."""
    first = i
    while first and read_as[first - 1] == " ":
        first -= 1
    return i if first and not is_break(read_as[first - 1]) else first


def sentence_starts(words: Sequence[str], split_at_colon: bool = False) -> set[int]:
    """Indices of the tokens that open a sentence; white space at a sentence's end belongs to the sentence before it."""
    is_starter = shared().is_function_word
    starts = {0}
    for line in _lines(words):
        visible = [k for k in line if words[k].strip()]
        if not visible:
            continue
        starts.add(visible[0])
        forms = [words[k] for k in visible]
        n = start = 0
        while n < len(forms):
            ends = _is_end(forms, n, is_starter)
            if ends or (split_at_colon and colon_splits(forms, start, n)):
                n = start = closing_end(forms, n) if ends else n
                start += 1
                if start < len(forms):
                    starts.add(visible[start])
            n += 1
    return starts


def _is_end(forms: Sequence[str], n: int, is_starter: Callable[[str], bool]) -> bool:
    return bool(_TERMINAL.search(forms[n]) or _EMOTICON.match(forms[n])) and ends_sentence(forms, n, is_starter)


def colon_splits(forms: Sequence[str], start: int, n: int) -> bool:
    """Whether ``split_at_colon`` ends a sentence with the colon ``forms[n]``.

    It does between a clause, told by its finite verb, and a capital: *Er ist einsam: Neben dem Job ...*, but not after a mere
    label (*Die Fakten: Über 850 ...*). PCC's annotators split so; ``forms[start:n]`` are the words before the colon.
    """
    if forms[n] != ":" or not _follower(forms, n + 1)[:1].isupper():
        return False
    return any(map(shared().is_finite_verb, forms[start:n]))


@Language.factory("stylo_colon", assigns=["token.is_sent_start"], default_config={"split_at_colon": False})
class ColonConvention:
    """Fixes, ahead of a pipeline's own sentence component, whether a sentence starts behind a colon."""

    def __init__(self, nlp: Language, name: str, split_at_colon: bool) -> None:
        self.split_at_colon = split_at_colon

    def __call__(self, doc: Doc) -> Doc:
        if doc.has_annotation("SENT_START"):
            return doc
        read_as = forms(doc)
        visible = [i for i, form in enumerate(read_as) if form != " "]
        seen = [read_as[i] for i in visible]
        start = 0
        for n, form in enumerate(seen[:-1]):
            if _TERMINAL.search(form) or form.isspace():
                start = n + 1
            elif form == ":":
                splits = self.split_at_colon and colon_splits(seen, start, n)
                doc[visible[n + 1]].is_sent_start = splits
                start = n + 1 if splits else start
        return doc
