"""Genitive attributes: nouns and names in the genitive that depend on a noun, a pronoun or a number.

The case is told from the forms alone: the article, the ending of an adjective that stands without one, the -s of a name.
*der* and *seiner* may also be a dative: where the verb wants one and nothing else is there for it, they are no attribute
(*der Familie beistehen*).
"""

from __future__ import annotations

import re
from functools import cache

from stylo.grammar.clauses import Clause, clauses
from stylo.grammar.conditions import word_set
from stylo.grammar.tokens import Type, View
from stylo.lexicon import table
from stylo.pipeline.stts import NOUNS, PREPOSITIONS

_ARTICLE = re.compile(
    r"de[sr]|eine[sr]|de(?:rs|ss)elben|(?:diese|jene|jede|alle|viele|einige|mehrere|etliche|beide|sämtliche|solche|manche|welche)[sr]|"
    r"(?:mein|dein|sein|ihr|unser|euer|eur|unsr|kein)e[sr]|(?:zwei|drei)er"
)
_ARTICLE_TAGS = frozenset("ART PDAT PIAT PPOSAT".split())
_INSIDE = frozenset({"ADJA", "CARD", "ADJD", "ADV", "TRUNC", "PIAT"})
_BEFORE_PARTICIPLE = NOUNS | {"ADV", "ADJD", "PPER", "PRF", "PTKNEG"}
_STRONG = re.compile(r"\w{3,}(?:er|en)")
_NO_STRONG = frozenset("voller aller".split())
_FEMININE = re.compile(r"(?:ung|heit|keit|schaft|ion|tät|ik|ie|ei|enz|anz|ur|in|[^e]e)$")
_MASCULINE = re.compile(r"(?:er|ismus|or|ling)$")
_NAME_IN_S = re.compile(r"[aiou]s$|ss$|x$|z$")
_OPENING_QUOTES = frozenset("„“\"»«‚'›‹")
_DATIVE = re.compile(r"(?:de|eine|ihre|seine|meine|deine|unsere|unsre|eure|diese|jene|jede|keine)[mn]|denen|ihm|ihnen|mir|dir")
_OBLIQUE = re.compile(r"de[mns]|\w+e[mn]|\w+nes")
_LONGEST_ATTRIBUTE = 8  # words between an article and its noun


def may_be_article(word: Type) -> bool:
    """Whether the form may be that of an article or pronoun in the genitive."""
    return _ARTICLE.fullmatch(word.lower) is not None


def may_be_strong(word: Type) -> bool:
    """Whether the form may be that of an adjective that shows the genitive alone."""
    return _STRONG.fullmatch(word.lower) is not None and word.lower not in _NO_STRONG


def may_be_name(word: Type) -> bool:
    """Whether the form may be that of a name in the genitive."""
    return word.form[:1].isupper() and word.form.endswith(("s", "'", "’"))


def after_article(view: View, i: int, start: int, end: int) -> int | None:
    """The noun in the genitive whose article or pronoun stands at ``i``, behind what it depends on; None for another case.

    *die Größe des Films, viele seiner Kollegen, einer der klügsten Filme, das Ende der von Laien gespielten Figur*
    """
    if i == start or not _may_govern(view, i - 1, start):
        return None
    last = _noun(view, i + 1, end)
    if last is None:
        return None
    other_case = view.lowers[i].endswith("r") and (_is_nominative(view, i, last) or _wants_dative(view, i, last, start, end))
    return None if other_case else last


def after_adjective(view: View, i: int, start: int, end: int) -> int | None:
    """The noun in the genitive whose first adjective stands at ``i``, without an article: *Momente vollkommener Stille*."""
    before = i - 1
    while before > start and view.tags[before] in {"ADV", "ADJD"}:
        before -= 1
    if i == start or view.tags[before] != "NN":
        return None
    last = i
    while last < end and view.tags[last] == "ADJA":
        last += 1
    if last >= end or view.tags[last] != "NN":
        return None
    noun, lemma = view.forms[last], view.lemmas[last]
    if not view.lowers[i].endswith("er"):
        return last if noun.endswith("s") and noun != lemma and not lemma.endswith("s") else None
    genitive = noun != lemma or _is_feminine(noun)  # a plural, or a word that has no other case in -er without a preposition
    return last if genitive and not _wants_dative(view, i, last, start, end) else None


def name(view: View, i: int, start: int, end: int) -> str | None:
    """Where a name in the genitive stands to its noun, or None: *Refns Film*, *Refns „Drive“* before it, *der Blick Irenes*."""
    following = view.tag(i + 1) if i + 1 < end else ""
    certain = view.lemmas[i] != view.forms[i]
    if (
        view.tags[i] != "NN"
        and following in {"NN", "ADJA"}
        and (certain or _is_full_name(view, i, start) or _adds_s(view.forms[i]))
    ):
        return "before a noun" if view.tags[i] == "NE" else None
    if view.tags[i] != "NN" and following == "$(" and view.lowers[i + 1] in _OPENING_QUOTES and view.lower(i + 2)[:1].isalnum():
        opens_title = i + 2 < end and view.forms[i + 2][:1].isupper()
        return "before a title" if opens_title and (certain or _is_full_name(view, i, start)) else None
    noun = i - 1
    while noun > start and view.tags[noun] == "NE":  # the first names before: die Musik Hans Zimmers
        noun -= 1
    follows = noun >= start and view.tags[noun] == "NN" and (view.tags[i] == "NE" or noun < i - 1)
    if certain and follows and following != "NE" and _has_determiner(view, noun, start):
        return "behind a noun"
    return None


