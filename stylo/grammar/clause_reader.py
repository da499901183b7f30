"""The one pass over a sentence that parts it into clauses; `stylo.grammar.clauses` says what they are."""

from __future__ import annotations

import re
from bisect import insort
from functools import cache

from stylo.grammar.clause_openers import ADVERBIAL, RESUMING, OpenClause, Openers
from stylo.grammar.lookahead import AUXILIARIES, DASHES, LIKE_PRESENT, NEAR, Lookahead
from stylo.lexicon import table
from stylo.pipeline.stts import IMPERATIVES, INFINITIVES, NONFINITE, PREPOSITIONS, UNFUSED_ADPOSITIONS

_UNREAL = re.compile(r"^(?:wär|hätt|würd|könnt|müsst|müßt|dürft|sollt|möcht)(?:e|en|est|et|st|t)$")
_PLURALS = frozenset({"sie", "wir", "beide", "alle", "viele", "einige", "manche"})
_ADVERSATIVE = frozenset({"aber", "doch", "denn", "jedoch", "sondern"})
_CLOSING_BRACKET = {"(": ")", "[": "]"}
_BRACKETS, _DASH, _COMMA = frozenset({")", "]"}), "–", ","


class Reader:
    """Reads one sentence. ``stretch`` is where the stretch between two cuts began that is being read."""

    def __init__(self, words: Lookahead) -> None:
        self.words = words
        self.openers = Openers(words)
        self.stack = [OpenClause("main")]
        self.found = [self.stack[0]]
        self.stretch = 0
        self.insertions: list[str] = []
        """The signs that will end the brackets and dashes that are open, the innermost last."""
        self.asks = "?" in words.lowers[-2:]

    @property
    def top(self) -> OpenClause:
        """The innermost open clause."""
        return self.stack[-1]

    def read(self) -> list[OpenClause]:
        """The clauses in the order in which they open."""
        for k in range(len(self.words)):
            if self.words.cuts[k]:
                self._mend_last_verb(k)
                self._cut(k)
                self.stretch = k + 1
            else:
                if k == self.stretch:
                    self._begin_stretch(k)
                self._word(k)
        self._mend_last_verb(len(self.words))
        return [clause for clause in self.found if clause.tokens]

    def _push(self, clause: OpenClause) -> None:
        self.stack.append(clause)
        self.found.append(clause)

    def _replace(self, clause: OpenClause) -> None:
        self.stack[-1] = clause
        self.found.append(clause)

    @property
    def _behind_comma(self) -> bool:
        return self.stretch > 0 and self.words.tags[self.stretch - 1] == "$,"

    def _begin_stretch(self, k: int) -> None:
        """An infinitive group begins where a comma sets off a stretch with *zu* and without a finite verb."""
        words, end = self.words, self.words.next_cut[k]
        if self.openers.starts_afresh(k) or words.next_zu[k] >= end or words.next_finite[k] < end:
            return
        if self.top.kind == "infinitive" and not self.top.has_zu:
            return
        if any(self.openers.opening(j, self.top, self.stretch) for j in range(k, min(k + 2, end))):
            return
        if self.top.kind == "infinitive":
            self.stack.pop()
        self._push(OpenClause("infinitive"))

    def _word(self, k: int) -> None:
        words, tag = self.words, self.words.tags[k]
        opening = self.openers.opening(k, self.top, self.stretch)
        if opening:
            above, clause = self.top, OpenClause(opening.kind, opening.opener)
            above.hand_over(clause, opening.first)
            if above.conjunction is not None and above.conjunction >= opening.first:
                above.conjunction = None
            if above.kind == "infinitive" and above.has_zu:
                self.stack.pop()
            self._push(clause)
            clause.tokens.append(k)
        elif tag == "KON":
            self._conjunction(k)
        elif words.finites[k]:
            self._finite(k)
        elif tag in NONFINITE:
            self._nonfinite(k)
        else:
            self.top.tokens.append(k)
            if self._is_particle(k):
                self.top.particle = k
                self.top.right_bracket.append(k)

    # --- finite verbs -------------------------------------------------------------------------------------------------------

    def _conjunction(self, k: int) -> None:
        words, top, finite = self.words, self.top, self.words.next_finite[k]
        if top.waits and top.nonfinite[-1:] == [k - 1] and words.may_be_finite(k - 1) and finite < words.next_cut[k]:
            if words.tags[finite] == "VVFIN" or not words.is_final(finite):  # wenn sie einziehen und scheitern: it governs none
                top.close_with(top.take_back())
        elif top.kind == "infinitive" and top.has_zu and words.next_zu[k] >= words.next_cut[k]:
            self.stack.pop()
        if self.top.conjunction is None or not self.top.is_final:
            self.top.conjunction = k
        self.top.tokens.append(k)

    def _finite(self, k: int) -> None:
        """A finite verb closes the clause that waits for one, opens the bracket of a main clause, or begins a new clause."""
        inner, given_up = self.top, []
        while not self.top.until:
            top = self.top
            if top.waits and not self._stands_second(k):
                top.close_with(k)
                return
            if top.is_final and top.finite is not None:
                if self._runs_on(k):
                    insort(top.nonfinite, top.finite)
                    top.finite = k
                    top.right_bracket.append(k)
                    top.tokens.append(k)
                    return
                if top is inner and top.conjunction is not None and self._is_joined(k):
                    self._share(k, top.conjunction)
                    return
            if len(self.stack) == 1 or not (top.is_final or top.kind == "infinitive" or top.is_complete):
                break
            self.stack.pop()
            if top.waits:
                given_up.append(top)
        for clause in reversed(given_up):  # what opens no clause after all stands in the clause around it
            clause.hand_over(self.top, 0)
        if inner is not self.top and inner.finite is not None and inner.conjunction is not None:
            inner.hand_over(self.top, inner.conjunction)  # die Musik, die laut ist und nervt: it joins what is above
            self.top.conjunction = inner.conjunction
        if self.top.finite is None and not self._is_verbless():
            self.top.settle(k)
        elif self._is_governed_form(k):
            self.top.nonfinite.append(k)
            self.top.right_bracket.append(k)
            self.top.tokens.append(k)
        else:
            self._begin_clause(k)

    def _stands_second(self, k: int) -> bool:
        """*Ob Tag oder Nacht, ich bin wach*: the verb in second place, which closes no clause from before the comma."""
        words, top = self.words, self.top
        if top.nonfinite or not self._behind_comma or (top.opener or 0) >= self.stretch:
            return False
        if not words.is_final(k):
            return k - self.stretch <= 1
        below = self.stack[-2]
        only_verb = below.finite is None and words.next_finite[words.last_of_row(k) + 1] >= words.next_stop[k]
        return only_verb and not below.tokens and not below.until and words.phrases(self.stretch, k) == 1

    def _runs_on(self, k: int) -> bool:
        """*die gesehen werden sollen*: of two finite verbs in a row at the end, the first is mis-tagged."""
        words, before = self.words, self.words.lower(k - 1)
        like = before.endswith("n") or LIKE_PRESENT.search(before) is not None
        return self.top.right_bracket[-1] == k - 1 and words.tags[k] in AUXILIARIES and like and words.is_final(k)

    def _is_joined(self, k: int) -> bool:
        """*weil er kam und sie ging*: whether the verb ends what a conjunction has joined to a clause with its verb last."""
        return self.words.is_final(k) and (k > self.stretch or self.words.tags[self.stretch] == "KON")

    def _share(self, k: int, joint: int) -> None:
        """Begin at the conjunction a clause with the same opener, and close it with the verb."""
        following = OpenClause(self.top.kind, self.top.opener)
        following.shares = True
        self.top.hand_over(following, joint)
        self._replace(following)
        following.close_with(k)

    def _is_verbless(self) -> bool:
        """*Schade, aber es geht*: whether an adversative conjunction sets the clause of a verb off from words without any."""
        top = self.top
        before = self._behind_comma and bool(top.tokens) and top.tokens[0] < self.stretch
        return before and not top.resumed and self.words.lowers[self.stretch] in _ADVERSATIVE

    def _is_governed_form(self, k: int) -> bool:
        """*wird ... erzählt, will ... aufbieten*: what is tagged as the second finite verb is governed by the first."""
        words, top = self.words, self.top
        if top.finite is None or (top.comma is not None and (top.conjunction is None or top.conjunction < top.comma)):
            return False
        form, finite = words.lowers[k], words.tags[top.finite]
        ends = words.ends_behind(words.last_of_row(k))
        if top.right_bracket:
            return finite in AUXILIARIES and top.right_bracket[-1] == k - 1 and form.endswith("en") and ends
        governed = words.governed(top.finite)
        if "infinitive" in governed and form.endswith("n"):
            return ends or (top.joint is None and finite == "VMFIN")
        participle = form.endswith("t") and words.tags[k][:2] == "VV" and finite == "VAFIN"
        return "participle" in governed and participle and ends

    def _begin_clause(self, k: int) -> None:
        """A further clause with its verb in second or first place, from the last comma or conjunction on."""
        words, top = self.words, self.top
        following = OpenClause("main")
        top.hand_over(following, self._first_of_new(k))
        following.settle(k)
        verb_first = self._behind_comma and k == self.stretch
        resumed = self._behind_comma and k == self.stretch + 1 and words.lowers[self.stretch] in RESUMING
        if (verb_first and words.has_subject(k) and self._is_condition(True)) or (resumed and self._is_condition(False)):
            top.kind = "subordinate"
        elif words.lower(k - 1) == "als" and words.tag(k - 1) in {"KOUS", "KOKOM"}:  # als wäre er müde
            following.kind = "subordinate"
        elif verb_first and top.kind == "main" and _UNREAL.match(words.lowers[k]) and words.has_subject(k):
            following.kind = "subordinate"  # ..., hätte er gewartet
        elif verb_first and self._is_insertion(k):
            following.until = _COMMA
        if following.kind == "subordinate" or following.until:
            self._push(following)
        else:
            following.until = top.until
            self._replace(following)

    def _first_of_new(self, k: int) -> int:
        """The first word of the clause that a second finite verb makes."""
        top = self.top
        if top.joint is None:
            return k
        if top.joint == top.conjunction and (top.comma is None or top.joint == k - 1):
            return top.joint
        return top.joint + 1 if top.comma is None else top.comma + 1

    def _is_condition(self, with_subject: bool) -> bool:
        """*Wird er gesehen, flieht er*: whether the clause begins with its verb, and asks or commands nothing."""
        words, top = self.words, self.top
        first = next((j for j in top.tokens[:2] if words.tags[j] != "KON"), None)
        if top.finite is None or first != top.finite or top.kind != "main" or self.asks:
            return False
        return words.tags[top.finite] not in IMPERATIVES and (not with_subject or words.has_subject(top.finite))

    def _is_insertion(self, k: int) -> bool:
        """*„Ich bin“, sagte er, „gekommen“*: a clause set between the two brackets of another one."""
        words, top, cut = self.words, self.top, self.words.next_cut[k]
        if top.finite is None or top.right_bracket or words.tags[top.finite] not in AUXILIARIES or words.tag(cut) != "$,":
            return False
        verb = words.next_nonfinite[cut + 1]
        return verb < words.next_cut[cut + 1] <= words.next_finite[cut + 1] and words.governs(top.finite, verb)

    # --- other verbs --------------------------------------------------------------------------------------------------------

    def _nonfinite(self, k: int) -> None:
        words, top = self.words, self.top
        if top.is_final and top.right_bracket[-1:] == [k - 1]:
            top.right_bracket.append(k)
        elif top.finite is not None and not top.is_final:
            if self._is_plural(k, top.finite):
                self._begin_clause(k)
                return
            if self._closes(k, top.finite):
                top.right_bracket += [k - 1, k] if words.tag(k - 1) == "PTKZU" else [k]
        top.has_zu = top.has_zu or words.has_zu(k)
        top.nonfinite.append(k)
        top.tokens.append(k)

    def _is_plural(self, k: int, finite: int) -> bool:
        """*Er ist müde, sie schlafen*: a further clause whose verb is taken for an infinitive, though nothing governs one."""
        words, top = self.words, self.top
        if words.tags[k] not in INFINITIVES or words.has_zu(k) or not words.ends_behind(words.last_of_row(k)):
            return False
        if not self._behind_comma or not finite < self.stretch < k:
            return False
        return words.lowers[self.stretch] in _PLURALS | {"die"} and bool(top.right_bracket or not words.governs(finite, k))

    def _closes(self, k: int, finite: int) -> bool:
        """Whether an infinitive or a participle belongs to the right bracket of the clause with this finite verb."""
        words, top = self.words, self.top
        if top.right_bracket:
            last = top.right_bracket[-1]
            if last >= (k - 2 if words.tag(k - 1) == "PTKZU" else k - 1):
                return True
            joined = words.tags[last] == words.tag(k - 1) == "VVPP" and words.tags[k] == "VAINF"
            return joined and "infinitive" in words.governed(finite)  # muss geliebt und gehasst werden
        if words.tags[k] == "VVPP" and words.lower(k - 1) in {"als", "wie", "für"}:
            return False
        if words.has_zu(k) and words.last_of_row(k) == k:
            return top.comma is None and not self._depends_on_word(k, finite) and words.governs(finite, k)
        set_off = top.comma is not None and words.tags[finite][:2] == "VV" and not top.resumed
        return not set_off and words.governs(finite, k)

    def _depends_on_word(self, k: int, finite: int) -> bool:
        """*hat Lust zu gehen, ist bereit zu gehen*: the infinitive with *zu* depends on a noun or an adjective."""
        words, near = self.words, range(max(finite + 1, k - NEAR), k - 1)
        if not _governors().isdisjoint(words.lowers[j] for j in near):
            return True
        return words.lemmas[finite] != "haben" and any(words.tags[j] == "ADJD" for j in near[:-1])

    def _is_particle(self, k: int) -> bool:
        """A separated particle of the main clause, also one that is tagged as the preposition that it looks like."""
        words, top = self.words, self.top
        if top.finite is None or top.is_final:
            return False
        if words.tags[k] == "PTKVZ":
            return words.tags[top.finite] in {"VVFIN", "VVIMP"} or words.lemmas[top.finite] == "haben"
        at_end = k + 1 >= len(words) or words.cuts[k + 1]
        like = words.tags[k] in UNFUSED_ADPOSITIONS and at_end
        return like and not top.right_bracket and words.tags[top.finite] == "VVFIN"

    def _mend_last_verb(self, k: int) -> None:
        """*wenn es gefällt, die das besuchen,*: before a cut the last verb is the finite one of a clause that has none yet."""
        words, top, last = self.words, self.top, k - 1
        if top.nonfinite[-1:] != [last] or words.has_zu(last):
            return
        if top.finite is None and words.may_be_finite(last):
            if top.waits:
                top.close_with(top.take_back())
            elif self._is_verb_of_main(last):
                top.settle(top.take_back())
        elif top.is_final and top.finite is not None and words.tags[top.finite] == "VVFIN":
            joint = top.conjunction  # die lachten und Witze erzählten: a full verb governs no participle
            if joint is not None and joint + 1 < last:
                self._share(top.take_back(), joint)

    def _is_verb_of_main(self, k: int) -> bool:
        """*Alle, die das sehen, staunen*: the one verb of the sentence, behind an inserted clause or a plural pronoun."""
        words, top = self.words, self.top
        if top.kind != "main" or len(top.nonfinite) > 1:
            return False
        behind_clause = top.resumed and k == self.stretch
        behind_plural = len(top.tokens) == 2 and words.lowers[top.tokens[0]] in _PLURALS
        return behind_clause or (behind_plural and words.tags[k] in INFINITIVES)

    # --- punctuation --------------------------------------------------------------------------------------------------------

    def _cut(self, k: int) -> None:
        form, tag = self.words.lowers[k], self.words.tags[k]
        self.top.tokens.append(k)
        if tag == "$,":
            self._comma(k)
        elif tag == "$.":
            self._stop(k)
        elif form in _CLOSING_BRACKET:
            self._insert(_CLOSING_BRACKET[form])
        elif form in _BRACKETS:
            if not _BRACKETS.isdisjoint(self.insertions):
                self._end_insertion(_BRACKETS)
        elif form in DASHES:
            self._dash(k)

    def _comma(self, k: int) -> None:
        """A comma ends the innermost clause if that has all it wants, and may part clauses in the one that is then on top."""
        ends = self.top.until == _COMMA or (self.top.is_complete and not self._goes_on(k))
        if ends and len(self.stack) > 1:
            self.stack.pop()
        self.top.resumed = ends
        self.top.comma = k

    def _goes_on(self, k: int) -> bool:
        """*die klug sind, und alles sagen mögen*: whether a conjunction behind the comma joins a further verb at the end."""
        words, finite = self.words, self.words.next_finite[k]
        if words.tag(k + 1) != "KON" or finite >= words.next_cut[k + 1] or words.next_opener[k] < finite:
            return False
        if not self.top.is_final or not words.is_final(finite):
            return False
        if self.top.conjunction is not None and self.top.conjunction < k - 1:
            return True
        no_subject = words.tags[k + 2] in ADVERBIAL | PREPOSITIONS | {"PRF"}
        return finite > k + 2 and (words.tags[finite - 1] in NONFINITE or no_subject or words.phrases(k + 2, finite) > 1)

    def _stop(self, k: int) -> None:
        """A colon, semicolon or the like: what follows starts afresh, in brackets inside them."""
        while self.insertions and self.insertions[-1] == _DASH:
            self.insertions.pop()
        while len(self.stack) > 1 and self.top.until not in _BRACKETS:
            self.stack.pop()
        if k + 1 < len(self.words):
            self._replace(OpenClause("main", until=self.top.until))

    def _dash(self, k: int) -> None:
        """Of two dashes the second ends what the first has inserted; a single one parts clauses."""
        words = self.words
        if self.insertions[-1:] == [_DASH]:
            self._end_insertion(frozenset({_DASH}))
        elif words.next_dash[k + 1] < words.next_stop[k]:
            self._insert(_DASH)
        else:
            while len(self.stack) > 1 and self.top.is_complete:
                self.stack.pop()
            self.top.comma = k

    def _insert(self, until: str) -> None:
        self.insertions.append(until)
        self._push(OpenClause("main", until=until))

    def _end_insertion(self, signs: frozenset[str]) -> None:
        """Back to the clause around what ends with one of the signs, and with all that is still open inside."""
        while self.insertions.pop() not in signs:
            pass
        while self.stack.pop().until not in signs:
            pass


@cache
def _governors() -> frozenset[str]:
    return frozenset(row["word"] for row in table("governors_of_zu"))
