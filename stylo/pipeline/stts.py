"""The tags of STTS (Schiller et al. 1999) in the sets that several modules ask for; each is named by what it holds."""

from __future__ import annotations

from collections.abc import Iterable

from stylo.lexicon import table

TIGER = {"PIDAT": "PIAT", "PAV": "PROAV", "PROP": "PROAV", "NNE": "NE", "$[": "$("}
"""What other versions of STTS call the tags that have these names in TIGER and here."""

TAGS = frozenset(row["tag"] for row in table("stts"))
_OF_UD_ALONE = frozenset(row["upos"] for row in table("stts")) - TAGS


def other_tags(tags: Iterable[str]) -> list[str]:
    """The universal tags (of UD) among some tags: where there is one, the tags are not those of STTS."""
    return sorted(_OF_UD_ALONE.intersection(tags))


TENSED = frozenset({"VVFIN", "VAFIN", "VMFIN"})
IMPERATIVES = frozenset({"VVIMP", "VAIMP"})
FINITE = TENSED | IMPERATIVES
INFINITIVES = frozenset({"VVINF", "VAINF", "VMINF"})
PARTICIPLES = frozenset({"VVPP", "VAPP", "VMPP"})
NONFINITE = INFINITIVES | PARTICIPLES | {"VVIZU"}

NOUNS = frozenset({"NN", "NE"})
ADJECTIVES = frozenset({"ADJA", "ADJD"})
DETERMINERS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT"})
"""Articles and the pronouns that stand for one, but for those that open a clause (PRELAT, PWAT)."""

RELATIVE = frozenset({"PRELS", "PRELAT"})
INTERROGATIVE = frozenset({"PWS", "PWAT", "PWAV"})
OPENERS = RELATIVE | INTERROGATIVE | {"KOUS"}
"""What opens a clause that has its verb at the end."""

PREPOSITIONS = frozenset({"APPR", "APPRART"})
ADPOSITIONS = PREPOSITIONS | {"APPO", "APZR"}
UNFUSED_ADPOSITIONS = ADPOSITIONS - {"APPRART"}

CONTENT = {
    "NN": "noun",
    **dict.fromkeys(("ADJA", "ADJD"), "adjective"),
    **dict.fromkeys(("VVFIN", "VVINF", "VVPP", "VVIZU", "VVIMP"), "verb"),
}
"""The tags of content words, names left out, each with its part of speech."""

PUNCTUATION = frozenset({"$,", "$.", "$("})
