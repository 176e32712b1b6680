"""Beginning to share a conversation: with whom, and what the other has to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from ....data.errors import AfspraakError
from ....data.ids import Login
from ....data.model.remote_address import PostgresDatabase, parse_host_and_login
from ....widgets.language import tr
from ...formatting.clock import today
from .host_calls import HostCalls, HostContext

if TYPE_CHECKING:
    from ....data.session.session import Session
    from ....data.sync.hosts import Host
    from ....data.system.people import Person
    from ...forms.share import ShareForm


class ShareBeginning:
    """Asks with whom to share a session, and shares it."""

    def __init__(
        self,
        session: Session,
        context: HostContext,
        calls: HostCalls,
        share_over: Callable[[Host], None],
    ) -> None:
        """Bind to a session; `share_over` connects it to its share on a host."""
        self._session, self._context = session, context
        self._calls, self._share_over = calls, share_over

    def ask(self) -> None:
        """Ask for a person, and share."""
        from ....data.system.people import Person, people
        from ...forms.share import ShareForm

        hosts = self._context.environment.hosts

        def answered(text: str | None) -> None:
            if text is not None:
                host, person = parse_host_and_login(text)
                address = host or hosts.usual[-1]
                self._calls.call(address, lambda host: self._share(host, person))

        other = self._session.conversation.partner(self._session.other)
        partner = Person(other.login, other.name) if other else Person(Login(""))
        known = () if hosts.organisation else people()
        form = ShareForm(partner, known, hosts.organisation, today())
        self._context.push_screen(form, answered)
        if hosts.organisation is not None:
            self._context.run_worker(self._show_people(form, hosts.organisation), group="people")

    async def _show_people(self, form: ShareForm, database: PostgresDatabase) -> None:
        """Show who can be chosen in the database, as soon as it answers."""
        hosts = self._context.environment.hosts

        def ask() -> Sequence[Person]:
            with closing(hosts.open_host(database, ask=False)) as host:
                return host.people()

        with suppress(AfspraakError):  # sharing reports it
            found = await asyncio.to_thread(ask)
            if form.is_attached:
                form.show_people(found)

    def _share(self, host: Host, text: str) -> None:
        """Share with the person of this login or name, and show what the other has to do."""
        from ....data.sync.membership import joining_instructions, share_session

        person = host.find_person(text)
        theirs = share_session(self._session, person.login, host).is_theirs
        self._share_over(host)
        hosts = self._context.environment.hosts
        texts = [tr(joining_instructions(host, person, hosts, is_theirs=theirs))]
        if self._session.seal is not None:
            texts.append(tr("lock.share"))
        self._calls.show_notice("\n\n".join(texts), "sharing.shared.title")
