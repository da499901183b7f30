"""The claims of a notebook: as narrow as their conditions, binding for the case study, an observation for any other text."""

from __future__ import annotations

import pytest

from stylo.notebook.claims import Claim, ClaimFails, claim, claims
from stylo.wording.language import language

TRUE = claim("Three sentences are long.", 3, equals=3)
FALSE = claim("The place is high.", 40.25, above=90)


@pytest.mark.parametrize(
    ("bounds", "value", "holds"),
    [
        ({"equals": "paragraph 2"}, "paragraph 2", True),
        ({"equals": "paragraph 2"}, "paragraph 1", False),
        ({"above": 90}, 90, False),
        ({"least": 90}, 90, True),
        ({"above": 5, "below": 10}, 7.5, True),
        ({"above": 5, "below": 10}, 10, False),
        ({"least": 5, "most": 10}, 10, True),
        ({"above": 5}, float("nan"), False),
    ],
)
def test_a_claim_holds_where_its_condition_does(bounds, value, holds):
    assert claim("So it is.", value, **bounds).holds is holds


@pytest.mark.parametrize("bounds", [{}, {"equals": 3, "above": 2}])
def test_a_claim_needs_one_condition(bounds):
    with pytest.raises(ValueError, match="needs a condition"):
        claim("So it is.", 3, **bounds)


def test_the_condition_is_what_was_checked():
    assert claim("So it is.", 7.5, above=5, below=10).condition == "above 5, below 10"
    with language("de"):
        assert claim("So ist es.", 7.5, above=5.5).condition == "über 5,5"


def test_of_the_case_study_a_claim_that_fails_is_an_error(drive):
    with pytest.raises(ClaimFails, match=r"The place is high\. \(40\.2, above 90\)"):
        claims(drive, TRUE, FALSE)


def test_a_claim_on_what_does_not_change_with_the_text_binds_always():
    assert claims(None, TRUE).to_html().count("<tr>") == 2
    with pytest.raises(ClaimFails, match="The place is high"):
        claims(None, TRUE, FALSE)


def test_of_another_text_it_is_said_not_to_hold(nlp):
    html = claims(nlp("Der Film ist laut."), TRUE, FALSE).to_html()
    assert html.count("<tr>") == 3
    assert ">yes<" in html
    assert ">no<" in html


def test_the_table_is_the_same_each_time_and_what_stands_in_it_is_text(nlp):
    doc = nlp("Der Film ist laut.")
    bad = Claim("<script>alert(1)</script>", 1, "is 1", True)
    html = claims(doc, bad).to_html()
    assert html == claims(doc, bad).to_html()
    assert "<script>" not in html
