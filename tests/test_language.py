"""What is shown is shown in English or in German, whole."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import stylo
from stylo.wording.language import current, language, number, say, translations

TEMPLATES = {"told", "message", "unknown", "broken"}
"""Names under which a text is given to ``say`` where it is too long to stand there."""
PACKAGE = Path(__file__).parent.parent / "stylo"


def spoken() -> list[str]:
    """Every text that the package gives to ``say`` as it stands, or under a name that it has just been given."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        nodes = list(ast.walk(module))
        said = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) in {"say", "layout.counted"}]
        found += [argument.value for node in said for argument in node.args if _is_text(argument)]
        names = {argument.id for node in said for argument in node.args if isinstance(argument, ast.Name)} & TEMPLATES
        named = [
            node for node in nodes if isinstance(node, ast.Assign) and {ast.unparse(name) for name in node.targets} & names
        ]
        found += [node.value.value for node in named if _is_text(node.value)]
    return found


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_english_stays_as_it_is():
    assert say("words") == "words"
    assert number(3.14159) == "3.14"


def test_german_comes_from_the_tables_with_a_decimal_comma():
    with language("de"):
        assert say("words") == "Wörter"
        assert number(3.14159) == "3,14"
        assert number(float("nan")) == "–"
    assert current() == "en"


def test_another_language_is_an_error_that_names_the_choices():
    with pytest.raises(ValueError, match="en, de"), language("fr"):
        pass


def test_everything_that_is_said_has_a_translation():
    assert not [text for text in spoken() if text not in translations()]


SHOWN = {
    "ClusterGone", "Failure", "FormatError", "MissingExtra", "ModelNotInstalled", "NotInstalled", "Occupied", "OtherVersion",
    "Refused", "TextError", "WorkerDied", "cannot_work", "click.UsageError", "click.echo", "_tell", "tell",
}  # fmt: skip
"""What is called with a sentence that the command line shows as it is."""


def unspoken(source: str) -> list[str]:
    """Texts of two words or more that are shown as they stand, without ``say``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SHOWN:
            inner = {id(part) for call in ast.walk(node) if _is_say(call) for part in ast.walk(call)}
            texts = [part.value for part in ast.walk(node) if _is_text(part) and id(part) not in inner]
            found += [text for text in texts if re.search(r"[A-Za-z]{2,} [a-z]{2,}", text)]
    return found


def _is_say(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"say", "click.style"}


def test_nothing_is_shown_in_one_language_alone():
    assert unspoken('raise ClusterGone(f"The scheduler is gone ({error}).")') == ["The scheduler is gone ("]
    assert not unspoken('raise ClusterGone(say("The scheduler is gone ({why}).", why=error))')
    assert not {text: path.name for path in sorted(PACKAGE.rglob("*.py")) for text in unspoken(path.read_text("utf-8"))}


def test_an_error_that_is_a_sentence_for_people_is_said():
    """What speaks to who writes code alone begins with a small letter."""
    unsaid = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                texts = [ast.unparse(each) for each in node.exc.args if isinstance(each, ast.Constant | ast.JoinedStr)]
                unsaid += [(path.name, text) for text in texts if re.match(r"f?['\"]([A-Z]|\{\w+!r\}).*\.['\"]$", text)]
    assert unsaid == []


@pytest.mark.parametrize(
    "call", [lambda: stylo.profile(7), lambda: stylo.compare("Gut.", "krimi"), lambda: stylo.load(tagger="x")]
)
def test_errors_of_the_functions_are_german_too(call):
    with language("de"), pytest.raises((TypeError, ValueError), match=r"nimmt|gibt es keine|Es gibt kein"):
        call()


def test_braces_are_the_same_in_both_languages():
    for english, german in translations().items():
        assert sorted(_braces(english)) == sorted(_braces(german)), english


def _braces(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]
