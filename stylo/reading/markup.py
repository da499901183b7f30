"""The markup that a plain text may hold: tags and entities of HTML and TEI, signs of Markdown. None of it is a word."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from stylo.reading.characters import READ_AS
from stylo.reading.edits import Edit, Steps, edited, holds

LONGEST_TAG = 2_000  # characters, also of a comment
LONGEST_EMPHASIS = 300

# Elements of HTML and TEI; those that end a paragraph are read as a line break. <g> and <s> are rather grins and sighs.
_BLOCKS = frozenset(
    "p br hr div ul ol li dl dt dd table tr td th h1 h2 h3 h4 h5 h6 blockquote pre section article aside header footer main "
    "nav figure figcaption body html head title form address lg l sp stage ab item list row cell doctitle titlepart".split()
)
_INLINE = frozenset(
    "a abbr b big cite code del dfn em font i img ins kbd mark q small span strike strong sub sup tt u var wbr link meta "
    "script style noscript iframe video audio source ruby rt hi lb pb fw note ref ptr choice sic corr orig reg expan name "
    "persname placename date num foreign emph term said quote bibl figdesc graphic milestone cb gap supplied unclear add "
    "subst seg w pc c text tei teiheader front back speaker role".split()
)
_VALUE = rf"\"[^\"<>]{{0,{LONGEST_TAG}}}\"|'[^'<>]{{0,{LONGEST_TAG}}}'|[^\s\"'<>=]{{1,200}}"
_TAG = re.compile(
    r"<sup(?: [^<>]{0,200})?>(?<!\bm<sup>)(?<![ckm]m<sup>)(?:<a [^<>]{0,500}>)?\W{0,2}\d{1,3}\W{0,2}(?:</a>)?</sup>"
    rf"|<!--.{{0,{LONGEST_TAG}}}?-->|<[?!][A-Za-z][^<>]{{0,{LONGEST_TAG}}}>"
    rf"|</?(?P<name>[A-Za-z][A-Za-z0-9]{{0,20}})(?:\s+[\w:.-]{{1,50}}\s*=\s*(?:{_VALUE})){{0,30}}\s*/?>",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_EMPHASIS = re.compile(
    "|".join(
        rf"(?<![^\s(\[„“‚»›\"'*_~–—-])(?<!{sign})(?P<{name}>{sign}{{1,3}})(?=[^\W_]|[„“‚»›\"'(*_~])"
        rf"[^{sign}\n]{{1,{LONGEST_EMPHASIS}}}(?<![\s{sign}-])(?P={name})(?![\w{sign}-])"
        for name, sign in (("stars", r"\*"), ("lines", "_"), ("tildes", "~"))
    )
)
_LINK = re.compile(
    r"(!?)\[([^\[\]\n]{1,300})\]"
    r"\([^()\s]{1,500}(?:\([^()\s]{0,100}\)[^()\s]{0,100})?(?:\s+\"[^\"\n]{0,200}\")?\)"
)
_LINE_MARK = re.compile(r"^(?:#{1,6} +|> (?:> ?){0,5})(?=\S)", re.MULTILINE)


def _tags(text: str) -> Iterator[Edit]:
    """Tags of HTML and TEI: a line break where one ends a paragraph, else nothing. With a raised number goes the number."""
    for found in _TAG.finditer(text):
        name = (found["name"] or "").lower()
        if not name or name in _BLOCKS or name in _INLINE:
            yield *found.span(), "\n" if name in _BLOCKS else ""


def _entities(text: str) -> Iterator[Edit]:
    """*sch&ouml;n* is *schön*."""
    for found in _ENTITY.finditer(text):
        character = html.unescape(found[0]) if found[0][1] == "#" else html5.get(found[0][1:])
        if character:
            yield *found.span(), READ_AS.get(character, character)


def _markdown(text: str) -> Iterator[Edit]:
    """The signs of emphasis, headings and quoted lines; emphasis may stand within emphasis of another kind."""
    edits = []
    for found in _EMPHASIS.finditer(text):
        size = len(found["stars"] or found["lines"] or found["tildes"])
        edits += [(found.start(), found.start() + size, ""), (found.end() - size, found.end(), "")]
    edits += [(*found.span(), "") for found in _LINE_MARK.finditer(text)]
    yield from sorted(edits)


def _links(text: str) -> Iterator[Edit]:
    """Of a link its words, of a picture nothing."""
    for found in _LINK.finditer(text):
        if found[1]:
            yield *found.span(), ""
        else:
            yield found.start(), found.start(2), ""
            yield found.end(2), found.end(), ""


def without_markup(text: str) -> str:
    """A text without its markup."""
    for may_apply, steps in (*IN_WORDS, *AROUND_WORDS):
        for step in steps if may_apply(text) else ():
            text = edited(text, list(step(text)))
    return text


def tags(text: str) -> list[str]:
    """The names of the elements of HTML and TEI that have tags in a text, each tag once."""
    names = [(found["name"] or "").lower() for found in _TAG.finditer(text)] if "<" in text else []
    return [name for name in names if name in _BLOCKS or name in _INLINE]


IN_WORDS: Steps = ((holds("<"), (_tags,)), (holds("&"), (_entities,)))
AROUND_WORDS: Steps = (
    (holds("*", "_", "~~", "#", ">"), (_markdown, _markdown)),
    (holds("]("), (_links,)),
)
