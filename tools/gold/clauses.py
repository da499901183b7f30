"""Accuracy of the clauses against human annotation; ``python -m tools.gold.clauses [FOLDER]`` lists what differs in one half.

The frame of each finite clause is read off the dependencies of UD German GSD and LIT:

- The clause is that of a finite verb; its verbs are the finite one, its predicate if that is a verb, auxiliaries, the separated
  particle, and what they govern without *zu* (*lässt warten*) or, where the two verbs always make one complex, with it (*ist zu
  sehen*).
- A clause has its verb at the end if a word of it before the verb is a conjunction, a relative pronoun or a question word, and
  no subject or object stands behind the verb. Its frame goes from that word to its last verb. Of *mit deren Hilfe* it begins at
  the pronoun, which makes the clause a subordinate one, as the conjunction does in the same place (Höhle 1986).
- A clause joined to such a one, with its own verb at the end and no word that opens it, shares the opener.
- Every other frame goes from the finite verb to the last of the other verbs behind it; without any it is the finite verb alone.

The kinds are main, subordinate (conjunction, question word, or a condition with its verb first) and relative. *was, wer, wo*
and the like relate where their clause depends on a noun or on no word (acl, advcl, parataxis), is the subject, or stands
before its verb; as the object behind it they ask (ccomp: *weiß, was er will*), which UD does not tell from *macht, was er
will*. Of coordinated participles (*wird gelobt und geliebt*) the first closes the frame. Two kinds of mistakes in the tags of
the corpora are mended, since the dependencies show them: a finite verb behind an opener that is taken for an infinitive or a
participle, and a relative pronoun that is taken for a demonstrative one.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.register.verbs import brackets
from stylo.grammar.clauses import Clause, clauses
from stylo.grammar.tokens import View, view
from stylo.pipeline.stts import FINITE, INFINITIVES, INTERROGATIVE, NONFINITE, RELATIVE
from tools.gold import GOLD, Counts, count, result
from tools.gold.adjectives import heads, sentences

Gold = dict[str, str]
CORPORA = ("ud-gsd", "ud-lit")
_PREDICATES = frozenset("root acl advcl ccomp csubj parataxis conj appos dep".split())
# What may stand behind the last verb of a clause that ends in it.
_EXTRAPOSED = frozenset("acl advcl ccomp csubj xcomp parataxis conj cc punct appos dep vocative discourse".split())
_NO_OPENERS = INTERROGATIVE | {"PTKZU", "PTKVZ", "KON", "APPR", "KOUI", "VVPP"}
_LIKE_RELATIVES = frozenset("der die das dem den was".split())
_LIKE_PRESENT = re.compile(r"(?!ge)\w+t$")
_RELATING = frozenset("was wer wen wem wo womit wodurch wobei worauf woran wofür wovon weshalb weswegen".split())
# Verbs with which an infinitive with zu makes one verbal complex wherever it stands (Bech 1955).
_COHERENT = frozenset(
    "ist sind war waren sei seien wäre wären bin bist hat hatte haben hatten habe hätte hätten scheint schien scheinen"
    " schienen scheine braucht brauchte brauchen brauche pflegt pflegte pflegen".split()
)


class Frame(NamedTuple):
    """The first and last token of a clause's frame, and its kind: main, subordinate, relative."""

    left: int
    right: int
    kind: str


