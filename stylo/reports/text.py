"""The annotated text on the page, each sentence a place that the evidence can point to, its one script known by its sum."""

from __future__ import annotations

import base64
import hashlib
import re

from markupsafe import Markup

from stylo.annotated import show
from stylo.families.document import Reading
from stylo.wording.language import current

# Both are written by stylo.annotated; in what comes from the text every < is escaped.
_SENTENCE = re.compile(r'<span class="stylo-sentence" data-number="(\d+)">')
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)


def annotated(reading: Reading) -> Markup:
    """The text with its layers as HTML; the sentence of number n has the id ``s<n>``."""
    shown = show(reading, lang=current()).html()
    return Markup(_SENTENCE.sub(r'<span class="stylo-sentence" id="s\1" data-number="\1">', shown))


def script_sums(piece: str) -> str:
    """The scripts of a piece of HTML as sources of a content security policy: ``'sha256-...'``, or ``'none'``."""
    sums = (base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode() for script in _SCRIPT.findall(piece))
    return " ".join(f"'sha256-{found}'" for found in sums) or "'none'"
