"""What verbs do together: passive, Konjunktiv, infinitives of obligation, brackets. Each finder returns ``Verbal`` marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from stylo.grammar.clauses import Clause
from stylo.grammar.tokens import Known, Type, View
from stylo.lexicon import table
from stylo.pipeline.stts import FINITE, INTERROGATIVE, NONFINITE, NOUNS, PARTICIPLES, PREPOSITIONS

WERDEN = frozenset(
    "werde wirst wird werden werdet wurde wurdest wurden wurdet ward würde würdest würden würdet worden werdend".split()
)
_PASSIVE_TAGS = FINITE | NONFINITE | {"ADJA", "ADV"}  # taggers take worden for the last two
_WUERDE = frozenset({"würde", "würdest", "würden", "würdet"})
_RECIPIENT = frozenset({"bekommen", "kriegen", "erhalten"})
_SO = frozenset("so ebenso genauso solch solche solcher solches solchen".split())
_GRADING = frozenset("sehr zu allzu ziemlich recht äußerst überaus höchst extrem total zutiefst".split())
_FREE = frozenset("verglichen abgesehen gemessen vorausgesetzt zugegeben".split())
_DEGREES = frozenset({"sehr", "lange", "oft", "weit", "viel", "wenig"})
_COMPARING = frozenset({"als", "wie", "für"})
_PARTICIPLE = re.compile(r"(?:t|n)$")
_ZU = frozenset({"PTKZU"})
_SECOND_INFINITIVE = frozenset({"haben", "sein"})
_THIRD_PERSON = frozenset("er sie es man dies das der die ein eine jemand niemand wer".split())
_SUBJECTS = frozenset({"er", "sie", "es", "man"})
_OWN_SUBJECT = frozenset("er sie es man wir ihr du".split())
_KONJUNKTIV_1 = frozenset(
    "sei seist seiest seien seiet könne könnest müsse müssest dürfe dürfest möge mögest solle sollest wolle wollest "
    "wisse wissest habest werdest".split()
)
_KONJUNKTIV_2 = re.compile(r"^(?:wär|hätt|könnt|müsst|müßt|dürft|möcht)(?:e|est|en|et|st|t)$")
_AMBIGUOUS = re.compile(r"^(?:sollt|wollt)(?:e|est|en|et)$")
CACHED_WORDS = 50_000
_REACH = 12
"""Words before a clause, or behind it, in which what governs it is looked for."""
_CONDITION = frozenset({"wenn", "falls", "sofern", "ob"})


class Verbal(NamedTuple):
    """One verbal mark: its feature, the tokens ``first`` to ``last``, a partner token, dictionary form and reason."""

    feature: str
    first: int
    last: int
    partner: int | None
    entry: str
    reason: str


def passives(view: View, start: int, end: int, parts: Sequence[Clause]) -> Iterator[Verbal]:
    """The passives of event, of state and of the recipient: the auxiliary, with the participle as its partner.

    The copula (*wird Arzt, wird laut*), the future (*wird drehen*, *wird gedreht haben*) and the perfect (*ist gegangen*) are
    none. Every auxiliary counts once, also with two participles.
    """
    by_finite = {clause.finite: clause for clause in reversed(parts)}
    for i in view.tagged(_PASSIVE_TAGS, start, end):
        if view.lowers[i] in WERDEN:
            participle = _participle_of(view, i, start, by_finite)
            if participle is not None:
                form = "worden" if view.lowers[i] == "worden" else "werden"
                yield Verbal("passive", i, i, participle, view.lemmas[participle], f"{form} + participle")
    for clause in parts:
        yield from _recipient_passive(view, clause)
        yield from _stative_passive(view, clause)


def _recipient_passive(view: View, clause: Clause) -> Iterator[Verbal]:
    """*bekommt den Spiegel vorgehalten*, *will alles erklärt bekommen*: the recipient as the subject (Leirbukt 1997)."""
    for i in (clause.finite, *clause.nonfinite):
        if i is None or view.lemmas[i].lower() not in _RECIPIENT or not view.tags[i].startswith("VV"):
            continue
        before = i - 1 - (view.tag(i - 1) == "PTKZU")
        found = clause.nonfinite if i == clause.finite else [before]
        participle = next((j for j in found if j >= 0 and j != i and _is_participle(view, j)), None)
        if participle is not None:
            yield Verbal("recipient_passive", i, i, participle, view.lemmas[participle], f"{view.lemmas[i]} + participle")


def _stative_passive(view: View, clause: Clause) -> Iterator[Verbal]:
    """*ist besetzt, muss verriegelt sein*: the state that a passive has brought about (Zustandspassiv)."""
    if clause.finite is None or any(view.tags[j] == "PRF" or view.lowers[j] == "worden" for j in clause.tokens):
        return
    auxiliary = next((j for j in (clause.finite, *clause.nonfinite) if _is_sein(view, j)), None)
    if auxiliary is None or view.tags[auxiliary] == "VAPP":
        return
    found = clause.nonfinite if auxiliary == clause.finite else [auxiliary - 1]
    participle = next((j for j in found if _is_participle(view, j) and not _serves_other_verb(view, j)), None)
    if participle is not None and not _with_sein(view.lowers[participle]) and not _is_like_adjective(view, participle):
        yield Verbal("stative_passive", auxiliary, auxiliary, participle, view.lemmas[participle], "sein + participle")


def _serves_other_verb(view: View, participle: int) -> bool:
    """*ist froh, gewählt zu haben*, *ist Anna, begleitet von*, *ist verglichen damit gut*: the participle is none of *sein*."""
    if view.tag(participle + 1) in {"PTKZU", "VVPP"} or view.lower(participle + 1) in WERDEN:
        return True
    return view.lower(participle - 1) in _COMPARING or view.tag(participle - 1) == "$," or view.lowers[participle] in _FREE


def _is_like_adjective(view: View, participle: int) -> bool:
    """*ist enttäuscht*, *ist sehr verdreht*, *ist laut und überladen*: lexicalised, graded, or joined to an adjective."""
    joined = view.tag(participle - 1) == "KON" and view.tag(participle - 2) == "ADJD"
    return joined or view.lower(participle - 1) in _GRADING or view.lowers[participle] in _states()


@cache
def _states() -> frozenset[str]:
    return frozenset(row["participle"] for row in table("state_participles"))


def _is_sein(view: View, i: int) -> bool:
    return view.tags[i][:2] == "VA" and view.lemmas[i].lower() in {"sein", "seyn"}


@lru_cache(CACHED_WORDS)
def _with_sein(participle: str) -> bool:
    """Whether a participle with *sein* makes a perfect: *ist gegangen, ist untergegangen, ist entkommen*."""
    bases = (participle[j:] for j in range(len(participle)) if j == 0 or participle.startswith("ge", j))
    return any(participle not in _perfects()[base] for base in bases if base in _perfects())


@cache
def _perfects() -> dict[str, frozenset[str]]:
    return {row["participle"]: frozenset(row["except"].split()) for row in table("perfect_with_sein")}


def _participle_of(view: View, i: int, start: int, by_finite: Mapping[int | None, Clause]) -> int | None:
    """The participle that the form of werden makes a passive of, or None."""
    before = i - 1
    if before > start and view.tags[before] == "PTKZU":
        before -= 1
    if before >= start and _is_participle(view, before):
        future = view.lower(i + 1) in _SECOND_INFINITIVE and view.tag(i + 1) == "VAINF" and view.lowers[i] != "worden"
        return None if future else before
    if view.lowers[i] == "worden" or view.tags[i] == "VAINF":
        return _left_participle(view, i, start)
    clause = by_finite.get(i)
    return None if clause is None else _own_participle(view, clause)


def _left_participle(view: View, i: int, start: int) -> int | None:
    """*in Mainz gedreht (und dort) werden*: a participle up to four words to the left, or fronted at the sentence start."""
    for j in range(i - 1, max(start, i - 5) - 1, -1):
        if view.tags[j] in {"$,", "VVFIN", "VVINF"}:
            return None
        if view.tags[j] == "VVPP":
            return j
    return None


def _own_participle(view: View, clause: Clause) -> int | None:
    for j in clause.nonfinite:
        if view.lower(j + 1) in _SECOND_INFINITIVE or view.lower(j + 1) in WERDEN:
            continue  # wird gedreht haben (future), wird gedreht werden (the infinitive is the auxiliary)
        if _is_participle(view, j) or (view.tags[j] in {"VVFIN", "VVIMP"} and _PARTICIPLE.search(view.lowers[j])):
            return j
    return None


def _is_participle(view: View, i: int) -> bool:
    return view.tags[i] == "VVPP" and _PARTICIPLE.search(view.lowers[i]) is not None and "." not in view.lowers[i]


def konjunktive(view: View, start: int, end: int, parts: Sequence[Clause]) -> Iterator[Verbal]:
    """Konjunktiv I, Konjunktiv II and the *würde* form, one mark for each finite verb.

    Forms that the indicative shares (*sollte*, *gingen*, *sagte*) count only in a condition beside a distinct Konjunktiv II.
    """
    by_finite = {clause.finite: clause for clause in parts if clause.finite is not None}
    marks, open_forms = [], []
    for i in view.tagged(FINITE, start, end):
        clause = by_finite.get(i) or Clause(view, "main", [i], finite=i)
        mark = _distinct(view, i, start, clause) if _MAY_BE_DISTINCT[view.types[i]] else None
        if mark:
            marks.append(mark)
        elif _SHARED_WITH_PRETERITE[view.types[i]]:
            open_forms.append((i, clause))
    if any(mark.feature != "konjunktiv_1" for mark in marks):
        marks += [_conditional(view, i) for i, clause in open_forms if _in_condition(view, clause)]
    second = {mark.first for mark in marks if mark.feature == "konjunktiv_2"}
    marks += [_conditional(view, i) for i, _ in open_forms if _joined_to(view, i, second)]
    marks += [_conditional(view, i) for i, _ in open_forms if i == start and view.lowers[i] in {"sollte", "sollten"}]
    yield from sorted(set(marks), key=lambda mark: mark.first)


def _bare(form: str) -> str:
    """The form without what an apostrophe joins to it: *wär's*."""
    return form.split("'")[0].split("’")[0]


