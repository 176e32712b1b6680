"""Write minutes to the folder where afspraak was started."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ...data.exchange.export import export_name
from ...data.exchange.hook_facts import export_facts
from ...data.kinds.record_form import record_form_of
from ...data.minutes.edition import Version
from ...data.model.conversation import Conversation
from ...data.privacy.sensitive_words import health_words_of_any_language
from ...data.system.files.descriptors import read_regular
from ...data.system.paths import home_relative, working_folder
from ...widgets.language import tr
from ..forms.dialog.confirm import Choice
from .context.controller_context import Dialogs, StatusLine
from .context.show_errors import show_errors
from .hooks import run_in_background

_MOST_READ = 1 << 22
"""The most bytes of the minutes that are searched for words about health."""

Export = Callable[[Path, Version], object]
"""Writes a version of the minutes to a path."""


def choose_and_write_minutes(
    conversation: Conversation, path: Path, export: Export, context: Dialogs, *, locked: bool
) -> None:
    """Ask which version to write, if its kind has two, and write it as `write_minutes` does."""

    def write(version: Version) -> None:
        write_minutes(path, version, conversation, export, context, locked=locked)

    def answered(answer: str | None) -> None:
        if answer is not None:
            write(Version(answer))

    if record_form_of(conversation).has_file_version:
        versions = {version.value: tr(f"preview.version.{version}") for version in Version}
        question = Choice(tr("preview.which"), tr("preview.which.detail"), versions)
        context.push_screen(question, answered)
    else:
        write(Version.FULL)


def write_minutes(
    path: Path,
    version: Version,
    conversation: Conversation,
    export: Export,
    context: StatusLine,
    *,
    locked: bool,
) -> None:
    """Call `export` with the path for a version of the minutes of `path`, and show that path.

    With `locked` the status line adds that the minutes are not encrypted. A word about health in
    them is named in front of it.
    """
    with show_errors(context.show_status):
        language = conversation.header.language
        target = working_folder() / export_name(path, "md", version, language)
        export(target, version)
        key = "lock.desk.exported" if locked else "desk.exported"
        exported = tr(key, path=home_relative(target))
        text = read_regular(target, _MOST_READ).decode(errors="replace")
        if words := health_words_of_any_language([text]):
            exported = tr("sensitive_words.exported", word=words[0], exported=exported)
        context.show_status(exported)
        facts = partial(export_facts, conversation, path, target, "md", version)
        run_in_background("after-export", facts, context.show_status)
