"""Completion of the command line for the shell's Tab key (argcomplete).

Imported only when a shell asks, which it does by setting $_ARGCOMPLETE; see `completion`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import argcomplete
from argcomplete.completers import DirectoriesCompleter, FilesCompleter, SuppressCompleter

from ...data.capture.completions import complete_row
from ...data.errors import AfspraakError
from ...data.notebook.notebook import Notebook
from ...data.notebook.places.folders import deletions
from ...data.notebook.references.completions import complete_reference
from ...data.notebook.summary import read_conversation
from ...data.session.user import User
from ...data.settings.settings import Settings
from ...data.text.sanitize import clean_line
from .command_registry import COMMANDS, LazySubParsers
from .effective_settings import notebook

Completers = dict[str, Callable[..., Iterable[str]]]


def complete(parser: argparse.ArgumentParser, settings: Settings, user: User) -> None:
    """Print the completions for the shell, and end the process."""

    def references(parsed_args: argparse.Namespace, prefix: str, **_: Any) -> Iterable[str]:
        folder = Path(str(notebook(parsed_args, settings).value))
        try:
            here = Notebook(folder, user=user)
            if (found := _put_away(parsed_args, here)) is not None:
                # Never offer a name that a terminal could execute.
                return [slug for slug in found if clean_line(slug) == slug]
            return complete_reference(here, prefix)
        except AfspraakError:
            return []

    def people(parsed_args: argparse.Namespace, **_: Any) -> Iterable[str]:
        folder = Path(str(notebook(parsed_args, settings).value))
        try:
            found = {summary.partner for summary in Notebook(folder, user=user).summaries()}
        except AfspraakError:
            return []
        return sorted(name for name in found if name and clean_line(name) == name)

    def rows(
        parsed_args: argparse.Namespace, prefix: str, action: argparse.Action, **_: Any
    ) -> Iterable[str]:
        folder = Path(str(notebook(parsed_args, settings).value))
        user.keyring.disable_prompt()
        try:
            path = Notebook(folder, user=user).find(str(parsed_args.reference))
            conversation = read_conversation(path, user=user)
        except AfspraakError:
            return []
        return complete_row(conversation, str(action.metavar), prefix)

    completers: Completers = {
        "REF": references,
        "ITEM": rows,
        "LABEL": rows,
        "HEADING": rows,
        "FILE": FilesCompleter(),
        "KEYFILE": FilesCompleter(),
        "DIR": DirectoriesCompleter(),
        "PERSON": people,
        "VERB": lambda **_: tuple(COMMANDS),
    }
    for each in parsers(parser):
        _attach(each, completers)
    argcomplete.autocomplete(
        parser, default_completer=SuppressCompleter(), always_complete_options=False
    )


def _put_away(options: argparse.Namespace, notebook: Notebook) -> Sequence[str] | None:
    """Return the archived or deleted conversations that a REF means after these options.

    None if it means one of the notebook. Raises StorageError.
    """
    if not any(getattr(options, name, False) for name in ("undo", "empty")):
        return None
    if getattr(options, "command", "") == "delete":
        return sorted({deletion.slug for deletion in deletions(notebook.folder)})
    return notebook.archive.slugs()


def parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """Return a parser and the parsers of its commands."""
    found = [parser]
    for action in parser._actions:  # noqa: SLF001 - argparse has no public list of them
        if isinstance(action, LazySubParsers):
            action.load_all()
            found += action.choices.values()
    return found


def _attach(parser: argparse.ArgumentParser, completers: Completers) -> None:
    """Complete each argument by the kind that its metavar names."""
    for action in parser._actions:  # noqa: SLF001 - as above
        kind = str(action.metavar).partition(".")[0]  # FILE.md counts as FILE
        if kind in completers:
            vars(action)["completer"] = completers[kind]
