"""The explorer: widgets in JupyterLab over the views of some texts. What is shown is made in ``stylo.explorer.model``."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from stylo.catalogue import labels
from stylo.explorer import model as views
from stylo.explorer.model import FAMILIES, Model, View
from stylo.families.document import Reading
from stylo.figures.layout import root
from stylo.figures.reference import MAP
from stylo.reference import tables
from stylo.wording.language import LANGUAGES, language, say

EXPORTS = "exports"
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
ROWS_SHOWN = 8
WIDTH = "60em"
CONTROL = "18em"  # the least width of a control
DOTS = 160  # an inch, for screens with small ones


class WidgetsNotInstalled(ImportError):
    """The explorer needs ipywidgets, which this Python does not have."""


def explore(docs: Doc | Reading | Iterable[Doc | Reading], lang: str = "en") -> Explorer:
    """Texts to look through in JupyterLab: choose text, measure, figure, genre, colon convention and language.

    Figure, rows, passages, annotated text and tables follow; choosing a row shows the passages behind it; a button writes the
    view into a folder ``exports`` beside the notebook.

    Parameters
    ----------
    docs : Doc or iterable of Doc
        The texts.
    lang : str
        ``en`` or ``de``, the language to begin with.

    Returns
    -------
    Explorer
        Widgets; in a notebook that nobody runs a line of text.

    Raises
    ------
    ValueError
        Where there is no text.
    WidgetsNotInstalled
        Without ipywidgets, with what to install.

    Examples
    --------
    >>> import stylo
    >>> stylo.explore(stylo.load()("Der leise Film ist gut."))
    Explorer of 1 text(s). Run this cell in JupyterLab to use it.
    """
    try:
        widgets = import_module("ipywidgets")
    except ImportError as error:
        raise WidgetsNotInstalled(say('The explorer needs ipywidgets: pip install -e ".[notebooks]"')) from error
    model = Model([docs] if isinstance(docs, Doc | Reading) else list(docs))
    return Explorer(model, View(lang=lang, beside=tuple(range(len(model.docs)))), widgets)


class Explorer:
    """Widgets and what they show. In a notebook that nobody runs it is a line of text."""

    def __init__(self, model: Model, view: View, widgets: Any) -> None:
        self.model, self.view, self.widgets = model, view, widgets
        self._setting = False
        self.rows: list[views.Row] = []
        self.parts = _Parts(widgets)
        self.box = self.parts.box(widgets)
        for name, control in self.parts.controls().items():
            control.observe(lambda change, name=name: self._chosen(name, change["new"]), names="value")
        self.parts.rows.observe(lambda _change: self._show_passages(), names="value")
        self.parts.filter.observe(lambda _change: self._list_rows(), names="value")
        self.parts.button.on_click(lambda _button: self.export())
        self._relabel()
        self._show()

    def __repr__(self) -> str:
        names = self.model.names()
        return say("Explorer of {n} text(s). Run this cell in JupyterLab to use it.", n=len(names))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        """The widgets, with a line of text for where there are none: the same for the same texts, without any address."""
        bundle = self.box._repr_mimebundle_()
        data, *rest = bundle if isinstance(bundle, tuple) else (bundle,)
        return ({**data, "text/plain": repr(self)}, *rest) if rest else {**data, "text/plain": repr(self)}

    # --- what is chosen

    def _chosen(self, name: str, value: Any) -> None:
        if self._setting or value is None:
            return
        if name in {"text", "family", "figure"}:
            self.parts.filter.value = ""  # what was sought in other rows
        if name == "family":
            name, value = "figure", FAMILIES[value][0].name
        self.view = replace(self.view, **{name: value})
        if name in {"lang", "figure"}:
            self._relabel()
        self._show()

    def _relabel(self) -> None:
        """All labels and choices in the language of the view, with what is chosen now."""
        self._setting = True
        try:
            with language(self.view.lang):
                self.parts.label(self.model.names(), self.view)
        finally:
            self._setting = False

    # --- what is shown

    def _show(self) -> None:
        with language(self.view.lang):
            self.parts.status.value = _status(say("Working ..."))
            try:
                self._fill()
            except Exception as error:
                self.parts.status.value = _status(say("This view cannot be shown: {why}", why=error))
                raise
            self.parts.status.value = _status("")
        self._show_passages()

    def _fill(self) -> None:
        parts, view, model = self.parts, self.view, self.model
        parts.figure.value = self._picture()
        before, rows = parts.rows.index, model.rows(view)
        same = len(rows) == len(self.rows)  # the same rows, perhaps in the other language
        self.rows = rows
        self._list_rows(before if same else 0)
        parts.annotated.value = views.annotated(model.reading(view), view.figure, view.lang)
        parts.compared.value = views.comparison(model.compared(view), view.genre, view.split_at_colon)
        parts.data.value = views.data_table(model.data(view))

    def _list_rows(self, chosen: int | None = 0) -> None:
        """The rows that hold what the filter asks for; ``chosen`` is the place in the list of the one to be chosen."""
        wanted, was_setting = self.parts.filter.value.strip().casefold(), self._setting
        listed = [(row.label, k) for k, row in enumerate(self.rows) if wanted in row.label.casefold()]
        self._setting = True
        self.parts.rows.options = listed
        self.parts.rows.index = None if not listed else min(chosen or 0, len(listed) - 1)
        self._setting = was_setting
        self._show_passages()

    def _show_passages(self) -> None:
        if self._setting:
            return
        chosen = self.parts.rows.value
        with language(self.view.lang):
            places = self.rows[chosen].places if chosen is not None else ()
            self.parts.passages.value = views.passages(self.model.reading(self.view), places)

    def _picture(self) -> str:
        """The figure as an image inside the page, with a name for those who do not see it."""
        buffer = io.BytesIO()
        root(self.model.draw(self.view)).savefig(buffer, format="png", dpi=DOTS)
        source = base64.b64encode(buffer.getvalue()).decode()
        name = f"{views.study_figure(self.view.figure).title}: {self.model.names()[self.view.text]}"
        style = "display:block;width:100%;background:white"
        return f'<img alt="{escape(name)}" style="{style}" src="data:image/png;base64,{source}">'

    def export(self, folder: Path | str = EXPORTS) -> list[Path]:
        """Write the view into a folder, by default ``exports`` where the notebook runs, and say what was written."""
        with language(self.view.lang):
            try:
                written = views.export(self.model, self.view, Path(folder))
            except OSError as error:
                self.parts.status.value = _status(
                    say("{folder} cannot be written: {why}.", folder=Path(folder).name, why=error.strerror or error)
                )
                return []
            names = ", ".join(path.name for path in written)
            self.parts.status.value = _status(say("Written to {folder}/: {names}", folder=Path(folder).name, names=names))
            return written


def _status(text: str) -> str:
    return f"<div role='status' aria-live='polite'>{escape(text)}</div>"


class _Parts:
    """The widgets, without any behaviour."""

    def __init__(self, widgets: Any) -> None:
        wide = widgets.Layout(width=WIDTH, max_width="100%")

        def cell() -> Any:
            """As wide as its column in the grid of controls; a layout belongs to one widget."""
            return widgets.Layout(width="auto", min_width="0", margin="0")

        self.text, self.family, self.figure_, self.genre, self.lang = (widgets.Dropdown(layout=cell()) for _ in range(5))
        self.colon = widgets.Checkbox(indent=False, layout=cell())
        self.button = widgets.Button(icon="download", layout=cell())
        self.beside = widgets.SelectMultiple(rows=4, layout=cell())
        self.filter = widgets.Text(layout=widgets.Layout(width=WIDTH, max_width="100%"))
        self.rows = widgets.Select(rows=ROWS_SHOWN, layout=wide)
        self.figure, self.passages = widgets.HTML(layout=wide), widgets.HTML(layout=wide)
        self.passages.add_class("stylo-passages")
        self.annotated, self.compared, self.data = (widgets.HTML() for _ in range(3))
        self.status = widgets.HTML(layout=cell())
        self.tabs = widgets.Tab(children=[self.annotated, self.compared, self.data], layout=wide)
        for one in (self.filter, self.rows, self.colon):
            one.style.description_width = "initial"
        for one in (self.text, self.family, self.figure_, self.genre, self.lang, self.beside):
            one.style.description_width = "7em"

    def controls(self) -> dict[str, Any]:
        """The controls by the field of a ``View`` that they set; ``family`` chooses its first figure."""
        return {
            "text": self.text,
            "family": self.family,
            "figure": self.figure_,
            "genre": self.genre,
            "split_at_colon": self.colon,
            "lang": self.lang,
            "beside": self.beside,
        }

    def box(self, widgets: Any) -> Any:
        """Controls and export at the top, in columns as many as there is room for; all else one below the other."""
        choice = widgets.Box(
            [self.text, self.family, self.figure_, self.genre, self.lang, self.colon, self.button, self.beside],
            layout=widgets.Layout(
                display="grid",
                grid_template_columns=f"repeat(auto-fill, minmax(min(100%, {CONTROL}), 1fr))",
                grid_gap=".4em 1em",
                align_items="center",
                width="100%",
            ),
        )
        choice.add_class("stylo-controls")
        box = widgets.VBox([choice, self.status, self.figure, self.filter, self.rows, self.passages, self.tabs])
        box.add_class("stylo-explorer")
        return box

    def label(self, names: list[str], view: View) -> None:
        """Descriptions and choices in the current language, with what the view has chosen."""
        family = views.family(view.figure)
        _choices(self.text, say("Text"), [(name, k) for k, name in enumerate(names)], view.text)
        _choices(self.family, say("Measure"), [(views.title(one), one) for one in FAMILIES], family)
        figures = [(one.title, one.name) for one in FAMILIES[family]]
        _choices(self.figure_, say("Figure"), figures, view.figure)
        _choices(self.genre, say("Genre"), [(labels.genre(one), one) for one in tables.genres()], view.genre)
        _choices(self.lang, say("Language"), [(LANGUAGE_NAMES[one], one) for one in LANGUAGES], view.lang)
        _choices(self.beside, say("On the map"), [(name, k) for k, name in enumerate(names)], view.beside)
        self.beside.layout.display = "" if view.figure == MAP and len(names) > 1 else "none"
        self.filter.description, self.filter.placeholder = say("Filter"), say("rows that contain this")
        self.colon.description = say("A colon ends a sentence")
        self.colon.value = view.split_at_colon
        self.rows.description = say("Rows")
        self.button.description = say("Export this view")
        for k, title in enumerate((say("Text"), say("Comparison"), say("Data"))):
            self.tabs.set_title(k, title)


def _choices(control: Any, description: str, options: list[tuple[str, Any]], value: Any) -> None:
    control.description = description
    control.options = options
    control.value = value
