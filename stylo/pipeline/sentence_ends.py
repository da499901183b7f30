"""Where the sentences of a line end: rules over its tokens, each with an example in ``lexicon/sentence_rules.tsv``.

A token that may end a sentence is looked at with what closes behind it and with the word that follows. Whether that word can
open a sentence is asked of its written form: *Dort* can, *Teil* cannot, though *teil* is also a particle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stylo.lexicon import table
from stylo.pipeline.abbreviations import (
    BEFORE_CAPITAL,
    BEFORE_FUNCTION_WORD,
    BEFORE_PRONOUN,
    INITIALS,
    NEVER,
    ONLY_BEFORE_NUMBER,
    is_clipped,
    is_initial,
    is_numeral,
    reading,
    spaced,
)
from stylo.pipeline.hanta import shared
from stylo.pipeline.quotes import BRACKETS, MARKS, Quotes, read_quotes

TERMINAL = re.compile(r"[.?!…]+$")
_SIGNS = re.compile(r"[.?!…]+")
_ELLIPSIS = re.compile(r"(\.{2,}|…)$")
_NUMBER = re.compile(r"\d+\.")
_DATE = re.compile(r"\d{1,2}\.(?:0?[1-9]|1[0-2]|[-–]\d{1,2})\.")  # 3.10., 1.-3.
_MEASURE = re.compile(r"\d[\d.,:]*[.,:]\d+\.")  # 6,5. 22.30. 3:2.
_ROMAN = re.compile(r"[IVXLC]{2,}\.")
_IN_HEADLINE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d[\d./–-]*|[()–&]")
_SECTION = re.compile(r"\d+(?:\.\d+)*\.?")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_STARS = re.compile(r"[*⁂★☆⭐]+")
_EMOJI = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+"
_EMOTICON = re.compile(rf"(?:[:;=8xX]['’]?[-o^]?[)(DPp|/\\*]+|\^_*\^|-[_.]+-|<3|{_EMOJI})$")
_DASHES = frozenset("-–—")
_SKIPPED = frozenset({*_DASHES, "•", "·"}) | (MARKS - {")", "]", "}"})
_BEHIND_HEADLINE = frozenset("ART APPR APPRART PPER PDS PDAT PPOSAT PIS PIAT KOUS KOUI ADV PROAV".split())
_NO_NAMES = frozenset("ART PPER PDS PDAT KOUS APPRART".split())
_END_NOTHING = frozenset(",;:([{") | _DASHES
_HESITANT = frozenset("ART APPR APPRART PPOSAT PDAT PIAT KON KOUS".split())

_WORDS = {row["name"]: frozenset(row["words"].split()) for row in table("sentence_words")}

INSERTION = 6
"""Tokens of an exclamation between dashes."""
TITLE = 10
"""Tokens of a quoted title."""
CLAUSE = 10
"""Words behind a headline among which the finite verb of a sentence stands."""
REPEATED = 10
"""Tokens of a call that is repeated word for word."""
CAREFREE = 8
"""Words before a sign that tell whether nouns are written small."""
COPULA = 4
"""Tokens up to the verb of *Mein Name ist …*; a later auxiliary may end its clause."""
ASIDE = 12
"""Tokens of a reference or stage direction in brackets."""
WHOLE = 40
"""Tokens of a quotation or bracket that is a part of its sentence."""
HEADLINE = 8
"""Words of a headline in the line."""


class Line:
    """The visible tokens of one line, with the blanks behind them and what its quotation marks do."""

    __slots__ = ("blanks", "quotes", "words")

    def __init__(self, words: Sequence[str], blanks: Sequence[bool]) -> None:
        self.words = words
        self.blanks = blanks
        self.quotes: Quotes = read_quotes(words, blanks)

    def word(self, i: int) -> str:
        """The token at a place; empty outside the line."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def follower(self, i: int) -> int:
        """The place of the first token from ``i`` on that is no opening mark, dash or bullet."""
        while i < len(self.words) and (self.words[i] in _SKIPPED or i in self.quotes.opening):
            i += 1
        return i

    def closing_end(self, i: int) -> int:
        """The last token that still belongs to the sentence that ``words[i]`` closes: further signs, closing marks, emoji."""
        closing = self.quotes.closing
        while i + 1 < len(self.words) and (i + 1 in closing or _closes_along(self.words[i + 1])):
            i += 1
        return i

    def goes_on(self, i: int) -> bool:
        """Whether what stands at ``i`` continues a sentence: a comma, a small letter, a dash before one."""
        word = self.word(i)
        if word in {",", ";", ":"}:
            return i not in self.quotes.opening
        return self.word(self.follower(i))[:1].islower() and not self.is_label(self.follower(i))

    def is_small_before(self, i: int) -> bool:
        """Whether the text is in carefree spelling: neither the line nor a word before ``i`` begins with a capital."""
        return all(word[0].islower() for word in (self.words[0], *self.words[max(0, i - CAREFREE) : i]) if word.isalpha())

    def is_label(self, i: int) -> bool:
        """Whether a small letter stands before its bracket as the label of an item: ``b)``."""
        return len(self.word(i)) == 1 and self.word(i + 1) == ")" and i + 1 not in self.quotes.partner