class _Tree:
    """An annotated sentence."""

    def __init__(self, sentence: Sequence[Gold]) -> None:
        self.forms = [row["form"].lower() for row in sentence]
        self.tags = [row["stts"] for row in sentence]
        self.relations = [row["deprel"].split(":")[0] for row in sentence]
        self.passive = [row["deprel"].endswith(":pass") for row in sentence]
        self.particles = [
            row["stts"] == "PTKVZ" or (row["deprel"] == "compound:prt" and row["stts"] != "PTKZU") for row in sentence
        ]
        self.head = heads(list(sentence))
        self.children: list[list[int]] = [[] for _ in sentence]
        for i, head in enumerate(self.head):
            if head >= 0:
                self.children[head].append(i)
        self.finite = [i for i in range(len(sentence)) if (self._is_finite if self.tags[i] in FINITE else self._ought_to_be)(i)]

    def is_auxiliary(self, i: int) -> bool:
        """Whether the word is an auxiliary or a copula of its head."""
        return self.relations[i] in {"aux", "cop"} and self.tags[i][:1] == "V"

    def _is_finite(self, i: int) -> bool:
        """Whether what is tagged as finite is so: there is no finite auxiliary below it, and none before it beside it."""
        beside = self.children[self.head[i]] if self.is_auxiliary(i) else []
        others = [*self.children[i], *(j for j in beside if j < i)]
        return not any(self.is_auxiliary(j) and self.tags[j] in FINITE for j in others)

    def _ought_to_be(self, i: int) -> bool:
        """*die nichts kosten, wie man erwartet*: what has an opener and no auxiliary is finite, whatever its tag."""
        below = self.children[i]
        if self.relations[i] not in _PREDICATES or any(self.is_auxiliary(j) for j in below) or self.with_zu(i):
            return False
        opened = any(j < i and (self.tags[j] == "KOUS" or self.tags[j] in RELATIVE | INTERROGATIVE) for j in below)
        subject = any(self.relations[j] == "nsubj" and not self.passive[j] for j in below)
        like = self.tags[i] in INFINITIVES or (self.tags[i] == "VVPP" and _LIKE_PRESENT.match(self.forms[i]) is not None)
        return opened and subject and like

    def predicate(self, i: int) -> int:
        """What the clause of a finite verb says: the verb, the one that it governs, or the predicative beside a copula."""
        while self.relations[i] in {"aux", "cop"} and self.head[i] >= 0:
            i = self.head[i]
        return i

    def predicate_above(self, i: int) -> int:
        """The predicate of the clause that a word is in."""
        while self.relations[i] not in _PREDICATES and self.head[i] >= 0:
            i = self.head[i]
        return i

    def depth(self, i: int) -> int:
        """How many words are above."""
        steps = 0
        while self.head[i] >= 0:
            i, steps = self.head[i], steps + 1
        return steps

    def subtree(self, i: int) -> Iterator[int]:
        """The word and all below it."""
        yield i
        for child in self.children[i]:
            yield from self.subtree(child)

    def with_zu(self, i: int) -> bool:
        """*zu sehen, anzusehen, gesehen zu haben*."""
        verbs = [i, *(j for j in self.children[i] if self.is_auxiliary(j) or self.tags[j] in {"VAINF", "VMINF"})]
        return any(self.tags[j] == "VVIZU" or any(self.tags[k] == "PTKZU" for k in self.children[j]) for j in verbs)

    def comma_between(self, i: int, j: int) -> bool:
        """Whether a comma stands between two words."""
        return "$," in self.tags[min(i, j) : max(i, j)]

    def verbs(self, finite: int) -> set[int]:
        """The verbs of a clause, and the particle."""
        predicate = self.predicate(finite)
        found, todo = {finite}, [predicate]
        if self._is_verb(predicate, finite):
            found.add(predicate)
        while todo:
            verb = todo.pop()
            for j in self.children[verb]:
                if self.is_auxiliary(j):
                    found.add(j)
                elif self.tags[j] == "PIS" and self.tags[verb] == "VAFIN":  # es war nichts zu machen
                    found |= {k for k in self.children[j] if self.relations[k] == "acl" and self.with_zu(k)}
                elif self.tags[j] in NONFINITE and self._is_governed(j, verb):
                    found.add(j)
                    todo.append(j)
        if len(found) == 1 and self.tags[finite] in {"VAFIN", "VMFIN"}:
            found |= self._coordinated(finite, predicate)
        return found | {j for verb in found | {predicate} for j in self._particles(verb)}

    def _is_verb(self, predicate: int, finite: int) -> bool:
        """Whether the predicate is a verb of the clause itself: not in *Das Ziel ist, es zu tun*."""
        if predicate == finite or self.tags[predicate] in NONFINITE:
            return not (self.with_zu(predicate) and self.comma_between(finite, predicate))
        return self.tags[predicate][:1] == "V" and self.relations[finite] == "aux"

    def _is_governed(self, i: int, verb: int) -> bool:
        """*lässt machen, braucht nicht sagen, fühlt sich beraten, ist anzutreffen*, but not *versucht zu gehen*."""
        if self.relations[i] == "acl" or self.with_zu(i):
            coherent = self.forms[verb] in _COHERENT and self.relations[i] in {"xcomp", "acl"}
            return coherent and not self.comma_between(i, verb)
        return self.relations[i] == "xcomp"

    def _coordinated(self, finite: int, predicate: int) -> set[int]:
        """*sind sauber und angenehm gestaltet*: the participle of a coordination whose first part is no verb."""
        for j in self.children[predicate]:
            own = any(self.is_auxiliary(k) and self.tags[k] in FINITE for k in self.children[j])
            if j > finite and self.relations[j] == "conj" and self.tags[j] in NONFINITE and not own and not self.with_zu(j):
                return {j}
        return set()

    def _particles(self, verb: int) -> list[int]:
        """The separated particle of a verb; of several joined verbs the nearest before it has it: *kommst und gehst wieder*."""
        first = self.head[verb] if self.relations[verb] == "conj" and verb in self.finite else verb
        joined = [first, *(j for j in self.children[first] if self.relations[j] == "conj" and j in self.finite)]
        owned = []
        for head in joined:
            for j in self.children[head]:
                if self.particles[j] and (self.tags[j] == "PTKVZ" or self.tags[head][:2] == "VV"):
                    owned += [j] if max((k for k in joined if k < j), default=head) == verb else []
        return owned

    def rest(self, predicate: int, verbs: set[int]) -> list[int]:
        """The parts of a clause beside its verbs that may not stand behind the last of them."""
        parts = [j for verb in {predicate, *verbs} for j in self.children[verb] if self.relations[j] not in _EXTRAPOSED]
        return [j for j in {predicate, *parts} if j not in verbs]


