"""Modal particles: a placeholder with the interface that ``register`` reads; the disambiguation replaces it."""

from __future__ import annotations

from spacy.tokens import Doc

_ALWAYS = frozenset({"halt", "eh"})
_AFTER_FINITE = frozenset({"ja", "doch", "eben", "mal", "wohl", "denn", "schon"})


def modal_particles(doc: Doc) -> list[tuple[int, str]]:
    """Token index and reason of each modal particle, in text order."""
    found = []
    for token in doc:
        word = token.text
        if token.tag_ == "PTKMA":
            found.append((token.i, "tagged as a modal particle"))
        elif token.tag_ != "ADV" or not token.i:
            continue
        elif word in _ALWAYS:
            found.append((token.i, "a particle of the middle field"))
        elif word in _AFTER_FINITE and doc[token.i - 1].tag_ in {"VAFIN", "VMFIN", "PPER"}:
            found.append((token.i, "in the middle field, right after the finite verb or a pronoun"))
    return found
