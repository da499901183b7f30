"""The command line speaks German where it is asked to or where its user does, in its help and in its errors too."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from stylo.cli.commands import main
from stylo.cli.speaking import chosen_language
from stylo.corpus.parts import marks_columns
from stylo.families.registry import marked
from stylo.reference.comparison import COLUMNS
from stylo.wording.language import current, translations

COMMANDS = [main, *main.commands.values()]
SILENT = {"STYLO_LANG": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": None}


def run(*arguments: str, **environment: str):
    return CliRunner().invoke(main, arguments, env={**SILENT, **environment}, prog_name="stylo")


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        (["--lang", "de", "profile"], {}, "de"),
        (["profile", "--help", "--lang=de"], {}, "de"),
        (["--lang", "de", "profile", "--lang", "en"], {}, "en"),
        (["profile", "--", "--lang", "de"], {}, "en"),
        (["profile", "--lang", "fr"], {"LANG": "de_DE.UTF-8"}, "de"),
        ([], {"STYLO_LANG": "de"}, "de"),
        (["--lang", "en"], {"STYLO_LANG": "de"}, "en"),
        ([], {"STYLO_LANG": "en", "LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "de_AT.UTF-8"}, "de"),
        ([], {"LANG": "de"}, "de"),
        ([], {"LC_ALL": "C", "LANG": "de_DE"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "de_CH", "LANG": "C"}, "de"),
        ([], {"LANG": "den_CA"}, "en"),
    ],
)
def test_the_language_is_that_of_the_call_then_of_the_variable_then_of_the_locale(arguments, environment, expected):
    assert chosen_language(arguments, environment) == expected


def test_the_language_of_a_call_ends_with_it():
    assert "Aufruf:" in run("--help", LANG="de_DE.UTF-8").stdout
    assert current() == "en"
    assert "Usage:" in run("--help").stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_all_of_the_help_has_a_translation(command):
    paragraphs = [" ".join(paragraph.split()) for paragraph in command.help.split("\n\n")]
    helps = [" ".join(option.help.split()) for option in command.params if getattr(option, "help", None)]
    assert not [text for text in [*paragraphs, *helps] if text not in translations()]


@pytest.mark.parametrize("command", main.commands)
def test_the_help_of_a_command_is_german_as_a_whole(command):
    said = run(command, "--help", "--lang", "de").stdout
    assert "Optionen:" in said
    assert not {"Usage", "Options", "Show", "default:", "the"} & set(said.replace("[", " ").split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["profil"], "Es gibt keinen Befehl 'profil'. War 'profile' gemeint?"),
        (["profile", "x.txt", "--lix"], "Es gibt keine Option '--lix'"),
        (["profile", "x.txt", "--workers", "null"], "'null' ist keine ganze Zahl."),
        (["profile", "x.txt", "--workers", "0"], "0 liegt nicht im Bereich x>=1."),
        (["profile", "x.txt", "--genre"], "Die Option '--genre' braucht einen Wert."),
        (["profile", "x.txt", "--all=1"], "Die Option '--all' nimmt keinen Wert."),
        (["marks"], "Es fehlt"),
        (["compare", "x.txt", "--genre", "oper"], "'oper' ist keines von 'film_review'"),
    ],
)
def test_wrong_usage_is_told_in_german(arguments, said):
    result = run(*arguments, STYLO_LANG="de")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Fehler:" in result.stderr


def test_a_variable_that_names_no_language_is_refused():
    assert "'fr' is not one of 'en', 'de'" in run("profile", "x.txt", STYLO_LANG="fr").stderr


def test_every_column_that_can_be_shown_has_a_german_heading():
    names = {"document", "language", "left", "right", *COLUMNS, *(name for kind in marked() for name in marks_columns(kind))}
    assert sorted(name for name in names if name.replace("_", " ") not in translations()) == []
