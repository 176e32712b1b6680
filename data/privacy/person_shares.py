"""Find this user's shares about a person, and the conversations that they belong to.

A name proves nothing: another user of this machine may share a conversation with a person of the
same name. A share counts only if this user owns files or rows in it, and belongs to a conversation
of the notebook only if both have a common history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from ..errors import AfspraakError, RemoteError, StorageError
from ..i18n.catalogue import Message
from ..model.remote_address import HostAddress, RemoteAddress
from ..model.rows.conversation_rows import to_conversation
from ..notebook.notebook import Notebook
from ..notebook.people import Person
from ..session.private_file import remote_address_of
from ..session.user import SYSTEM_USER, User
from ..sync.handshake import read_replica
from ..sync.hosts import Host, Hosts
from ..sync.membership import find_existing_copy
from ..sync.shares import Share


class PersonShares(NamedTuple):
    """The user's shares about a person, without those known already."""

    in_notebook: tuple[RemoteAddress, ...] = ()
    """Shares of the conversations with them in the notebook."""
    outside_notebook: tuple[RemoteAddress, ...] = ()
    """Shares of conversations that are not in the notebook, but name them."""
    unreadable: tuple[Message, ...] = ()
    """Messages about hosts that could not be searched."""


def find_person_shares(
    person: Person,
    notebook: Path,
    hosts: Hosts,
    known: Iterable[RemoteAddress] = (),
    *,
    far: bool = False,
    user: User = SYSTEM_USER,
) -> PersonShares:
    """Search this machine and the organisation's database for shares that name the person.

    With `far`, search the other hosts too on which a conversation of the notebook is shared.
    """
    known = set(known)
    found: list[RemoteAddress] = []
    others: list[RemoteAddress] = []
    errors: list[Message] = []
    used = _hosts_of(notebook, user=user) if far else ()
    for host_address in dict.fromkeys((*hosts.usual, *used)):
        try:
            with closing(hosts.open_host(host_address, ask=False)) as host:
                for share in host.list_shares():
                    address = host_address.share(share.id)
                    if (
                        address in known
                        or not host.is_mine(share.id)
                        or person.name.casefold() not in map(str.casefold, _names(share, host))
                    ):
                        continue
                    (
                        found
                        if _is_of_notebook(share, host, person, notebook, user=user)
                        else others
                    ).append(address)
        except AfspraakError as error:
            errors.append(error.message)
    return PersonShares(tuple(found), tuple(others), tuple(errors))


def _hosts_of(notebook: Path, *, user: User = SYSTEM_USER) -> Iterator[HostAddress]:
    """Yield the hosts on which conversations of a notebook are shared."""
    here = Notebook(notebook, user=user)
    for path in (*here.paths(), *here.archive.paths()):
        if address := remote_address_of(path, keyring=user.keyring):
            yield address.host


def _names(share: Share, host: Host) -> Sequence[str]:
    """Return the names of the partners of a share; without metadata, from what it holds."""
    if not share.is_remains:
        return share.metadata.names
    with suppress(StorageError, RemoteError), closing(host.open_remote(share.id)) as remote:
        conversation = to_conversation(read_replica(remote).fields)
        return [partner.name for partner in conversation.partners]
    return ()


def _is_of_notebook(
    share: Share, host: Host, person: Person, notebook: Path, *, user: User
) -> bool:
    """Return whether a share is one of the conversations with the person in this notebook."""
    own = {talk.path for talk in person.conversations}
    with suppress(StorageError, RemoteError), closing(host.open_remote(share.id)) as remote:
        replica = read_replica(remote)
        created = to_conversation(replica.fields).header.created
        if find_existing_copy(created, replica.clocks_by_client, notebook, user=user) in own:
            return True
    # A locked one that cannot be read here is recognised by its owner's name for it.
    unread = {talk.slug for talk in person.conversations if talk.conversation is None}
    return share.owner == host.login and share.metadata.slug in unread
