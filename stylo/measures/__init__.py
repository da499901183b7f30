"""The measures: each module turns a ``Doc`` into marks, and marks into values."""

from stylo.measures import adjectives, contrast, diversity, formality, readability, register, sentences

MODULES = (sentences, adjectives, contrast, register, readability, diversity, formality)
