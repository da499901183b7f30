"""Names near to one that is none: proposed in a sentence, never taken unasked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from stylo.wording.language import say

PROPOSED = 3


def near(name: str, known: Iterable[str]) -> list[str]:
    """The names that are spelt much like this one, else those that hold it; the nearest first.

    >>> near("sentence_lenght_mean", ["sentence_length_mean", "lix"])
    ['sentence_length_mean']
    """
    names = {each.casefold(): each for each in known}
    wanted = name.strip().casefold().replace(" ", "_").replace("-", "_")
    alike = get_close_matches(wanted, names, PROPOSED, 0.75)
    holding = [each for each in names if len(wanted) > 2 and wanted in each]
    return [names[each] for each in dict.fromkeys([*alike, *holding, *get_close_matches(wanted, names, PROPOSED)])][:PROPOSED]


def did_you_mean(name: str, known: Iterable[str], surely: Sequence[str] = ()) -> str:
    """A question that follows an error, with a blank before it; nothing where no name is near, nor any ``surely`` meant."""
    found = [*surely[:PROPOSED], *near(name, known)]
    return f" {say('Did you mean {names}?', names=', '.join(found))}" if found else ""
