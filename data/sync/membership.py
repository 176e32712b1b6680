"""Sharing a conversation, joining one, and ending it, on whatever machine it is shared."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from ..crdt.replica import Replica
from ..errors import StorageError, UsageError
from ..i18n.catalogue import tr
from ..model.edits import Change
from ..model.fields import to_conversation
from ..model.remote_address import RemoteAddress, display_host, is_database
from ..notebook.notebook import Notebook
from ..session.participant import recognise
from ..session.session import Session
from ..storage.ancestry import UnrelatedHistory
from ..storage.encryption.seal import is_sealed
from .handshake import exchange_updates, replica_from_updates, shake_hands
from .hosts import Host
from .remote import Remote
from .shares import Share, ShareMetadata, select_share


def share_conversation(path: Path, login: str, host: Host) -> None:
    """Share the conversation at `path` with the user who has this login on that host.

    Sharing again changes nothing. Raises UsageError and StoreError.
    """
    with closing(Session.open(path)) as session:
        where = share_session(session, login, host)
        with closing(host.open_remote(where.share_id)) as store:
            exchange_updates(session, store)


def share_session(session: Session, login: str, host: Host) -> RemoteAddress:
    """Let the user who has this login on that host into the session's conversation.

    What stands in the conversation is put there by who enters. Raises UsageError and StoreError.
    """
    if login == host.login:
        raise UsageError(tr("sharing.self"))
    other = session.conversation.partner(session.require_other())
    if other is not None and not host.name and other.login not in ("", login):
        raise UsageError(tr("sharing.other_login", name=other.name, login=other.login))
    where = _existing_address(session, host)
    if where is None:
        place = host.create_share(
            login, ShareMetadata.from_conversation(session.conversation, session.path.stem)
        )
        where = RemoteAddress(host.name, place)
    if other is not None and not other.login:
        session.apply(Change("partner", other.id, {"login": login}))
    if session.remote_address != where:
        session.set_remote_address(where)
    if session.read_marker is None:
        session.mark_read()  # whatever others do comes after this
    return where


def joining_instructions(host: Host, login: str) -> str:
    """What to say once it is shared: how the other takes part."""
    if is_database(host.name):
        from .postgres.configured import organisation_url

        key = "sharing.database.shared" + ("" if host.name == organisation_url() else ".via")
        return tr(key, login=login, me=host.login, url=host.name)
    if host.name:
        return tr("sharing.shared.there", login=login, me=host.login, host=host.name)
    return tr("sharing.shared", login=login, me=host.login)


def _existing_address(session: Session, host: Host) -> RemoteAddress | None:
    """Where this user shares it on that host. Raises UsageError where it is somebody else's."""
    where = session.remote_address
    if where is None:
        return None
    if where.host != host.name:
        there = display_host(where.host) if where.host else tr("sharing.this_machine")
        raise UsageError(tr("sharing.elsewhere", where=there))
    for one in host.list_shares():
        if one.id == where.share_id:
            if one.owner != host.login:
                raise UsageError(tr("sharing.joined", owner=one.owner))
            return where
    return None  # it was taken away


class JoinResult(NamedTuple):
    """A conversation that was joined: its file, and a store that is open, for whoever goes on."""

    path: Path
    address: RemoteAddress
    remote: Remote


def find_share(host: Host, owner: str, name: str = "") -> Share:
    """What this owner offers there, of this name where there are several.

    Raises NothingFoundError and UsageError.
    """
    mine = "" if host.name else host.login  # from elsewhere one may join what one shares there
    return select_share([one for one in host.list_shares() if one.owner != mine], owner, name)


def join(share: Share, notebook: Path, host: Host) -> JoinResult:
    """Take what is offered on that host into a notebook.

    Raises StoreError.
    """
    where = RemoteAddress(host.name, share.id)
    store = host.open_remote(share.id)
    try:
        there = replica_from_updates(shake_hands(store, Replica().state_vector).updates)
        return JoinResult(_save_to_notebook(there, notebook, host, where), where, store)
    except BaseException:
        store.close()
        raise


def _save_to_notebook(there: Replica, notebook: Path, host: Host, where: RemoteAddress) -> Path:
    conversation = to_conversation(there.fields)
    if not conversation.partners:
        raise StorageError(tr("sharing.empty"))
    path = find_existing_copy(conversation.header.created, there.clocks_by_client, notebook)
    if path is None:
        me = recognise(conversation, {}, host.login)
        path = Notebook(notebook).new_path(conversation, me)
        session = Session.from_replica(path, there)
        if me is not None:
            session.set_partner(me)  # the login name here need not be the one there
    else:
        session = Session.open(path)
        session.receive(there.document())
    with closing(session):
        session.save()  # first: nothing private is left alone where this is cut off
        if session.remote_address != where:
            session.set_remote_address(where)
    return path


def find_existing_copy(created: str, clients: Collection[int], notebook: Path) -> Path | None:
    """The file in a notebook that holds the same conversation: one that grew from the same start.

    `created` stands in every file of it, and is looked for first: that is much cheaper. `clients`
    are the sessions that wrote in it.
    """
    for path in Notebook(notebook).paths():
        with suppress(OSError, StorageError):
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
    where = session.remote_address
    assert where is not None, "it is shared"
    if any(one.id == where.share_id for one in host.list_shares()):
        theirs = False
        try:
            with closing(host.open_remote(where.share_id)) as store:
                exchange_updates(
                    session, store
                )  # what the other wrote meanwhile goes with the place
        except UnrelatedHistory:
            theirs = True  # another conversation lives there
        except StorageError:
            pass
        if not theirs:
            host.withdraw(where.share_id)
    session.set_remote_address(None)
