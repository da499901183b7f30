"""Series: three or more members of one kind side by side, a tricolon where they are three.

Each kind of member is a pattern over the letters of ``figure.CODES``; a series is a chain of members with a comma or *und,
oder, sowie, noch* between each two. A comma before *und* ends a series in German: behind it stands another clause, or an
apposition was closed. Of clauses, those are members that open with the same word, and predicates that share their subject; main
clauses that merely follow each other are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from stylo.families.rhetoric.figure import DETERMINER, Coded, Figure, Span, coded, figure
from stylo.grammar.conditions import WINDOW, Words

FEWEST = 3
_MOST = 100
"""A list of more members is several: so that an endless one costs no more than its length."""
_NOUN = "(?:N?E{1,4}|N|t(?=[cK]))"
_ATTRIBUTES = "(?:[vap]{0,3}A(?:[cK]?[va]{0,2}A){0,3})"
_NP = f"{DETERMINER}?v?{_ATTRIBUTES}?{_NOUN}"
_GENITIVE = f"(?:[di]{_ATTRIBUTES}?{_NOUN})?"
_BEHIND = f"{_GENITIVE}(?:P{DETERMINER}?{_ATTRIBUTES}?{_NOUN}{_GENITIVE})?(?:k{_NP})?"
_PP = f"P(?:{_NP}{_GENITIVE}|p|v)"
_AP = "v{0,2}a?[aT]"
_REST = "(?:[^cKFSX]|K(?![vp]?F)){0,14}"
_PHRASE = re.compile(f"(?:v{{0,2}}{_PP}{_BEHIND}|v{{0,2}}{_NP}{_BEHIND}|{_AP}|p(?:{_PP})?)")

Members = list[Span]


class _Kind(NamedTuple):
    """A kind of member: the rule, what the first is and what the others are, and which of a chain of them are a series."""

    rule: str
    first: re.Pattern[str]
    other: re.Pattern[str]
    kept: Callable[[str, Members], Members]


def series(words: Words) -> Iterator[Figure]:
    """The series of a document, sentence by sentence; no two overlap."""
    for sentence in words.view.once(coded):
        if len(re.findall("[cK]", sentence.letters)) >= FEWEST - 1:
            yield from _in_sentence(words, sentence)


_Found = tuple[str, int, int, int]
"""The rule, the first and behind-last letter, and the number of members."""


def _in_sentence(words: Words, sentence: Coded) -> Iterator[Figure]:
    taken: set[int] = set()
    for rule, begin, end, members in (*_clauses(words, sentence), *_chains(sentence.letters), *_whole(sentence.letters)):
        if taken.isdisjoint(range(begin, end)):
            taken.update(range(begin, end))
            label = "tricolon" if members == FEWEST else "enumeration"
            yield figure(rule, sentence.span(begin, end), members=members, label=label)


def _clauses(words: Words, sentence: Coded) -> Iterator[_Found]:
    """Three subordinate clauses or more that open with the same word."""
    letters = sentence.letters
    opening = [k for k, letter in enumerate(letters) if letter == "S" and (not k or letters[k - 1] in "cKX")]
    for _, run in groupby(opening, key=lambda k: words.lower[sentence.places[k]]):
        same = list(run)
        if len(same) >= FEWEST and all(letters.count("F", *between) == 1 for between in pairwise(same)):
            end = re.compile("[cX]|$").search(letters, same[-1])
            yield "clauses", same[0], end.start() if end else len(letters), len(same)


def _whole(letters: str) -> Iterator[_Found]:
    """A sentence of phrases alone, of whatever kind: *Weiß, glänzend, mit einem Skorpion auf dem Rücken.*"""
    letters = letters.rstrip("X")
    members, begin = 0, 0
    while member := _PHRASE.match(letters, begin):
        members, begin = members + 1, member.end()
        if letters[begin : begin + 1] not in ("c", "K"):
            break
        begin += 1
    if letters and begin == len(letters) and members >= FEWEST:
        yield "phrases alone", 0, begin, members


# --- chains of one kind -----------------------------------------------------------------------------------------------------


def _chains(letters: str) -> Iterator[_Found]:
    for kind in _KINDS:
        begin = 0
        while first := kind.first.search(letters, begin):
            begin = first.start() + 1
            if letters[first.end() : first.end() + 1] not in ("c", "K"):
                continue
            members = _members(letters, kind, first)
            members = kind.kept(letters, members) if len(members) >= FEWEST else []
            if len(members) >= FEWEST:
                yield kind.rule, members[0][0], members[-1][1], len(members)
                begin = members[-1][1]


def _members(letters: str, kind: _Kind, first: re.Match[str]) -> Members:
    """What follows each other from a first member on, with a comma or conjunction between each two."""
    member: re.Match[str] | None = first
    members: Members = []
    while member and len(members) < _MOST:
        inside = members and letters[member.start() - 1] == "K" and not _determined(letters, member.start())
        if inside and _determined(letters, members[-1][0]) and _is_modified(letters, *members[-1]):
            members[-1] = (members[-1][0], member.end())  # ein Geheimnis zwischen Vater und Tochter
        else:
            members.append(member.span())
        end = member.end()
        member = kind.other.match(letters, end + 1) if letters[end : end + 1] in ("c", "K") else None
    return members


def _determined(letters: str, place: int) -> bool:
    return re.compile(DETERMINER).match(letters, place) is not None


def _is_modified(letters: str, begin: int, end: int) -> bool:
    """Whether a genitive, a prepositional phrase or a comparison follows the noun of a member."""
    return re.compile("[PDdik]").search(letters, begin + 1, end) is not None


def _behind(letters: str, members: Members) -> str:
    return letters[members[-1][1] : members[-1][1] + 1]


def _opened(letters: str, members: Members) -> str:
    """What stands before a chain in its clause, behind the last comma or other sign."""
    begin = members[0][0]
    return re.split("[cX]", letters[max(0, begin - WINDOW) : begin])[-1]


def _joins(letters: str, members: Members) -> set[str]:
    return {letters[begin - 1] for begin, _ in members[1:]}


def _attributes(letters: str, members: Members) -> Members:
    return members if _behind(letters, members) in tuple("NEt") else []


def _adjectives(letters: str, members: Members) -> Members:
    return members


def _infinitives(letters: str, members: Members) -> Members:
    """Those of one kind: *ansehen und versuchen, das zu steuern* are two and one."""
    return members if len({"z" in letters[begin:end] for begin, end in members}) == 1 else []


def _predicates(letters: str, members: Members) -> Members:
    """Predicates with their verb first, which share a subject: no verb closes a subordinate clause before the next one opens
    (*Wie es ist, schläft er und träumt*), and without a conjunction they are short (*kam, sah, siegte*)."""
    opened, ((begin, end), (second, _)) = _opened(letters, members), members[:2]
    closes = end - begin == 1 and len(opened) > 2 and letters[second + 1 : second + 2] in tuple("pDdiNE")
    long = "K" not in _joins(letters, members) and any(end - begin > 2 for begin, end in members)
    return [] if closes or long or "S" in opened else members


def _prepositional(letters: str, members: Members) -> Members:
    """Prepositional phrases; of the last the preposition may be left out behind *und*."""
    bare = next((k for k, (begin, end) in enumerate(members) if letters[begin:end].lstrip("v")[0] != "P"), len(members))
    whole = bare == len(members) - 1 and letters[members[bare][0] - 1] == "K" and _determined(letters, members[bare][0])
    members = members if whole else members[:bare]
    return _of_one_clause(letters, members) if len(members) >= FEWEST else []


def _noun_phrases(letters: str, members: Members) -> Members:
    """Noun phrases that are neither nested nor appositions, with a first one that is built like the second: of *die Geschichte
    von Liebe, Verrat und Schuld* Liebe."""
    joins = _joins(letters, members)
    determined = [_determined(letters, begin) for begin, _ in members]
    nested = any(_is_modified(letters, *member) for member in members[:-1]) or "t" in letters[members[0][0] : members[-1][1]]
    if joins == {"K"} and (len(set(determined)) > 1 or nested):
        return []  # one conjunction joins inside the other: Umwelt- und Gesundheitsschäden und die Kosten
    new = next((k for k, (begin, _) in enumerate(members) if letters[begin - 1 : begin + 1] == "cP"), len(members))
    members = members[:new] if joins != {"c"} else _beside_each_other(letters, members[:new])
    members = _of_one_clause(letters, members)
    if len(members) < FEWEST or (_behind(letters, members) == "F" and determined[0] and not any(determined[1:])):
        return []
    begin, end = members[0]
    inner = letters.rfind("P", begin, end) + 1
    alike = inner and _determined(letters, inner) == determined[1] != determined[0]
    return [(inner, end), *members[1:]] if alike else members


def _of_one_clause(letters: str, members: Members) -> Members:
    """What stands behind a comma and before a verb opens the next clause: *Er sah Peter und Anna, Paul schlief.*"""
    opened = _opened(letters, members) if members else ""
    if not opened.strip("vPK") or "S" in opened or _behind(letters, members) != "F":
        return members
    return members[: max((k for k, (begin, _) in enumerate(members) if k and letters[begin - 1] == "c"), default=len(members))]


def _beside_each_other(letters: str, members: Members) -> Members:
    """The members of a chain of commas alone, up to one that opens with an adverb (*die Blicke, dort eine Gewalt*).

    There are none where the second says what the first is: a name and a noun phrase, or something and *ein* (*der Brief, ein
    Zettel*).
    """
    if len(members) < FEWEST:
        return []
    one, other = (letters[begin:end] for begin, end in members[:2])
    named = [part.strip("NE") == "" for part in (one, other)]
    if (named[0] != named[1] and "E" in one + other) or (other[0] == "i" != one[0]):
        return []
    new = (k for k, (begin, _) in enumerate(members) if letters[begin] == "v")
    return members[: next(new, len(members))]


_KINDS = (
    _Kind("attributes", re.compile("[vap]{0,3}A"), re.compile("[vap]{0,3}A"), _attributes),
    _Kind("prepositional phrases", re.compile(_PP), re.compile(f"v{{0,2}}(?:{_PP}|{_NP}){_BEHIND}"), _prepositional),
    _Kind("noun phrases", re.compile(_NP + _BEHIND), re.compile(f"(?:{_PP}|v{{0,2}}){_NP}{_BEHIND}"), _noun_phrases),
    _Kind("adjectives", re.compile(_AP), re.compile(_AP), _adjectives),
    _Kind("infinitives", re.compile("z?I"), re.compile("[^cKFSXI]{0,5}z?I"), _infinitives),
    _Kind("participles", re.compile("T"), re.compile("[^cKFSXIT]{0,8}T"), _adjectives),
    _Kind("predicates", re.compile("F" + _REST), re.compile("F" + _REST), _predicates),
    _Kind("adverbs", re.compile("v"), re.compile("v"), _adjectives),
)
