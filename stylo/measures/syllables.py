"""Syllables of a German word, by its vowel groups."""

from __future__ import annotations

import re

_NUCLEUS = re.compile(r"[aeiouyäöüáéíóúàèâêîôû]+")


def syllables(word: str) -> int:
    """Number of vowel groups, at least 1 for a word with a letter or digit, 0 for anything else."""
    if not any(character.isalnum() for character in word):
        return 0
    return max(1, len(_NUCLEUS.findall(word.lower())))
