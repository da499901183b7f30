"""Corrections that need the whole clause: its one finite verb, its participle phrases, what opens an extended attribute.

A tagger that sees a few words takes *werden* at the end of *die niemals ausgesprochen werden* for an infinitive, since the
word that asks for a finite verb stands too far off. Each rule stands in ``lexicon/retag.tsv`` as those of `stylo.retag` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from stylo.lexicon import table
from stylo.pipeline.accusatives import has_object
from stylo.pipeline.hanta import CACHED_FORMS, shared
from stylo.pipeline.stretches import at
from stylo.pipeline.stts import FINITE, INTERROGATIVE, NOUNS, OPENERS, PREPOSITIONS

_FINITE = {"VVINF": "VVFIN", "VAINF": "VAFIN", "VMINF": "VMFIN"}
_BEFORE_OPENER = frozenset({"KON", "APPR", "ADV"})
_DASHES = frozenset("–—-()[]")
_ADVERBIAL = frozenset({"ADV", "ADJD", "PTKNEG", "PTKA", "PROAV"})
_DETERMINERS_AND_NUMERALS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "CARD"})
_DEMONSTRATIVE = re.compile(r"(?:dies|jen)(?:e[mnrs]?)?$")
_MODALS = frozenset({"können", "müssen", "sollen", "wollen", "dürfen", "mögen"})
_UNSTRESSED = re.compile(
    r"(?:an|auf|aus|bei|ein|vor)?(?:be|emp|ent|er|ge|mi(?:ss|ß)|ver|zer|über|unter|hinter|um|durch|wider|voll)\w{2,}en$"
)
_OF_FUTURE = frozenset("werde wirst wird werden werdet würde würdest würden würdet".split())
_WERDEN = _OF_FUTURE | frozenset("wurde wurdest wurden wurdet ward".split())
_GRADED = frozenset({"ADJD", "ADV", "PIAT", "PIS"})
_IN_FIXED_PHRASES = frozenset("zweit dritt viert fünft sechst eigen recht hause".split())
_BEHIND_PARTICLE = frozenset({"KON", "KOKOM"})
_ONLY_EN = frozenset({"dem", "den", "des", "diesem", "diesen", "jenem", "jenen"})


def _ends(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a mark that parts clauses stands here; quotation marks and slashes do not."""
    return tags[i] in {"$,", "$."} or (tags[i] == "$(" and words[i] in _DASHES)


def _segment(words: Sequence[str], tags: Sequence[str], i: int) -> tuple[int, int]:
    """The stretch between marks that the word is in; no clause, for `stylo.grammar.clauses` reads tags that are mended here."""
    start = end = i
    while start > 0 and not _ends(words, tags, start - 1):
        start -= 1
    while end < len(tags) and not _ends(words, tags, end):
        end += 1
    return start, end


def _opens(tags: Sequence[str], start: int, end: int) -> bool:
    """Whether a stretch opens a clause whose verb comes last: *die ...*, *in denen ...*, *auch wenn ...*."""
    first = start
    while first < min(end, start + 2) and tags[first] in _BEFORE_OPENER:
        first += 1
    tag = tags[first] if first < end else ""
    return tag in OPENERS and (tag not in INTERROGATIVE or (start > 0 and tags[start - 1] == "$,"))


def _has_finite(tags: Sequence[str], start: int, end: int) -> bool:
    return any(tag in FINITE for tag in tags[start:end])


def _waits_for_verb(words: Sequence[str], tags: Sequence[str], start: int, end: int) -> bool:
    """Whether the stretch belongs to a verb-final clause that has no finite verb yet.

    Its opener may stand before an inserted clause: *dass die Leute, die das sagen, lügen*.
    """
    if _has_finite(tags, start, end):
        return False
    if _opens(tags, start, end):
        return True
    inserted = _segment(words, tags, start - 2) if start >= 2 else (0, 0)
    if start < 2 or not _opens(tags, *inserted) or inserted[0] < 2 or tags[inserted[0] - 1] != "$,":
        return False
    before = _segment(words, tags, inserted[0] - 2)
    return _opens(tags, *before) and not any(tag[:1] == "V" for tag in tags[slice(*before)])


