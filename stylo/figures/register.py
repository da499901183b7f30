"""Figures of register: two poles, sentences through the text, brackets, and one film in seven registers.

The first function of each pair makes a frame from a document or several, the second draws that frame and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill, shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox
from spacy.tokens import Doc

from stylo.catalogue.labels import formality_feature, register_feature
from stylo.catalogue.labels import genre as genre_name
from stylo.families import formality as formality_measure
from stylo.families.document import Reading, reading_of
from stylo.families.register.measure import formality_f, pole_counts, poles
from stylo.figures import layout, style
from stylo.figures.base import StudyFigure, genre_of, of_genre
from stylo.grammar.marks import Missing, name_of
from stylo.lexicon import table
from stylo.reference import tables
from stylo.reference.intervals import GENRE, Interval, interval
from stylo.wording.language import number as decimals
from stylo.wording.language import say
from stylo.wording.numbers import grouped, signed

# The seven registers in the order predicted from the conditions of communication of Koch and Oesterreicher (1985) before
# anything was measured, nearest first. 04c_seven_registers argues it, and says where the texts do not fall so.
REGISTERS = {
    "brief": "letter",
    "forum": "forum post",
    "boulevard": "tabloid",
    "schulaufsatz": "school essay",
    "feuilleton": "feuilleton",
    "presseheft": "press kit",
    "essay": "academic essay",
}
PREDICTED: tuple[str, ...] = tuple(REGISTERS)
PREFIX = "stiluebung-"
LABELS = REGISTERS | {"drive": "the review"}
POLES = ("distance", "nearness")
PER = 1000  # words
POLE_LOOKS = {"distance": (style.BLUE, "o"), "nearness": (style.VERMILION, "s")}
NARROW = 4.5  # inches; a figure under this width has no room for words beside the bars
OF_BOTH = "intensifier"
MOST_ROWS = 60
EXAMPLES = 3


# ---- two poles

POLE_COLUMNS = {
    "feature": "object", "pole": "object", "marks": "int64", "rate": "float64", "low": "float64", "high": "float64",
    "median": "float64", "examples": "object",
}  # fmt: skip


def pole_rates(doc: Doc | Reading, genre: str = GENRE) -> pd.DataFrame:
    """One row for a feature and its pole, in the order of the lexicon: marks, rate per 1,000 words, first examples.

    ``low`` and ``high`` are the 95 % interval of the rate, ``median`` is that of the documents of the genre; they are missing
    where there is none. Features that were not found have 0 marks; an empty document gives an empty frame. Intensifiers have a
    pole each, so that they may have two rows.
    """
    reading = reading_of(doc)
    total = sum(reading.tokens.is_word)
    found = reading.marks("register")
    groups = {(str(f), str(p)): texts for (f, p), texts in found.groupby(["feature", "pole"])["text"]}
    keys = dict.fromkeys([*poles().items(), *groups])
    usual = tables.reference().query("genre == @genre").set_index("measure")["q50"]
    rows = [
        (feature, pole, len(texts), rate, *_between(name, rate, total, genre), usual.get(name, float("nan")),
         "; ".join(list(dict.fromkeys(texts))[:EXAMPLES]))
        for feature, pole in sorted(keys, key=lambda key: list(poles()).index(key[0]))
        if pole in POLES and total
        for texts in [list(groups.get((feature, pole), ()))]
        for rate, name in [(PER * len(texts) / total, f"{feature}_per_1000_words")]
    ]  # fmt: skip
    return of_genre(pd.DataFrame(rows, columns=list(POLE_COLUMNS)).astype(POLE_COLUMNS), genre)


def _between(name: str, rate: float, words: int, genre: str) -> tuple[float, float]:
    between = interval(name, {"words": words, name: rate}, genre)
    return between if isinstance(between, Interval) else (float("nan"), float("nan"))


def rates_by_text(docs: Sequence[Doc]) -> pd.DataFrame:
    """The rates of ``pole_rates`` side by side: one row for a pole and a feature, one column a text (its label), 0 for none."""
    rates = [pole_rates(doc).assign(label=_label(doc, number)) for number, doc in enumerate(docs, 1)]
    if not rates:
        return pd.DataFrame()
    long = pd.concat(rates)
    return long.pivot(index=["pole", "feature"], columns="label", values="rate")[list(dict.fromkeys(long["label"]))].fillna(0.0)


@style.figure
def two_poles(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``pole_rates``: the rate of each feature with its interval beside the median of the genre, a group a pole.

    A row for each feature that was found, or that at least half of the documents of the genre have; the others are named below.
    """
    found = frame[(frame["marks"] > 0) | (frame["median"] > 0)]
    ax = style.axes(ax, height=max(2.4, 1.5 + 0.19 * len(found)))
    ax.set_title(say("Distance and nearness"))
    if found.empty:
        return _nothing(ax, say("The text has no words.") if frame.empty else say("None of these features was found."))
    ordered = pd.concat(found[found["pole"] == pole].sort_values("rate", ascending=False, kind="stable") for pole in POLES)
    ordered["row"] = range(len(ordered))
    median = say("median of {genre}", genre=genre_name(genre_of(frame)))
    for pole, (colour, marker) in POLE_LOOKS.items():
        own = ordered[ordered["pole"] == pole]
        ax.hlines(own["row"], own["low"], own["high"], color=colour, linewidth=2)
        ax.plot(own["rate"], own["row"], marker, color=colour, markersize=5.5, label=say(pole), clip_on=False, zorder=4)
    ax.plot(ordered["median"], ordered["row"], "|", color=style.INK, markersize=10, markeredgewidth=1.6, label=median, zorder=3)
    if ordered["pole"].nunique() == len(POLES):
        ax.axhline((ordered["pole"] == POLES[0]).sum() - 0.5, color=style.INK, linewidth=0.6)
    names = [
        f"{_feature_of_pole(feature, pole)} ({marks})"
        for feature, pole, marks in ordered[["feature", "pole", "marks"]].itertuples(index=False)
    ]
    ax.set_yticks(range(len(ordered)), names, fontsize=7.5)
    ax.set_ylim(len(ordered) - 0.4, -0.6)
    ax.set_xlim(left=0)
    ax.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_xlabel(say("marks per 1,000 words"))
    _legend_below_title(ax)
    note = layout.counted(
        int(ordered["marks"].sum()),
        "n = 1 mark. Line: 95 % interval, exact Poisson or wider, where one holds",
        "n = {n} marks, in brackets those of each feature; a word may bear two. Line: 95 % interval, exact Poisson or wider, "
        "where one holds",
    )
    absent = frame.drop(found.index)
    if len(absent):
        none = [_feature_of_pole(feature, pole) for feature, pole in zip(absent["feature"], absent["pole"], strict=True)]
        note += "; " + say("not found: {features}", features=", ".join(none))
    return style.footnote(ax, note)


