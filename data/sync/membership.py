"""Sharing a conversation, joining one, and ending it, on whatever machine it is shared."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from ..crdt.replica import Replica
from ..errors import StoreError, UsageError
from ..i18n.catalogue import tr
from ..model.edits import Change
from ..model.fields import to_conversation
from ..model.remote_address import RemoteAddress, is_database, machine_of
from ..notebook.notebook import Notebook
from ..session.participant import recognise
from ..session.session import Session
from ..storage.ancestry import ForeignDocument
from ..storage.encryption.seal import is_sealed
from .handshake import exchange, gathered, shake_hands
from .hosts import Host
from .remote import Remote
from .shares import Share, ShareMetadata, offered


def offer(path: Path, login: str, host: Host) -> None:
    """Share the conversation at `path` with the user who has this login on that host.

    Sharing again changes nothing. Raises UsageError and StoreError.
    """
    with closing(Session.open(path)) as session:
        where = share(session, login, host)
        with closing(host.enter(where.place)) as store:
            exchange(session, store)


def share(session: Session, login: str, host: Host) -> RemoteAddress:
    """Let the user who has this login on that host into the session's conversation.

    What stands in the conversation is put there by who enters. Raises UsageError and StoreError.
    """
    if login == host.login:
        raise UsageError(tr("sharing.self"))
    other = session.conversation.partner(session.known_other())
    if other is not None and not host.name and other.login not in ("", login):
        raise UsageError(tr("sharing.other_login", name=other.name, login=other.login))
    where = _shared_already(session, host)
    if where is None:
        place = host.share(login, ShareMetadata.of(session.conversation, session.path.stem))
        where = RemoteAddress(host.name, place)
    if other is not None and not other.login:
        session.apply(Change("partner", other.id, {"login": login}))
    if session.shared_in != where:
        session.share_in(where)
    if session.read_marker is None:
        session.mark_read()  # whatever others do comes after this
    return where


def shared_words(host: Host, login: str) -> str:
    """What to say once it is shared: how the other takes part."""
    if is_database(host.name):
        from .postgres.configured import usual

        key = "sharing.database.shared" + ("" if host.name == usual() else ".via")
        return tr(key, login=login, me=host.login, url=host.name)
    if host.name:
        return tr("sharing.shared.there", login=login, me=host.login, host=host.name)
    return tr("sharing.shared", login=login, me=host.login)


def _shared_already(session: Session, host: Host) -> RemoteAddress | None:
    """Where this user shares it on that host. Raises UsageError where it is somebody else's."""
    where = session.shared_in
    if where is None:
        return None
    if where.host != host.name:
        there = machine_of(where.host) if where.host else tr("sharing.this_machine")
        raise UsageError(tr("sharing.elsewhere", where=there))
    for one in host.offers():
        if one.place == where.place:
            if one.owner != host.login:
                raise UsageError(tr("sharing.joined", owner=one.owner))
            return where
    return None  # it was taken away


class Joined(NamedTuple):
    """A conversation that was joined: its file, and a store that is open, for whoever goes on."""

    path: Path
    where: RemoteAddress
    store: Remote


def wanted(host: Host, owner: str, name: str = "") -> Share:
    """What this owner offers there, of this name where there are several.

    Raises NothingFoundError and UsageError.
    """
    mine = "" if host.name else host.login  # from elsewhere one may join what one shares there
    return offered([one for one in host.offers() if one.owner != mine], owner, name)


def join(offer: Share, notebook: Path, host: Host) -> Joined:
    """Take what is offered on that host into a notebook.

    Raises StoreError.
    """
    where = RemoteAddress(host.name, offer.place)
    store = host.enter(offer.place)
    try:
        there = gathered(shake_hands(store, Replica().state_vector).updates)
        return Joined(_take_in(there, notebook, host, where), where, store)
    except BaseException:
        store.close()
        raise


def _take_in(there: Replica, notebook: Path, host: Host, where: RemoteAddress) -> Path:
    conversation = to_conversation(there.fields)
    if not conversation.partners:
        raise StoreError(tr("sharing.empty"))
    path = kept_already(conversation.header.created, there.clocks_by_client, notebook)
    if path is None:
        me = recognise(conversation, {}, host.login)
        path = Notebook(notebook).new_path(conversation, me)
        session = Session.from_replica(path, there)
        if me is not None:
            session.i_am(me)  # the login name here need not be the one there
    else:
        session = Session.open(path)
        session.receive(there.document())
    with closing(session):
        session.save()  # first: nothing private is left alone where this is cut off
        if session.shared_in != where:
            session.share_in(where)
    return path


def kept_already(created: str, clients: Collection[int], notebook: Path) -> Path | None:
    """The file in a notebook that holds the same conversation: one that grew from the same start.

    `created` stands in every file of it, and is looked for first: that is much cheaper. `clients`
    are the sessions that wrote in it.
    """
    for path in Notebook(notebook).paths():
        with suppress(OSError, StoreError):
            if created and (is_sealed(path) or created.encode() in path.read_bytes()):
                session = Session.open_read_only(path)
                if session.written_by(clients):
                    return path
    return None


def withdraw(session: Session, host: Host) -> None:
    """Stop sharing the session's conversation, which is shared on that host.

    Who made the place takes it away; anybody else leaves it. Every partner keeps all of it. Raises
    StoreError.
    """
    where = session.shared_in
    assert where is not None, "it is shared"
    if any(one.place == where.place for one in host.offers()):
        theirs = False
        try:
            with closing(host.enter(where.place)) as store:
                exchange(session, store)  # what the other wrote meanwhile goes with the place
        except ForeignDocument:
            theirs = True  # another conversation lives there
        except StoreError:
            pass
        if not theirs:
            host.withdraw(where.place)
    session.share_in(None)
