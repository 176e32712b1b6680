"""Shared places that hold something of this user's about a person, and of which conversation.

A name proves nothing: somebody else on this machine may share a conversation with a person of the
same name. Counted is what belongs to this user (by the owner of the files), and it is taken for a
conversation of the notebook only where both grew from the same start.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from ..crdt.replica import Replica
from ..errors import AfspraakError, StorageError
from ..model.fields import to_conversation
from ..model.remote_address import RemoteAddress
from ..notebook.people import Person
from ..sync.handshake import replica_from_updates, shake_hands
from ..sync.hosts import Host, open_host
from ..sync.membership import find_existing_copy
from ..sync.postgres.configured import organisation_url
from ..sync.shares import Share


class PersonShares(NamedTuple):
    """Where this user shares something about a person, the places known already aside."""

    in_notebook: tuple[RemoteAddress, ...] = ()
    """Shares of the conversations with them in the notebook."""
    outside_notebook: tuple[RemoteAddress, ...] = ()
    """Shares of this user's that name them, of conversations that are not in the notebook."""
    unreadable: tuple[str, ...] = ()
    """Why somewhere could not be looked."""


def find_person_shares(
    person: Person, notebook: Path, known: Iterable[RemoteAddress] = ()
) -> PersonShares:
    """Look on this machine and in the organisation's database for what names the person."""
    known = set(known)
    found: list[RemoteAddress] = []
    others: list[RemoteAddress] = []
    trouble: list[str] = []
    for name in dict.fromkeys(("", organisation_url())):
        try:
            with closing(open_host(name, ask=False)) as host:
                for offer in host.list_shares():
                    where = RemoteAddress(name, offer.id)
                    if where in known or not _names(offer, person) or not host.is_mine(offer.id):
                        continue
                    (found if _is_of(offer, host, person, notebook) else others).append(where)
        except AfspraakError as error:
            trouble.append(str(error))
    return PersonShares(tuple(found), tuple(others), tuple(trouble))


def _names(offer: Share, person: Person) -> bool:
    return person.name.casefold() in map(str.casefold, offer.metadata.names)


def _is_of(offer: Share, host: Host, person: Person, notebook: Path) -> bool:
    """Whether what is shared is one of the conversations with the person in this notebook."""
    own = {talk.path for talk in person.conversations}
    with suppress(StorageError), closing(host.open_remote(offer.id)) as store:
        there = replica_from_updates(shake_hands(store, Replica().state_vector).updates)
        created = to_conversation(there.fields).header.created
        if find_existing_copy(created, there.clocks_by_client, notebook) in own:
            return True
    # One that cannot be read here, for it is locked, is known by what its owner calls it.
    unread = {talk.slug for talk in person.conversations if talk.conversation is None}
    return offer.owner == host.login and offer.metadata.slug in unread