def _feature_of_pole(feature: str, pole: str) -> str:
    """The name of a feature, with the pole where the feature can have either, or none: neutral ones are not counted here."""
    name = register_feature(feature)
    return f"{name} ({say(pole)})" if feature == OF_BOTH else name


# ---- the formality of each sentence

SCORE = "#3B8EC8"  # more than 3:1 on white, and so that a dark tick is seen on it
SMALL = 7.0  # points
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
LENGTH = "words_log"  # what the sentence's length adds is drawn apart: alone it would outweigh all else


def formality_by_sentence(doc: Doc | Reading) -> pd.DataFrame:
    """One row a sentence: start, end, text, sentence, words, formality; what its length adds; what else weighs most.

    ``by_length`` is the contribution of the number of words, ``rest`` the score without it; ``strongest`` the other feature
    that moves the score most, with ``contribution`` and ``found``, the words that show it.
    """
    tokens = reading_of(doc).tokens
    scores = formality_measure.formality(tokens)
    parts = formality_measure.contributions(tokens)
    english = {row["feature"]: row["english"] for row in table("formality_features")}
    length = parts[parts["feature"] == LENGTH].set_index("sentence")["contribution"]
    others = parts[parts["feature"] != LENGTH]
    # What the sentence shows, not what it lacks: an absent feature is evidence as well, but points at no word.
    shown = others[others["value"] > 0]
    weight = shown["contribution"].abs().sort_values(ascending=False, kind="stable")
    top = shown.loc[weight.index].drop_duplicates("sentence").set_index("sentence").reindex(scores["sentence"])
    scores["by_length"] = length.reindex(scores["sentence"]).to_numpy(dtype=float)
    scores["rest"] = scores["formality"] - scores["by_length"]
    scores["strongest"] = top["feature"].map(english).fillna("").to_numpy()
    scores["contribution"] = top["contribution"].to_numpy(dtype=float)
    scores["found"] = top["found"].fillna("").to_numpy()
    return scores


