"""Rhetoric: figures of order and repetition, rhetorical questions, similes and ellipses."""
