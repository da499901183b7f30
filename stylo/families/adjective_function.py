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
from stylo.grammar.tokens import Known, Type, View, view
from stylo.lexicon import table
from stylo.pipeline.stts import ADJECTIVES, DETERMINERS, NOUNS, PREPOSITIONS

_ALL_DETERMINERS = DETERMINERS | {"PRELAT", "PWAT"}
_SIDE_WORDS = frozenset({"ADV", "PTKNEG", "PTKA", "PTKMA", "PTKIFG"})
_COORDINATORS = frozenset({"KON", "$,"})
_COORDINATING_WORDS = frozenset({"noch", "bis", "wie"})
_EQUAL = frozenset({"so", "ebenso", "genauso", "gleichermaßen"})
_GENITIVES = frozenset("des eines der dieses dieser meines meiner seines seiner ihres ihrer jedes jeder aller".split())
_OBLIQUE = frozenset("dem den des einem einen eines diesem diesen dieses seinem seinen ihrem ihren keinem keinen".split())
LONGEST_SPAN = 60  # tokens of a clause in which a conjunction or a reflexive pronoun is looked for
LONGEST_PHRASE = 15  # tokens looked at for a particle before its phrase, or for the end of what is set off by commas
_COPULAS = frozenset({"sein", "werden", "bleiben"})
_BEHIND_SET_OFF = PREPOSITIONS | {"$,", "$.", "$(", "KON", "KOKOM", ""}
_IN_PHRASE = DETERMINERS | NOUNS | PREPOSITIONS | {"ADJA", "CARD", "ADV"}
_VERB_FORMS = frozenset({"VVPP", "VVINF", "VVIZU", "PTKZU"})
_POINTING = frozenset({"PDS", "PPER", "PROAV", "KOKOM", "PWS", "PWAV", "KOUS"})
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


def counted_tag(word: Type) -> str:
    """The tag under which a word counts as an adjective, empty for any other word.

    STTS makes *ander-* without its noun a pronoun (*die anderen*), and corpora call a few adjectives adverbs that can be
    inflected in the same meaning (*früher*, *ausschließlich*) or only predicate (*egal*).
    """
    if word.tag in ADJECTIVES:
        return word.tag
    if word.tag == "PIS":
        return "ADJA" if word.lower in _OTHER else ""
    return "ADJD" if word.tag == "ADV" and (word.lower in _words("inflectible") or word.lower in _only_predicative()) else ""


@cache
def _only_predicative() -> frozenset[str]:
    return frozenset(row["word"] for row in table("only_predicative"))


_OTHER = frozenset("andere anderen anderer anderes anderem".split())
_COUNTED = Known[bool](lambda word: bool(counted_tag(word)))


@cache
def _function_of(rule: str) -> str:
    return {row["rule"]: row["function"] for row in table("adjective_functions")}[rule]


@cache
def reason(rule: str) -> str:
    """What a reader is told of a rule."""
    return {row["rule"]: row["reason"] for row in table("adjective_functions")}.get(rule, rule)


def functions(doc: Doc | View) -> Iterator[tuple[int, Function]]:
    """The index of every adjective of a document (``counted_tag``) with its function, in text order."""
    laid_out = view(doc)
    parsed = laid_out.doc.has_annotation("DEP")
    for start, end in laid_out.sentences:
        adjectives = list(compress(range(start, end), _COUNTED.each(laid_out.types[start:end])))
        if all(_is_inflected(laid_out, i) for i in adjectives):
            yield from ((i, _named("inflected")) for i in adjectives)
            continue
        reader = _Reader(laid_out, start, end)
        for i in adjectives:
            yield i, (_from_tree(laid_out, i) if parsed else None) or reader.function(i)


def _is_inflected(laid_out: View, i: int) -> bool:
    return counted_tag(laid_out.types[i]) == "ADJA" and not is_superlative_with_am(laid_out, i)


def is_superlative_with_am(laid_out: View, i: int) -> bool:
    """*am schönsten* without a noun is no attribute, even where a corpus or a tagger calls it ADJA."""
    if not laid_out.lowers[i].endswith("sten") or laid_out.lower(i - 1) != "am":
        return False
    following = laid_out.tag(i + 1)
    return following not in NOUNS | {"ADJA", "TRUNC", "KON", "CARD"}


def is_postposed(laid_out: View, i: int) -> bool:
    """Whether an uninflected adjective follows its noun at the end of the phrase: *Kino pur*."""
    closed = laid_out.tag(i + 1) in {"$.", "$,", "$(", "KON", ""}
    return closed and laid_out.lowers[i] in _words("postposed") and laid_out.tag(i - 1) in NOUNS


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


