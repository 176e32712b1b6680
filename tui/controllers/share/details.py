"""The texts on a share: the sign in the header, and everything about it for its notice."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from ....data.i18n.catalogue import Message
from ....data.ids import Login
from ....data.model.remote_address import LocalFolder, PostgresConversation, RemoteAddress
from ....data.session.session import Session
from ....data.sync.hosts import Hosts
from ....data.sync.remote import Presence
from ....data.sync.share_state import Loss, ShareRecord, ShareState, join_command
from ....data.system.people import Person, person_of
from ....data.system.user import login_name
from ....widgets.language import tr
from ...formatting.clock import format_when

_WIDTH = 56
"""The cells of a line of the notice on a screen of 60 columns."""


def sign(session: Session, state: ShareState) -> Sequence[str]:
    """Return the words for the header, the longest form first."""
    partner = session.conversation.partner(session.other)
    who = (partner.initials or partner.login) if partner else ""
    key = f"sharing.sign.{state.value}"
    return [tr(f"{key}{form}", who=who or tr("sharing.sign.other")) for form in ("", ".short")]


def details(
    session: Session,
    address: RemoteAddress,
    state: ShareState,
    reason: Message | None,
    record: ShareRecord,
    hosts: Hosts,
    present: Sequence[Presence],
    *,
    is_alone: bool,
) -> tuple[str, str]:
    """Return the title of the notice on a share, and its lines for a screen of 60 columns.

    They are place, command, state and what was refused. `reason` says why the share fails,
    `present` are the others who are here; `is_alone` tells that the other left for good. The names
    of people are those that the system has: the one in the conversation stands alone only if it is
    the same.
    """
    person = _person(session, address, state, present)
    name = _name(session, person)
    pairs = [("where", _place(address))]
    if owner := _owner(session, address):
        pairs.append(("join", join_command(address.host, owner, hosts.organisation)))
    else:
        told = tr("sharing.details.told", name=name)
        pairs.append(("owner", person.label if person is not None else told))
    carrier = _known(present[0].login, address) if present else person
    key = "left" if is_alone and not state.fails else state.value
    now = tr(f"sharing.details.{key}", name=_name(session, carrier))
    pairs.append(("now", f"{now}: {tr(reason)}" if reason else now))
    pairs.append(("since", format_when(record.since)))
    received = format_when(record.last_received) or tr("sharing.details.nothing")
    pairs.append(("received", received))
    if (last := record.interruption) is not None and reason is None:
        was = tr("sharing.details.was_gone") if last.loss is Loss.ALL else tr(last.reason)
        pairs.append(("interruption", f"{format_when(last.at)}: {was}"))
    labels = [tr(f"sharing.details.label.{key}") for key, _ in pairs]
    indent = max(map(len, labels)) + 2
    lines = [
        _line(label, value, indent)
        for label, (_, value) in zip(labels, pairs, strict=True)
        if value
    ]
    refused = [tr(text) for text in session.sync.refusals.messages()]
    return tr("sharing.details.title", name=name), "\n\n".join(["\n".join(lines), *refused])


def _line(label: str, value: str, indent: int) -> str:
    rows = textwrap.wrap(value, _WIDTH - indent, break_on_hyphens=False) or [""]
    return f"\n{' ' * indent}".join([f"{label:{indent}}{rows[0]}", *rows[1:]])


def _place(address: RemoteAddress) -> str:
    """Return the place of a share: its folder, or the name of its database."""
    if not isinstance(address, PostgresConversation):
        return str(address)
    name = address.host.display_name
    return name if isinstance(name, str) else tr(name)


def _person(
    session: Session, address: RemoteAddress, state: ShareState, present: Sequence[Presence]
) -> Person | None:
    """Return the other partner as the system knows them; None if nothing but their word tells."""
    if own := session.sync.own_share:
        return _known(own.invited, address)
    # Where the share fails, a folder of anybody may lie in its place.
    if isinstance(address, LocalFolder) and not state.fails:
        from ....data.sync.folder.shared_folders import owner_of

        if (owner := owner_of(Path(address.share_id))) and owner.login != login_name():
            return owner
    return _known(present[0].login, address) if present else None


def _known(login: Login, address: RemoteAddress) -> Person:
    """Return who has a login; the real name is known on this machine alone."""
    here = person_of(login) if isinstance(address, LocalFolder) else None
    return here or Person(login)


def _name(session: Session, person: Person | None) -> str:
    """Return the name in the conversation, with the login if the system has another name."""
    partner = session.conversation.partner(session.other)
    told = (partner.name or partner.login if partner else "") or tr("sharing.sign.other")
    if person is None or person.matches(told):
        return told
    return f"{told} ({person.login})"


def _owner(session: Session, address: RemoteAddress) -> Login | None:
    """Return the login under which this user shares it; None if the other partner does."""
    if own := session.sync.own_share:
        return own.owner
    if isinstance(address, LocalFolder):
        from ....data.sync.folder.shared_folders import is_owner

        return login_name() if is_owner(Path(address.share_id)) else None
    return None
