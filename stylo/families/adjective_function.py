"""Whether an adjective is attributive, predicative or adverbial, and by which evidence.

Where the ``Doc`` carries a dependency parse the tree decides (labels of UD and of TIGER, as spaCy's German models give them);
elsewhere tags, copulas, verb brackets and word order do, by the rules of ``lexicon/adjective_functions.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import compress
from typing import NamedTuple

from spacy.lang.lex_attrs import is_quote
from spacy.tokens import Doc

from stylo.grammar.clauses import Clause, clauses
from stylo.grammar.tokens import Known, View, view
from stylo.lexicon import table
from stylo.pipeline.stts import ADJECTIVES, DETERMINERS, NOUNS, PREPOSITIONS

_ALL_DETERMINERS = DETERMINERS | {"PRELAT", "PWAT"}
_SIDE_WORDS = frozenset({"ADV", "PTKNEG", "PTKA", "PTKMA", "PTKIFG"})
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


def functions(doc: Doc | View) -> Iterator[tuple[int, Function]]:
    """The index of every ADJA and ADJD of a document with its function, in text order."""
    laid_out = view(doc)
    parsed = laid_out.doc.has_annotation("DEP")
    for start, end in laid_out.sentences:
        adjectives = [i for i in range(start, end) if laid_out.tags[i] in ADJECTIVES]
        if all(_is_inflected(laid_out, i) for i in adjectives):
            yield from ((i, _named("inflected")) for i in adjectives)
            continue
        reader = _Reader(laid_out, start, end)
        for i in adjectives:
            yield i, (_from_tree(laid_out, i) if parsed else None) or reader.function(i)


def _is_inflected(laid_out: View, i: int) -> bool:
    return laid_out.tags[i] == "ADJA" and not is_superlative_with_am(laid_out, i)


def is_superlative_with_am(laid_out: View, i: int) -> bool:
    """*am schönsten* without a noun is no attribute, even where a corpus or a tagger calls it ADJA."""
    if not laid_out.lowers[i].endswith("sten") or laid_out.lower(i - 1) != "am":
        return False
    following = laid_out.tag(i + 1)
    return following not in NOUNS | {"ADJA", "TRUNC", "KON", "CARD"}


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


def _from_tree(laid_out: View, i: int) -> Function | None:
    """The function by the dependency relation, of the first conjunct for a coordinated one; None where the tree is silent."""
    if _is_inflected(laid_out, i):
        return _named("inflected")
    token = laid_out.doc[laid_out.places[i]]
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
        if relation == "nk" and token.head.tag_ not in NOUNS:
            function = None
        return Function(function, f"parse: {token.dep_} of {token.head.text}") if function else None
    return None


# --- without a parse --------------------------------------------------------------------------------------------------------


_SEEN = Known[bool](lambda word: word.tag in ADJECTIVES or not (word.form.isspace() or is_quote(word.form)))


class _Reader:
    """One sentence with its clauses; answers for each of its adjectives."""

    def __init__(self, laid_out: View, start: int, end: int) -> None:
        self.view = laid_out
        self.tokens = list(compress(range(start, end), _SEEN.each(laid_out.types[start:end])))
        self.position = {i: k for k, i in enumerate(self.tokens)}
        self.clause: dict[int, Clause] = {}
        for clause in laid_out.once(clauses, start, end):
            self.clause |= dict.fromkeys(clause.tokens, clause)
        self.known: dict[int, Function] = {}

    def function(self, i: int) -> Function:
        """The function of the adjective at a token."""
        if _is_inflected(self.view, i):
            return _named("inflected")
        if i not in self.known:
            self.known[i] = _named(self._rule(self.position[i]))
        return self.known[i]

    def tag(self, k: int) -> str:
        """Tag of the k-th token, empty outside the sentence."""
        return self.view.tags[self.tokens[k]] if 0 <= k < len(self.tokens) else ""

    def lower(self, k: int) -> str:
        """The k-th token in small letters."""
        return self.view.lowers[self.tokens[k]]

    def _rule(self, k: int) -> str:
        local = self._modifies_next(k) or self._after_particle(k)
        if local:
            return local
        last = self._last_of_coordination(k)
        if last != k:
            return self._of_coordination(k, last)
        return self._by_clause(k)

    def _modifies_next(self, k: int) -> str | None:
        """The rule by which the adjective belongs to the word after it."""
        n = k + 1
        while self.tag(n) in _SIDE_WORDS:
            n += 1
        tag = self.tag(n)
        if tag == "ADJA":
            return (
                "of_copular_participle" if self.lower(n).startswith(tuple(_words("copular participle"))) else "before_adjective"
            )
        if tag == "ADJD":
            return "before_adjective"
        if tag in NOUNS and n == k + 1 and self.tag(k - 1) in _ALL_DETERMINERS | PREPOSITIONS | {"ADJA"}:
            return "uninflected_attribute"
        if tag in NOUNS and n == k + 1 and self.lower(k) in _words("invariable"):
            return "uninflected_attribute"
        if tag in {"CARD", "PIAT", "PIDAT"} and n == k + 1 and self.lower(k) in _words("quantity"):
            return "before_quantity"
        if tag in PREPOSITIONS and n == k + 1 and self.lower(k) in _words("preposition"):
            return "before_preposition"
        if tag in PREPOSITIONS | _ALL_DETERMINERS and self._in_attribute(k):
            return "in_attribute"
        return None

    def _in_attribute(self, k: int) -> bool:
        """*die penetrant aus dem Radio dudelnde Musik*: a determiner before, and an ADJA right behind the phrase after."""
        if self.tag(k - 1) not in _ALL_DETERMINERS:
            return False
        n = k + 1
        while self.tag(n) in PREPOSITIONS | _ALL_DETERMINERS | {"ADJA", "ADV"}:
            n += 1
        return self.tag(n) in NOUNS and self.tag(n + 1) == "ADJA"

    def _after_particle(self, k: int) -> str | None:
        before = k - 1
        while self.tag(before) in _SIDE_WORDS:
            before -= 1
        if before < 0:
            return None
        particle, tag = self.lower(before), self.tag(before)
        if particle == "wie" and tag == "KOKOM":
            return "with_wie"
        for_object = particle == "für" and tag == "APPR"
        as_predicate = particle == "als" and tag in {"KOKOM", "KOUS", "APPR"} and self.tag(k + 1) != "VVPP"
        compared = as_predicate and before > 0 and self._is_comparison(before - 1)
        return "with_als" if (for_object or as_predicate) and not compared else None

    def _is_comparison(self, k: int) -> bool:
        word = self.lower(k)
        return word in {"mehr", "weniger", "anders"} or (self.tag(k) in ADJECTIVES and word.endswith("er"))

    def _last_of_coordination(self, k: int) -> int:
        """Position of the last adjective of the coordination: *niveauvoll* from *ruhig, realistisch und niveauvoll*."""
        n = k + 1
        while self.tag(n) in _COORDINATORS:
            while self.tag(n) in _COORDINATORS | _SIDE_WORDS:
                n += 1
            while self.tag(n) == "ADJD" and self.tag(n + 1) == "ADJD":
                n += 1
            if self.tag(n) != "ADJD" or self.clause[self.tokens[n]] is not self.clause[self.tokens[k]]:
                break
            k, n = n, n + 1
        return k

    def _of_coordination(self, k: int, last: int) -> str:
        """What the last conjunct is, except in *ist sauber und angenehm gestaltet*, where the first is a predicate."""
        finite = self.clause[self.tokens[k]].finite
        rule = self.function(self.tokens[last]).rule
        after_sein = finite is not None and finite < self.tokens[k] and self.view.known_lemmas[finite] == "sein"
        if rule == "before_participle" and after_sein:
            return "with_copula"
        if rule in {"before_adjective", "of_copular_participle", "before_quantity", "before_preposition"}:
            return self._by_clause(k)
        return rule

    def _by_clause(self, k: int) -> str:
        clause = self.clause[self.tokens[k]]
        verb = clause.verb
        if self.lower(k) in _words("sentence adverb") and self.tag(k + 1) not in {"$.", "$,", "KON", ""}:
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
        form = self.lower(k)
        if (frame.only and form not in frame.only) or form in frame.without:
            return self._adverbial(k)
        if frame.frame == "object" and self.tag(k + 1) in _ALL_DETERMINERS:
            return "with_verb"
        if not self._is_predicate(k, clause):
            return "beside_predicate" if copular else "with_verb"
        return "with_copula" if copular else "with_predicative_verb"

    def _adverbial(self, k: int) -> str:
        return "before_participle" if self.tag(k + 1) in _VERB_FORMS else "with_verb"

    def _is_first_predicate(self, k: int, clause: Clause) -> bool:
        """A predicate of sein before another verb form: *ist kühl und mit Liebe gefilmt*, *ist schwer das zu sagen*."""
        finite, verb = clause.finite, clause.verb
        if finite is None or verb is None or self.view.known_lemmas[finite] != "sein" or verb <= max(finite, self.tokens[k]):
            return False
        if self.view.tags[verb] == "VVPP":
            start = max(k, self.position[finite])
            return any(self.tag(n) in _COORDINATORS for n in range(start, self.position[verb]))
        to_infinitive = self.view.tags[verb] == "VVIZU" or self.view.tags[verb - 1] == "PTKZU"
        return to_infinitive and self.tag(k + 1) not in {"PTKZU", "VVIZU"} and finite < self.tokens[k]

    def _is_predicate(self, k: int, clause: Clause) -> bool:
        """Whether the clause has no better predicate: a later adjective, or two nominals besides a fronted adjective."""
        if self._before_bracket(k, clause):
            return True
        if self._has_later_predicate(k):
            return False
        i = self.tokens[k]
        fronted = clause.finite is not None and i < clause.finite and clause.kind == "main"
        if not (fronted and i == next(other for other in clause.tokens if other in self.position)):
            return True
        # Taggers take the pronoun in "Technisch ist das große Kunst" for an article; only the noun's gender would tell.
        pronoun = self.lower(k) in _words("domain") and self.tag(k + 2) == "ART" and self.lower(k + 2) == "das"
        return _nominals(clause, i) + pronoun <= 1

    def _before_bracket(self, k: int, clause: Clause) -> bool:
        """Whether the verb that closes the clause stands right behind the adjective: *weil sie müde ist*, *muss müde sein*."""
        if k + 1 >= len(self.tokens):
            return False
        brackets = {clause.verb, clause.finite}
        if clause.kind == "main":
            brackets.discard(clause.finite)
        return self.tokens[k + 1] in brackets

    def _has_later_predicate(self, k: int) -> bool:
        """Whether, before the next comma or conjunction, another adjective of the clause stands by itself."""
        clause, n = self.clause[self.tokens[k]], k + 1
        while self.tag(n) not in _COORDINATORS | {"$.", "$(", ""} and self.clause[self.tokens[n]] is clause:
            if self.tag(n) == "ADJD" and not self._modifies_next(n):
                return True
            n += 1
        return False


def _nominals(clause: Clause, i: int) -> int:
    """How many noun phrases without preposition follow the adjective in its clause."""
    count, governed, previous = 0, False, ""
    for j in clause.tokens:
        if j <= i:
            continue
        tag = clause.view.tags[j]
        if tag in PREPOSITIONS:
            governed = True
        elif tag in _PRONOUNS or tag in NOUNS:
            count += not governed and previous not in NOUNS
            governed = False
        previous = tag
    return count
