"""One call of `afspraak`: the arguments of a command."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ....data.session.user import User
from ....data.settings.settings import Settings
from ....widgets.language import spoken

if TYPE_CHECKING:
    from ....data.notebook.notebook import Notebook
    from ....data.sync.hosts import Hosts


class Request(NamedTuple):
    """The notebook's folder, the settings, the parsed options, and the user."""

    folder: Path
    settings: Settings
    options: argparse.Namespace
    user: User

    @property
    def notebook(self) -> Notebook:
        """The notebook of this call."""
        from ....data.notebook.notebook import Notebook
        from .reading_progress import progress_reporter

        return Notebook(self.folder, progress_reporter(), user=self.user)

    def find(self, *, told: bool = True, with_archive: bool = False) -> Path:
        """Return the file of the conversation that REF means; see `find_conversation`.

        With `--json` nothing is asked and said beside the answer.
        """
        from .conversation_argument import find_conversation

        for_programs = getattr(self.options, "json", False)
        return find_conversation(
            self.notebook,
            self.options.reference,
            may_ask=not for_programs,
            told=told and not for_programs,
            with_archive=with_archive,
        )

    @property
    def hosts(self) -> Hosts:
        """The hosts on which shares are found and made."""
        from ....data.sync.hosts import Hosts

        sharing = (self.settings.sharing_url, self.settings.sharing_listen)
        return Hosts(*sharing, spoken().language, self.settings.sharing_hosts)


Command = Callable[[Request], int]