def _may_be_distinct(word: Type) -> bool:
    """Whether ``_distinct`` can find anything in a form like this; in most verbs it cannot."""
    if word.tag not in FINITE:
        return False
    form = _bare(word.lower)
    distinct = form in _WUERDE or form in _KONJUNKTIV_1 or _KONJUNKTIV_2.match(form) is not None or _strong_form(form)
    return distinct or _third_person_e(form, word.lemma)


def _distinct(view: View, i: int, start: int, clause: Clause) -> Verbal | None:
    form, lemma = _bare(view.lowers[i]), view.lemmas[i]
    if view.forms[i][:1].isupper() and i != start and view.tag(i - 1)[:1] != "$":
        return None
    if form in _WUERDE:
        infinitive = next((j for j in clause.nonfinite if view.tags[j].endswith("INF")), None)
        feature, reason = ("wuerde_form", "würde + infinitive") if infinitive is not None else ("konjunktiv_2", "würde")
        return Verbal(feature, i, i, infinitive, lemma, reason)
    if _KONJUNKTIV_2.match(form):
        return Verbal("konjunktiv_2", i, i, None, lemma, "a form of its own")
    if _strong_form(form):
        return Verbal("konjunktiv_2", i, i, None, lemma, "umlaut or -e on the stem of the preterite")
    if form in _KONJUNKTIV_1 and not _imperative(view, i, start):
        return Verbal("konjunktiv_1", i, i, None, lemma, "a form of its own")
    if _third_person_e(form, lemma) and _subject_not_ich(view, i, start, clause):
        return Verbal("konjunktiv_1", i, i, None, lemma, "stem of the present + -e without ich")
    return None


