"""What a marker sets against what: the two sides as ranges of words, in text order, where they can be delimited."""

from __future__ import annotations

from stylo.families.contrast.rules import LOOK_ALIKE, Marker
from stylo.grammar.conditions import Words
from stylo.grammar.phrases import Phrase, dative, finite, phrase_at, subject
from stylo.pipeline.stts import FINITE, NOUNS, PREPOSITIONS

Side = tuple[int, int]
Sides = tuple[Side | None, Side | None]
NONE: Sides = (None, None)
_JOINTS = frozenset("; : – — …".split())
_VERBAL = frozenset("VVPP VVINF VVIZU VAPP VMPP VAINF VMINF PTKVZ PTKZU".split())


def sides(words: Words, marker: Marker) -> Sides:
    """The left and the right side as ranges of word indices (end exclusive), None for one that cannot be delimited."""
    if marker.tier == LOOK_ALIKE:
        return NONE
    if marker.pos == "comparative" or (marker.tier == "comparison" and marker.indices[-1] - marker.indices[0] == 1):
        found = _compared(words, marker)
    elif marker.pos == "pair":
        found = _between(words, marker)
    elif marker.pos == "noun":
        found = _zwischen(words, marker.indices[0])
    elif marker.governed or (marker.tier == "lexical" and marker.pos in ("verb", "adjective")):
        found = _lexical(words, marker)
    elif marker.tier in ("lexical", "comparison"):
        found = _phrase_against_subject(words, marker)
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


def _between(words: Words, marker: Marker) -> Sides:
    """Nicht [die Musik], sondern [die Stille]: between the parts, and behind the second as far as the two are alike."""
    first, second = marker.parts[0], marker.parts[-1]
    left = (first[-1] + 1, min(second[0], words.bounds(first[0])[1]))
    if not _trim(words, left):  # er redet nicht, sondern handelt
        left = (words.stretch[first[0]][0], first[0])
    opens = words.is_first(second[0]) or words.lower[second[0]] in ("als", "denn", "noch", "sondern")
    if not opens:  # zwar ... . Er ist aber nie langweilig.
        return left, words.stretch[second[0]]
    end = _right_end(words, second[-1] + 1)
    if finite(words, *left) < 0:
        end = _coordinated_end(words, left, second[-1] + 1, end)
    return left, (second[-1] + 1, end)


def _coordinated_end(words: Words, left: Side, begin: int, end: int) -> int:
    """Where the second of two coordinated phrases ends: before the verb, or behind the noun that answers that on the left."""
    stop = next((j for j in range(begin, end) if words.tags[j] in FINITE or words.tags[j] in _VERBAL), end)
    trimmed = _trim(words, left)
    if not trimmed or words.tags[trimmed[1] - 1] not in NOUNS:
        return stop
    start = begin + (words.tags[begin] in PREPOSITIONS) if begin < stop else begin
    phrase = phrase_at(words, start, stop)
    return phrase.end if phrase else stop


def _right_end(words: Words, begin: int) -> int:
    """The end of the right side: the end of the sentence, or a semicolon, colon, dash or further connective before it."""
    end = words.bounds(begin - 1)[1]
    for j in range(begin + 1, end):
        if words.lower[j] in _JOINTS or (
            words.boundary[j - 1] and words.lower[j] in ("aber", "doch", "jedoch", "sondern", "denn")
        ):
            return j
    return end


def _conjunction(words: Words, marker: Marker) -> Sides:
    """[Die Bilder sind stark], aber [die Handlung ist dünn]; at a sentence start the sentence before is the left side."""
    first, last = marker.indices[0], marker.indices[-1]
    begin, end = words.bounds(first)
    before = first - (first > begin and words.boundary[first - 1])
    if before > begin and words.tags[before - 1] == "ADJA" and words.near_tag(last, 1) in ("ADJA", "ADV"):
        nearby = next((j for j in range(last + 1, end) if words.tags[j] == "ADJA"), end - 1)
        return (before - 1, before), (last + 1, nearby + 1)
    if first == begin:
        return _sentence_before(words, first), (last + 1, _right_end(words, last + 1))
    joint = next((j for j in range(before - 2, begin, -1) if words.lower[j] in _JOINTS), begin - 1)
    return (joint + 1, first), (last + 1, _right_end(words, last + 1))


def _adverb(words: Words, marker: Marker) -> Sides:
    """[Der Vater schwieg], [der Sohn dagegen redete]: the marker stands inside or before the right side."""
    first = marker.indices[0]
    begin, end = words.bounds(first)
    start = words.stretch[first][0]
    left = (begin, start) if start > begin else _sentence_before(words, first)
    return left, (start, end)


def _subordinator(words: Words, marker: Marker) -> Sides:
    """[Obwohl es regnete], [ging er]; [er ging], [obwohl es regnete]."""
    first, last = marker.indices[0], marker.indices[-1]
    begin, end = words.bounds(first)
    stretch_end = words.stretch[last][1]
    if not any(tag[:1].isalpha() and not words.boundary[k] for k, tag in enumerate(words.tags[begin:first], begin)):
        return (last + 1, stretch_end), (stretch_end, end)
    return (begin, first), (last + 1, stretch_end)


