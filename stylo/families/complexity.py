"""What makes a sentence hard to read, as named values that a model of difficulty can be fitted on.

No weights ship with it: the only ratings at hand (TextComplexityDE, Naderi et al. 2019) state no licence that would allow it.
``python -m tools.gold`` fits them anew for each fold and prints how well they agree with the raters.
"""

from __future__ import annotations

import math
from itertools import compress

import numpy as np
from spacy.tokens import Doc

from stylo.families.readability import LONG, MANY, letter_count
from stylo.grammar.marks import Value
from stylo.grammar.syllables import syllables
from stylo.grammar.tokens import view
from stylo.pipeline.stts import PREPOSITIONS, RELATIVE, TENSED

_TAGS = {
    "nouns": frozenset({"NN"}),
    "adjectives": frozenset({"ADJA"}),
    "prepositions": PREPOSITIONS,
    "subordinators": RELATIVE | {"KOUS", "KOUI"},
    "finite_verbs": TENSED,
    "pronouns": frozenset({"PPER", "PRF", "PDS", "PIS"}),
    "participles": frozenset({"VVPP"}),
    "names": frozenset({"NE"}),
    "numbers": frozenset({"CARD"}),
}


def complexity_values(doc: Doc) -> dict[str, Value]:
    """Values of one sentence (or a text taken as one): lengths as logarithms, long words and parts of speech as counts.

    An empty document gives 0 throughout.
    """
    laid_out = view(doc)
    text = laid_out.read(0, len(laid_out))
    tokens = list(compress(laid_out.forms, laid_out.is_word))
    letters = [letter_count(token) for token in tokens] or [0]
    spoken = [syllables(token) for token in tokens]
    tags = laid_out.word_tags
    return {
        "characters_log": math.log1p(len(text)),
        "words_log": math.log1p(len(tokens)),
        "syllables_log": math.log1p(sum(spoken)),
        "letters_mean": float(np.mean(letters)),
        "letters_sd": float(np.std(letters)),
        "longest_word": max(letters),
        "long_words": math.log1p(sum(length > LONG for length in letters)),
        "very_long_words": math.log1p(sum(length > 2 * LONG for length in letters)),
        "polysyllables": math.log1p(sum(count >= MANY for count in spoken)),
        "words_of_5_syllables": math.log1p(sum(count >= 5 for count in spoken)),
        "hyphenated_words": sum("-" in token for token in tokens),
        "commas": math.log1p(text.count(",")),
        "brackets": text.count("("),
        "capitals_inside": sum(not token[1:].islower() and len(token) > 1 for token in tokens),
        **{name: math.log1p(sum(tag in kind for tag in tags)) for name, kind in _TAGS.items()},
    }