@cache
def _strong_pattern() -> re.Pattern[str]:
    both = "|".join(row["stem"] for row in table("konjunktiv_stems") if row["plural"] == "yes")
    singular = "|".join(row["stem"] for row in table("konjunktiv_stems") if row["plural"] == "no")
    prefix = r"(?:\w{2,7})?"
    return re.compile(rf"^{prefix}(?:(?:{both})(?:e|est|en|et)|(?:{singular})(?:e|est))$")


@cache
def _shared_pattern() -> re.Pattern[str]:
    singular = "|".join(row["stem"] for row in table("konjunktiv_stems") if row["plural"] == "no")
    return re.compile(rf"^(?:\w{{2,7}})?(?:{singular})en$|\w\wte(?:n|st|t)?$")


@lru_cache(CACHED_WORDS)
def _strong_form(form: str) -> bool:
    return bool(_strong_pattern().match(form))


def _shared_with_preterite(word: Type) -> bool:
    if word.tag not in FINITE:
        return False
    return bool(_AMBIGUOUS.match(word.lower)) or (word.tag == "VVFIN" and bool(_shared_pattern().search(word.lower)))


def _third_person_e(form: str, lemma: str) -> bool:
    """*gebe, reagiere, entgegenschlage*: the infinitive without its n (also behind a separated particle), haben and werden."""
    if form in {"habe", "werde"}:
        return True
    if not form.endswith("e") or len(form) < 4:
        return False
    present = {form + "n"}
    if form[-3:-1] in {"el", "er"}:
        present.add(form[:-1] + "n")  # verändere: verändern
    if form[-2] in "lr":
        present.add(form[:-2] + "e" + form[-2] + "n")  # handle: handeln
    return lemma.endswith(tuple(present))


