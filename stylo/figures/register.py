"""Figures of register: two poles, sentences through the text, brackets, and one film in seven registers."""

from __future__ import annotations

# The order predicted from the conditions of communication of Koch and Oesterreicher (1985) before anything was
# measured, nearest first. 04_register argues it, and says where the texts do not fall so.
PREDICTED: tuple[str, ...] = ("brief", "forum", "boulevard", "schulaufsatz", "feuilleton", "presseheft", "essay")