@style.figure
def formality_line(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``formality_by_sentence``: a bar a sentence from top to bottom, a tick where it would end but for its length."""
    n = len(frame)
    beside, explained = style.page_width(ax) >= style.NARROW, n <= MOST_ROWS
    ax = style.axes(ax, height=min(10.0, 1.4 + (0.24 if beside or not explained else 0.31) * max(n, 4)))
    ax.set_title(say("The formality of each sentence"))
    if frame.empty:
        return _nothing(ax, say("The text has no words."))
    # On a narrow page what moves a sentence most stands below its bar.
    half = 0.35 if beside or not explained else 0.2
    middle = np.arange(n) - (0.35 - half)
    ax.barh(middle, frame["formality"], color=SCORE, height=2 * half, label=say("score"))
    ax.vlines(frame["rest"], middle - half - 0.05, middle + half + 0.05,
              color=style.INK, linewidth=1.6, label=say("without the length of the sentence"))  # fmt: skip
    mean = formality_measure.text_score(frame)
    label = say("mean of the text ({mean})", mean=signed(mean))
    ax.axvline(mean, color=style.VERMILION, linestyle="--", linewidth=1, label=label)
    ax.axvline(0, color=style.INK, linewidth=0.8)
    ax.set_ylim(n - 0.4, -0.6)
    ax.set_xlabel(say("informal  ←  points  →  formal"))
    ax.set_ylabel(say("sentence"))
    if explained:
        ax.set_yticks(range(n), [str(number) for number in frame["sentence"]], fontsize=SMALL)
        reasons = map(_because, frame["strongest"], frame["contribution"], frame["found"])
        across = ax.get_yaxis_transform()
        for row, reason in enumerate(reasons):
            if beside:
                ax.annotate(reason, (1.01, row), xycoords=across, va="center", fontsize=SMALL)
            elif reason:
                ax.text(0.01, row + 0.32, reason, transform=across, va="center", fontsize=SMALL, bbox=CLEAR)
    _legend_below_title(ax)
    note = layout.counted(
        n,
        "n = 1 sentence; 0 = between informal (-1) and formal (+1) in the rated sentences",
        "n = {n} sentences; 0 = between informal (-1) and formal (+1) in the rated sentences",
    )
    where = say("at the right what else moves it most") if beside else say("below each bar what else moves it most")
    return style.footnote(ax, f"{note}; {where}" if explained else note)


def _because(name: str, value: float, found: str) -> str:
    if not name:
        return ""
    words = f": {found}" if any(map(str.isalnum, found)) else ""
    return shorten(f"{signed(value)} {formality_feature(name)}{words}", 48, placeholder=" …")


# ---- brackets

VERB_EARLY, VERB_LAST = "verb first or second", "verb last"


def bracket_table(doc: Doc | Reading) -> pd.DataFrame:
    """One row a Satzklammer: start, end, text, sentence (from 1), kind (where the verb is), left, right, words.

    ``kind`` is the position of the finite verb, not the rank of the clause: *Hat man ihn gesehen, ...* opens with its verb and
    is a subordinate clause all the same.
    """
    reading = reading_of(doc)
    text, marks = reading.text, reading.marks("register")
    found = marks[marks["feature"] == "satzklammer"].reset_index(drop=True)
    right = [text[start:end] for start, end in zip(found["with_start"], found["end"], strict=True)]
    left = [text.split()[0] for text in found["text"]]
    kind = found["reason"].str.startswith("finite verb").map({True: VERB_EARLY, False: VERB_LAST})
    return found[["start", "end", "text"]].assign(
        sentence=found["sentence"], kind=kind.astype(object), left=left, right=right, words=found["words"]
    )


@style.figure
def brackets(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``bracket_table``: a bar for each bracket, in the order of the text, as long as the words that it encloses."""
    shown = frame if len(frame) <= MOST_ROWS else frame.nlargest(MOST_ROWS, "words").sort_values("start")
    n = len(shown)
    ax = style.axes(ax, height=min(10.0, 1.5 + 0.21 * max(n, 4)))
    ax.set_title(say("Length of each Satzklammer"))
    if frame.empty:
        return _nothing(ax, say("The text has no Satzklammer."))
    looks = {VERB_EARLY: (style.BLUE, ""), VERB_LAST: (style.VERMILION, "//")}
    for kind, (colour, hatch) in looks.items():
        rows = [row for row, value in enumerate(shown["kind"]) if value == kind]
        lengths = [int(shown["words"].iloc[row]) for row in rows]
        label = f"{say(kind)} ({len(rows)})"
        ax.barh(rows, lengths, color=colour, hatch=hatch, edgecolor="white", linewidth=0, height=0.7, label=label)
    for row, length in enumerate(shown["words"]):
        ax.annotate(str(length), (length, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7, bbox=CLEAR)
    mean = float(frame["words"].mean())
    label = say("mean ({mean})", mean=decimals(mean, 1))
    ax.axvline(mean, color=style.INK, linestyle="--", linewidth=1, label=label)
    room = 46 if _width(ax) >= NARROW else 23
    labels = [_both_parts(left, right, room) for left, right in zip(shown["left"], shown["right"], strict=True)]
    ax.set_yticks(range(n), labels, fontsize=SMALL)
    ax.set_ylim(n - 0.4, -0.6)
    ax.set_xlim(0, max(1.0, 1.1 * float(shown["words"].max())))
    ax.set_xlabel(say("words between the two parts"))
    ax.locator_params(axis="x", integer=True)
    _legend_below_title(ax)
    counted = layout.counted(len(frame), "n = 1 Satzklammer", "n = {n} Satzklammern")
    counted += "" if n == len(frame) else say(", the {n} longest shown", n=n)
    kinds = say(
        "verb first or second: from the finite verb to the particle or the other verb forms; verb last: from the conjunction, "
        "relative pronoun or question word to the verb"
    )
    return style.footnote(ax, f"{counted}; {kinds}")


def _both_parts(left: str, right: str, room: int) -> str:
    """Both parts of a bracket in so many characters; what the first leaves free is the second's."""
    left = _clip(left, room // 2)
    return f"{left} … {_clip(right, room - len(left))}"


def _clip(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


# ---- seven registers


def constructed(docs: Sequence[Doc]) -> list[Doc]:
    """Those of some documents that are the seven registers, in the predicted order."""
    known = [doc for doc in docs if _key(doc, 0) in PREDICTED]
    return sorted(known, key=lambda doc: PREDICTED.index(_key(doc, 0)))


def _key(doc: Doc, number: int) -> str:
    """The document's id without the prefix of the constructed texts, or its number; *brief (2)* for another's *brief*."""
    name = name_of(doc, number)
    return f"{name} ({number})" if name in PREDICTED else name.removeprefix(PREFIX)


def _label(doc: Doc, number: int) -> str:
    key = _key(doc, number)
    return LABELS.get(key, key)


def _shown(label: str) -> str:
    """A label as it is read: the names of the seven are translated, an id is none."""
    return say(label) if label in LABELS.values() else label


REGISTER_COLUMNS = ("document", "label", "words", *POLES, "formality", "formality_of_full_sentences", "formality_f")


def registers(docs: Sequence[Doc]) -> pd.DataFrame:
    """One row a text: document, label, words, distance and nearness (marks per 1,000 words), formality, Formality F.

    ``formality_of_full_sentences`` is the mean over the sentences with a finite verb alone, so without headlines and credits.
    Where a text has no words its values are missing.
    """
    return pd.DataFrame([_register_row(doc, number) for number, doc in enumerate(docs, 1)], columns=list(REGISTER_COLUMNS))


def _register_row(doc: Doc, number: int) -> dict[str, object]:
    reading = Reading(doc)
    tokens = reading.tokens
    total = sum(tokens.is_word)
    counts = pole_counts(reading.marks("register"))
    scores = formality_measure.formality(tokens)
    tags = {tokens.offsets[start]: tokens.tags[start:end] for start, end in tokens.sentences}
    full = {start for start, own in tags.items() if any(tag.endswith(("FIN", "IMP")) for tag in own)}
    f = formality_f(tokens)["formality_f"]
    return {
        "document": _key(doc, number),
        "label": _label(doc, number),
        "words": total,
        **{pole: PER * counts[pole] / total if total else float("nan") for pole in POLES},
        "formality": formality_measure.text_score(scores),
        "formality_of_full_sentences": formality_measure.text_score(scores[scores["start"].isin(full)]),
        "formality_f": float("nan") if isinstance(f, Missing) else float(f),
    }


@style.figure
def register_map(frame: pd.DataFrame, highlight: str = "drive", ax: Axes | None = None) -> Axes:
    """Draw ``registers`` on two axes, distance and nearness; the highlighted text as a filled diamond."""
    ax = style.axes(ax, height=4.4)
    ax.set_title(say("One film on two axes"))
    placed = frame.dropna(subset=list(POLES))
    if placed.empty:
        return _nothing(ax, say("No text with words."))
    for document, x, y in zip(placed["document"], placed["distance"], placed["nearness"], strict=True):
        mine = document == highlight
        ax.plot(x, y, "D" if mine else "o", color=style.VERMILION if mine else style.BLUE,
                markerfacecolor=style.VERMILION if mine else "white", markersize=7 if mine else 6)  # fmt: skip
    ax.margins(0.12)
    ax.set_xlim(left=min(0, ax.get_xlim()[0]))
    ax.set_xlabel(say("features of distance per 1,000 words"))
    ax.set_ylabel(say("features of nearness per 1,000 words"))
    style.footnote(
        ax,
        say(
            "n = {n} texts of {low} to {high} words; all marks of a pole, a word counts once for a pole; "
            "each rate rests on few marks",
            n=len(placed),
            low=grouped(int(placed["words"].min())),
            high=grouped(int(placed["words"].max())),
        ),
    )
    _label_points(ax, placed)
    return ax


def _label_points(ax: Axes, frame: pd.DataFrame) -> None:
    """A label beside each point, on the first side where it meets no other label or point and stays inside the axes."""
    figure = layout.root(ax)
    layout.settle(figure)
    inside = ax.get_window_extent()
    unit = figure.dpi / 72
    points = ax.transData.transform(frame[list(POLES)].to_numpy(dtype=float))
    taken = [Bbox.from_bounds(x - 4 * unit, y - 4 * unit, 8 * unit, 8 * unit) for x, y in points]
    sides = [(7, 0, "left", "center"), (-7, 0, "right", "center"), (0, 7, "center", "bottom"), (0, -7, "center", "top")]
    sides += [(6, 5, "left", "bottom"), (6, -5, "left", "top"), (-6, 5, "right", "bottom"), (-6, -5, "right", "top")]
    for label, *position in zip(map(_shown, frame["label"]), frame["distance"], frame["nearness"], strict=True):
        for dx, dy, ha, va in sides:
            text: Annotation = ax.annotate(
                label, (position[0], position[1]), xytext=(dx, dy), textcoords="offset points", ha=ha, va=va, fontsize=8
            )
            box = text.get_window_extent()
            free = inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
            if free and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()
        else:
            ax.annotate(label, (position[0], position[1]), xytext=(7, 0), textcoords="offset points", va="center", fontsize=6)


# ---- the predicted order and the measured ones

# The upright bar stands where a line may break.
ORDERS = {
    "nearness": "nearness | (marks)",
    "distance": "distance | (marks)",
    "formality_f": "Formality F",
    "formality": "formality | score",
    "formality_of_full_sentences": "score of full | sentences",
}


def orders(frame: pd.DataFrame) -> pd.DataFrame:
    """The places of the seven registers, 1 = nearest: document, label, predicted, and one column for each measured order.

    ``frame`` is made by ``registers``; texts without a prediction are left out; places are counted among those there.
    """
    known = frame[frame["document"].isin(PREDICTED)].reset_index(drop=True)
    table = known[["document", "label"]].copy()
    table["predicted"] = known["document"].map(PREDICTED.index).rank().astype("int64")
    for measure in ORDERS:
        table[measure] = (
            known[measure].rank(ascending=measure != "nearness", method="first", na_option="bottom").astype("int64")
        )
    return table.sort_values("predicted", ignore_index=True)


@style.figure
def order_lines(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``orders``: a line for each register from its predicted place to its places by each measure."""
    ax = style.axes(ax, height=3.8)
    ax.set_title(say("Predicted and measured"))
    if frame.empty:
        return _nothing(ax, say("None of the texts has a predicted place."))
    columns = ["predicted", *ORDERS]
    for row, (label, places) in enumerate(zip(map(_shown, frame["label"]), frame[columns].to_numpy(), strict=True)):
        moved = len(set(places)) > 1
        colour = style.SEQUENCE[row % len(style.SEQUENCE)]
        ax.plot(
            range(len(columns)), places, marker="osD^vPX"[row % 7], color=colour, linestyle="-" if moved else ":", markersize=6
        )
        ax.annotate(label, (0, places[0]), xytext=(-8, 0), textcoords="offset points", ha="right", va="center", fontsize=8)
        ax.annotate(label, (len(columns) - 1, places[-1]), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8)
    narrow = _width(ax) < NARROW
    names = [say(name).replace(" | ", " " if narrow else "\n") for name in ("predicted", *ORDERS.values())]
    ax.set_xticks(range(len(columns)), names, fontsize=7.5, rotation=90 if narrow else 0)
    ax.set_ylim(len(frame) + 0.5, 0.5)
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_ylabel(say("formal, distant  ←     →  informal, near"), labelpad=76, fontsize=7)
    note = say("n = {n} texts in their order, nearest at the top; a level line keeps its predicted place", n=len(frame))
    style.footnote(ax, note)
    return ax


# ---- Formality F

VARIANTS = {
    "formality_f": ("dieser as pronoun, ADJD as adjective", "o", style.BLUE),
    "formality_f_attributive_article": ("dieser as article", "s", style.VERMILION),
    "formality_f_adjd_adverb": ("ADJD as adverb", "^", style.GREEN),
    "formality_f_attributive_article_adjd_adverb": ("both changes", "D", style.INK),
}

SPREAD = ("q05", "q50", "q95")


def f_variants(docs: Doc | Reading | Sequence[Doc], genre: str = GENRE) -> pd.DataFrame:
    """Formality F of one document or several in its four variants, long: document, label, variant, value (or missing).

    ``q05``, ``q50`` and ``q95`` are quantiles of the documents of the genre, which are known of the first variant alone.
    """
    usual = tables.reference().query("genre == @genre").set_index("measure")[list(SPREAD)]
    rows = []
    for number, doc in enumerate([docs] if isinstance(docs, Doc | Reading) else docs, 1):
        reading = reading_of(doc)
        key, label, values = _key(reading.doc, number), _label(reading.doc, number), formality_f(reading.tokens)
        rows += [(key, label, name, float("nan") if isinstance(values[name], Missing) else values[name])
                 for name in VARIANTS]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["document", "label", "variant", "value"]).astype({"value": "float64"})
    return of_genre(frame.join(usual, on="variant"), genre)


@style.figure
def formality_f_variants(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``f_variants``: of one text a row a variant, of several a row a text with a symbol a variant."""
    documents = list(dict.fromkeys(frame.dropna(subset=["value"])["document"]))
    ax = style.axes(ax, height=2.0 + 0.3 * max(len(documents), 1))
    ax.set_title(say("Formality F in its variants"))
    if not documents:
        return _nothing(ax, say("No text with words."))
    (_variants_of_one if len(documents) == 1 else _variants_of_several)(ax, frame[frame["document"].isin(documents)])
    ax.set_xlabel(say("points; higher is more formal"))
    ax.margins(x=0.08)
    counted = say("n = 1 text") if len(documents) == 1 else say("n = {n} texts", n=len(documents))
    said = [counted, say("Heylighen & Dewaele (1999); compare only within one variant")]
    if len(documents) == 1 and frame["q50"].notna().any():
        said.append(say("grey: 5 to 95 % of {genre}, tick: their median", genre=genre_name(genre_of(frame))))
    return style.footnote(ax, "; ".join(said))


def _variants_of_one(ax: Axes, frame: pd.DataFrame) -> None:
    """A row a variant with its value beside it, on the spread of the genre where that is known."""
    rows = range(len(frame))
    ax.hlines(rows, frame["q05"], frame["q95"], color=style.BEHIND, linewidth=5)
    ax.plot(frame["q50"], rows, "|", color=style.INK, markersize=11, markeredgewidth=1.6)
    for row, (name, value) in enumerate(zip(frame["variant"], frame["value"], strict=True)):
        ax.plot([value], [row], VARIANTS[name][1], color=VARIANTS[name][2], markersize=7, markeredgecolor="white")
        ax.annotate(
            decimals(value, 1), (value, row), xytext=(0, 6), textcoords="offset points", ha="center", va="bottom", fontsize=7
        )
    after = ",\n" if _width(ax) < NARROW else ", "
    names = [say(VARIANTS[name][0]).replace(", ", after) for name in frame["variant"]]
    ax.set_yticks(rows, names, fontsize=7.5)
    ax.set_ylim(len(frame) - 0.5, -0.7)


def _variants_of_several(ax: Axes, frame: pd.DataFrame) -> None:
    """A row a text, a symbol a variant, a line from the lowest to the highest."""
    documents = list(dict.fromkeys(frame["document"]))
    table = frame.pivot(index="document", columns="variant", values="value").loc[documents]
    labels = frame.drop_duplicates("document").set_index("document")["label"]
    ax.hlines(range(len(documents)), table.min(axis=1), table.max(axis=1), color=style.BEHIND, linewidth=1)
    for name, (label, marker, colour) in VARIANTS.items():
        fill_colour = "white" if marker == "o" else colour
        ax.plot(
            table[name], range(len(documents)), marker, color=colour, label=say(label), markersize=6,
            markerfacecolor=fill_colour,
        )  # fmt: skip
    ax.set_yticks(range(len(documents)), [_shown(labels[document]) for document in documents])
    ax.set_ylim(len(documents) - 0.4, -0.6)
    _legend_below_title(ax)


# ---- room on the page


def _width(ax: Axes) -> float:
    """Width in inches of what the axes may fill: of their figure, divided by the columns of its grid."""
    spec = ax.get_subplotspec()
    share = 1.0 if spec is None else len(spec.colspan) / spec.get_gridspec().ncols
    return float(layout.root(ax).get_figwidth()) * share


def _nothing(ax: Axes, why: str) -> Axes:
    ax.set_axis_off()
    ax.text(0.5, 0.5, fill(why, 36), ha="center", va="center", transform=ax.transAxes, color="#555555")
    return ax


def _legend_below_title(ax: Axes) -> None:
    """The legend between title and axes, in as few lines as the figure's width allows."""
    handles, labels = ax.get_legend_handles_labels()
    size = 8 if _width(ax) >= NARROW else 7
    entry = max(map(len, labels)) * 0.58 * size + 42
    columns = max(1, min(len(handles), int((_width(ax) * 72 - 60) / entry)))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.1, fontsize=size)
    ax.set_title(ax.get_title(loc="left"), pad=8 + 1.45 * size * -(-len(handles) // columns))


FIGURES = (
    StudyFigure("two_poles", pole_rates, two_poles, "register", by_genre=True),
    StudyFigure("formality_of_sentences", formality_by_sentence, formality_line, "register"),
    StudyFigure("bracket_lengths", bracket_table, brackets, "register"),
    StudyFigure("formality_f_variants", f_variants, formality_f_variants, "register", by_genre=True),
)
