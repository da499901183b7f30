"""Drawings of matplotlib (SVG) written shorter, without looking any different: a page holds dozens of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

COMMENT = re.compile(r"<!--.*?-->\s*", re.S)
METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.S)
DECIMALS = re.compile(r"(\d*[1-9]\d*\.\d\d)\d+")  # of numbers from 1: a scale below that needs them all
TAG, FONT = re.compile(r"<[^>]*>"), re.compile(r"'(DejaVu Sans(?: Mono)?)'")
UNSAFE = re.compile(r"[^\n\t\x20-\ufffd]")
PATH, STYLE, NAME = (re.compile(rf"(?<= {name}=')[^']+") for name in ("d", "style", "id"))
STYLED = re.compile(r" style='([^']*)'")
REFERENCE = re.compile(r"(?<=[('=]#)\w+|(?<= id=')\w+")
STEP = re.compile(r"([MLz]) ?(?:(-?[\d.]+) (-?[\d.]+))?")
POLYGON = re.compile(r"[MLz\d. -]+")
PLAIN = r"-?[\d.]+"
CURVE, ENDING = rf"C(?:{PLAIN} ){{5}}{PLAIN}", rf"C(?:{PLAIN} ){{4}}({PLAIN}) ({PLAIN})"
# A circle as matplotlib writes it, eight curves from its foot: the foot, and where the second and the fourth curve end.
CIRCLE = re.compile(rf"M({PLAIN}) ({PLAIN}){CURVE}{ENDING}{CURVE}{ENDING}(?:{CURVE}){{4}}z")
COLOUR = re.compile(r"#(\w)\1(\w)\2(\w)\3\b")
OFTEN = 3
"""Elements of one style from which on it is written once and called by a name."""


def lean(drawing: str) -> str:
    """Without comments (which repeat the text), metadata, line breaks and decimals below a hundredth of a point; what many
    elements share is written once."""
    drawing = METADATA.sub("", COMMENT.sub("", drawing[drawing.index("<svg") :]))
    drawing = UNSAFE.sub("", re.sub(r"\s*\n\s*", " ", drawing)).replace("> <", "><")
    return _with_classes(_with_short_names(_in_tags(_short_tag, drawing)))


def _in_tags(change: Callable[[str], str], drawing: str) -> str:
    """What stands between the elements is the reader's: 1.862 documents are not 1.86."""
    return TAG.sub(lambda tag: change(tag.group()), drawing)


def _short_tag(tag: str) -> str:
    tag = DECIMALS.sub(r"\1", FONT.sub(r"\1, Verdana, sans-serif", tag).replace('"', "'"))
    tag = PATH.sub(lambda path: _short_path(path.group()), tag)
    tag = STYLE.sub(lambda style: re.sub(r"\s*([:;,])\s*", r"\1", style.group()), tag)
    tag = re.sub(r" transform='rotate\(-?0 [^']*\)'", "", COLOUR.sub(r"#\1\2\3", tag))
    tag = re.sub(r"^<g id='[^']*'", "<g", tag)  # nothing refers to a group
    return tag.replace("xlink:href", "href").replace("DejaVuSans", "D")


def _short_path(path: str) -> str:
    """A path without needless blanks; of one made of straight lines alone, those that are level or upright in one number."""
    if not POLYGON.fullmatch(path):
        return CIRCLE.sub(_short_circle, re.sub(r" ?([A-Za-z]) ?", r"\1", path))
    written, before = "", ("", "")
    for step, x, y in STEP.findall(path):
        if step != "L":
            written += f"{step}{x} {y}".strip()
        else:
            written += f"V{y}" if x == before[0] else f"H{x}" if y == before[1] else f"L{x} {y}"
        before = (x, y) if x else ("", "")
    return written


def _short_circle(found: re.Match[str]) -> str:
    """A circle as two arcs; what only looks like one from its number of curves stays as it is."""
    x, y, side, middle, end, top = map(float, found.groups())
    radius = abs(top - y) / 2
    if max(abs(end - x), abs(abs(side - x) - radius), abs(middle - (y + top) / 2)) > 0.02:
        return found[0]
    arc = f"a{radius:g} {radius:g} 0 1 0 0 "
    return f"M{found[1]} {found[2]}{arc}{top - y:.4g}{arc}{y - top:.4g}z"


def _with_short_names(drawing: str) -> str:
    """Elements that others refer to are called by their number."""
    found = [name for tag in TAG.findall(drawing) for name in NAME.findall(tag)]
    names = {name: f"i{number}" for number, name in enumerate(dict.fromkeys(found))}
    return _in_tags(lambda tag: REFERENCE.sub(lambda name: names.get(name.group(), name.group()), tag), drawing)


def _with_classes(drawing: str) -> str:
    """Styles that many elements have are written once."""
    counted = Counter(style for tag in TAG.findall(drawing) for style in STYLED.findall(tag))
    names = {style: f"c{number}" for number, (style, count) in enumerate(counted.most_common()) if count >= OFTEN}

    def called(tag: str) -> str:
        return STYLED.sub(lambda found: f" class='{names[found[1]]}'" if found[1] in names else found[0], tag)

    rules = "".join(f".{name}{{{style}}}" for style, name in names.items())
    return _in_tags(called, drawing).replace("</style>", f"{rules}</style>", 1)
