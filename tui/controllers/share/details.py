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
from ....data.sync.share_state import ShareRecord, ShareState, join_command
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


def title(session: Session) -> str:
    """Return the title of the notice on the share."""
    return tr("sharing.details.title", name=_name(session))


def details(
    session: Session,
    address: RemoteAddress,
    state: ShareState,
    reason: Message | None,
    record: ShareRecord,
    hosts: Hosts,
) -> str:
    """Return place, command, state and what was refused, in lines for a screen of 60 columns.

    `reason` says why the share fails.
    """
    pairs = [("where", _place(address))]
    if owner := _owner(session, address):
        pairs.append(("join", join_command(address.host, owner, hosts.organisation)))
    else:
        pairs.append(("owner", _name(session)))
    now = tr(f"sharing.details.{state.value}", name=_name(session))
    pairs.append(("now", f"{now}: {tr(reason)}" if reason else now))
    pairs.append(("since", format_when(record.since)))
    received = format_when(record.last_received) or tr("sharing.details.nothing")
    pairs.append(("received", received))
    if (last := record.interruption) is not None and reason is None:
        pairs.append(("interruption", f"{format_when(last.at)}: {tr(last.reason)}"))
    labels = [tr(f"sharing.details.label.{key}") for key, _ in pairs]
    indent = max(map(len, labels)) + 2
    lines = [
        _line(label, value, indent)
        for label, (_, value) in zip(labels, pairs, strict=True)
        if value
    ]
    refused = [tr(text) for text in session.sync.refusals.messages()]
    return "\n\n".join(["\n".join(lines), *refused])


def _line(label: str, value: str, indent: int) -> str:
    rows = textwrap.wrap(value, _WIDTH - indent, break_on_hyphens=False) or [""]
    return f"\n{' ' * indent}".join([f"{label:{indent}}{rows[0]}", *rows[1:]])


def _place(address: RemoteAddress) -> str:
    """Return the place of a share: its folder, or the name of its database."""
    if not isinstance(address, PostgresConversation):
        return str(address)
    name = address.host.display_name
    return name if isinstance(name, str) else tr(name)


def _name(session: Session) -> str:
    partner = session.conversation.partner(session.other)
    return (partner.name or partner.login if partner else "") or tr("sharing.sign.other")


def _owner(session: Session, address: RemoteAddress) -> Login | None:
    """Return the login under which this user shares it; None if the other partner does."""
    if own := session.sync.own_share:
        return own.owner
    if isinstance(address, LocalFolder):
        from ....data.sync.folder.shared_folders import is_owner

        return login_name() if is_owner(Path(address.share_id)) else None
    return None