def frames(sentence: Sequence[Gold]) -> list[Frame]:
    """The frame of each finite clause of an annotated sentence, in the order of the finite verbs."""
    tree = _Tree(sentence)
    known: dict[int, tuple[Frame, bool]] = {}
    found: dict[int, Frame] = {}
    for finite in sorted(tree.finite, key=lambda i: (tree.depth(tree.predicate(i)), i)):
        verbs, predicate = tree.verbs(finite), tree.predicate(finite)
        final = _own_frame(tree, finite, verbs) or _shared_frame(tree, finite, verbs, known)
        found[finite] = final or _second_frame(tree, finite, verbs)
        known.setdefault(predicate, (found[finite], final is not None))
    return [found[finite] for finite in sorted(found)]


def _own_frame(tree: _Tree, finite: int, verbs: set[int]) -> Frame | None:
    """The frame of a clause with its verb at the end and an opener."""
    for i in range(finite):
        kind = _opens(tree, i, finite, verbs)
        if kind and _is_final(tree, i, finite, verbs):
            return Frame(i, max(verbs), kind)
    return None


def _opens(tree: _Tree, i: int, finite: int, verbs: set[int]) -> str | None:
    """The kind of clause that a word makes of the one of a finite verb."""
    tag, head, predicate = tree.tags[i], tree.head[i], tree.predicate(finite)
    if tag == "KOUS":
        near = not any(t[:1] == "$" or t in FINITE | RELATIVE | INTERROGATIVE | {"KON"} for t in tree.tags[i:finite])
        return "subordinate" if head in verbs or tree.predicate_above(head) == predicate or near else None
    if tree.relations[i] == "mark" and head == predicate and tag not in _NO_OPENERS:
        return "subordinate"
    if tree.predicate_above(i) != predicate:
        return None
    if tree.forms[i] in {"je", "so"} and tree.relations[predicate] == "advcl" and i == min(tree.subtree(predicate)):
        return "subordinate"
    demonstrative = tag in {"PDS", "PIAT", "PIS"} and tree.forms[i] in _LIKE_RELATIVES
    if tag in RELATIVE or (demonstrative and tree.relations[predicate] == "acl"):
        return "relative"
    if tag not in INTERROGATIVE:
        return None
    return "relative" if tree.forms[i] in _RELATING and _relates(tree, i, predicate) else "subordinate"


def _relates(tree: _Tree, opener: int, predicate: int) -> bool:
    """Whether a question word asks nothing: *Wer lacht, gewinnt*, but not *weiß, wer gewinnt*."""
    while tree.relations[predicate] == "conj":
        predicate = tree.head[predicate]
    relation, head = tree.relations[predicate], tree.head[predicate]
    if relation == "root":
        return any(tree.tags[i] in FINITE for i in range(predicate + 1, len(tree.tags)))
    return relation != "ccomp" or opener < head


