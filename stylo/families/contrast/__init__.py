"""Markers of contrast and concession: rules, what they set against what, in which sense."""
