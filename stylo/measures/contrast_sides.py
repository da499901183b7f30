"""What a marker sets against what: the two sides as ranges of words, in text order, where they can be delimited."""

from __future__ import annotations

from stylo.measures.conditions import FINITE, Words
from stylo.measures.contrast_rules import LOOK_ALIKE, Marker

Side = tuple[int, int]
NONE: tuple[None, None] = (None, None)


def sides(words: Words, marker: Marker) -> tuple[Side | None, Side | None]:
    """The left and the right side as ranges of word indices (end exclusive), None for one that cannot be delimited."""
    if marker.tier == LOOK_ALIKE:
        return NONE
    if marker.pos == "pair":
        found = _between(words, marker)
    elif marker.tier == "lexical":
        found = _lexical(words, marker)
    elif marker.tier == "comparison":
        found = NONE
    else:
        found = _BY_CLASS.get(marker.pos, _adverb)(words, marker)
    left, right = (_trim(words, side) for side in found)
    return left, right


def _trim(words: Words, side: Side | None) -> Side | None:
    """The range without punctuation at its edges; None if nothing is left."""
    if side is None:
        return None
    begin, end = side
    while begin < end and words.boundary[begin]:
        begin += 1
    while end > begin and words.boundary[end - 1]:
        end -= 1
    return (begin, end) if begin < end else None


def _sentence_before(words: Words, i: int) -> Side | None:
    return words.sentences[words.sentence[i] - 1] if words.sentence[i] else None


def _between(words: Words, marker: Marker) -> tuple[Side | None, Side | None]:
    """Nicht [die Musik], sondern [die Stille]: between the parts, and behind the second."""
    first, second = marker.parts[0], marker.parts[-1]
    left_end = min(second[0], words.bounds(first[0])[1])
    return (first[-1] + 1, left_end), (second[-1] + 1, words.bounds(second[0])[1])


def _conjunction(words: Words, marker: Marker) -> tuple[Side | None, Side | None]:
    """[Die Bilder sind stark], aber [die Handlung ist dünn]; at a sentence start the sentence before is the left side."""
    first, last = marker.indices[0], marker.indices[-1]
    begin, end = words.bounds(first)
    left = (begin, first) if first > begin else _sentence_before(words, first)
    return left, (last + 1, end)


def _adverb(words: Words, marker: Marker) -> tuple[Side | None, Side | None]:
    """[Der Vater schwieg], [der Sohn dagegen redete]: the marker stands inside or before the right side."""
    first = marker.indices[0]
    begin, end = words.bounds(first)
    start = words.clause[first][0]
    left = (begin, start) if start > begin else _sentence_before(words, first)
    return left, (start, end)


def _subordinator(words: Words, marker: Marker) -> tuple[Side | None, Side | None]:
    """[Obwohl es regnete], [ging er]; [er ging], [obwohl es regnete]."""
    first, last = marker.indices[0], marker.indices[-1]
    begin, end = words.bounds(first)
    clause_end = words.clause[last][1]
    if not any(tag[:1].isalpha() and not words.boundary[k] for k, tag in enumerate(words.tags[begin:first], begin)):
        return (last + 1, clause_end), (clause_end, end)
    return (begin, first), (last + 1, clause_end)


def _preposition(words: Words, marker: Marker) -> tuple[Side | None, Side | None]:
    """Trotz [der Kälte] [ging er hinaus]: the phrase up to the verb or a comma, and the rest of the clause."""
    first, last = marker.indices[0], marker.indices[-1]
    begin, clause_end = words.clause[first][0], words.clause[last][1]
    phrase_end = next((j for j in range(last + 1, clause_end) if words.tags[j] in FINITE), clause_end)
    if first > begin:
        return (begin, first), (last + 1, phrase_end)
    return (last + 1, phrase_end), (phrase_end, words.bounds(first)[1])


def _lexical(words: Words, marker: Marker) -> tuple[Side | None, Side | None]:
    """Der Kontrast zwischen [den Bildern] und [den Figuren]; das hebt [ihn] von [den anderen] ab."""
    i = marker.indices[0]
    if marker.pos == "noun":
        return _zwischen(words, marker.indices[0])
    if len(marker.parts) < 2:
        return NONE
    first, second = marker.parts[0], marker.parts[1]
    left = (first[-1] + 1, second[0]) if second[0] > first[-1] + 1 else (words.clause[i][0], i)
    closing = [part[0] for part in marker.parts[2:]]
    return left, (second[-1] + 1, closing[0] if closing else words.clause[second[-1]][1])


def _zwischen(words: Words, i: int) -> tuple[Side | None, Side | None]:
    end = words.bounds(i)[1]
    if words.near(i, 1) != "zwischen":
        return NONE
    joints = [j for j in range(i + 3, end) if words.lower[j] == "und"]
    same = [j for j in joints if words.near(j, 1) == words.lower[i + 2]]
    if not joints:
        return NONE
    joint = (same or joints)[0]
    stop = next((j for j in range(joint + 1, end) if words.tags[j] in FINITE), end)
    return (i + 2, min(joint, words.clause[i + 2][1])), (joint + 1, stop)


_BY_CLASS = {
    "conjunction": _conjunction,
    "subordinator": _subordinator,
    "preposition": _preposition,
    "postposition": _preposition,
}