_MAY_BE_DISTINCT = Known(_may_be_distinct)
_SHARED_WITH_PRETERITE = Known(_shared_with_preterite)


def _imperative(view: View, i: int, start: int) -> bool:
    return view.lowers[i] == "sei" and i == start and view.lower(i + 1) not in _THIRD_PERSON and view.tag(i + 1) != "NN"


def _subject_not_ich(view: View, i: int, start: int, clause: Clause) -> bool:
    """No *ich* between the clause's opening (or the last finite verb) and its end; a carried-over *ich* counts."""
    if i == start and view.lower(i + 1) not in _SUBJECTS:
        return False  # Habe gelacht. Finde ich gut.
    for j in range(i + 1, min(i + 4, len(view))):
        if view.tags[j][:1] == "$":
            break
        if view.lowers[j] == "ich":
            return False
    left = start if clause.opener is None else clause.opener
    j = i - 1
    while j >= left:
        if view.lowers[j] == "ich":
            return False
        if (clause.opener is None or clause.shares) and view.tags[j] in FINITE:
            return not (_carried(view, j, i) and not _subject_not_ich(view, j, start, Clause(view, "main", [j], finite=j)))
        j -= 1
    return True


def _carried(view: View, last: int, i: int) -> bool:
    """*Ich ging hin und habe gelacht*: a conjunction, or a comma right before, and no subject of its own before the verb."""
    joint = next((j for j in range(i - 1, last, -1) if view.tags[j] == "KON"), None)
    if joint is None:
        return view.tag(i - 1) == "$,"
    nouns = any(view.tags[j] in NOUNS and not _in_prepositional_phrase(view, j, joint) for j in range(joint + 1, i))
    return not nouns and not _OWN_SUBJECT & {*view.lowers[joint + 1 : i], view.lower(i + 1)}


def _in_prepositional_phrase(view: View, noun: int, left: int) -> bool:
    return any(view.tags[j] in PREPOSITIONS for j in range(max(left, noun - 4), noun))


def _in_condition(view: View, clause: Clause) -> bool:
    return clause.opener is not None and view.lowers[clause.opener] in _CONDITION


def _joined_to(view: View, i: int, second: set[int]) -> bool:
    """*könnten nicht folgen und hörten nur Lärm*: joined by a conjunction to a distinct Konjunktiv II."""
    last = next((j for j in range(i - 1, -1, -1) if view.tags[j] in FINITE or view.tags[j] == "$."), None)
    return last in second and view.tag(i - 1) == "KON"


def _conditional(view: View, i: int) -> Verbal:
    return Verbal("konjunktiv_2", i, i, None, view.lemmas[i], "shared with the preterite, in an unreal condition")


def modal_infinitives(view: View, start: int, end: int, parts: Sequence[Clause]) -> Iterator[Verbal]:
    """*ist zu sehen*, *hat zu leiden*, *die zu lösende Aufgabe*: necessity or possibility without a modal verb."""
    for clause in parts:
        if clause.finite is None or view.lemmas[clause.finite] not in {"haben", "sein"}:
            continue
        if any(view.tags[j] in PARTICIPLES for j in clause.nonfinite):
            continue  # hat versucht zu gehen
        for j in clause.nonfinite:
            zu = j if view.tags[j] == "VVIZU" else j - 1
            if (view.tags[j] == "VVIZU" or view.tag(j - 1) == "PTKZU") and not _governed(view, zu):
                verb = view.lemmas[clause.finite]
                yield Verbal("modal_infinitive", zu, j, clause.finite, view.lemmas[j], f"{verb} + zu + infinitive")
                break
    for i in view.tagged(_ZU, start, end - 1):
        if view.tags[i + 1] == "ADJA" and "end" in view.lowers[i + 1]:
            yield Verbal("modal_infinitive", i, i + 1, None, view.lemmas[i + 1], "zu + participle before a noun")