_SEEN = Known[bool](lambda word: bool(counted_tag(word)) or not (word.form.isspace() or is_quote(word.form)))


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
        self.first: dict[int, int] = {}
        self.subject: dict[Clause, int] = {}

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
        local = self._modifies_next(k) or self._after_particle(self._first_of_coordination(k))
        if local:
            return local
        if self._is_sentence_adverb(k):
            return "sentence_adverb"
        last = self._last_of_coordination(k)
        if last != k:
            return self._of_coordination(k, last)
        return "set_off" if self._is_set_off(k) else self._by_clause(k)

    def _modifies_next(self, k: int) -> str | None:
        """The rule by which the adjective belongs to the word after it."""
        n = k + 1
        while self.tag(n) in _SIDE_WORDS and not self._joins(n):
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
        if n == k + 1 and is_postposed(self.view, self.tokens[k]):
            return "postposed_attribute"
        if tag in {"CARD", "PIAT"} and n == k + 1 and self.lower(k) in _words("quantity"):
            return "before_quantity"
        if tag in PREPOSITIONS and n == k + 1 and self.lower(k) in _words("preposition"):
            return "before_preposition"
        if tag in _POINTING and n == k + 1 and self.lower(k) in _words("pointing"):
            return "before_pronoun"
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
        if self.lower(before) == "wie" and self.tag(before) == "KOKOM":
            return None if self._joins(before) else "with_wie"
        while self.tag(before) in _SIDE_WORDS | {"ADJD"}:
            before -= 1
        if before < 0:
            return None
        if self.lower(before) == "für" and self.tag(before) == "APPR":
            return "with_als"
        return "with_als" if self._is_after_als(k, before) else None

    def _is_after_als(self, k: int, before: int) -> bool:
        """Whether *als* at ``before``, or before a phrase, makes the adjective a predicate: *als in zwei Teile getrennt*."""
        frame = _frames().get(self.clause[self.tokens[k]].lemma)
        governed = frame is not None and frame.frame in {"als", "für"}
        n = before
        if governed:
            while self.tag(n) in _IN_PHRASE and self.lower(n) != "als" and before - n < LONGEST_PHRASE:
                n -= 1
        if n < 0 or self.lower(n) != "als" or self.tag(n) not in {"KOKOM", "KOUS", "APPR"}:
            return False
        opens = self.clause[self.tokens[k]].opener == self.tokens[n]
        if (n < before and self.tag(n + 1) not in PREPOSITIONS) or (opens and not governed):
            return False
        return (governed or self.tag(k + 1) != "VVPP") and not (n > 0 and self._is_comparison(n - 1))

    def _is_comparison(self, k: int) -> bool:
        word = self.lower(k)
        if word in {"mehr", "weniger", "anders"} or (k > 0 and self.lower(k - 1) in {"mehr", "weniger", "eher"}):
            return True
        return self.tag(k) in ADJECTIVES and word.endswith("er")

    def _joins(self, n: int) -> bool:
        """Whether the n-th token may join adjectives: *und*, a comma, *weder ... noch*, *gut bis besser*, *so gut wie er*."""
        if self.tag(n) in _COORDINATORS:
            return True
        if not 0 < n < len(self.tokens) or self.lower(n) not in _COORDINATING_WORDS or self.tag(n - 1) != "ADJD":
            return False
        return self.lower(n) != "wie" or (n > 1 and self.lower(n - 2) in _EQUAL)

    def _conjunct_before(self, k: int) -> int | None:
        """Position of the adjective that the one at ``k`` is joined to, None where there is none."""
        n = k - 1
        while self.tag(n) in _SIDE_WORDS and not self._joins(n):
            n -= 1
        if not self._joins(n):
            return None
        while self._joins(n) or self.tag(n) in _SIDE_WORDS:
            n -= 1
        return n if self.tag(n) == "ADJD" and self._share(n, k) and not self._is_sentence_adverb(k) else None

    def _share(self, n: int, k: int) -> bool:
        """Whether two adjectives are in one clause, or the first is all before it: *Leise, doch bestimmt erhebt sie*."""
        before, clause = self.clause[self.tokens[n]], self.clause[self.tokens[k]]
        return before is clause or (before.verb is None and self.position[before.tokens[0]] == n == 0)

    def _first_of_coordination(self, k: int) -> int:
        """Position of the first adjective of the coordination; what is known of one conjunct is kept for the next."""
        passed = [k]
        while passed[-1] not in self.first and (before := self._conjunct_before(passed[-1])) is not None:
            passed.append(before)
        first = self.first.get(passed[-1], passed[-1])
        self.first |= dict.fromkeys(passed, first)
        return first

    def _last_of_coordination(self, k: int) -> int:
        """Position of the last adjective of the coordination: *niveauvoll* from *ruhig, realistisch und niveauvoll*."""
        n = k + 1
        while self._joins(n):
            while self._joins(n) or self.tag(n) in _SIDE_WORDS:
                n += 1
            while self.tag(n) == "ADJD" and self.tag(n + 1) == "ADJD":
                n += 1
            if self.tag(n) != "ADJD" or not self._share(k, n) or self._is_sentence_adverb(n):
                break
            k, n = n, n + 1
        return k

    def _is_sentence_adverb(self, k: int) -> bool:
        """*Das ist wirklich ein Fehler*; at the end only where it is added: *Das ist gut, wirklich.*"""
        if self.lower(k) not in _words("sentence adverb"):
            return False
        following = self.tag(k + 1)
        if following[:2] in {"VA", "VV"}:
            return k == 0 and self.lower(k) not in _words("predicable")
        return self.tag(k - 1) == "$," or following not in {"$.", "$,", "KON", ""}

    def _is_set_off(self, k: int) -> bool:
        """Whether a mark parts the adjectives from a noun, and no verb follows: *der Gangster, so nett, so kalt.*"""
        first = self._first_of_coordination(k) - 1
        while self.tag(first) in _SIDE_WORDS:
            first -= 1
        opened = self.tag(first) == "$," or (self.tag(first) == "$(" and self.lower(first) in {"(", "–", "—", "-"})
        if not opened or self.tag(first - 1) not in NOUNS or self.tag(k + 1) not in _BEHIND_SET_OFF:
            return False
        n = k + 1
        while self.tag(n) not in {"$,", "$.", "$(", ""} and n - k < LONGEST_PHRASE:
            if self.tag(n)[:1] == "V" or self.tag(n) == "PTKVZ":
                return False
            n += 1
        return True

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
        behind = clause.finite is None and verb is not None and verb < self.tokens[k] and self.tag(k - 1) in _COORDINATORS
        if verb is None or behind:
            return "before_participle" if self.tag(k + 1) in _VERB_FORMS else "verbless"
        closed = self.lower(k) in _only_predicative() and clause.finite is not None
        if self._is_first_predicate(k, clause) or (closed and self.view.known_lemmas[clause.finite or 0] in _COPULAS):
            return "with_copula"
        lemma = self._lemma(k, clause)
        copular = lemma in _COPULAS
        frame = self._frame(lemma, clause)
        if frame is None or frame.frame in {"als", "für"}:
            return self._adverbial(k)
        form = self.lower(k)
        result = frame.frame == "object" and form == "besser" and self.tag(k - 1) in NOUNS
        if ((frame.only and form not in frame.only) or form in frame.without) and not result:
            return self._adverbial(k)
        before_zu = k + 1 < len(self.tokens) and self.tag(k + 1) in PREPOSITIONS and self.lower(k + 1) in {"zu", "zum", "zur"}
        if frame.frame == "object" and (self.tag(k + 1) in _ALL_DETERMINERS | NOUNS or before_zu):
            return "with_verb"
        if not self._is_predicate(k, clause):
            return "beside_predicate" if copular else "with_verb"
        return "with_copula" if copular else "with_predicative_verb"

    def _lemma(self, k: int, clause: Clause) -> str:
        """The lemma of the verb that the adjective is with.

        It is the finite one before a conjunct that was joined to the clause (*fallen gut aus und alle lachen*), and behind a
        fronted phrase (*Verglichen mit ihm ist das mager*).
        """
        finite, verb = clause.finite, clause.verb
        if finite is None or verb is None or verb == finite:
            return clause.lemma
        fronted = verb + 1 < finite < self.tokens[k] and self.view.tags[verb] == "VVPP"
        start = max(k, self.position[finite])
        behind = self.view.tags[finite] == "VVFIN" and verb > max(finite, self.tokens[k])
        joined = behind and any(self.tag(n) == "KON" for n in range(start, min(self.position[verb], start + LONGEST_SPAN)))
        if not (fronted or joined):
            return clause.lemma
        lemma = self.view.known_lemmas[finite].lower()
        particle = self.view.lowers[clause.particle] if clause.particle is not None else ""
        return lemma if lemma.startswith(particle) else particle + lemma

    def _frame(self, lemma: str, clause: Clause) -> Frame | None:
        """The frame of a verb, with a reflexive pronoun that of the reflexive verb if it has one of its own."""
        reflexive = _frames().get(f"sich {lemma}")
        if reflexive and any(self.view.tags[i] == "PRF" for i in clause.tokens[:LONGEST_SPAN]):
            return reflexive
        return _frames().get(lemma)

    def _adverbial(self, k: int) -> str:
        if self.tag(k + 1) in _VERB_FORMS:
            return "before_participle"
        return "depictive" if self.lower(k) in _words("state of somebody") else "with_verb"

    def _is_first_predicate(self, k: int, clause: Clause) -> bool:
        """A predicate of sein before another verb form: *ist kühl und mit Liebe gefilmt*, *ist schwer das zu sagen*."""
        finite, verb = clause.finite, clause.verb
        if finite is None or verb is None or self.view.known_lemmas[finite] != "sein" or verb <= max(finite, self.tokens[k]):
            return False
        start = max(k, self.position[finite])
        joined = any(self.tag(n) in _COORDINATORS for n in range(start, self.position[verb]))
        if self.view.tags[verb] == "VVPP" or joined:
            return joined
        to_infinitive = self.view.tags[verb] == "VVIZU" or self.view.tags[verb - 1] == "PTKZU"
        return to_infinitive and self.tag(k + 1) not in {"PTKZU", "VVIZU"} and finite < self.tokens[k]

    def _is_predicate(self, k: int, clause: Clause) -> bool:
        """Whether the clause has no better predicate: a later adjective, or two nominals besides a fronted adjective."""
        if self._before_bracket(k, clause):
            return True
        if self._has_later_predicate(k):
            return False
        i = self.tokens[k]
        copular = self._lemma(k, clause) in _COPULAS
        if copular and clause.finite is not None and self._precedes_predicate(k, clause):
            return False
        fronted = clause.finite is not None and i < clause.finite and clause.kind == "main"
        if not (fronted and i == next(other for other in clause.tokens if other in self.position)):
            return True
        # Taggers take the pronoun in "Technisch ist das große Kunst" for an article; only the noun's gender would tell.
        pronoun = self.lower(k) in _words("domain") and self.tag(k + 2) == "ART" and self.lower(k + 2) == "das"
        return _nominals(clause, i) + pronoun <= (1 if copular else 2)

    def _precedes_predicate(self, k: int, clause: Clause) -> bool:
        """Whether another predicate follows at once: *Der Film ist plötzlich eine Komödie*, *Der Fahrer ist schnell weg*."""
        if self.tag(k - 1) in _COORDINATORS:
            return False
        n = k + 1
        while self.tag(n) in _SIDE_WORDS and self.lower(n) not in _words("predicate adverb") | _EQUAL:
            n += 1
        tag = self.tag(n)
        if n < len(self.tokens) and self.lower(n) in _words("predicate adverb"):
            return self.tag(n + 1) in {"$.", "$,", "KON", ""}
        if self.lower(k) == "lang" and self.tag(k - 1) in NOUNS and tag not in {"$.", "$,", "$(", "KON", ""}:
            return tag[:1] != "V"
        nominal = tag == "NN" or (tag in DETERMINERS and self.lower(n) not in _OBLIQUE)
        return nominal and self._has_subject_before(k, clause)

    def _has_subject_before(self, k: int, clause: Clause) -> bool:
        """Whether a noun or pronoun that no preposition governs stands before the adjective in its clause."""
        if clause not in self.subject:
            governed = False
            self.subject[clause] = self.tokens[-1] + 1
            for i in clause.tokens:
                tag = self.view.tags[i]
                if tag in PREPOSITIONS:
                    governed = True
                elif tag in NOUNS | _PRONOUNS | {"PRELS"}:
                    if not governed:
                        self.subject[clause] = i
                        break
                    governed = False
        return self.subject[clause] < self.tokens[k]

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
            if self.tag(n) == "ADJD" and not self._modifies_next(n) and not self._is_sentence_adverb(n):
                return True
            n += 1
        return False


def _nominals(clause: Clause, i: int) -> int:
    """How many noun phrases without preposition follow the adjective in its clause, up to a comma; attributes are none."""
    count, governed, previous = 0, False, ""
    for j in clause.tokens:
        if j <= i:
            continue
        tag = clause.view.tags[j]
        if tag == "$,":
            break
        if tag in PREPOSITIONS or (tag in DETERMINERS and previous in NOUNS and clause.view.lowers[j] in _GENITIVES):
            governed = True
        elif tag in _PRONOUNS or tag in NOUNS:
            count += not governed and previous not in NOUNS
            governed = False
        previous = tag
    return count
