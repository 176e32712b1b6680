"""Begin a conversation: ask for its first values, and make it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ....data.errors import AfspraakError, UsageError
from ....data.ids import PartnerId
from ....data.notebook.notebook import Notebook
from ....data.notebook.summary import Summary
from ....data.settings.settings import Settings
from ....data.system.user import offered_name
from ....widgets.language import spoken, tr
from ...formatting.clock import today
from ..context.controller_context import Dialogs

if TYPE_CHECKING:
    from ....data.notebook.new_conversation import NewConversation


class BeginningController:
    """Begins conversations in a notebook."""

    def __init__(self, notebook: Notebook, settings: Settings, context: Dialogs) -> None:
        self._notebook, self._settings, self._context = notebook, settings, context

    def begin(self, summaries: Sequence[Summary], then: Callable[[Path], None]) -> None:
        """Ask for the first values; what is in these conversations is offered.

        `then` is called with the file of the conversation that was made.
        """
        from ....data.notebook.kind_use import kinds_by_use
        from ....data.templates.kind_library import Library
        from ...forms.conversation import ConversationForm

        people = list(dict.fromkeys(each.partner for each in summaries if each.is_with_one))
        form = ConversationForm(
            own_names=[*dict.fromkeys(own for each in summaries for own in each.own_names)],
            people=people,
            my_name=self._settings.name or offered_name(),
            language=spoken().language,
            day=today(),
            today=today(),
            library=Library.of(self._settings),
            used=partial(kinds_by_use, summaries),
            remember=None if self._settings.name else self._remember_name,
        )
        self._context.push_screen(form, partial(self._begin, then))

    def _remember_name(self, name: str) -> None:
        """Write the user's own name into the settings; if that fails, it is asked again."""
        from ....data.settings.settings_file import remember
        from ....data.settings.toml_reader import TomlFault

        with suppress(AfspraakError, TomlFault):
            remember(self._settings.path, "name", name)
            self._settings = self._settings._replace(name=name)

    def _begin(self, then: Callable[[Path], None], beginning: NewConversation | None) -> None:
        from ....data.notebook.new_conversation import build_conversation
        from ....data.session.session import Session
        from ....data.templates.kind_library import Library
        from ...forms.dialog.confirm import Notice

        if beginning is None:
            return
        try:
            kind = Library.of(self._settings).find(beginning.kind, beginning.language)
            conversation = build_conversation(beginning, kind)
            me = PartnerId(beginning.me)
            path = self._notebook.new_path(conversation, me)
            Session.create(path, conversation, me=me, user=self._notebook.user).close()
        except UsageError as error:
            # A kind is not sound: files, lines and reasons do not fit in one line.
            self._context.push_screen(Notice(tr("settings.no_template"), tr(error.message)))
            return
        except AfspraakError as error:
            self._context.show_status(tr(error.message))
            return
        then(path)