@cache
def _governors() -> frozenset[str]:
    return frozenset(row["word"] for row in table("governors_of_zu"))


def _governed(view: View, zu: int) -> bool:
    """*Lust zu gehen*, *bereit zu gehen*: the infinitive belongs to the noun or adjective before it."""
    return view.lower(zu - 1) in _governors() or view.tag(zu - 1) == "$,"


def brackets(view: View, start: int, end: int, parts: Sequence[Clause]) -> Iterator[Verbal]:
    """The Satzklammer, two kinds of it; the words between are those after the first and before the ``partner`` token.

    In the main clause it opens with the finite verb and closes with its particle or its non-finite verbs. In the clause with
    its verb at the end (Nebensatzklammer; Weinrich 1993 calls it Adjunktklammer) it opens with the conjunction, the relative
    pronoun or the question word and closes with the verbs at the end: Höhle (1986) has one place at the left of such clauses
    for all three. Of a relative phrase (*mit deren Hilfe*) the pronoun counts as the opening, what follows it as enclosed.
    A clause that shares its opening with the one before has no bracket of its own.
    """
    for clause in parts:
        if clause.finite is None or clause.shares or not clause.frame or clause.frame.left == clause.frame.right:
            continue
        left, last = clause.frame
        right = clause.right_bracket[0]
        if clause.opener is not None:
            reason = f"{_opening(view, clause, start, end)} ... verbs at the end"
            yield Verbal("satzklammer", left, last, right, view.lowers[left], reason)
            continue
        kind = "particle" if right == clause.particle else "non-finite verb"
        joined, bare = both_lemmas(view, clause)
        yield Verbal("satzklammer", left, last, right, joined if kind == "particle" else bare, f"finite verb ... {kind}")


def _opening(view: View, clause: Clause, start: int, end: int) -> str:
    """What opens a clause with its verb at the end."""
    if clause.kind == "relative":
        return "relative pronoun"
    opener = clause.opener or 0
    if view.tags[opener] not in INTERROGATIVE and view.lowers[opener] != "was":
        return "conjunction"
    return "conjunction" if view.lowers[opener] == "wie" and _compares(view, clause, start, end) else "question word"


def _compares(view: View, clause: Clause, start: int, end: int) -> bool:
    """*so stumm, wie man ihn kennt*; *man hört, wie der Regen fällt*: *wie* asks nothing but compares, or stands for *dass*."""
    opener, last = clause.opener or 0, clause.tokens[-1]
    if view.tag(opener + 1) in {"ADJD", "PIAT"} or view.lower(opener + 1) in _DEGREES:
        return False
    if all(view.tags[j] == "KON" for j in range(start, opener)):
        return view.tag(last) == "$," and view.tag(last + 1) in FINITE  # Wie schon gesagt wurde, fehlt der Schluss
    places = range(max(start, opener - _REACH), opener)
    if not _SO.isdisjoint(view.lowers[j] for j in places):
        return True
    before = {view.known_lemmas[j].lower() for j in places}
    behind = {view.known_lemmas[j].lower() for j in range(last, min(end, last + _REACH))}
    perceiving, asking = _governing_wie()
    return not perceiving.isdisjoint(before) or asking.isdisjoint(before | behind)


@cache
def _governing_wie() -> tuple[frozenset[str], frozenset[str]]:
    """Verbs of perceiving, and what governs a question."""
    perceiving = frozenset(row["verb"] for row in table("verbs_of_perceiving"))
    return perceiving, frozenset(row["word"] for row in table("question_governors"))


def both_lemmas(view: View, clause: Clause) -> tuple[str, str]:
    """The verb with and without its separated particle (*hebt ... ab*: abheben, heben), whichever the pipeline gives."""
    assert clause.finite is not None
    lemma = view.lemmas[clause.finite]
    if clause.particle is None:
        return lemma, lemma
    particle = view.lowers[clause.particle]
    bare = lemma.removeprefix(particle)
    return particle + bare, bare
