"""Whether an adjective is attributive, predicative or adverbial, and by which evidence.

Where the ``Doc`` carries a dependency parse the tree decides (labels of UD and of TIGER, as spaCy's German models give them);
elsewhere tags, copulas, verb brackets and word order do, by the rules of ``lexicon/adjective_functions.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from stylo.lexicon import table
from stylo.measures.topology import PREPOSITIONS, Clause, clauses, is_frame_verb
from stylo.measures.view import Token, View, view

ADJECTIVES = frozenset({"ADJA", "ADJD"})
_DETERMINERS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "PRELAT", "PWAT"})
_SIDE_WORDS = frozenset({"ADV", "PTKNEG", "PTKA", "PTKMA", "PTKIFG"})
_NOUNS = frozenset({"NN", "NE"})
_COORDINATORS = frozenset({"KON", "$,"})
_COPULAS = frozenset({"sein", "werden", "bleiben"})
_VERB_FORMS = frozenset({"VVPP", "VVINF", "VVIZU", "PTKZU"})
_PRONOUNS = frozenset({"PPER", "PDS", "PIS", "PWS"})


class Function(NamedTuple):
    """The function of an adjective and the name of the rule that told it."""

    function: str
    rule: str


class Frame(NamedTuple):
    """How a verb takes a predicative adjective; see ``lexicon/copulas.tsv``."""

    frame: str
    only: frozenset[str]
    without: frozenset[str]


@cache
def _frames() -> dict[str, Frame]:
    return {row["verb"]: Frame(row["frame"], _set(row["only"]), _set(row["except"])) for row in table("copulas")}


def _set(cell: str) -> frozenset[str]:
    return frozenset() if cell == "_" else frozenset(cell.split(","))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("adjective_words") if row["kind"] == kind)


@cache
def _function_of(rule: str) -> str:
    return {row["rule"]: row["function"] for row in table("adjective_functions")}[rule]


@cache
def reason(rule: str) -> str:
    """What a reader is told of a rule."""
    return {row["rule"]: row["reason"] for row in table("adjective_functions")}.get(rule, rule)


def functions(doc: Doc | View) -> Iterator[tuple[Token, Function]]:
    """Every ADJA and ADJD of a document with its function, in text order."""
    laid_out = view(doc)
    parsed = laid_out.doc.has_annotation("DEP")
    for start, end in laid_out.sentences:
        adjectives = [token for token in laid_out.tokens[start:end] if token.tag in ADJECTIVES]
        if not any(token.tag == "ADJD" or is_superlative_with_am(laid_out, token) for token in adjectives):
            yield from ((token, _named("inflected")) for token in adjectives)
            continue
        reader = _Reader(laid_out, start, end)
        for token in adjectives:
            yield token, (_from_tree(laid_out, token) if parsed else None) or reader.function(token)


def is_superlative_with_am(laid_out: View, token: Token) -> bool:
    """*am schönsten* without a noun is no attribute, even where a corpus or a tagger calls it ADJA."""
    if not token.lower.endswith("sten") or laid_out.lower(token.i - 1) != "am":
        return False
    following = laid_out.tag(token.i + 1)
    return following not in _NOUNS | {"ADJA", "TRUNC", "KON", "CARD"}


@cache
def _named(rule: str) -> Function:
    return Function(_function_of(rule), rule)


# --- with a parse -----------------------------------------------------------------------------------------------------------

_TREE = {
    "amod": "attributive",
    "nk": "attributive",
    "xcomp": "predicative",
    "pd": "predicative",
    "advmod": "adverbial",
    "advcl": "adverbial",
    "mo": "adverbial",
    "obl": "adverbial",
}


def _from_tree(laid_out: View, adjective: Token) -> Function | None:
    """The function by the dependency relation, of the first conjunct for a coordinated one; None where the tree is silent."""
    if adjective.tag == "ADJA" and not is_superlative_with_am(laid_out, adjective):
        return _named("inflected")
    token = laid_out.doc[adjective.i]
    seen = set()
    while token.i not in seen:
        seen.add(token.i)
        if any(child.dep_ == "cop" for child in token.children):
            return Function("predicative", "parse: with a copula")
        relation = token.dep_.split(":")[0]
        if relation in {"conj", "cj", "cd"}:
            token = token.head
            continue
        function = _TREE.get(relation)
        if relation == "nk" and token.head.tag_ not in _NOUNS:
            function = None
        return Function(function, f"parse: {token.dep_} of {token.head.text}") if function else None
    return None


# --- without a parse --------------------------------------------------------------------------------------------------------


class _Reader:
    """One sentence with its clauses; answers for each of its adjectives."""

    def __init__(self, laid_out: View, start: int, end: int) -> None:
        self.view = laid_out
        inside = laid_out.tokens[start:end]
        self.tokens = [token for token in inside if token.tag in ADJECTIVES or not (token.is_space or token.is_quote)]
        self.position = {token.i: k for k, token in enumerate(self.tokens)}
        self.clause: dict[int, Clause] = {}
        for clause in laid_out.once(clauses, start, end):
            for token in clause.tokens:
                self.clause[token.i] = clause
        self.known: dict[int, Function] = {}

    def function(self, token: Token) -> Function:
        """The function of one adjective."""
        if token.tag == "ADJA" and not is_superlative_with_am(self.view, token):
            return _named("inflected")
        if token.i not in self.known:
            self.known[token.i] = _named(self._rule(token))
        return self.known[token.i]

    def tag(self, k: int) -> str:
        """Tag of the k-th token, empty outside the sentence."""
        return self.tokens[k].tag if 0 <= k < len(self.tokens) else ""

    def _rule(self, token: Token) -> str:
        k = self.position[token.i]
        local = self._modifies_next(token, k) or self._after_particle(k)
        if local:
            return local
        last = self._last_of_coordination(k)
        if last != k:
            return self._of_coordination(token, k, last)
        return self._by_clause(token, k)

    def _modifies_next(self, token: Token, k: int) -> str | None:
        """The rule by which the adjective belongs to the word after it."""
        n = k + 1
        while self.tag(n) in _SIDE_WORDS:
            n += 1
        tag = self.tag(n)
        if tag == "ADJA":
            return "of_copular_participle" if _is_copular_participle(self.tokens[n]) else "before_adjective"
        if tag == "ADJD":
            return "before_adjective"
        if tag in _NOUNS and n == k + 1 and self.tag(k - 1) in _DETERMINERS | PREPOSITIONS | {"ADJA"}:
            return "uninflected_attribute"
        if tag in _NOUNS and n == k + 1 and token.lower in _words("invariable"):
            return "uninflected_attribute"
        if tag in {"CARD", "PIAT", "PIDAT"} and n == k + 1 and token.lower in _words("quantity"):
            return "before_quantity"
        if tag in PREPOSITIONS and n == k + 1 and token.lower in _words("preposition"):
            return "before_preposition"
        if tag in PREPOSITIONS | _DETERMINERS and self._in_attribute(k):
            return "in_attribute"
        return None

    def _in_attribute(self, k: int) -> bool:
        """*die penetrant aus dem Radio dudelnde Musik*: a determiner before, and an ADJA right behind the phrase after."""
        if self.tag(k - 1) not in _DETERMINERS:
            return False
        n = k + 1
        while self.tag(n) in PREPOSITIONS | _DETERMINERS | {"ADJA", "ADV"}:
            n += 1
        return self.tag(n) in _NOUNS and self.tag(n + 1) == "ADJA"

    def _after_particle(self, k: int) -> str | None:
        before = k - 1
        while self.tag(before) in _SIDE_WORDS:
            before -= 1
        if before < 0:
            return None
        particle = self.tokens[before]
        if particle.lower == "wie" and particle.tag == "KOKOM":
            return "with_wie"
        for_object = particle.lower == "für" and particle.tag == "APPR"
        as_predicate = particle.lower == "als" and particle.tag in {"KOKOM", "KOUS", "APPR"} and self.tag(k + 1) != "VVPP"
        compared = as_predicate and before > 0 and _is_comparison(self.tokens[before - 1])
        return "with_als" if (for_object or as_predicate) and not compared else None

    def _last_of_coordination(self, k: int) -> int:
        """Position of the last adjective of the coordination: *niveauvoll* from *ruhig, realistisch und niveauvoll*."""
        n = k + 1
        while self.tag(n) in _COORDINATORS:
            while self.tag(n) in _COORDINATORS | _SIDE_WORDS:
                n += 1
            while self.tag(n) == "ADJD" and self.tag(n + 1) == "ADJD":
                n += 1
            if self.tag(n) != "ADJD" or self.clause[self.tokens[n].i] is not self.clause[self.tokens[k].i]:
                break
            k, n = n, n + 1
        return k

    def _of_coordination(self, token: Token, k: int, last: int) -> str:
        """What the last conjunct is, except in *ist sauber und angenehm gestaltet*, where the first is a predicate."""
        clause = self.clause[token.i]
        rule = self.function(self.tokens[last]).rule
        finite = clause.finite
        if rule == "before_participle" and finite is not None and finite.lemma == "sein" and finite.i < token.i:
            return "with_copula"
        if rule in {"before_adjective", "of_copular_participle", "before_quantity", "before_preposition"}:
            return self._by_clause(token, k)
        return rule

    def _by_clause(self, token: Token, k: int) -> str:
        clause = _around(self.clause[token.i], token)
        verb = clause.verb
        if token.lower in _words("sentence adverb") and self.tag(k + 1) not in {"$.", "$,", "KON", ""}:
            return "sentence_adverb"
        if verb is None:
            return "before_participle" if self.tag(k + 1) in _VERB_FORMS else "verbless"
        if self._is_first_predicate(k, clause):
            return "with_copula"
        lemma = clause.lemma
        copular = lemma in _COPULAS
        frame = _frames().get(lemma)
        if frame is None or frame.frame in {"als", "für"}:
            return self._adverbial(k)
        form = token.lower
        if (frame.only and form not in frame.only) or form in frame.without:
            return self._adverbial(k)
        if frame.frame == "object" and self.tag(k + 1) in _DETERMINERS:
            return "with_verb"
        if not self._is_predicate(token, k, clause):
            return "beside_predicate" if copular else "with_verb"
        return "with_copula" if copular else "with_predicative_verb"

    def _adverbial(self, k: int) -> str:
        return "before_participle" if self.tag(k + 1) in _VERB_FORMS else "with_verb"

    def _is_first_predicate(self, k: int, clause: Clause) -> bool:
        """A predicate of sein before another verb form: *ist kühl und mit Liebe gefilmt*, *ist schwer das zu sagen*."""
        finite, verb = clause.finite, clause.verb
        if finite is None or verb is None or finite.lemma != "sein" or verb.i <= max(finite.i, self.tokens[k].i):
            return False
        if verb.tag == "VVPP":
            start = max(k, self.position[finite.i])
            return any(self.tag(n) in _COORDINATORS for n in range(start, self.position[verb.i]))
        to_infinitive = verb.tag == "VVIZU" or verb.tag_before == "PTKZU"
        return to_infinitive and self.tag(k + 1) not in {"PTKZU", "VVIZU"} and finite.i < self.tokens[k].i

    def _is_predicate(self, token: Token, k: int, clause: Clause) -> bool:
        """Whether the clause has no better predicate: a later adjective, or two nominals besides a fronted adjective."""
        if self._before_bracket(k, clause):
            return True
        if self._has_later_predicate(token, k):
            return False
        fronted = clause.finite is not None and token.i < clause.finite.i and clause.kind == "main"
        first = next(other for other in clause.tokens if other.i in self.position)
        if not (fronted and token.i == first.i):
            return True
        # Taggers take the pronoun in "Technisch ist das große Kunst" for an article; only the noun's gender would tell.
        pronoun = token.lower in _words("domain") and self.tag(k + 2) == "ART" and self.tokens[k + 2].lower == "das"
        return _nominals(clause, token) + pronoun <= 1

    def _before_bracket(self, k: int, clause: Clause) -> bool:
        """Whether the verb that closes the clause stands right behind the adjective: *weil sie müde ist*, *muss müde sein*."""
        if k + 1 >= len(self.tokens):
            return False
        brackets = {verb.i for verb in (clause.verb, clause.finite) if verb is not None}
        if clause.kind == "main" and clause.finite is not None:
            brackets.discard(clause.finite.i)
        return self.tokens[k + 1].i in brackets

    def _has_later_predicate(self, token: Token, k: int) -> bool:
        """Whether, before the next comma or conjunction, another adjective of the clause stands by itself."""
        n = k + 1
        while self.tag(n) not in _COORDINATORS | {"$.", "$(", ""} and self.clause[self.tokens[n].i] is self.clause[token.i]:
            if self.tag(n) == "ADJD" and not self._modifies_next(self.tokens[n], n):
                return True
            n += 1
        return False


def _around(clause: Clause, token: Token) -> Clause:
    """The part of the clause between the finite verbs next to the token, where missing punctuation ran clauses together."""
    finites = [other.i for other in clause.tokens if is_frame_verb(other)]
    if len(finites) < 2 or clause.kind != "main":
        return clause
    start = max((i for i in finites if i <= token.i), default=clause.tokens[0].i)
    end = min((i for i in finites if i > max(start, token.i) and i != start), default=clause.tokens[-1].i + 1)
    part = Clause(clause.kind)
    part.add([other for other in clause.tokens if start <= other.i < end or (start == clause.tokens[0].i and other.i == end)])
    return part


def _is_copular_participle(token: Token) -> bool:
    return token.lower.startswith(tuple(_words("copular participle")))


def _is_comparison(token: Token) -> bool:
    return token.lower in {"mehr", "weniger", "anders"} or (token.tag in ADJECTIVES and token.lower.endswith("er"))


def _nominals(clause: Clause, token: Token) -> int:
    """How many noun phrases without preposition follow the adjective in its clause."""
    count, governed, previous = 0, False, ""
    for other in clause.tokens:
        if other.i <= token.i:
            continue
        tag = other.tag
        if tag in PREPOSITIONS:
            governed = True
        elif tag in _PRONOUNS or tag in _NOUNS:
            count += not governed and previous not in _NOUNS
            governed = False
        previous = tag
    return count
