"""The course of a text: a strip for each family or label, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from spacy.tokens import Doc

from stylo.catalogue import labels as names
from stylo.families.course import course, manners
from stylo.families.document import Reading, reading_of
from stylo.figures import layout, style
from stylo.figures.base import OVERVIEW, StudyFigure
from stylo.reference.intervals import rate_interval
from stylo.wording.language import say

_HEAT = LinearSegmentedColormap.from_list("course", ["#FFFFFF", style.SKY, style.BLUE, "#00263D"])
_DARK = 0.65
"""From this share of the highest rate on, what is written on a field is white: below it black stands out more."""
_NUMBERED = 20
"""With more units than this their fields are too narrow for numbers."""
_NUMBERS = (
    "A field is as wide as its paragraph is long, and the darker the higher its rate beside the highest of the row; in it the "
    "number of marks, bold where the interval of the rate leaves out that of the text. Line above: narrative paragraphs."
)
_DOTS = (
    "A field is as wide as its stretch is long, and the darker the higher its rate beside the highest of the row; a dot where "
    "the interval of the rate leaves out that of the text. Line above: narrative stretches."
)


def by_paragraph(doc: Doc | Reading, family: str = "", labels: Sequence[str] = ()) -> pd.DataFrame:
    """``families.course.course`` with more columns: rate in 1,000 words, its exact Poisson interval (low, high), the rate of
    the whole text (whole), whether the interval leaves that out (apart), and whether the paragraph narrates (manner)."""
    reading = reading_of(doc)
    found = course(reading, family, labels)
    totals = found.groupby("row", sort=False)[["marks", "words"]].sum()
    between = [rate_interval(marks, words) for marks, words in zip(found["marks"], found["words"], strict=True)]
    found["rate"] = 1000 * found["marks"] / found["words"]
    found["low"], found["high"] = ([1000 * bound[k] for bound in between] for k in (0, 1))
    found["whole"] = found["row"].map(1000 * totals["marks"] / totals["words"])
    found["apart"] = (found["low"] > found["whole"]) | (found["high"] < found["whole"])
    found["manner"] = found["unit"].map(manners(reading).set_index("unit")["manner"])
    found.attrs["family"] = family
    return found


@style.figure
def strips(frame: pd.DataFrame, family: str = "", ax: Axes | None = None) -> Axes:
    """A row for each family or label, a field for each paragraph with the number of its marks (``by_paragraph``).

    A field is as wide as its paragraph is long, and the darker the higher its rate beside the highest of its row. Bold: the
    interval of the rate leaves out that of the whole text. A line above: the paragraph narrates.
    """
    rows = list(dict.fromkeys(frame["row"]))
    ax = style.axes(ax, height=1.7 + 0.28 * max(len(rows), 1))
    title = say("{family}: paragraph by paragraph", family=names.title(family)) if family else say("Paragraph by paragraph")
    ax.set_title(title, pad=16)
    if frame.empty:
        return layout.nothing(ax, say("The text has no words."))
    units = frame.drop_duplicates("unit")
    left = units["words"].cumsum() - units["words"]
    places = dict(zip(units["unit"], left, strict=True))
    total = int(units["words"].sum())
    numbered = len(units) <= _NUMBERED
    for line, name in enumerate(rows):
        own = frame[frame["row"] == name]
        top = max(own["rate"].max(), 1e-9)
        for one in layout.rows(own):
            share = one.rate / top
            corner, colour = (places[one.unit], line - 0.42), _HEAT(0.9 * share)
            ax.add_patch(Rectangle(corner, one.words, 0.84, facecolor=colour, edgecolor="#C8C8C8", lw=0.6))
            ink, middle = "white" if share > _DARK else "black", places[one.unit] + one.words / 2
            if numbered and one.marks and one.words > total / 40:
                weight = "bold" if one.apart else "normal"
                ax.text(middle, line, str(one.marks), ha="center", va="center", fontsize=8, color=ink, weight=weight)
            elif one.apart:
                ax.plot(middle, line, marker="o", markersize=3, color=ink)
    for one in layout.rows(units[units["manner"] == "narrative"]):
        begin, gap = places[one.unit], 0.005 * total
        ax.plot([begin + gap, begin + one.words - gap], [-0.72] * 2, color=style.VERMILION, lw=3)
    shown = [say(name) if family else names.title(name) for name in rows]
    ax.set_yticks(range(len(rows)), shown)
    ax.set_ylim(len(rows) - 0.5, -0.9)
    ax.set_xlim(0, total)
    centres = [places[unit] + words / 2 for unit, words in zip(units["unit"], units["words"], strict=True)]
    every = max(1, -(-len(units) // (15 if style.page_width(ax) >= style.NARROW else 8)))
    ax.set_xticks(centres[::every], [str(unit) for unit in units["unit"]][::every])
    ax.tick_params(length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.set_xlabel(say("paragraph, or stretch where there are too few or too many"))
    return style.footnote(ax, say(_NUMBERS if numbered else _DOTS))


def _of_family(family: str) -> StudyFigure:
    """The strips of a family, without those of labels that the text has none of."""
    return StudyFigure(
        f"{family}_by_paragraph", partial(_present, family=family), partial(strips, family=family), family, "course"
    )


def _present(doc: Doc | Reading, family: str) -> pd.DataFrame:
    found = by_paragraph(doc, family)
    return found[found["whole"] > 0].reset_index(drop=True)


FIGURES = (StudyFigure("course", by_paragraph, strips, OVERVIEW), _of_family("rhetoric"), _of_family("imagery"))