def _preposition(words: Words, marker: Marker) -> Sides:
    """Trotz [der Kälte] [ging er hinaus]: the phrase up to the verb or a comma, and the rest of the clause."""
    first, last = marker.indices[0], marker.indices[-1]
    begin, stretch_end = words.stretch[first][0], min(words.stretch[last][1], words.last_sought(last))
    phrase_end = next((j for j in range(last + 1, stretch_end) if words.tags[j] in FINITE), stretch_end)
    if first > begin:
        return (begin, first), (last + 1, phrase_end)
    return (last + 1, phrase_end), (phrase_end, words.bounds(first)[1])


def _lexical(words: Words, marker: Marker) -> Sides:
    """[Der Freund] entpuppt sich als [Feind]; das hebt [ihn] von [den anderen] ab; [das Ende] widerspricht [dem Anfang]."""
    verb = marker.indices[0] if marker.pos != "phrase" else marker.indices[-1]
    if marker.pos == "adjective":
        return NONE
    head = subject(words, verb)
    other = next((i for i in marker.indices if words.lower[i] == "als"), next(iter(marker.governed), -1))
    if other >= 0:
        right: Side | None = _behind(words, other, marker)
        left = _raised(words, verb, other, marker, head)
    else:
        answer = dative(words, verb, head)
        left, right = _range(head), _range(answer)
    if not left or not right:
        return left, right
    return (left, right) if left < right else (right, left)


def _range(phrase: Phrase | None) -> Side | None:
    return (phrase.begin, phrase.end) if phrase else None


def _behind(words: Words, joint: int, marker: Marker) -> Side | None:
    """What stands behind *als* or a governed preposition: a phrase, or else the words up to the marker's end."""
    if words.lower[joint] in ("davon", "damit", "darin"):
        return None
    end = next((i for i in marker.indices if i > joint), words.stretch[joint][1])
    return _range(phrase_at(words, joint + 1, words.bounds(joint)[1])) or (joint + 1, min(end, words.stretch[joint][1]))


def _raised(words: Words, verb: int, joint: int, marker: Marker, head: Phrase | None) -> Side | None:
    """What a verb sets off: its object where one stands before the preposition, else its subject."""
    if marker.form == "abheben von" and not {"sich", "mich", "dich", "uns"} & set(words.lower[slice(*words.stretch[verb])]):
        start = head.end if head and head.begin > verb else verb + 1
        thing = phrase_at(words, start, joint) if start < joint else None
        if thing:
            return thing.begin, thing.end
    return _range(head)


def _phrase_against_subject(words: Words, marker: Marker) -> Sides:
    """Anders als [der Roman] endet [der Film] heiter."""
    last = marker.indices[-1]
    phrase, head = phrase_at(words, last + 1, words.bounds(last)[1]), subject(words, last)
    if marker.pos not in ("preposition", "phrase") or not phrase or not head or head.begin <= last < head.end:
        return NONE
    one, other = (phrase.begin, phrase.end), (head.begin, head.end)
    return NONE if phrase.begin == head.begin else (min(one, other), max(one, other))


def _compared(words: Words, marker: Marker) -> Sides:
    """[Der Film] ist besser als [das Buch]; er liest [ein dickeres Buch] als [sie]: the subject and what stands behind als."""
    joint = marker.indices[-1]
    head = subject(words, marker.indices[0])
    phrase = phrase_at(words, joint + 1, words.stretch[joint][1])
    if words.boundary[joint - 1]:  # besser, als der Trailer verspricht
        return _range(head), (joint + 1, words.stretch[joint][1])
    return _range(head), _range(phrase) or (joint + 1, words.stretch[joint][1])


def _zwischen(words: Words, i: int) -> Sides:
    """Der Kontrast zwischen [den Bildern] und [den Worten]; zwischen [Arm] und [Reich] wächst die Kluft."""
    end = words.bounds(i)[1]
    if words.near(i, 1) in ("zwischen", "von"):
        opening = i + 1
    else:
        opening = next((j for j in range(words.stretch[i][0], words.stretch[i][1]) if words.lower[j] == "zwischen"), -1)
    if opening < 0:
        return NONE
    joints = [j for j in range(opening + 2, end) if words.lower[j] == "und"]
    same = [j for j in joints if words.near(j, 1) == words.lower[opening + 1]]
    if not joints:
        return NONE
    joint = (same or joints)[0]
    stop = next((j for j in range(joint + 1, end) if words.tags[j] in FINITE), end)
    right = phrase_at(words, joint + 1, stop)
    left = phrase_at(words, opening + 1, joint)
    return _range(left) or (opening + 1, min(joint, words.stretch[opening + 1][1])), (joint + 1, right.end if right else stop)


_BY_CLASS = {
    "conjunction": _conjunction,
    "subordinator": _subordinator,
    "preposition": _preposition,
    "postposition": _preposition,
}