def _is_final(tree: _Tree, opener: int, finite: int, verbs: set[int]) -> bool:
    """Whether the verb of an opened clause stands at its end; a question word also opens questions with the verb second."""
    predicate = tree.predicate(finite)
    rest = [i for i in tree.rest(predicate, verbs) if i != opener]
    if any(i > finite and (tree.relations[i] in {"nsubj", "obj", "expl"} or i == predicate) for i in rest):
        return False
    if tree.tags[opener] not in INTERROGATIVE:
        return True
    phrase = opener
    while phrase != predicate and tree.head[phrase] not in {predicate, -1}:
        phrase = tree.head[phrase]
    opening = set(tree.subtree(phrase))
    between = [i for i in range(opener, finite) if i not in opening | verbs and tree.tags[i][:1] != "$"]
    behind = any(i > finite for i in [*rest, *verbs])
    return bool(between) or not (behind or tree.relations[predicate] in {"root", "parataxis"})


def _shared_frame(tree: _Tree, finite: int, verbs: set[int], known: dict[int, tuple[Frame, bool]]) -> Frame | None:
    """*weil er kam und sie ging*: the frame of a clause that shares the opener of the one that it is joined to."""
    predicate = first = tree.predicate(finite)
    while tree.relations[first] == "conj" and (first == predicate or first not in known):
        first = tree.head[first]
    frame, final = known.get(first, (None, False))
    if frame is None or first == predicate or not final:
        return None
    behind = [i for i in tree.rest(predicate, verbs) if i > finite and not tree.comma_between(finite, i)]
    return None if behind else Frame(frame.left, max(verbs), frame.kind)


def _second_frame(tree: _Tree, finite: int, verbs: set[int]) -> Frame:
    """The frame of a clause with its finite verb in the second or the first place."""
    predicate = tree.predicate(finite)
    first = min(i for i in tree.subtree(predicate) if tree.tags[i][:1] != "$" and tree.tags[i] != "KON")
    verb_first = first == finite or (tree.forms[first] == "als" and finite == first + 1)
    kind = "subordinate" if tree.relations[predicate] == "advcl" and verb_first else "main"
    return Frame(finite, max(i for i in verbs if i >= finite), kind)


# --- scores -----------------------------------------------------------------------------------------------------------------


class Pair(NamedTuple):
    """One sentence: the frames of its annotation, those that are found, and how it is laid out."""

    id: str
    wanted: set[Frame]
    found: set[Frame]
    view: View
    clauses: list[Clause]
    openings: dict[int, str]


def annotated(gold: Path, corpus: str) -> Iterator[list[Gold]]:
    """The sentences of a corpus whose heads can be read: in ud-lit they count a fused form (im) now as one word, now as two."""
    for sentence in sentences(gold, corpus):
        if corpus != "ud-lit" or all(row["stts"] != "APPRART" for row in sentence):
            yield sentence


OWN, GIVEN = "own", "gold"


def pairs(nlp: Language, gold: Path, corpus: str) -> dict[str, list[Pair]]:
    """Wanted and found frames, sentence by sentence, on the pipeline's own tags and on the given ones."""
    found: dict[str, list[Pair]] = {OWN: [], GIVEN: []}
    chosen = list(annotated(gold, corpus))
    for sentence, doc in zip(chosen, nlp.pipe(_doc(nlp, sentence) for sentence in chosen), strict=True):
        wanted = set(frames(sentence))
        openings = {frame.left: _opening(sentence, frame) for frame in wanted}
        found[OWN].append(_pair(sentence[0]["sent_id"], wanted, doc, openings))
        for token, row in zip(doc, sentence, strict=True):
            token.tag_ = row["stts"]
        found[GIVEN].append(_pair(sentence[0]["sent_id"], wanted, doc, openings))
    return found


def _doc(nlp: Language, sentence: Sequence[Gold]) -> Doc:
    starts: list[bool | int | None] = [i == 0 for i in range(len(sentence))]
    return Doc(nlp.vocab, words=[row["form"] for row in sentence], sent_starts=starts)


