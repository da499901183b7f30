"""What the functions of the face take: documents, texts, files and tables of texts; anything else is refused with what to pass.

A string is a text, a ``Path`` a file, folder or table of texts; a dict or a DataFrame holds texts by their ids. ``doc_of`` and
``docs_of`` are the only place where this is decided.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
from spacy.tokens import Doc

from stylo.corpus.parts import pipeline
from stylo.families.document import Reading
from stylo.grammar.marks import name_of
from stylo.notebook.own_texts import in_path
from stylo.pipeline.stts import other_tags
from stylo.reading import files, tables_of_texts
from stylo.reading.languages import language_remark
from stylo.reading.text import Text
from stylo.wording.language import current, say
from stylo.wording.numbers import listed

Function = TypeVar("Function", bound=Callable[..., Any])
LONGEST_NAME = 255  # characters of the name of a file
WHAT = "a text, a Path, a Doc of stylo.load(), or several of these (a list, a dict or a Series of texts by id, a DataFrame)"
READ = (*files.READABLE, *tables_of_texts.TABLES, ".zip", ".gz")


class NotGerman(UserWarning):
    """A text is measured that does not look German."""


def doc_of(given: Any) -> Doc | Reading:
    """The one document that is given. Raises ValueError for several, and as ``docs_of`` does."""
    found = docs_of(given)
    if len(found) != 1:
        names = ", ".join(name_of(_doc(each), number) for number, each in enumerate(found[:10], 1))
        told = "This takes one text, and {n} were given ({names}); pass one after the other."
        raise ValueError(say(told, n=len(found), names=names))
    return found[0]


def docs_of(given: Any) -> list[Doc | Reading]:
    """The documents that are given, each with its id in ``doc.user_data["id"]`` where there is one.

    Texts go through the default pipeline, with a warning where they do not look German. Raises ValueError for a string that
    names a file, for a ``Doc`` without tags or sentences and for a table without texts, TypeError for what is none of these.
    """
    if isinstance(given, Reading):
        return [given]
    if isinstance(given, Doc):
        return [checked(given)]
    return [doc for each in _each(given) for doc in ([_measured(each)] if isinstance(each, Text) else docs_of(each))]


def _each(given: Any) -> Iterable[Any]:
    """Texts, or what holds some."""
    if isinstance(given, str):
        return [Text("", text_of(given))]
    if isinstance(given, Text):
        return [given]
    if isinstance(given, Path):
        return in_path(given)[0]
    if isinstance(given, pd.DataFrame):
        given = texts_of(given)
    if isinstance(given, Mapping | pd.Series):
        return [Text(str(name), text_of(text)) for name, text in given.items()]
    if isinstance(given, Iterable) and not isinstance(given, bytes):
        return given
    raise TypeError(say("This takes {what}, not {kind}.", what=say(WHAT), kind=type(given).__name__))


def _measured(text: Text) -> Doc:
    warn_of(text.text)
    nlp = pipeline(None, False)
    nlp.max_length = max(nlp.max_length, len(text.text) + 1)
    doc = nlp(text.text)
    if text.id:
        doc.user_data["id"] = text.id
    return doc


def warn_of(text: str) -> None:
    """Warn of a text that does not look German."""
    if remark := language_remark(text):
        warnings.warn(remark, NotGerman, stacklevel=2)


def text_of(text: Any) -> str:
    """A string that is a text. Raises ValueError for the name of a file, TypeError for what is no string."""
    if not isinstance(text, str):
        raise TypeError(say("A text is a string, not {kind}.", kind=type(text).__name__))
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or "\n" in name or "\0" in name:
        return text
    path = Path(name)
    looks_so = path.suffix.lower() in READ and len(name.split()) == 1
    if looks_so or path.is_file():
        of_file = f'Path("{name}")'
        if path.is_file():
            told = "{name!r} is the name of a file: a string is taken for a text. Pass {path} to have a file read."
            raise ValueError(say(told, name=name, path=of_file))
        unknown = "{name!r} looks like the name of a file, and there is none: a string is taken for a text. A file is {path}."
        raise ValueError(say(unknown, name=name, path=of_file))
    return text


def texts_of(frame: pd.DataFrame) -> pd.Series:
    """The texts of a DataFrame by id: its column ``text``, under ``id``, ``doc`` or ``document``, else under its index.

    Raises ValueError where there is no such column.
    """
    columns = {str(name).casefold(): name for name in frame}
    if "text" not in columns:
        there = ", ".join(repr(str(name)) for name in frame)
        told = "The DataFrame has no column 'text', only {there}: pass the column of texts, frame[NAME]."
        raise ValueError(say(told, there=there))
    identified = next((columns[name] for name in tables_of_texts.IDS if name in columns), None)
    texts = frame[columns["text"]]
    return texts if identified is None else texts.set_axis(frame[identified])


def checked(doc: Doc) -> Doc:
    """A document that can be measured. Raises ValueError where it lacks tags of STTS or sentences: its zeros would be none."""
    lacking = [what for what, has in (("tags", "TAG"), ("sentences", "SENT_START")) if len(doc) and not doc.has_annotation(has)]
    if lacking:
        told = "The Doc lacks {what}, so nothing can be measured in it; use stylo.load()."
        raise ValueError(say(told, what=listed(list(map(say, lacking)))))
    if others := other_tags({token.tag_ for token in doc}):
        told = "The Doc has tags of UD ({names}); measures read those of STTS: use stylo.load()."
        raise ValueError(say(told, names=", ".join(others)))
    return doc


def _doc(given: Doc | Reading) -> Doc:
    return given.doc if isinstance(given, Reading) else given


# --- the functions of the face ----------------------------------------------------------------------------------------------


def taking_one(function: Function) -> Function:
    """A function of one document that takes whatever ``doc_of`` understands."""

    @wraps(function)
    def of_one(doc: Any, *args: Any, **options: Any) -> Any:
        return function(doc_of(doc), *args, **_in_language(function, args, options))

    return cast(Function, of_one)


def _in_language(function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> dict[str, Any]:
    """The options with the current language, where the function has one and none was named."""
    names = function.__code__.co_varnames[1 : function.__code__.co_argcount]
    given = "lang" in options or ("lang" in names and len(args) > names.index("lang"))
    return options if given or "lang" not in names else {**options, "lang": current()}


def marking(function: Function) -> Function:
    """A function that makes the marks of a document: of several, it makes one table with a column ``document`` before it."""

    @wraps(function)
    def of_all(doc: Any, *args: Any, **options: Any) -> pd.DataFrame:
        found = docs_of(doc)
        if isinstance(doc, str | Doc | Reading) and len(found) == 1:
            return cast(pd.DataFrame, function(_doc(found[0]), *args, **options))
        frames = []
        for number, each in enumerate(map(_doc, found), 1):
            frame = function(each, *args, **options)
            frame.insert(0, "document", name_of(each, number))
            frames.append(frame)
        if not frames:
            raise ValueError(say("There is no text; pass {what}.", what=say(WHAT)))
        return pd.concat(frames, ignore_index=True)

    return cast(Function, of_all)


def profiling(function: Function) -> Function:
    """``profile`` for whatever ``docs_of`` understands; a Series of texts keeps its index, and a row for what is no text."""

    @wraps(function)
    def of_all(docs: Any, **options: Any) -> pd.DataFrame:
        if isinstance(docs, pd.DataFrame):
            docs = texts_of(docs)
        if isinstance(docs, Mapping):
            docs = pd.Series(dict(docs), dtype=object).rename(index=str)
            return cast(pd.DataFrame, function(_texts(docs), **options).reset_index(drop=True))
        if isinstance(docs, pd.Series):
            return cast(pd.DataFrame, function(_texts(docs), **options))
        if isinstance(docs, str | Doc | Reading | Path | Text) or not isinstance(docs, Iterable):
            return cast(pd.DataFrame, function([_doc(doc) for doc in docs_of(docs)], **options))
        return cast(pd.DataFrame, function(_stream(docs), **options))

    return cast(Function, of_all)


def _texts(texts: pd.Series) -> pd.Series:
    """A Series whose texts are texts and no names of files; what is no string stays, and has a row that says so."""
    for text in texts:
        if isinstance(text, str):
            warn_of(text_of(text))
    return texts


def _stream(docs: Iterable[Any]) -> Iterable[Any]:
    """Documents or texts one after the other, so that a long stream takes no memory."""
    for each in docs:
        if isinstance(each, str):
            warn_of(text_of(each))
            yield each
        elif isinstance(each, Path | Text):
            yield from (_doc(doc) for doc in docs_of(each))
        elif isinstance(each, Doc | Reading):
            yield checked(_doc(each))
        else:
            yield each


def taking_all(function: Function) -> Function:
    """A function of one document or several that takes whatever ``docs_of`` understands."""

    @wraps(function)
    def of_all(docs: Any, *args: Any, **options: Any) -> Any:
        return function(docs_of(docs), *args, **_in_language(function, args, options))

    return cast(Function, of_all)


def comparing(function: Function, profile: Callable[..., pd.DataFrame]) -> Function:
    """``compare`` and ``in_words`` for a profile, or for whatever ``profile`` makes one of."""

    @wraps(function)
    def of_profile(given: Any, *args: Any, **options: Any) -> Any:
        if isinstance(given, pd.DataFrame) and "words" not in given:
            if "text" not in map(str.casefold, map(str, given)):
                told = "The DataFrame is no profile and has no column 'text'; pass what stylo.profile gives."
                raise ValueError(say(told))
            given = profile(given)
        elif not isinstance(given, pd.DataFrame | Reading):
            given = profile(given)
        return function(given, *args, **options)

    return cast(Function, of_profile)
