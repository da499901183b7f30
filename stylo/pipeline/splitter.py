"""German tokens and sentences by rules that name their evidence.

spaCy's German tokenizer leaves ``2011.`` and ``B.`` whole, because an ordinal and an initial look like that, and parts
*Hauptstr.* and *Art. 5*. Whether the full stop closes a sentence is decided in ``sentence_ends``, on the words and the blanks
between them alone; tokenizer and sentence component both ask there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, TypeVar

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokenizer import Tokenizer as SpacyTokenizer
from spacy.tokens import Doc
from spacy.util import compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from stylo.pipeline.abbreviations import INITIALS, ONLY_BEFORE_NUMBER, READINGS, is_abbreviation, is_clipped, reading, spaced
from stylo.pipeline.hanta import shared
from stylo.pipeline.sentence_ends import TERMINAL, followed_by_capital, sentence_ends
from stylo.reading.normalise import blanks, forms, is_break, laid_over, read, with_apostrophes

Item = TypeVar("Item")

_LONG_RUN = re.compile(r"\S{500}(?=\S)")

# What spaCy's tokenizer leaves on a word: quotation marks as they are typed, and a smiley without its blank.
_PREFIXES = (r",,(?=[^\W\d_])", ">>", "<<", "‟", "›", "‹")
_SUFFIXES = (">>", "<<", "›", "‹", r"(?<=[<>‹›])\.", r"(?<=[^\W\d_])[:;]-?[()]+")


def _german(vocab: Vocab) -> SpacyTokenizer:
    """spaCy's German tokenizer with the abbreviations of the table and the quoting styles of typewriters."""
    nlp = spacy.blank("de", vocab=vocab)
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, SpacyTokenizer)
    tokenizer.rules = {form: case for form, case in tokenizer.rules.items() if READINGS.get(form) != ONLY_BEFORE_NUMBER}
    for form, read_as in READINGS.items():
        if form[0] != "-" and read_as != ONLY_BEFORE_NUMBER:
            tokenizer.add_special_case(form, [{"ORTH": form}])
    tokenizer.prefix_search = compile_prefix_regex([*_PREFIXES, *(nlp.Defaults.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*_SUFFIXES, *(nlp.Defaults.suffixes or ())]).search
    return tokenizer


class Tokenizer:
    """spaCy's German tokenizer on the clean text, with the full stop split off where it ends a sentence."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.german = _german(vocab)

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
    """The tokens and blanks, with the full stop a token of its own where it ends a sentence and only there."""
    joins = [k - 1 for k, word in enumerate(words) if word == "." and _joins_stop(words, spaces, k)]
    words = _replaced(words, joins, 2, [(words[k] + ".",) for k in joins])
    spaces = _replaced(spaces, joins, 2, [(spaces[k + 1],) for k in joins])
    splits = []
    for line in _lines(words):
        visible, forms, blanks = _visible(line, words, spaces)
        ends = [n for n, _ in sentence_ends(forms, blanks)]
        splits += [visible[n] for n in (*ends, len(forms) - 1) if _is_fused(forms, n)]
    new_words = _replaced(words, splits, 1, [(words[k][:-1], ".") for k in splits])
    return new_words, _replaced(spaces, splits, 1, [(False, spaces[k]) for k in splits])


def _joins_stop(words: Sequence[str], spaces: Sequence[bool], k: int) -> bool:
    """Whether the full stop ``words[k]`` belongs to the abbreviation before it: *Hauptstr.*, *Art.* before a number."""
    if not k or spaces[k - 1]:
        return False
    form, before, following = words[k - 1] + ".", words[max(0, k - 3) : k - 1], words[k + 1 : k + 2]
    if is_abbreviation(form, following) or spaced([*before, form], -1) != form:
        return True
    return bool(before and following) and is_clipped(before[-1], form, following[0])


def _replaced(items: list[Item], places: Sequence[int], size: int, new: Sequence[Iterable[Item]]) -> list[Item]:
    """A list in which the ``size`` items from each of the places on are replaced by new ones."""
    result: list[Item] = []
    last = 0
    for place, replacement in zip(places, new, strict=True):
        result += items[last:place]
        result += replacement
        last = place + size
    return result + items[last:]


def _is_fused(forms: Sequence[str], n: int) -> bool:
    """Whether a token is a number, letter, word or unit with the full stop of its sentence, and no abbreviation."""
    form = forms[n] if n >= 0 else ""
    if form[-1:] != "." or form[-2:-1] in {"", "."} or INITIALS.fullmatch(form):
        return False
    return reading(form) is None and spaced(forms, n) == form


def _visible(line: range, words: Sequence[str], spaces: Sequence[bool]) -> tuple[Sequence[int], list[str], list[bool]]:
    """The places of a line's tokens that are no white space, their forms, and behind which of them a blank follows."""
    stop = line.stop - 1 if line and not words[line.stop - 1].strip() else line.stop
    places: Sequence[int] = range(line.start, stop)
    forms = list(words[line.start : stop])
    if not any(map(str.isspace, forms)) and "" not in forms:
        return places, forms, list(spaces[line.start : stop])
    places = [k for k in places if words[k].strip()]
    return places, [words[k] for k in places], [spaces[k] or after > k + 1 for k, after in pairwise([*places, stop])]


def _lines(words: Sequence[str]) -> list[range]:
    """The token ranges between line breaks; a white-space token that holds a break closes its line."""
    breaks = [i for i, word in enumerate(words) if not word.isalnum() and is_break(word)]
    return [range(start, end) for start, end in pairwise([0, *(i + 1 for i in breaks), len(words)])]


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
        starts = {_with_hidden(read_as, i) for i in sentence_starts(read_as, self.split_at_colon, blanks(doc))}
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


def sentence_starts(words: Sequence[str], split_at_colon: bool = False, spaces: Sequence[bool] | None = None) -> set[int]:
    """Indices of the tokens that open a sentence; white space at a sentence's end belongs to the sentence before it.

    ``spaces`` tells behind which tokens a blank follows; without it one follows each.
    """
    starts = {0}
    for line in _lines(words):
        visible, forms, blanks = _visible(line, words, [True] * len(words) if spaces is None else spaces)
        if not visible:
            continue
        starts.add(visible[0])
        ends = {end for _, end in sentence_ends(forms, blanks)}
        if split_at_colon:
            ends |= colon_ends(forms, ends)
        starts |= {visible[end + 1] for end in ends if end + 1 < len(visible)}
    return starts


def colon_ends(forms: Sequence[str], ends: Container[int] = ()) -> set[int]:
    """The colons among some words at which ``split_at_colon`` ends a sentence; ``ends`` are the words that end one anyway.

    It does between a clause, told by its finite verb, and a capital: *Er ist einsam: Neben dem Job ...*, but not after a mere
    label (*Die Fakten: Über 850 ...*). PCC's annotators split so.
    """
    found: set[int] = set()
    clause = False  # whether a finite verb has come since the sentence began
    for n, form in enumerate(forms):
        if form == ":" and clause and followed_by_capital(forms, n):
            found.add(n)
            clause = False
        elif n in ends:
            clause = False
        else:
            clause = clause or shared().is_finite_verb(form)
    return found


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
        breaks = {n for n, form in enumerate(seen) if TERMINAL.search(form) or form.isspace()}
        ends = colon_ends(seen, breaks) if self.split_at_colon else set()
        for n, form in enumerate(seen[:-1]):
            if form == ":":
                doc[visible[n + 1]].is_sent_start = n in ends
        return doc
