"""The summary: what stands out in a text, what is usual and what cannot be said, in sentences that can be quoted.

A value stands out if it is among the highest or lowest 5 of 100 documents of the genre; whether its interval leaves that open
stands beside it. Nothing is said of the author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue.labels import quantity
from stylo.lexicon import table
from stylo.reference import tables
from stylo.reference.accuracy import scored, validation
from stylo.reference.comparison import FEWEST_WORDS, below, outside, outside_by_chance, percentile, whole
from stylo.wording import numbers
from stylo.wording.language import number, say
from stylo.wording.numbers import listed, value
from stylo.wording.reasons import Missing

SURE = 0.8  # F1: what is counted less surely is named
MIDDLE = (25.0, 75.0)
MOST_SENTENCES = 9
MOST_LISTED = 5
TRUSTED = ("sentence boundaries", "adjectives", "contrast connectives")
TRUSTED_CORPUS = "pcc"
SCOPE = "The text has {words} words in {sentences} sentences{colons} and is compared {documents}."
UNLIKE = "It is shorter or longer than all of them ({fewest} to {most} words), so that its place among them is uncertain."


class Notable(NamedTuple):
    """A value that stands out: its row of the comparison, whether high or low, the share of documents that it exceeds."""

    row: Any
    high: bool
    share: float  # of documents strictly below a high value or strictly above a low one, 0 to 1
    doubtful: bool  # its interval from passage to passage reaches into the middle half


def sentences(profile: Mapping[Any, Any], compared: pd.DataFrame) -> list[str]:
    """At most ten sentences on a text: its row of ``stylo.profile`` and its rows of ``stylo.compare``."""
    if not profile["words"]:
        return [say("The text has no words: there is nothing to measure.")]
    if profile["words"] < FEWEST_WORDS:
        return list(_short(profile))
    stands_out = [_notable(row) for row in compared[outside(compared["percentile"])].itertuples(index=False)]
    rest = [_usual(compared), *_missing(compared), _trust()]
    told = _chosen(stands_out, MOST_SENTENCES - 3 - len(rest))
    said = [_scope(profile, compared), *_explained(told), *map(_sentence, told), *_less_sure(told)]
    return [*said, _count(compared, stands_out, told), *rest]


# --- what stands out --------------------------------------------------------------------------------------------------------


def _notable(row: Any) -> Notable:
    high = row.percentile > 50
    known = tables.known(row.genre, row.measure)
    own = tables.rounded(row.value)
    share = float((known < own).mean() if high else (known > own).mean())
    near = row.low if high else row.high
    place = below(known, near) if near == near else 50.0
    return Notable(row, high, share, bool(place < MIDDLE[1] if high else place > MIDDLE[0]))


@cache
def _least_f1(measure: str) -> float:
    return float(scored(measure)["f1"].min())


def _chosen(stands_out: Sequence[Notable], most: int) -> list[Notable]:
    """The most telling, one of each group of measures that say nearly the same, in the order of the measures.

    What is certain comes before what may be chance, what every reader asks for first before the rest, then the most extreme.
    """
    asked = {row["measure"] for row in table("summary_sentences", "wording") if row["first"] == "yes"}
    told = {row["measure"] for row in table("summary_sentences", "wording")}
    firsts = [notable for notable in _firsts(stands_out) if notable.row.measure in told]
    ranked = sorted(firsts, key=lambda one: (one.doubtful, one.row.measure not in asked, -one.share, -abs(_float(one.row.z))))
    return [notable for notable in firsts if notable in ranked[:most]]


def _firsts(stands_out: Sequence[Notable]) -> list[Notable]:
    """The first of each group, in the order of the measures."""
    groups = _groups()
    first: dict[str, Notable] = {}
    for notable in sorted(stands_out, key=lambda one: list(groups).index(one.row.measure)):
        first.setdefault(groups[notable.row.measure], notable)
    return list(first.values())


def _groups() -> dict[str, str]:
    """The group of each measure, in the order of the table; a measure that it has no sentences for is a group of its own."""
    groups = {row["measure"]: row["group"] for row in table("summary_sentences", "wording")}
    return groups | {name: name for name in catalogue.compared_measures() if name not in groups}


def _sentence(notable: Notable) -> str:
    row = notable.row
    template = next(line for line in table("summary_sentences", "wording") if line["measure"] == row.measure)
    kind = "high" if notable.high else "none" if row.value == 0 and template["none"] != "-" else "low"
    return say(template[kind], value=value(row.value, row.unit), interval=_interval(notable), place=_place(notable.share, row))


def _interval(notable: Notable) -> str:
    row = notable.row
    if row.low != row.low:
        return say("no interval is known")
    ends = {"low": value(row.low, row.unit), "high": value(row.high, row.unit)}
    between = (
        say("passage interval {low} to {high}, which reaches into the middle half of the genre: it may be chance", **ends)
        if notable.doubtful
        else say("passage interval {low} to {high}", **ends)
    )
    if row.count != row.count:
        return between
    if row.count == 1:
        return say("one mark, {interval}", interval=between)
    return say("{count} marks, {interval}", count=numbers.grouped(int(row.count)), interval=between)


def _explained(told: Sequence[Notable]) -> Iterator[str]:
    """What the intervals in brackets are, where there are any."""
    if any(notable.row.low == notable.row.low for notable in told):
        yield say(
            "The passage interval given with a value (95 %) says how far the value may move by chance in a text of this "
            "length; it is reckoned from how the value moves from passage to passage within documents of the genre."
        )


def _place(share: float, row: Any) -> str:
    phrases = _genre(row.genre)
    if share == 1:
        return say(phrases["all"], n=numbers.grouped(int(row.n)))
    return say(phrases["some"], share=whole(100 * share), n=numbers.grouped(int(row.n)))


def _genre(name: str) -> dict[str, str]:
    return next(row for row in table("genres", "wording") if row["genre"] == name)


# --- what frames it ---------------------------------------------------------------------------------------------------------


def _scope(profile: Mapping[Any, Any], compared: pd.DataFrame) -> str:
    genre = str(compared["genre"].iloc[0])
    known = tables.documents(genre)["words"]
    longer = whole(100 * float((known > profile["words"]).mean()))
    values = {
        "words": numbers.grouped(int(profile["words"])),
        "sentences": numbers.grouped(int(profile["sentences"])),
        "documents": say(_genre(genre)["with"], n=numbers.grouped(len(known))),
        "longer": longer,
        "colons": _colons(profile),
    }
    note = compared["note"].iloc[0]
    if isinstance(note, Missing):
        return " ".join([say(SCOPE, **values), say(UNLIKE, **{name: numbers.grouped(int(n)) for name, n in note.values})])
    if longer >= MIDDLE[1]:
        return say(
            "The text has {words} words in {sentences} sentences{colons} and is compared {documents}, of which {longer} of 100 "
            "are longer: in a short text chance has more room, so that what stands out here may stand out too far.",
            **values,
        )
    return say(SCOPE, **values)


def _colons(profile: Mapping[Any, Any]) -> str:
    """How many sentences there would be in the other convention, where that makes a difference."""
    split = int(profile["sentences_split_at_colon"])
    return "" if split == profile["sentences"] else say(" ({split} if a colon ended one)", split=numbers.grouped(split))


def _count(compared: pd.DataFrame, stands_out: Sequence[Notable], told: Sequence[Notable]) -> str:
    placed = tuple(compared.loc[compared["percentile"].notna(), "measure"])
    usual = outside_by_chance(str(compared["genre"].iloc[0]), placed)
    values = {
        "n": len(stands_out),
        "all": len(placed),
        "expected": number(usual.mean, 1),
        "low": usual.low,
        "high": usual.high,
    }
    if not stands_out:
        return say(
            "None of the {all} values compared lies where only the highest or lowest 5 of 100 documents lie; a document "
            "of the genre has on average {expected} such values, and nine in ten documents have {low} to {high}.",
            **values,
        )
    groups = _groups()
    taken = {groups[notable.row.measure] for notable in told}
    others = [notable.row for notable in _firsts(stands_out) if groups[notable.row.measure] not in taken]
    if not others:
        return say(
            "In all, {n} of the {all} values compared lie where only the highest or lowest 5 of 100 documents lie; a "
            "document of the genre has on average {expected} such values, and nine in ten documents have {low} to {high}, "
            "since values hang together.",
            **values,
        )
    return say(
        "In all, {n} of the {all} values compared lie where only the highest or lowest 5 of 100 documents lie; a document "
        "of the genre has on average {expected} such values, and nine in ten documents have {low} to {high}, since values "
        "hang together. Among those not yet named are {items}.",
        items=listed([_item(row) for row in others[:MOST_LISTED]]),
        **values,
    )


def _less_sure(told: Sequence[Notable]) -> Iterator[str]:
    """What of that which stands out the program counts so badly that a reader must know it, with the worst figure."""
    doubtful = [(notable.row, _least_f1(notable.row.measure)) for notable in told]
    items = [
        say("{label} ({figure})", label=labels.short(row.measure), figure=number(f1, 2)) for row, f1 in doubtful if f1 < SURE
    ]
    if items:
        yield say(
            "Counted less surely than the rest, with F1 against human annotation in brackets, are {items}.", items=listed(items)
        )


def _usual(compared: pd.DataFrame) -> str:
    """What lies in the middle half, nearest to the median first, one of each group."""
    middle = compared[compared["percentile"].between(*MIDDLE)]
    middle = middle.assign(group=middle["measure"].map(_groups())).drop_duplicates("group")
    middle = middle[middle["value"] > 0] if (middle["value"] > 0).any() else middle
    nearest = middle.loc[(middle["percentile"] - 50).abs().sort_values(kind="stable").index].head(MOST_LISTED)
    if nearest.empty:
        return say("No value lies in the middle half of the genre.")
    items = listed([_item(row) for row in nearest.sort_index().itertuples(index=False)])
    return say("Usual for the genre, in its middle half, are among others {items}.", items=items)


def _item(row: Any) -> str:
    place = percentile(row.percentile)
    return say(
        "{label} ({value}; {place})",
        label=labels.short(row.measure),
        value=quantity(row.value, row.measure),
        place=say("percentile {percentile}", percentile=place) if place.isdigit() else place,
    )


def _missing(compared: pd.DataFrame) -> Iterator[str]:
    names = [labels.short(str(name)) for name in compared.loc[compared["percentile"].isna(), "measure"]]
    if names:
        more = say("{n} others", n=len(names) - MOST_LISTED)
        items = listed(names[:MOST_LISTED] + ([more] if len(names) > MOST_LISTED else []))
        yield say("Nothing can be said of {items}; the reasons stand under Methods.", items=items)


def _trust() -> str:
    rows = validation().query("corpus == @TRUSTED_CORPUS").drop_duplicates("measure").set_index("measure")["f1"]
    sentence, adjective, connective = (number(float(rows[name]), 2) for name in TRUSTED)
    return say(
        "All of this was counted by a program: measured against human annotation of newspaper commentary, it reaches F1 = "
        "{sentence} for sentence boundaries, {adjective} for adjectives and {connective} for contrast connectives.",
        sentence=sentence,
        adjective=adjective,
        connective=connective,
    )


def _short(profile: Mapping[Any, Any]) -> Iterator[str]:
    """What can be said of a text that is too short to be compared."""
    counts = {name: numbers.grouped(int(profile[name])) for name in ("words", "sentences", "adjectives")}
    yield say("Words: {words}; sentences: {sentences}; adjectives: {adjectives}.", **counts)
    yield say(
        "That is too little for a comparison: the reference documents have at least {fewest} words, and in fewer words chance "
        "decides whether a value is high or low.",
        fewest=FEWEST_WORDS,
    )
    if profile["sentences"] > 1:
        yield say(
            "The sentences have {mean} words on average, the shortest {least}, the longest {most}.",
            mean=value(float(profile["sentence_length_mean"])),
            least=int(profile["sentence_length_min"]),
            most=int(profile["sentence_length_max"]),
        )
    else:
        yield say("With one sentence there is no mean, no variation and no order of sentences to speak of.")
    if not profile["adjectives"]:
        yield say("No adjective was found, so that nothing can be said of their kinds.")
    yield say(
        "What was found, word by word, stands in the tables of evidence: in a text of this length they say more than any rate."
    )
    yield _trust()


def _float(number: Any) -> float:
    return float(number)