def _pair(name: str, wanted: set[Frame], doc: Doc, openings: dict[int, str]) -> Pair:
    laid_out = view(doc)
    read = clauses(laid_out, 0, len(laid_out))
    return Pair(name, wanted, {Frame(*clause.frame, clause.kind) for clause in read if clause.frame}, laid_out, read, openings)


def half(name: str) -> int:
    """0 for the half of the sentences whose errors were looked at while the reader was written, 1 for the other half."""
    return hashlib.md5(name.encode(), usedforsecurity=False).digest()[-1] % 2


_PARTS = {"": frozenset({"main", "subordinate", "relative"}), ": main": frozenset({"main"})}
_PARTS[": subordinate or relative"] = _PARTS[""] - _PARTS[": main"]
_HALVES = ("the half whose errors were looked at", "the other half")


def report(gold: Path, nlp: Language) -> Iterator[dict[str, object]]:
    """Frames with both ends and their kind right, by kind, on own and on given tags, by halves; and the Satzklammer."""
    for corpus in CORPORA:
        for tags, compared in pairs(nlp, gold, corpus).items():
            for part, kinds in _PARTS.items():
                yield {**result(corpus, f"clause frames{part}", _counts(compared, kinds)), "tags": tags}
            for number, name in enumerate(_HALVES):
                chosen = [pair for pair in compared if half(pair.id) == number]
                yield {**result(corpus, "clause frames", _counts(chosen, _PARTS[""])), "tags": tags, "part": name}
            if corpus == "ud-gsd" and tags == OWN:
                yield from _bracket_rows(compared)


def _counts(compared: Sequence[Pair], kinds: frozenset[str]) -> list[Counts]:
    """The counts of each sentence."""
    return [
        count({frame for frame in pair.wanted if frame.kind in kinds}, {frame for frame in pair.found if frame.kind in kinds})
        for pair in compared
    ]


_OPENINGS = ("finite verb", "conjunction", "relative pronoun", "question word")
_NOTE = "first and last token of the frame, which must hold two verbs at least or an opener and a verb"


def _bracket_rows(compared: Sequence[Pair]) -> Iterator[dict[str, object]]:
    """The marks of the Satzklammer against the frames that have two ends, by what opens them."""
    wanted, found = [], []
    for pair in compared:
        owners: dict[int, int] = {}
        for frame in sorted(pair.wanted):  # of the clauses that share an opener, the first has the bracket
            if frame.left < frame.right:
                owners.setdefault(frame.left, frame.right)
        wanted.append({(pair.openings[left], left, right) for left, right in owners.items()})
        marks = brackets(pair.view, 0, len(pair.view), pair.clauses)
        found.append({(mark.reason.split(" ...")[0], mark.first, mark.last) for mark in marks})
    for name in (*_OPENINGS, "all"):
        counts = [
            count({item for item in one if name in {item[0], "all"}}, {item for item in other if name in {item[0], "all"}})
            for one, other in zip(wanted, found, strict=True)
        ]
        yield {**result("ud-gsd", f"satzklammer: {name}", counts), "note": _NOTE}


def _opening(sentence: Sequence[Gold], frame: Frame) -> str:
    """What opens a frame; *wie* asks only in a clause that is an object or the subject, else it compares."""
    if frame.kind == "relative":
        return "relative pronoun"
    opener = sentence[frame.left]
    if opener["stts"] in FINITE:
        return "finite verb"
    tree = _Tree(sentence)
    compares = opener["form"].lower() == "wie" and tree.relations[tree.predicate(frame.right)] in {"advcl", "acl"}
    return "question word" if opener["stts"] in INTERROGATIVE and not compares else "conjunction"


def main(gold: Path) -> int:
    """Print the sentences of the first half in which a frame is wrong on own tags; 2 where the corpora are absent."""
    if not gold.is_dir():
        print(f"The annotated corpora are not there: {gold}", file=sys.stderr)
        return 2
    from stylo.pipeline.loading import load

    for pair in pairs(load(), gold, "ud-gsd")[OWN]:
        if pair.wanted != pair.found and not half(pair.id):
            forms: list[Any] = pair.view.forms
            print(pair.id, " ".join(forms))
            for sign, items in (("missed", pair.wanted - pair.found), ("false", pair.found - pair.wanted)):
                for frame in sorted(items):
                    print(f"    {sign}: {frame.kind} {forms[frame.left]} ... {forms[frame.right]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD))