def _closes_along(word: str) -> bool:
    return bool(_SIGNS.fullmatch(word) or (_EMOTICON.match(word) and not _STARS.fullmatch(word)))


def sentence_ends(words: Sequence[str], blanks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Each sentence end but the line's own: the token that ends the sentence, and the last that belongs to it.

    ``words`` are the tokens of one line without white space, ``blanks`` tells behind which a blank follows.
    """
    line = Line(words, blanks)
    places = [n for n, word in enumerate(words) if (not word.isalnum() or word[0] in "xX") and word not in _END_NOTHING]
    start = asked = 0
    for end in _headlines(line, start):
        yield end, end
        start = end + 1
    for n in places:
        if n < max(start, asked):
            continue
        found = _end(line, n, start)
        if found is None or found + 1 >= len(words):
            if TERMINAL.search(words[n]) or _closes_along(words[n]):
                asked = line.closing_end(n) + 1  # what closes along with a sign is not asked again
            continue
        yield n, found
        start = found + 1
        for end in _headlines(line, start):
            yield end, end
            start = end + 1


def _end(line: Line, i: int, start: int) -> int | None:
    """The last token of the sentence that ``words[i]`` ends; None if it ends none."""
    word = line.words[i]
    if TERMINAL.search(word):
        return _sign_end(line, i, start)
    if _STARS.fullmatch(word):
        return _stars_end(line, i, start)
    if _EMOTICON.match(word):
        j = line.closing_end(i)
        return j if _opens_clause(line, j + 1) or _opens_small_clause(line, i, j + 1) else None
    if i in line.quotes.closing and line.word(i - 1) in _DASHES and word not in BRACKETS:  # „Du bist –“ Er brach ab.
        at = line.follower(i + 1)
        return i if line.word(at)[:1].isupper() and not line.goes_on(i + 1) else None
    return None


def _sign_end(line: Line, i: int, start: int) -> int | None:
    """As ``_end`` for a token with a full stop, question mark, exclamation mark or ellipsis."""
    j = line.closing_end(i)
    aside = _aside(line, i, j, start)
    if aside is not None:
        after, goes_on = aside
        if goes_on:
            return None
        return after if after + 1 >= len(line.words) or _ends(line, i, j, after + 1, start) else None
    return j if j + 1 >= len(line.words) or _ends(line, i, j, j + 1, start) else None


def _aside(line: Line, i: int, j: int, start: int) -> tuple[int, bool] | None:
    """A reference or stage direction in brackets behind the sign: where it ends, and whether the sentence goes on behind it.

    None where there is none, or where the bracket opens a sentence of its own.
    """
    opens = j + 1
    closes = line.quotes.partner.get(opens)
    if line.word(opens) not in BRACKETS or closes is None or closes - opens > ASIDE or _is_item(line, opens, start):
        return None
    inner = line.words[opens + 1 : closes]
    if not inner or (TERMINAL.search(inner[-1]) and len(inner) > 2):
        return None
    after = line.closing_end(closes)
    goes_on = line.goes_on(after + 1)
    title = j > i and not line.quotes.closing.isdisjoint(range(i, j + 1))
    dated = line.words[i][-1] in "!?…" and any(map(str.isdigit, inner))
    if goes_on:
        return (after, True) if title or dated else None
    is_sentence = len(inner) > 3 and inner[0][:1].isupper() and any(map(shared().is_finite_verb, inner))
    return None if is_sentence else (after, False)


def _is_item(line: Line, opens: int, start: int) -> bool:
    """Whether a bracket holds the label of an item: ``(b)``, or ``(2)`` where the sentence before began with ``(1)``."""
    label = line.word(opens + 1)
    if line.quotes.partner.get(opens) != opens + 2:
        return False
    if len(label) == 1 and label.isalpha():
        return True
    colon = next((k for k in range(start, min(opens, start + HEADLINE)) if line.words[k] == ":"), start - 1)
    first = start if line.word(start) == "(" else colon + 1
    return label.isdigit() and line.quotes.partner.get(first) == first + 2 and line.word(first + 1).isdigit()


def _ends(line: Line, i: int, j: int, k: int, start: int) -> bool:
    """Whether the sentence ends with the sign ``words[i]`` and what closes up to ``j``, if ``words[k]`` is what follows."""
    words, closed = line.words, not line.quotes.closing.isdisjoint(range(i + 1, j + 1))
    at = line.follower(k)
    follower = line.word(at)
    if not follower or (words[k] in {",", ";", ":"} and k not in line.quotes.opening):
        return False
    if words[k] in _DASHES and not _is_sentence_case(follower):
        return False
    if closed and line.word(i - 1) in {"(", "["}:  # a lone (!) or [...] comments on the sentence that it stands in
        return False
    if _inside_a_whole(line, i, start) or _goes_on_behind_title(line, i, j, at, start):
        return False
    word = words[i]
    if word[-1] != "." and "…" not in word:
        return _call_ends(line, i, k, at, closed, start)
    if _ELLIPSIS.search(word):
        return _is_sentence_case(follower) and not (_hesitates(line, i, start) and not _opens(follower))
    if _SIGNS.fullmatch(word) and "." not in word[:1]:
        return _is_sentence_case(follower)
    return _stop_ends(line, i, at, closed, start)


def _inside_a_whole(line: Line, i: int, start: int) -> bool:
    """Whether the sign stands inside a quotation or bracket that is a part of its sentence, which goes on behind it."""
    opens = line.quotes.around(i)
    if opens < 0:
        return False
    closes = line.quotes.partner[opens]
    if closes - opens > WHOLE or line.closing_end(i) >= closes or not line.goes_on(line.closing_end(closes) + 1):
        return False
    if line.words[opens] in BRACKETS:
        return opens > start
    return _is_embedded(line, opens, start) or _is_title_at_start(line, opens, closes)


def _is_embedded(line: Line, opens: int, start: int) -> bool:
    """Whether a quotation begins in the middle of its sentence, and not behind a sign or dash, as speech does."""
    before = opens - 1
    while before >= start and before in line.quotes.opening:
        before -= 1
    return before >= start and line.words[before] not in {":", ",", ";", *_DASHES}


def _is_title_at_start(line: Line, opens: int, closes: int) -> bool:
    """Whether a short quotation is the subject of a verb that says what a work does, and not of one of saying."""
    return closes - opens <= TITLE and line.word(closes + 1) in _WORDS["DOES_A_WORK"] and line.word(closes + 2) != "es"


def _goes_on_behind_title(line: Line, i: int, j: int, at: int, start: int) -> bool:
    """Whether a sentence goes on with a year or a noun behind a title or bracket within it: *die „Jeopardy!“ Moderatorin*."""
    opens = next((line.quotes.partner[k] for k in range(i + 1, j + 1) if k in line.quotes.partner), -1)
    if opens < 0:
        return False
    dated = at == j + 1 and bool(_YEAR.fullmatch(line.words[at])) and line.words[opens] not in BRACKETS
    if not _is_embedded(line, opens, start):  # »Wer ist Hanna?« 2011 gedreht, but: »Wer ist das?« 2011 kam er.
        behind = line.word(at + 1)
        return dated and opens == start and j - opens <= TITLE and behind[:1].islower() and not shared().is_finite_verb(behind)
    if line.words[opens] in BRACKETS:  # Er sah (endlich!) Paris: its own full stop would stand behind the bracket
        return line.words[j] in BRACKETS and not _opens(line.words[at])
    if dated:
        return True
    determiner = shared().likeliest(line.word(opens - 1).lower()) in {"ART", "APPRART", "PPOSAT", "PDAT"}
    return determiner and at == j + 1 and not _opens(line.words[at])


def _call_ends(line: Line, i: int, k: int, at: int, closed: bool, start: int) -> bool:
    """Whether a question or exclamation mark ends its sentence before the word at ``at``."""
    follower = line.words[at]
    if follower[0].islower():
        return line.is_label(at) or (not closed and line.is_small_before(i))
    if not closed and _repeats(line, i):
        return False
    if not closed and not _opens(follower) and _is_name_with_sign(line, i):
        return False
    return not (line.words[k] in _DASHES and not _opens(follower) and _is_inserted(line, i, start))


def _is_inserted(line: Line, i: int, start: int) -> bool:
    """Whether a call stands between dashes in its sentence: *Sie wollte – ach! – Frieden*."""
    for n in range(i - 2, max(start, i - INSERTION), -1):
        if line.words[n] in _DASHES:
            return True
        if TERMINAL.search(line.words[n]):
            break
    return False


def _is_name_with_sign(line: Line, i: int) -> bool:
    names = _WORDS["NAMES_WITH_SIGN"]
    return line.word(i - 1) in names or f"{line.word(i - 2)}-{line.word(i - 1)}" in names


def _repeats(line: Line, i: int) -> bool:
    """Whether a call is repeated word for word until its sentence goes on: *Tora! Tora! Tora! kam 1970 heraus*."""
    n = i + 1
    while n < i + REPEATED and line.word(n) == line.word(i - 1) and line.word(n + 1) == line.words[i]:
        n += 2
    return n > i + 1 and line.word(n)[:1].islower()


def _hesitates(line: Line, i: int, start: int) -> bool:
    """Whether an ellipsis stands behind a word that waits for its noun: *ein … Ding*, *Ich bin … Peter*."""
    before = line.word(i - 1)
    if i <= start or not before.isalpha():
        return False
    tag = shared().likeliest(before.lower())
    return tag in _HESITANT or (tag == "VAFIN" and i - start <= COPULA)


def _stop_ends(line: Line, i: int, at: int, closed: bool, start: int) -> bool:
    """Whether a full stop, alone or fused with its number, initial or abbreviation, ends its sentence before ``words[at]``."""
    word, follower = line.words[i], line.words[at]
    holder = i - 1 if word == "." and i > start and not line.blanks[i - 1] else i
    form = word if holder == i else line.words[holder] + "."
    label = line.is_label(at)
    if len(form) > 1 and not label:
        ends = _form_ends(line, holder, form, at, closed, start)
        if ends is not None:
            return ends
    # In carefree spelling sentences open small; before a small letter a stop ends one if no abbreviation is in sight.
    return not follower[0].islower() or label or (not closed and shared().is_known(line.word(holder)))


def _form_ends(line: Line, holder: int, form: str, at: int, closed: bool, start: int) -> bool | None:
    """``_stop_ends`` for a number, initial or abbreviation at ``holder``; None for an ordinary word."""
    follower = line.words[at]
    if _NUMBER.fullmatch(form) or _DATE.fullmatch(form) or _MEASURE.fullmatch(form) or _ROMAN.fullmatch(form):
        return not follower[0].islower() and _number_ends(line, holder, form, follower, closed, start)
    whole = spaced(line.words, holder) if holder and form == line.words[holder] else form
    kind = reading(whole)
    if kind is None and not INITIALS.fullmatch(form) and not is_initial(form):
        return _opens(follower) if is_clipped(line.word(holder - 1), form, follower) else None
    if kind == ONLY_BEFORE_NUMBER:
        return False if is_numeral(follower) else None
    if follower[0].islower():
        return False
    if kind is None:
        return _initial_ends(line, holder, form, at, start)
    if kind == BEFORE_PRONOUN:
        return _opens(follower) and shared().likeliest(follower) in _NO_NAMES
    after_number = kind == NEVER and line.word(holder - 1).isdigit()  # 200 PS.
    opens = _opens(follower) or line.word(at + 1) == ":"  # Länge: 100 Min. Regie: ...
    return kind == BEFORE_CAPITAL or ((kind == BEFORE_FUNCTION_WORD or after_number) and opens)


def _number_ends(line: Line, holder: int, form: str, follower: str, closed: bool, start: int) -> bool:
    """Whether a number with a full stop, an ordinal or not, ends a sentence before a follower that is not small."""
    before = line.word(holder - 1)
    if holder == start or holder - 1 in line.quotes.opening or (before in {":", ";", ","} and len(form) < len("100.")):
        return False  # the number of an item in a list
    if closed or _opens(follower):
        return True
    if follower in _WORDS["MONTHS"] or follower[0].isdigit():
        return False
    if before in _WORDS["NUMBERED"]:
        return follower not in _WORDS["ORDERED"] and _is_sentence_case(follower)
    quantity = _MEASURE.fullmatch(form) and not _DATE.fullmatch(form)
    share = before in {"/", ":", "von"} and line.word(holder - 2).isdigit()  # 8/10. 4 von 5.
    return bool(quantity or share or (len(form) == 5 and form[:-1].isdigit()))  # a year


def _initial_ends(line: Line, holder: int, form: str, at: int, start: int) -> bool:
    """Whether a letter, or several, with full stops end a sentence before a follower that is not small."""
    before, follower = line.word(holder - 1), line.words[at]
    if holder == start:
        return False
    if before in _WORDS["LETTERED"]:
        return _is_sentence_case(follower)
    unit = before[-1:].isdigit() or before == "/"  # 2 l., 5 M., 200 km/h.
    if not _opens(follower) or unit:
        return unit and (_opens(follower) or line.word(at + 1) == ":")
    part_of_name = (is_initial(before) or reading(before) is not None) and shared().likeliest(follower) not in _NO_NAMES
    return form[0].isupper() and not part_of_name and holder - 1 not in line.quotes.opening


def _stars_end(line: Line, i: int, start: int) -> int | None:
    """The end of a row of stars: it divides two sentences, or gives its rating behind the first, not before one."""
    if i > start and _STARS.fullmatch(line.words[i - 1]):
        return None
    j = i
    while _STARS.fullmatch(line.word(j + 1)):
        j += 1
    row = "".join(line.words[i : j + 1])
    divides = len(row) > 2 or "⁂" in row
    if i == start:
        return j if divides and row[0] in "*⁂" and not line.goes_on(j + 1) else None
    if not divides and row[0] == "*":
        return None
    return j if _opens_clause(line, j + 1) else None


def _opens_clause(line: Line, i: int) -> bool:
    """Whether a sentence begins here although no sign says so: a capitalised function word, or a name and its finite verb."""
    at = line.follower(i)
    follower = line.word(at)
    if not follower:
        return True
    return _opens(follower) or (follower[0].isupper() and shared().is_finite_verb(line.word(at + 1)))


def _opens_small_clause(line: Line, i: int, at: int) -> bool:
    """Whether in carefree spelling a function word and its verb begin a sentence behind the smiley ``words[i]``."""
    opens = shared().likeliest(line.word(at)) in _NO_NAMES if line.word(at) else False
    return opens and shared().is_finite_verb(line.word(at + 1)) and line.is_small_before(i)


def _headlines(line: Line, start: int) -> Iterator[int]:
    """The ends of headlines without a full stop that open the line or follow a sentence, where their look tells them."""
    end = _headline_end(line, start)
    while end is not None:
        yield end
        start = end + 1
        end = _headline_end(line, start)


def _headline_end(line: Line, start: int) -> int | None:
    words = line.words
    if line.word(start) == "=":
        close = start
        while line.word(close) == "=":
            close += 1
        end = next((n for n in range(close, min(len(words), close + HEADLINE)) if words[n] == "="), -1)
        while end >= 0 and line.word(end + 1) == "=":
            end += 1
        return end if end >= 0 and end + 1 < len(words) else None
    first = start + 1 if _SECTION.fullmatch(line.word(start)) else start
    opener = line.word(first)
    if not opener[:1].isupper() or not _IN_HEADLINE.fullmatch(opener) or (_opens(opener) and not opener.isupper()):
        return None
    for n in range(first + 1, min(len(words), first + HEADLINE)):
        if shared().likeliest(words[n]) in _BEHIND_HEADLINE and words[n][0].isupper():
            return n - 1 if _is_headline(line, start, first, n) else None
        if not _IN_HEADLINE.fullmatch(words[n]):
            return None
    return None


def _is_headline(line: Line, start: int, first: int, n: int) -> bool:
    """Whether the words before the capitalised function word ``words[n]`` look like a headline.

    They are numbered, in capitals, usual as one, or a noun phrase without a verb before a clause that has one.
    """
    title, last = line.words[first:n], line.words[n - 1]
    clause = any(map(shared().is_finite_verb, line.words[n + 1 : n + 1 + CLAUSE]))
    polite = line.words[n] in _WORDS["POLITE"] and not shared().is_finite_verb(line.word(n + 1))
    if polite or any(map(shared().is_finite_verb, title)):
        return False
    if first > start:
        return True
    if all(map(str.isupper, title)):
        return max(map(len, title)) > 3 and not line.words[n].isupper()
    if all(word in _WORDS["HEADINGS"] for word in title if word != "und"):
        return True
    names_work = last.lower().endswith(tuple(_WORDS["WORKS"])) or (last[-1] in "sxz" and shared().likeliest(last) == "NE")
    ends_in_noun = shared().likeliest(last) in {"NN", "NE"} or last[0].isdigit() or last == ")"
    return clause and ends_in_noun and not names_work and line.words[n] not in _WORDS["POLITE"]


def followed_by_capital(words: Sequence[str], i: int) -> bool:
    """Whether the first word behind ``words[i]`` and the marks that open there has a capital."""
    i += 1
    while i < len(words) and words[i] in _SKIPPED:
        i += 1
    return i < len(words) and words[i][0].isupper()


def _opens(word: str) -> bool:
    return word[:1].isupper() and shared().opens_sentence(word)


def _is_sentence_case(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()
