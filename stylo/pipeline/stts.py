"""The tags of STTS (Schiller et al. 1999) in the sets in which the modules ask for them, each named by what it holds."""

from __future__ import annotations

FINITE = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVIMP", "VAIMP"})
INFINITIVES = frozenset({"VVINF", "VAINF", "VMINF"})
PARTICIPLES = frozenset({"VVPP", "VAPP", "VMPP"})
NONFINITE = INFINITIVES | PARTICIPLES | {"VVIZU"}
RELATIVE = frozenset({"PRELS", "PRELAT"})
INTERROGATIVE = frozenset({"PWS", "PWAT", "PWAV"})
PREPOSITIONS = frozenset({"APPR", "APPRART"})
POSTPOSED = frozenset({"APPR", "APZR", "APPO"})
NOUNS = frozenset({"NN", "NE"})
PUNCTUATION = frozenset({"$,", "$.", "$("})
