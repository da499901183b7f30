"""The command line in the language of its user: help, wrong usage, and what the commands say.

The language is chosen before anything is read, so that it makes no difference where ``--lang`` stands: by ``--lang``, else by
the variable ``STYLO_LANG``, else by the locale (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), else English.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError

from stylo.wording.language import LANGUAGES, language, said, say
from stylo.wording.signs import visible

OPTION, VARIABLE = "--lang", "STYLO_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang``, which is obeyed before the command is read, see ``chosen_language``; here it is checked and explained."""
    told = "The language of what is shown; else STYLO_LANG says, or else the locale."
    return click.option(OPTION, type=click.Choice(LANGUAGES), envvar=VARIABLE, expose_value=False, help=told)(command)


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that a call asks for; what is no language asks for none."""
    before_paths = arguments[: arguments.index("--")] if "--" in arguments else arguments
    named = [after for option, after in pairwise(before_paths) if option == OPTION]
    named += [argument.partition("=")[2] for argument in before_paths if argument.startswith(f"{OPTION}=")]
    locale = next(filter(None, map(environment.get, LOCALE)), "")
    wanted = [*reversed(named), environment.get(VARIABLE, ""), locale.partition("_")[0]]
    return next((name for name in wanted if name in LANGUAGES), LANGUAGES[0])


class Formatter(click.HelpFormatter):
    """Help in the current language. Of a help text each paragraph is translated, of an option what stands before ``[``."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for part in ("[OPTIONS]", "COMMAND [ARGS]...", "[WORD]..."):
            args = args.replace(part, say(part))
        super().write_usage(prog, args, prefix or f"{say('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(heading))

    def write_text(self, text: str) -> None:
        super().write_text("\n\n".join(map(say, _paragraphs(text))))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, _explained(text)) for name, text in rows], col_max, col_spacing)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


def _explained(text: str) -> str:
    told, bracket, extra = text.partition("  [")
    return say(told) + bracket + extra.replace("default: ", f"{say('default')}: ").replace("required", say("required"))


class Context(click.Context):
    """A context whose help is in the current language."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is in the current language."""

    context_class = Context

    def get_short_help_str(self, limit: int = 45) -> str:
        return say(_paragraphs(self.help or "")[0])


class Group(click.Group):
    """All commands, in the language that the call asks for."""

    context_class = Context
    command_class = Command

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        given = list(sys.argv[1:] if args is None else args)
        with language(chosen_language(given, os.environ)):
            return super().main(given, *rest, **options)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _said_errors():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with _said_errors():
            return super().invoke(ctx)


def tell(message: object, begin: str = "stylo: ") -> None:
    """Say something on standard error; nothing that it names, a file say, does anything to the terminal."""
    click.echo(f"{begin}{visible(str(message))}", err=True)


class WrongUsage(click.UsageError):
    """Wrong usage, said in the current language."""

    def show(self, file: IO[Any] | None = None) -> None:
        if self.ctx is not None:
            hint = say("Try '{command} --help' for help.", command=self.ctx.command_path)
            click.echo(f"{self.ctx.get_usage()}\n{hint}\n", file=file, err=file is None)
        click.echo(f"{say('Error:')} {visible(self.message)}", file=file, err=file is None)


@contextmanager
def _said_errors() -> Iterator[None]:
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise WrongUsage(said(error.format_message()), error.ctx) from error
