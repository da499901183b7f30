"""What every figure is held to: texts of all sizes, a narrow page, and nothing cut off."""

from __future__ import annotations

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from stylo.figures import style

TEXTS = {
    "empty": "",
    "blank": " \n\n ",
    "no word": "... !",
    "one word": "Großartig.",
    "one sentence": "Der Film ist laut.",
    "alike": "Er kam heim. Sie ging fort. " * 8,
    "many paragraphs": "Der alte Mann schwieg: Er hatte viel gesehen.\nNiemand fragte ihn danach.\n" * 40,
}


def column() -> plt.Axes:
    """Axes as wide as a printed column."""
    with style.styled():
        return plt.figure(figsize=(style.COLUMN, 3), layout="constrained").add_subplot()


def cut_off(ax: plt.Axes) -> list[str]:
    """The texts that reach beyond the edge of the figure."""
    ax.figure.draw_without_rendering()
    page = ax.figure.bbox
    legend = ax.get_legend()
    texts = [*ax.texts, ax.xaxis.label, ax.yaxis.label, ax.title, ax._left_title, *(legend.get_texts() if legend else [])]
    texts.append(ax.figure._supxlabel)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text and text.get_text() and text.get_visible()]
    return [name for name, box in boxes if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1]
