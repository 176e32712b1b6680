"""Calling a host from a screen: this machine, another one over SSH, or a database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Protocol, assert_never

from ....data.model.remote_address import HostAddress, PostgresDatabase, SshMachine, ThisMachine
from ....widgets.language import tr
from ...environment import Environment
from ..context.controller_context import Dialogs, Suspendable, Workers
from ..context.show_errors import show_errors

if TYPE_CHECKING:
    from ....data.sync.hosts import Host


class HostContext(Dialogs, Suspendable, Workers, Protocol):
    """The context that a call uses."""

    @property
    def environment(self) -> Environment:
        """The hosts of shares, and the open remotes."""


class HostCalls:
    """Connects to hosts; what fails is shown in a notice."""

    def __init__(self, context: HostContext) -> None:
        """Bind to the context of a screen."""
        self._context = context

    def call(self, address: HostAddress, then: Callable[[Host], None]) -> None:
        """Connect to a host and call `then` with it; show a notice if that fails."""
        from ....data.sync.hosts import LocalHost
        from ...terminal.ssh_prompt import connect

        match address:
            case ThisMachine():
                with show_errors(self.show_notice):
                    then(LocalHost())
            case SshMachine():
                with (
                    show_errors(self.show_notice),
                    closing(connect(self._context.suspend, address)) as host,
                ):
                    then(host)
            case PostgresDatabase():
                self._context.run_worker(self._with_database(address, then), group="connecting")
            case _:
                assert_never(address)

    async def _with_database(
        self, database: PostgresDatabase, then: Callable[[Host], None]
    ) -> None:
        """Connect to a database in a thread, without a question, so that the screen stays."""
        hosts = self._context.environment.hosts
        self._context.show_status(tr("sharing.ssh.connecting", host=database.display_name))
        with show_errors(self.show_notice):
            host = await asyncio.to_thread(hosts.open_host, database, ask=False)
            with closing(host):
                then(host)

    def show_notice(self, text: str, title: str = "sharing.form.title") -> None:
        """Show a text under the message `title`."""
        from ...forms.dialog.confirm import Notice

        self._context.push_screen(Notice(tr(title), text))
