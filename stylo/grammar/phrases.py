"""What a contrast sets side by side: noun phrases, subjects, tense, opposites; found on tags and forms, without a parse.

Subjects are those that stand where German puts them: in front of the finite verb, behind it when something else opens the
clause, behind the subordinator in a subordinate clause. Anything else is left open (None).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from stylo.grammar.conditions import WINDOW, Words, word_set
from stylo.grammar.tokens import View, inside
from stylo.lexicon import table
from stylo.pipeline import stts

Span = tuple[int, int]
DETERMINERS = stts.DETERMINERS | {"PRELAT"}
PRONOUNS = frozenset("er sie ich du wir ihr jener jene jenes dieser diese dieses".split())
HEADS = stts.NOUNS | {"PIS"}
_HEAD_CLASSES = {
    **dict.fromkeys(("NN", "NE", "PPER", "PIS", "PDS", "PPOSS"), "noun"),
    **dict.fromkeys(("ADJA", "ADJD", "ADV"), "adjective"),
    **dict.fromkeys(("VVINF", "VVIZU", "VAINF", "VMINF"), "infinitive"),
}
_INSIDE = frozenset("ADJA ADV ADJD CARD PTKNEG TRUNC KON VVPP".split())
_GENITIVE = frozenset("der des eines einer dieser dieses seines seiner ihres ihrer meines meiner unseres unserer aller".split())
_OBLIQUE = frozenset(
    "mich mir dich dir ihn ihm ihnen uns euch dem den denen dessen diesem diesen jenem jenen einem einen".split()
)
_DATIVE = frozenset(
    "dem den der denen einem einer allem allen aller diesem diesen dieser jenem jenen jeder jedem keinem keiner ihm ihr"
    " ihnen mir dir uns euch seinem seinen seiner ihrem ihren ihrer meinem meinen meiner unserem unseren unserer vielen".split()
)
_STRONG_IN_T = frozenset("bat bot briet flocht focht galt glitt hielt litt riet ritt schnitt schritt stritt trat tat".split())
_PAST_AUXILIARIES = frozenset(f"{stem}{e}" for stem in ("war", "hatt", "wurd") for e in ("", "e", "en", "st", "est", "t", "et"))


class Phrase(NamedTuple):
    """A noun phrase or pronoun: its range of words, its head in small letters, its kind and its determiner."""

    begin: int
    end: int
    head: str
    kind: str
    determiner: str


def phrase_at(words: Words, i: int, end: int) -> Phrase | None:
    """The noun phrase or pronoun that opens at a word and ends before ``end``, genitives and names behind it included."""
    if i >= end:
        return None
    tag = words.tags[i]
    if tag in ("PPER", "PDS", "PIS"):
        return Phrase(i, _genitive_end(words, i + 1, end), words.lower[i], "pronoun", "")
    j = i + (tag in DETERMINERS)
    while j < end and (words.tags[j] in _INSIDE or _more_attributes(words, j, end)):
        j += 1
    elliptic = j > i + 1 and words.tags[i] in DETERMINERS and words.tags[j - 1] == "ADJA"  # die zweite
    bare = j >= end or words.tags[j] not in HEADS
    if (bare and not elliptic) or (j > i and words.tags[j - 1] == "KON"):
        return None
    head = j - bare
    j = head + 1
    while j < end and words.tags[j] == "NE":
        j += 1
    return Phrase(i, _genitive_end(words, j, end), words.lower[head], "noun", words.lower[i] if tag in DETERMINERS else "")


def _more_attributes(words: Words, j: int, end: int) -> bool:
    """Whether a comma divides two attributes of one noun: den stillen, fast scheuen Figuren."""
    if words.lower[j] != "," or words.tags[j - 1] != "ADJA":
        return False
    behind = next((k for k in range(j + 1, end) if words.tags[k] not in ("ADV", "ADJD", "KON")), end)
    return behind < end and words.tags[behind] == "ADJA"


def _genitive_end(words: Words, j: int, end: int) -> int:
    """The end of a phrase with the genitive that may stand behind it: vielen seiner Freunde, den Bildern der Stadt."""
    if j >= end or words.tags[j] not in DETERMINERS or words.lower[j] not in _GENITIVE:
        return j
    genitive = phrase_at(words, j, end)
    return genitive.end if genitive and genitive.kind == "noun" else j


def nominative(phrase: Phrase) -> bool:
    """Whether the form allows the phrase to be a subject: *der Vater*, not *den Vater*, *dem Vater*, *des Vaters*."""
    if phrase.kind == "pronoun":
        return phrase.head not in _OBLIQUE
    return not phrase.determiner.endswith(("em", "en", "nes", "des"))


def subject(words: Words, i: int) -> Phrase | None:
    """The subject of the clause that holds a word, where its place and its form give it away."""
    begin, end = words.stretch[i]
    if begin < end and words.lower[begin] in ("aber", "doch", "sondern", "denn", "und", "oder"):
        begin += 1
    joints = inside(words.view.once(_joints), begin + 1, i) if words.is_finite[i] else []
    if joints and finite(words, begin, joints[-1]) >= 0:
        begin = joints[-1] + 1  # hier ruht alles und [das hebt ihn ab]
    return words.view.once(_subject_of, begin, end)


def _subject_of(laid_out: View, begin: int, end: int) -> Phrase | None:
    """The subject of a clause, or of what a conjunction joins to one."""
    words = laid_out.once(Words)
    verb = finite(words, begin, end)
    verb = end if verb < 0 else verb
    if begin < end and words.tags[begin] in stts.OPENERS:
        if words.tags[begin] in stts.RELATIVE:
            return None
        return _subject_at(words, begin + 1, end)
    if verb == end:
        return None
    opening = phrase_at(words, begin, verb)
    if opening and nominative(opening) and _reaches(words, opening.end, verb):
        return opening
    return _subject_at(words, verb + 1, end)


def dative(words: Words, i: int, other: Phrase | None) -> Phrase | None:
    """The first phrase in the dative in the clause of a word, told from its first word; a known phrase is left out."""
    begin, end = words.stretch[i]
    for j in inside(words.view.once(_datives), begin, end):
        if (other and other.begin <= j < other.end) or words.near_tag(j, -1) in stts.PREPOSITIONS:
            continue
        phrase = phrase_at(words, j, end)
        if phrase and words.tags[j] not in ("PRELS", "ADV"):
            return phrase
    return None


def _reaches(words: Words, i: int, verb: int) -> bool:
    """Whether only a phrase with a preposition or an adverb stands between a phrase and the verb: die Bilder am Anfang sind."""
    return i == verb or (words.tags[i] in stts.PREPOSITIONS | {"ADV", "KON"} and verb - i <= 8)


def _subject_at(words: Words, i: int, end: int) -> Phrase | None:
    """The subject that opens at a word, behind a reflexive and adverbs."""
    while i < end and words.tags[i] in ("PRF", "ADV", "PROAV", "PTKNEG"):
        i += 1
    phrase = phrase_at(words, i, end)
    return phrase if phrase and nominative(phrase) else None


def past(words: Words, i: int) -> bool:
    """Whether a finite verb stands in the preterite, told from its form and its lemma; False for the present."""
    form, lemma = words.lower[i], words.lemma(i)
    if words.tags[i] == "VAFIN":
        return form in _PAST_AUXILIARIES
    stem = lemma.removesuffix("n").removesuffix("e")
    if not lemma or form in (lemma, f"{stem}e", f"{stem}t", f"{stem}et"):
        return False
    if form.endswith(("te", "ten", "test", "tet")) or form in _STRONG_IN_T:
        return True
    return form.endswith("en") or not form.endswith(("t", "e"))


def finite(words: Words, begin: int, end: int) -> int:
    """The first finite verb of a range, as the clauses are read; -1 for none."""
    places = words.view.once(_finites)
    first = bisect_left(places, begin)
    return places[first] if first < len(places) and places[first] < end else -1


def _finites(laid_out: View) -> list[int]:
    return [j for j, is_finite in enumerate(laid_out.once(Words).is_finite) if is_finite]


def _joints(laid_out: View) -> list[int]:
    return [j for j, tag in enumerate(laid_out.once(Words).tags) if tag == "KON"]


def _datives(laid_out: View) -> list[int]:
    return [j for j, form in enumerate(laid_out.once(Words).lower) if form in _DATIVE]


def tense(words: Words, begin: int, end: int) -> str:
    """``past`` or ``present`` by the first finite verb in a range, empty where there is none."""
    verb = finite(words, begin, end)
    if verb < 0:
        return ""
    return "past" if past(words, verb) else "present"


def side_by_side(words: Words, left: int, right: int) -> bool:
    """Whether the clauses of two words run parallel: different full subjects of the same kind, in the same tense.

    In the preterite, the tense of telling, two things at once are the usual reading; there the subjects must also be persons
    or stand in the same gender: *Während der Vater schlief, klingelte das Telefon* is temporal.
    """
    one, other = subject(words, left), subject(words, right)
    if not one or not other or one.kind != other.kind or one.head == other.head:
        return False
    time = tense(words, *words.stretch[left])
    if not time or time != tense(words, *words.stretch[right]):
        return False
    if one.kind == "pronoun":
        return {one.head, other.head} <= PRONOUNS
    if bool(one.determiner) != bool(other.determiner):
        return False
    persons = [subject.head in word_set("PERSONS") for subject in (one, other)]
    if time == "past" and not all(persons):
        return not any(persons) and one.determiner == other.determiner != "" and _plural(words, left) == _plural(words, right)
    return persons[0] == persons[1]


def _plural(words: Words, i: int) -> bool:
    return words.lower[finite(words, *words.stretch[i])].endswith("n")


def parallel_while(words: Words, i: int) -> bool:
    """Whether a clause with *während* runs parallel to its main clause, with no word that times the one by the other.

    Clauses of different tenses cannot be at one time: *Während der Anfang Fragen stellte, gibt das Ende Antworten*.
    """
    begin, end = words.bounds(i)
    first, behind = words.stretch[i]
    beside = behind + 1 if first == begin else first - 2
    if not begin <= beside < end or words.boundary[beside]:
        return False
    own, other = _near(words, i), _near(words, beside)
    if _another_time(words, own, other):
        return True
    stretch = words.lower[min(own[0], other[0]) : max(own[1], other[1])]
    if not word_set("TIMING").isdisjoint(stretch):
        return False
    return side_by_side(words, i, beside) or opposed(words, own, other)


def _near(words: Words, i: int) -> Span:
    """The stretch of a word, of an endless one what is near."""
    begin, end = words.stretch[i]
    return max(begin, i - WINDOW), min(end, i + WINDOW)


def _another_time(words: Words, one: Span, other: Span) -> bool:
    """Whether one clause has a full verb in the preterite and the other one in the present."""
    verbs = [finite(words, *span) for span in (one, other)]
    return all(verb >= 0 and words.tags[verb] == "VVFIN" for verb in verbs) and len({past(words, verb) for verb in verbs}) == 2


def comparative(words: Words, i: int) -> bool:
    """Whether a word is a comparative, told from its ending and its lemma: *größer* against *sicher*."""
    form, lemma = words.lower[i], words.lemma(i)
    if form in word_set("COMPARATIVES"):
        return True
    if words.tags[i] not in ("ADJD", "ADJA", "ADV") or len(form) < 5:
        return False
    endings = ("er",) if words.tags[i] != "ADJA" else ("ere", "eren", "erer", "eres", "erem")
    ending = next((e for e in endings if form.endswith(e)), "")
    stem = form[: len(form) - len(ending)] + "er"
    return bool(ending) and lemma != stem and stem not in word_set("POSITIVE") and not lemma.endswith("ander")


def alike(words: Words, i: int) -> bool:
    """Whether words of one class stand on both sides of *als*: *Märchen als Krimi*, not *Filme gedreht als sein Bruder*;
    with a preposition before both or neither: not *mehr Tote als in jedem anderen Film*.

    A form of *sein* that closes its clause before *als* is passed over: *weil das mehr Märchen ist als Krimi*.
    """
    begin, end = words.stretch[i]
    before = i - 1 - (words.near(i, -1) in word_set("BE"))
    behind = next((j for j in range(i + 1, end) if words.tags[j] in _HEAD_CLASSES and not _attribute(words, j, end)), end)
    if before < begin or behind == end or _HEAD_CLASSES.get(words.tags[before]) != _HEAD_CLASSES[words.tags[behind]]:
        return False
    while before > begin and words.tags[before] in DETERMINERS | HEADS | _INSIDE:
        before -= 1
    return words.tags[behind] not in HEADS or _has_preposition(words, before) == _has_preposition(words, i + 1)


def _has_preposition(words: Words, i: int) -> bool:
    return words.tags[i] in stts.PREPOSITIONS


def _attribute(words: Words, j: int, end: int) -> bool:
    """Whether an adverb or adjective grades or describes a word behind it: *als sehr müde*, *als kluger Film*."""
    return words.tags[j] in ("ADJA", "ADJD", "ADV") and j + 1 < end and words.tags[j + 1] in _HEAD_CLASSES


# ---- opposites


def opposed(words: Words, left: Span, right: Span) -> bool:
    """Whether a word of the left range has its opposite in the right one: *laut ... leise*, *schweigt ... redet*."""
    opposites = _opposites()
    wanted: set[int] = set()
    for word in words.lower[slice(*left)]:
        wanted.update(-group for group in opposites.get(word, ()))
    return bool(wanted) and any(group in wanted for word in words.lower[slice(*right)] for group in opposites.get(word, ()))


@cache
def _opposites() -> dict[str, frozenset[int]]:
    """Each inflected form with the signed numbers of the pairs it belongs to: one side positive, the other negative."""
    from stylo.grammar.phrases import inflections

    groups: dict[str, set[int]] = {}
    for number, row in enumerate(table("opposites"), 1):
        for sign, cell in ((1, row["one"]), (-1, row["other"])):
            for stem in cell.split():
                for form in inflections(stem, row["pos"]):
                    groups.setdefault(form, set()).add(sign * number)
    return {form: frozenset(numbers) for form, numbers in groups.items()}


_NOUN = ("", "s", "es", "e", "en", "n", "er", "ern", "se", "sen")


_VERB = ("", "e", "st", "t", "en", "n", "et", "est", "te", "ten", "tet", "test", "ete", "eten", "ere", "eres", "erer", "eren")


_PARTICIPLE = ("end", "ende", "enden", "ender", "endes", "endem", "es", "er", "em")


_ADJECTIVE = ("", "e", "en", "er", "es", "em", "ere", "eren", "erer", "eres", "ste", "sten", "erweise")


_ENDINGS = {"noun": _NOUN, "verb": _VERB + _PARTICIPLE, "adjective": _ADJECTIVE, "phrase": ("",)}


def inflections(stem: str, pos: str) -> list[str]:
    """The forms of a stem by its word class; a stem with a full stop behind it is a whole form already."""
    whole = stem.rstrip(".")
    return [whole + ending for ending in (("",) if stem.endswith(".") else _ENDINGS[pos])]