def _may_govern(view: View, i: int, start: int) -> bool:
    """Whether a word may have a genitive behind it: a noun, or a number or pronoun that stands for a noun."""
    if view.tags[i] in NOUNS:
        return True
    return view.lowers[i] in word_set("SOME") or (view.tags[i] == "CARD" and view.forms[i].isalpha())


def _noun(view: View, j: int, end: int) -> int | None:
    """The noun that closes a phrase whose article stands before ``j``, over adjectives and what belongs to a participle."""
    first = j
    if j < end and view.tags[j] in PREPOSITIONS:
        limit = min(end, j + _LONGEST_ATTRIBUTE)
        j = next(
            (k for k in range(j + 2, limit - 1) if view.tags[k] == "ADJA" and view.tags[k - 1] in {"NN", "NE", "ADV", "PPER"}),
            end,
        )
    while j < end and (
        view.tags[j] in _INSIDE
        or view.lowers[j] in {"und", "oder"}
        or (view.lowers[j] == "," and j > first and view.tags[j - 1] == "ADJA" and view.tag(j + 1) in _INSIDE)
    ):
        j += 1
    return j if j < end and view.tags[j] in NOUNS else None


def _is_nominative(view: View, i: int, noun: int) -> bool:
    """Whether *der* is the masculine in the nominative: *der alte Mann, der Held*; *der alten Besucher* is not."""
    if view.tags[noun - 1] == "ADJA" and noun - 1 > i:
        return view.lowers[noun - 1].endswith("e")
    form = view.forms[noun]
    return form == view.lemmas[noun] and _is_masculine(form)


def _is_masculine(noun: str) -> bool:
    return _MASCULINE.search(noun) is not None or noun.lower() in word_set("MASCULINE")


def _is_feminine(noun: str) -> bool:
    small = noun.lower()
    return (_FEMININE.search(small) is not None or small.endswith(tuple(word_set("FEMININE")))) and small not in word_set(
        "MASCULINE"
    )


def _is_full_name(view: View, i: int, start: int) -> bool:
    """Whether a first name stands before: *Christian Petzolds*."""
    return i > start and view.tags[i - 1] in {"NE", "FM"} and view.forms[i - 1][:1].isupper() and _adds_s(view.forms[i])


def _adds_s(form: str) -> bool:
    """Whether the -s of a name that nobody knows is more likely that of the genitive: *Haneckes*, not *Jens*, *Markus*."""
    return form.endswith("s") and not _NAME_IN_S.search(form.lower()) and form.lower() not in word_set("NAMES_IN_S")


def _has_determiner(view: View, i: int, start: int) -> bool:
    return any(view.tags[j] in _ARTICLE_TAGS or view.tags[j] == "APPRART" for j in range(max(start, i - 3), i))


@cache
def _dative_verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in table("dative_verbs"))


def _wants_dative(view: View, i: int, last: int, start: int, end: int) -> bool:
    """Whether the verb of the clause wants a dative that nothing but the phrase from ``i`` to ``last`` can be.

    A phrase in front of the finite verb belongs to the noun before it: *Der Sohn der Nachbarin hilft*.
    """
    clause = _clause_at(view, i, start, end)
    if clause is None or clause.lemma not in _dative_verbs() or not _may_be_subject(view, i - 1, start):
        return False
    if clause.opener is None and (clause.finite is None or clause.finite > last):
        return False
    return not any(_is_dative(view, j) for j in clause.tokens if not i <= j <= last)


def _may_be_subject(view: View, noun: int, start: int) -> bool:
    """Whether the noun before may be the subject: a name, or a phrase with an article of that case and no preposition."""
    j = noun
    while j > start and (view.tags[j] in NOUNS or view.tags[j] in _INSIDE) and view.tags[j] not in _ARTICLE_TAGS:
        j -= 1
    if view.tags[j] not in _ARTICLE_TAGS:
        return view.tags[noun] == "NE" and view.tags[j] not in PREPOSITIONS
    return view.tag(j - 1) not in PREPOSITIONS and _OBLIQUE.fullmatch(view.lowers[j]) is None


def _is_dative(view: View, j: int) -> bool:
    """Whether a word opens a phrase in the dative that no preposition governs and that is no genitive behind a noun."""
    if view.tag(j - 1) in PREPOSITIONS or view.tags[j] == "PRELS":
        return False
    if _DATIVE.fullmatch(view.lowers[j]):
        return True
    noun = _noun(view, j + 1, len(view)) if view.tags[j] in _ARTICLE_TAGS and view.lowers[j].endswith("er") else None
    return noun is not None and view.tag(j - 1) not in NOUNS and _is_feminine(view.forms[noun])


def _clause_at(view: View, i: int, start: int, end: int) -> Clause | None:
    return next((clause for clause in view.once(clauses, start, end) if i in clause.tokens), None)
