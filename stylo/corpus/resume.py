"""Where a run goes on: what an earlier one has kept, and the parts that are left to measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from stylo.corpus import parts
from stylo.corpus.parts import Options, Part
from stylo.corpus.store import Store
from stylo.reading.records import Document, Failure


class Progress(NamedTuple):
    """How far a run is: documents, characters and words measured in it, and how many there are to measure."""

    documents: int
    characters: int
    words: int
    of_documents: int
    of_characters: int
    kept: int
    """Documents that an earlier run had measured."""

    def advance(self, part: Part, words: int) -> Progress:
        """The progress when a part of so many words is measured, too."""
        return self._replace(
            documents=self.documents + len(part),
            characters=self.characters + parts.count_characters(part),
            words=self.words + words,
        )


def plan(documents: Iterable[Document], store: Store, options: Options) -> Progress:
    """What there is to measure, and what is kept."""
    number = characters = kept = 0
    for part in parts.cut(documents):
        if store.has(parts.key(part, options)):
            kept += len(part)
        else:
            number += len(part)
            characters += parts.count_characters(part)
    return Progress(0, 0, 0, number, characters, kept)


@dataclass
class Remaining:
    """The parts that are left to measure. On the way through the documents the keys of all parts are taken down, in order, and
    the status of the first document that could not be read, 0 where all could."""

    store: Store
    options: Options
    keys: list[str] = field(default_factory=list)
    status: int = 0

    def find(self, documents: Iterable[Document]) -> Iterator[Part]:
        """The parts that are not kept, in order."""
        for part in parts.cut(documents):
            key = parts.key(part, self.options)
            self.keys.append(key)
            self.status = self.status or next((text.status for _, text in part if isinstance(text, Failure)), 0)
            if not self.store.has(key):
                yield part
