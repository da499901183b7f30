"""The tags of STTS (Schiller et al. 1999) in the sets that several modules ask for; each is named by what it holds."""

from __future__ import annotations

TENSED = frozenset({"VVFIN", "VAFIN", "VMFIN"})
IMPERATIVES = frozenset({"VVIMP", "VAIMP"})
FINITE = TENSED | IMPERATIVES
INFINITIVES = frozenset({"VVINF", "VAINF", "VMINF"})
PARTICIPLES = frozenset({"VVPP", "VAPP", "VMPP"})
NONFINITE = INFINITIVES | PARTICIPLES | {"VVIZU"}

NOUNS = frozenset({"NN", "NE"})
ADJECTIVES = frozenset({"ADJA", "ADJD"})
DETERMINERS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PIDAT"})
"""Articles and the pronouns that stand for one, but for those that open a clause (PRELAT, PWAT)."""

RELATIVE = frozenset({"PRELS", "PRELAT"})
INTERROGATIVE = frozenset({"PWS", "PWAT", "PWAV"})
OPENERS = RELATIVE | INTERROGATIVE | {"KOUS"}
"""What opens a clause that has its verb at the end."""

PREPOSITIONS = frozenset({"APPR", "APPRART"})
ADPOSITIONS = PREPOSITIONS | {"APPO", "APZR"}
UNFUSED_ADPOSITIONS = ADPOSITIONS - {"APPRART"}

PUNCTUATION = frozenset({"$,", "$.", "$("})
