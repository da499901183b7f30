"""How many syllables a German word has when it is read aloud: vowel groups, corrected by a table of parts.

The convention is that of hyphenation in dictionaries, without its ban on single letters at the edge: i and u before a vowel
count in borrowed words (*Ak-ti-on*, *Fa-mi-li-e*, *ak-tu-ell*), and *A-bend* has two. Numbers, abbreviations and initialisms
count as they are spoken: *2011* is *zweitausendelf*, *z. B.* is *zum Beispiel*, *DVD* has three.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stylo.grammar.tokens import Known, View
from stylo.lexicon import table

CACHED_WORDS = 200_000
LONGEST_WORD = 200

_NUCLEUS = re.compile(
    r"^(?:aeu?|oe|ue)(?=[bcdfghjklmnpqrstvwxzß])|eau(?=[xs]?$)|œu|aa|ée|ee|oo|a[iuy]|äu|e[iuy]|ie|oi(?![sdzn])|oy|ou"
    r"|[aeiouyäöüáàâãåæéèêëíìîïóòôõøúùûýœ]"
)
_INITIALS = re.compile(r"(?:[^\W\d_a-zäöüß]\.){2,}")  # spoken letter by letter
_PIECE = re.compile(r"\d[\d.,:]*\d|\d|[^\W\d_]+")
_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_STRETCHED = re.compile(r"([aeiouyäöü])\1{2,}")
_CONSONANT_Y = re.compile(r"^y(?=[aeiou])|(?<=[^aeiou])y(?=[aou])")
_INFLECTION = r"(?=(?:e[mnrs]?|n|s|st|in|innen)?$)"
# What is behind the first letter of a part; patterns in which a letter comes first fail fastest.
_WHERE = {
    "start": "(?<=^{first}){rest}",
    "end": "{rest}$",
    "after a consonant": "(?<=[^aeiouyäöü]{first}){rest}$",
    "stem": "{rest}" + _INFLECTION,
    "any": "{rest}",
}
_DIGITS = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
_TENS = "_ zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_TEENS = {16: "sechzehn", 17: "siebzehn"}
_LARGE = ((10**9, "milliarden"), (10**6, "millionen"), (10**3, "tausend"))


def syllables_of_words(laid_out: View) -> list[int]:
    """For each token the number of its syllables, 0 for what is no word."""
    return _SPOKEN.each(laid_out.types)


@lru_cache(CACHED_WORDS)
def syllables(word: str) -> int:
    """The number of syllables of one word as spoken; 0 only where nothing is (*'s*, a dash, an empty string)."""
    word = word.strip()[:LONGEST_WORD]
    whole = _whole()
    if word in whole:
        return whole[word]
    if word.isalpha() and not word.isupper():
        return _letters(word.lower())  # what is below says the same of it, more slowly
    if _INITIALS.fullmatch(word):
        return sum(3 if letter == "Y" else 1 for letter in word if letter != ".")
    return sum(_piece(piece) for piece in _PIECE.findall(word.replace("’", "'")))


_SPOKEN = Known[int](lambda word: syllables(word.form) if word.is_word else 0)


def _piece(piece: str) -> int:
    """Syllables of a run of digits or a run of letters."""
    if piece[0].isdecimal():
        return _number(piece)
    if len(piece) == 1 or not piece.isupper():
        return _letters(piece.lower())
    if _ROMAN.fullmatch(piece):
        return _letters(spoken_number(_roman(piece)))
    if not _NUCLEUS.search(piece.lower()):
        return sum(3 if letter == "Y" else 1 for letter in piece)
    return _letters(piece.lower())


def _letters(word: str) -> int:
    """Syllables of a run of small letters: those of the parts in the table, and a vowel group each in what is between them."""
    words, pattern, counts = _parts()
    if _STRETCHED.search(word):
        word = _STRETCHED.sub(r"\1\1", word)
    if word in words or (word[-1] == "s" and word[:-1] in words):
        return counts[word if word in words else word[:-1]]
    known = [counts[part] for part in pattern.findall(word)]
    rest = pattern.sub("|", word) if known else word
    rest = rest.replace("qu", "q")
    rest = _CONSONANT_Y.sub("j", rest) if "y" in rest else rest
    return max(1, sum(known) + len(_NUCLEUS.findall(rest))) if word not in {"s", "t"} else 0


@cache
def _parts() -> tuple[frozenset[str], re.Pattern[str], dict[str, int]]:
    """The table's whole words, the pattern that finds its parts, the longest first, and the syllables of both."""
    rows = sorted((row for row in table("syllables") if row["where"] != "spoken"), key=lambda row: -len(row["form"]))
    words = frozenset(row["form"] for row in rows if row["where"] == "word")
    parts: dict[str, list[str]] = {}
    for row in rows:
        if row["where"] in _WHERE:
            first, rest = row["form"][0], re.escape(row["form"][1:])
            parts.setdefault(first, []).append(_WHERE[row["where"]].format(first=first, rest=rest))
    pattern = "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in parts.items())
    return words, re.compile(pattern), {row["form"]: row["syllables"].count("-") + 1 for row in rows}


@cache
def _whole() -> dict[str, int]:
    """Abbreviations and initialisms by their exact form, with the syllables of what is said for them."""
    known = {row["form"]: row["meaning"] for row in table("abbreviations") if row["meaning"]}
    spoken = {form: sum(_letters(piece.lower()) for piece in _PIECE.findall(said)) for form, said in known.items()}
    rows = (row for row in table("syllables") if row["where"] == "spoken")
    return spoken | {row["form"]: len(re.split("[- ]", row["syllables"])) for row in rows}


def _number(digits: str) -> int:
    """Syllables of a number as written: thousands with full stops, decimals after a comma, a time or score with a colon."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
        digits = digits.replace(".", "")
    parts = [part for part in re.split(r"[.,:]", digits) if part]
    separators = 2 * sum(character == "," for character in digits)
    return separators + sum(_letters(spoken_number(int(part), year=len(parts) == 1)) for part in parts)


def spoken_number(number: int, *, year: bool = False) -> str:
    """A number in words, written as one; as a year *1984* is *neunzehnhundertvierundachtzig*.

    What is longer than a milliard milliards is read digit by digit.
    """
    if number >= 10**18:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if year and 1100 <= number <= 1999:
        return _hundreds(number // 100) + "hundert" + (_hundreds(number % 100) if number % 100 else "")
    if not number:
        return _DIGITS[0]
    said = ""
    for size, name in _LARGE:
        if number >= size:
            said += (spoken_number(number // size) if number >= 2 * size or size > 1000 else "") + name
            number %= size
    return said + (_hundreds(number) if number else "")


def _hundreds(number: int) -> str:
    """A number below a thousand in words."""
    if number >= 100:
        return (_DIGITS[number // 100] if number >= 200 else "") + "hundert" + (_hundreds(number % 100) if number % 100 else "")
    if number < len(_DIGITS):
        return _DIGITS[number] if number != 1 else "eins"
    tens, ones = divmod(number, 10)
    if tens == 1:
        return _TEENS.get(number, _DIGITS[ones] + "zehn")
    return (_DIGITS[ones] + "und" if ones else "") + _TENS[tens]


def _roman(numeral: str) -> int:
    """The value of a Roman numeral of I, V and X."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))
