"""The whole text at one glance, and texts side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from spacy.tokens import Doc

import stylo
from stylo.figures import style
from stylo.figures.base import StudyFigure
from stylo.marks import words

LAYERS = {
    "adjectives: attributive": style.BLUE,
    "adjectives: other": style.SKY,
    "contrast: accepted": style.VERMILION,
    "contrast: look-alike": style.GREY,
    "register: distance": style.INK,
    "register: nearness": style.ORANGE,
}
COMPARED = {
    "sentence_length_mean": "words per sentence",
    "adjectives_per_100_words": "adjectives per 100 words",
    "contrast_markers_per_1000_words": "contrast markers per 1,000 words",
    "formality_f": "Formality F (%)",
    "lix": "LIX",
    "mattr_50": "MATTR (50 words)",
}


def layers(doc: Doc) -> pd.DataFrame:
    """All marks of a text in layers: layer, start, end, text, word (number of the word at which the mark starts, from 1)."""
    adjectives = stylo.adjectives(doc)
    contrast = stylo.contrast(doc).drop_duplicates("marker")
    register = stylo.register(doc)
    adjectives["layer"] = adjectives["function"].eq("attributive").map({True: "attributive", False: "other"})
    contrast["layer"] = contrast["accepted"].map({True: "accepted", False: "look-alike"})
    register["layer"] = register["pole"]
    register = register[register["pole"].isin(["distance", "nearness"])]
    frames = {"adjectives": adjectives, "contrast": contrast, "register": register}
    marks = pd.concat([frame.assign(layer=f"{name}: " + frame["layer"].astype(str)) for name, frame in frames.items()])
    starts = [token.idx for token in words(doc)]
    marks["word"] = pd.Index(starts).searchsorted(marks["start"], side="right") if starts else 0
    return marks[["layer", "start", "end", "text", "word"]].sort_values(["start", "layer"], ignore_index=True)


def text_map(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Every mark of a text as a tick at its word, one row a layer; ``frame`` is made by ``layers``."""
    ax = style.axes(ax, height=2.8)
    for row, (layer, colour) in enumerate(LAYERS.items()):
        positions = frame.loc[frame["layer"] == layer, "word"]
        ax.vlines(positions, row - 0.36, row + 0.36, color=colour, linewidth=1.1)
        ax.text(1.01, row, str(len(positions)), transform=ax.get_yaxis_transform(), va="center", fontsize=8)
    ax.set_yticks(range(len(LAYERS)), list(LAYERS))
    ax.invert_yaxis()
    ax.set_xlim(0, max(10, frame["word"].max() + 1) if len(frame) else 10)
    ax.set_xlabel("word of the text")
    ax.set_title("Where the marks lie")
    style.footnote(
        ax, f"n = {len(frame)} marks; one tick a mark (a marker of several parts at its first), at the right their number"
    )
    return ax


def profiles(docs: Sequence[Doc]) -> pd.DataFrame:
    """The values that ``side_by_side`` draws, long: document, measure, label, value."""
    table = stylo.profile(docs)
    long = table.melt(id_vars="document", value_vars=list(COMPARED), var_name="measure", value_name="value")
    return long.assign(label=long["measure"].map(COMPARED))


def side_by_side(frame: pd.DataFrame, highlight: str = "drive", ax: Axes | None = None) -> Axes:
    """Texts as dots, one small panel a measure on its own scale, the highlighted text as a filled diamond.

    ``frame`` is made by ``profiles``. The given axes are divided into panels; the last panel's axes are returned.
    """
    ax = style.axes(ax, height=4.4)
    ax.set_axis_off()
    ax.set_title("Texts side by side", pad=16)
    documents = list(dict.fromkeys(frame["document"]))
    measures = list(dict.fromkeys(frame["measure"]))
    width, gap = 1 / len(measures), 0.02
    for column, measure in enumerate(measures):
        panel = ax.inset_axes((column * width + gap / 2, 0.0, width - gap, 0.94))
        values = frame[frame["measure"] == measure].set_index("document").reindex(documents)
        for row, (document, value) in enumerate(values["value"].items()):
            mine = document == highlight
            if value != value:
                panel.text(0.5, row, "missing", transform=panel.get_yaxis_transform(), ha="center", va="center", fontsize=6.5)
            panel.plot(
                value, row, "D" if mine else "o", color=style.VERMILION if mine else style.BLUE,
                markerfacecolor=style.VERMILION if mine else "white", markersize=6 if mine else 5,
            )  # fmt: skip
        panel.axvline(values["value"].get(highlight, float("nan")), color=style.VERMILION, linewidth=0.7, linestyle=":")
        panel.set_ylim(len(documents) - 0.5, -0.5)
        panel.set_yticks(range(len(documents)), documents if column == 0 else [""] * len(documents))
        panel.set_title(str(values["label"].iloc[0]).replace(" per ", "\nper "), fontsize=7.5, fontweight="normal")
        panel.tick_params(axis="x", labelsize=7)
        panel.margins(x=0.15)
        panel.grid(axis="y", color="#eeeeee")
    handles = [
        Line2D([], [], marker="D", linestyle="", color=style.VERMILION, label=highlight),
        Line2D([], [], marker="o", linestyle="", color=style.BLUE, markerfacecolor="white", label="other texts"),
    ]
    ax.legend(handles=handles, loc="upper right", bbox_to_anchor=(1, 1.16), ncols=2)
    style.footnote(ax, f"n = {len(documents)} texts; each panel has its own scale; a colon does not end a sentence")
    return ax


FIGURES = (StudyFigure("text_map", layers, text_map),)
