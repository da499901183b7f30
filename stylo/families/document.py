"""One reading of a document for all who show it: tokens, marks, profile and what follows from them, each made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Any, TypeVar, cast

import pandas as pd
from spacy.tokens import Doc

from stylo.families.profile import Profile, measure_profile, read_profile
from stylo.families.registry import marked
from stylo.grammar.colon import recut
from stylo.grammar.tokens import View, view

T = TypeVar("T")


class Reading:
    """A document with what was found in it, made when it is first asked for and then kept.

    It does not see what is changed in the document afterwards. Tables are given out as copies, so that nobody changes what
    others get.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._made: dict[Hashable, Any] = {}
        self._recut: dict[bool, Reading] = {}

    @cached_property
    def tokens(self) -> View:
        """The tokens as plain lists."""
        return view(self.doc)

    @property
    def text(self) -> str:
        """The text; spaCy would put it together anew each time that it is asked."""
        return self.tokens.text

    def marks(self, family: str) -> pd.DataFrame:
        """The marks of a family. Raises KeyError for a name that is no family with marks."""
        return self.once(_marks, family).copy()

    @cached_property
    def values(self) -> Profile:
        """The values of the document, each with its reason where it is missing."""
        return measure_profile(self.tokens)

    @property
    def profile(self) -> pd.DataFrame:
        """The profile of the document, as ``stylo.profile`` gives it: one row."""
        return pd.DataFrame([self.values.row()])

    def recut(self, split_at_colon: bool) -> Reading:
        """The reading of the same tokens in the given colon convention; this one if nothing changes by it."""
        if split_at_colon not in self._recut:
            doc = recut(self.doc, split_at_colon)
            self._recut[split_at_colon] = self if doc is self.doc else Reading(doc)
        return self._recut[split_at_colon]

    def once(self, make: Callable[..., T], *args: Hashable) -> T:
        """``make(reading, *args)``, made at the first call and kept for whoever asks for the same; nobody may change it."""
        key = (make, *args)
        if key not in self._made:
            self._made[key] = make(self, *args)
        return cast(T, self._made[key])


def _marks(reading: Reading, family: str) -> pd.DataFrame:
    return marked()[family](reading.tokens)


def reading_of(doc: Doc | Reading) -> Reading:
    """The reading of a document; one that is there already is given back, so that several can share it."""
    return doc if isinstance(doc, Reading) else Reading(doc)


def as_profiles(profile: pd.DataFrame | Doc | Reading | Iterable[Doc]) -> list[Profile]:
    """The profiles in the rows of a table that ``stylo.profile`` made, or those of documents, which are measured."""
    if isinstance(profile, pd.DataFrame):
        return [read_profile(row) for row in profile.to_dict("records")]
    if isinstance(profile, Reading):
        return [profile.values]
    docs = [profile] if isinstance(profile, Doc) else profile
    return [measure_profile(doc, number) for number, doc in enumerate(docs, 1)]