def clause_final_verb(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """The last verb of a clause with a conjunction or relative pronoun and no finite verb is it: *die ausgesprochen werden*."""
    if tags[i] not in _FINITE or tags[i - 1 : i] == ["PTKZU"] or words[i][0].isupper():
        return None
    start, end = _segment(words, tags, i)
    if not _waits_for_verb(words, tags, start, end) or any(tag[:1] == "V" for tag in tags[i + 1 : end]):
        return None
    return _FINITE[tags[i]]


def clause_final_form(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """In the same place, what may be finite or participle is finite, as nothing governs a participle: *wenn er es verkauft*."""
    if tags[i] != "VVPP" or words[i][0].isupper() or not _may_be(words[i], "VV(FIN)"):
        return None
    start, end = _segment(words, tags, i)
    alone = not any(tag[:1] == "V" for tag in [*tags[start:i], *tags[i + 1 : end]])
    return "VVFIN" if alone and _waits_for_verb(words, tags, start, end) else None


def second_infinitive(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A modal verb in a row of infinitives behind a finite verb is one too: *hätte erzeugt werden können*."""
    if tags[i] != "VMFIN" or words[i] not in _MODALS or at(tags, i - 1) not in {"VVINF", "VAINF"}:
        return None
    k = i - 1
    while k >= 0 and tags[k] in {"VVINF", "VAINF", "VVPP", "VAPP"}:
        k -= 1
    return "VMINF" if at(tags, k) in {"VAFIN", "VMFIN"} else None


def participle_phrase(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What may be a participle is one before a preposition while the sentence waits for its verb: *, begleitet von*."""
    if tags[i] != "VVFIN" or at(tags, i - 1) != "$," or at(tags, i + 1) not in PREPOSITIONS:
        return None
    before = next((k for k in range(i - 2, -1, -1) if tags[k] in FINITE or tags[k] == "$."), -1)
    waiting = before < 0 or tags[before] == "$." or words[before].endswith("en")
    return "VVPP" if waiting and at(tags, i - 2) in NOUNS and _may_be(words[i], "VV(PP)") else None


def swearing(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*Weiß* before *Gott* describes nothing: *Das ist weiß Gott gelungen*."""
    swears = words[i].lower() in {"weiß", "weiss"} and at(words, i + 1) in {"Gott", "Himmel", "Teufel"}
    return "VVFIN" if tags[i] in {"ADJA", "ADJD"} and swears else None


def participle_behind_auxiliary(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What may be a participle is one right behind an auxiliary in first place: *Sei umarmt, bist du so klug*."""
    if tags[i] != "VVFIN" or at(tags, i - 1) != "VAFIN" or not _may_be(words[i], "VV(PP)"):
        return None
    return "VVPP" if i == 1 or tags[i - 2][:1] == "$" else None


def preposition_zu(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*Zu* before an adjective phrase in the dative that no determiner opens is the preposition: *zu sehr guten Figuren*."""
    if tags[i] != "PTKA" or words[i].lower() != "zu" or at(tags, i - 1) in _DETERMINERS_AND_NUMERALS | PREPOSITIONS | {"KON"}:
        return None
    n = i + 1
    while at(tags, n) in {"ADJD", "ADV"}:
        n += 1
    dative = at(tags, n) == "ADJA" and words[n].endswith(("en", "em", "er"))
    while at(tags, n + 1) in {"KON", "$,"} and at(tags, n + 2) == "ADJA":
        n += 2
    return "APPR" if n > i + 1 and dative and at(tags, n + 1) == "NN" else None


def degree_zu(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*Zu* that grades what no noun in the dative follows is no preposition: *bleibt zu brav*, *zu viele Zufälle*."""
    if tags[i] != "APPR" or words[i].lower() != "zu" or at(tags, i + 1) not in _GRADED or at(words, i - 1) == "bis":
        return None
    graded, behind = words[i + 1].lower(), at(tags, i + 2)
    if graded in _IN_FIXED_PHRASES or graded[:1] != words[i + 1][:1]:
        return None
    if graded in {"viel", "viele", "wenig", "wenige"}:
        return "PTKA"
    alone = not behind or behind[:1] in {"$", "V"} or behind in {"KON", "KOKOM", "PTKVZ", "KOUI"}
    return "PTKA" if alone and tags[i + 1] in {"ADJD", "ADV"} else None


def participle_or_infinitive(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """Beside *werden*, what is written like both is an infinitive if it has an object, else a participle.

    *Der Wärter wird die Gefangenen entlassen* tells what will be done, *Der Wärter wird entlassen* what is done to him. The
    preterite makes no future; some verbs make no passive (*Das wird dir gefallen*).
    """
    if tags[i] not in {"VVPP", "VVINF"} or not _is_written_alike(words[i]) or at(tags, i + 1) in {"VAINF", "VAPP", "VMINF"}:
        return None
    start, end = _segment(words, tags, i)
    beside = [k for k in range(start, end) if tags[k] in FINITE]
    auxiliary = next((k for k in beside if words[k].lower() in _WERDEN), -1)
    if auxiliary < 0 or at(tags, i - 1) == "PTKZU":
        return None
    if words[auxiliary].lower() not in _OF_FUTURE:
        return "VVPP"
    if words[i] in _without_passive():
        return "VVINF"
    if at(tags, i - 1) == "KON" and at(tags, i - 2) in {"VVPP", "VVINF"}:
        return tags[i - 2]
    before = max((k for k in beside if k < auxiliary), default=-1)
    joint = next((k for k in range(before + 1, auxiliary) if tags[k] == "KON"), -1) if before >= 0 else -1
    return (
        "VVINF"
        if has_object(words, tags, max(start, joint + 1), max(i, auxiliary), elliptic=joint + 1 == auxiliary)
        else "VVPP"
    )


def extended_attribute(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What stands before an extended attribute and its noun is a determiner: *dem gerade aus dem Knast entlassenen Mann*.

    At the start of a sentence, *und* or not, no relative pronoun stands: *Und die immer wieder eintretenden Momente ...*.
    """
    if tags[i] != "PDS" and not (tags[i] == "PRELS" and (i == 0 or (i == 1 and tags[0] == "KON"))):
        return None
    form, heavy = words[i].lower(), False
    n = i + 1
    while (after := _attribute_part(tags, n)) > n:
        heavy, n = heavy or tags[n] not in _ADVERBIAL, after
    if n == i + 1 or at(tags, n) != "ADJA" or at(tags, n + 1) not in {"NN", "ADJA"}:
        return None
    if form == "das" and not (heavy and words[n].endswith("e")):
        return None
    if not words[n].endswith("en") and (not heavy or form in _ONLY_EN or not words[n].endswith("e")):
        return None
    if _DEMONSTRATIVE.match(form):
        return "PDAT"
    return "ART" if form in {"der", "die", "das", "dem", "den", "des"} else None


def _attribute_part(tags: Sequence[str], n: int) -> int:
    """Where an adverb or a prepositional phrase that starts here ends; where it starts if there is none."""
    if at(tags, n) in _ADVERBIAL:
        return n + 1
    if at(tags, n) not in PREPOSITIONS:
        return n
    k = n + 1
    while at(tags, k) in _DETERMINERS_AND_NUMERALS:
        k += 1
    while at(tags, k) == "ADJA" and at(tags, k + 1) in NOUNS | {"ADJA"}:
        k += 1
    return k + 1 if at(tags, k) in NOUNS | {"PPER", "PRF"} else n


def separated_particle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """An adverb that ends a main clause and makes a known verb with the finite one is its particle: *steht er dumm da*.

    HanTa knows the verbs; those of *daher, dazu, schief* and the like it does not tell from chance, so they have a table.
    """
    listed = _verbs_of_particle().get(words[i])
    if words[i][0].isupper() or not (listed or (tags[i] in {"ADV", "APPR"} and _may_be(words[i], "PTKVZ"))):
        return None
    start, end = _segment(words, tags, i)
    while listed and start > 1 and tags[start - 1] == "$," and not any(tag[:1] == "V" for tag in tags[start:i]):
        start = _segment(words, tags, start - 2)[0]  # kommt leise, klug und ruhig daher
    verbs = [k for k in range(start, i) if tags[k][:1] == "V"]
    is_joined = listed and at(tags, i + 1) in _BEHIND_PARTICLE
    if not verbs or tags[verbs[-1]] != "VVFIN" or not (i + 1 == end or is_joined):
        return None
    if _opens(tags, start, end) and not (listed and verbs == [start + 1]):
        return None
    verb = shared().lemma_as(words[verbs[-1]], "VVFIN")
    if listed:
        announces = at(words, i + 1) == "," and at(tags, i + 2) in {"KOUS", "PTKZU"}  # das kommt daher, dass ...
        return "PTKVZ" if verb in listed and not announces else None
    return "PTKVZ" if len(verbs) == 1 and _is_verb(words[i] + verb) else None


def separated(words: Sequence[str], tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of a finite full verb and its separated particle to the right in the same clause, by their places.

    A clause may be broken by inserted ones: *hebt sich, wie man sieht, davon ab*.
    """
    taken: set[int] = set()
    for i, tag in enumerate(tags):
        start = i
        while tag == "PTKVZ" and start >= 0:
            start, end = _segment(words, tags, start)
            verbs = [k for k in range(start, min(end, i)) if tags[k] in {"VVFIN", "VVIMP"} and k not in taken]
            if verbs and not _opens(tags, start, end):
                taken.add(verbs[-1])
                yield verbs[-1], i
                break
            broken = start < 2 or tags[start - 1] != "$," or (_has_finite(tags, start, end) and not _opens(tags, start, end))
            start = -1 if broken else start - 2


@lru_cache(maxsize=CACHED_FORMS)
def _is_verb(infinitive: str) -> bool:
    """Whether HanTa's lexicon holds the infinitive; what it only guesses is below exp(-14)."""
    return shared().log_probability(infinitive, "VV(INF)") > -14


@lru_cache(maxsize=CACHED_FORMS)
def _may_be(word: str, tag: str) -> bool:
    """Whether HanTa reads the form with one of its own tags."""
    hanta = shared()
    return any(hanta.tags[index] == tag for index, _ in hanta.candidates(word, True))


@lru_cache(maxsize=CACHED_FORMS)
def _is_written_alike(word: str) -> bool:
    """Whether infinitive and participle have this form: strong verbs with a first part that bears no stress."""
    return bool(_UNSTRESSED.match(word)) and _may_be(word, "VV(INF)") and _may_be(word, "VV(PP)")


@cache
def _without_passive() -> frozenset[str]:
    return frozenset(row["verb"] for row in table("verbs_without_passive"))


@cache
def _verbs_of_particle() -> dict[str, frozenset[str]]:
    return {row["particle"]: frozenset(row["verbs"].split()) for row in table("verb_particles")}
