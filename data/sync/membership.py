"""Share a conversation, join one, and end sharing, on any host."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple, assert_never

from ..crdt.replica import Replica
from ..errors import NotFoundError, RemoteError, StorageError, UsageError
from ..i18n.catalogue import Message
from ..ids import Login, RowId, Slug
from ..model.edits import Change
from ..model.remote_address import (
    LocalFolder,
    PostgresDatabase,
    RemoteAddress,
    SshMachine,
    ThisMachine,
)
from ..model.rows.conversation_rows import to_conversation
from ..notebook.notebook import Notebook
from ..session.participant import recognise
from ..session.private_fields import OwnShare
from ..session.session import Session
from ..session.user import SYSTEM_USER, User
from ..storage.encryption.seal import is_sealed
from ..storage.unrelated.ancestry import UnrelatedHistory
from ..system.people import MAX_NAME_LENGTH, Person, choices
from ..text.sanitize import clip
from .folder.leaving import has_other
from .handshake import apply_updates, exchange_updates, replica_from_updates, shake_hands
from .hosts import Host, Hosts
from .remote import CarriedUpdate, Remote, data_of
from .shares import Restoration, Share, ShareMetadata, select_share


class Sharing(NamedTuple):
    """The result of sharing a conversation."""

    address: RemoteAddress
    is_theirs: bool
    """Whether the other partner shared it already: this user is in their share now."""


def share_conversation(
    path: Path, who: str, host: Host, *, user: User = SYSTEM_USER
) -> tuple[Person, Sharing]:
    """Share the conversation at `path` with the user of a host who has this login or real name.

    Return that person too. Sharing it again changes nothing. Raises UsageError, RemoteError and
    StorageError.
    """
    with closing(Session.open(path, user=user)) as session:
        session.require_partner()
        person = host.find_person(who)
        sharing = share_session(session, person.login, host)
        with closing(host.open_remote(sharing.address.share_id)) as remote:
            exchange_updates(session.sync, remote)
    return person, sharing


def share_session(session: Session, login: Login, host: Host) -> Sharing:
    """Make a share of the session's conversation for the user `login` of a host.

    If that user shares it already, this one enters their share: a conversation has only one. The
    caller sends the content, by a handshake. Raises UsageError, RemoteError and StorageError.
    """
    if login == host.login:
        raise UsageError("sharing.self")
    other = session.conversation.partner(session.require_other())
    is_here = isinstance(host.address, ThisMachine)
    if other is not None and is_here and other.login not in ("", login):
        raise UsageError("sharing.other_login", name=other.name, login=other.login)
    session.sync.refuse_unshareable()
    shares = host.list_shares()
    address = _existing_address(session, host, shares)
    lives = address is not None and any(share.id == address.share_id for share in shares)
    theirs = None if lives else share_by(login, session, shares)
    slug = Slug(session.path.stem)
    metadata = ShareMetadata.from_conversation(session.conversation, slug, session.sync.clients)
    restoration = Restoration(login, metadata, lambda: True)
    if theirs is not None:
        address = host.address.share(theirs.id)
    elif address is None or not host.restore_share(address.share_id, restoration):
        address = host.address.share(host.create_share(login, metadata))
    if other is not None and not other.login:
        session.apply(Change("partner", RowId(other.id), {"login": login}))
    own_share = OwnShare(host.login, login) if theirs is None else None
    if (session.sync.remote_address, session.sync.own_share) != (address, own_share):
        session.sync.set_remote_address(address, own_share)
    if session.read_marker.value is None:
        session.read_marker.mark_read()  # all that others do comes after this
    return Sharing(address, theirs is not None)


def share_by(login: Login, session: Session, shares: Iterable[Share]) -> Share | None:
    """Return the share of the session's conversation by the user `login`; None if there is none."""
    created, clients = session.conversation.header.created, set(map(str, session.sync.clients))
    for share in shares:
        about = share.metadata
        if share.owner == login and about.created == created and about.client in clients:
            return share
    return None


def is_alone_in_own_share(session: Session) -> bool:
    """Return whether this user shares the session on this machine, and nobody else is in it."""
    address = session.sync.remote_address
    return (
        session.sync.own_share is not None
        and isinstance(address, LocalFolder)
        and not has_other(Path(address.share_id))
    )


def joining_instructions(
    host: Host, person: Person, hosts: Hosts, *, is_theirs: bool = False
) -> Message:
    """Return what the other partner has to do to join, as a message; nothing if it `is_theirs`."""
    if is_theirs:
        return Message("sharing.theirs", who=person.label)
    match address := host.address:
        case ThisMachine():
            return Message("sharing.shared", who=person.label, me=host.login)
        case SshMachine(name):
            return Message("sharing.shared.there", who=person.label, me=host.login, host=name)
        case PostgresDatabase(url):
            key = "sharing.database.shared" + ("" if address == hosts.organisation else ".via")
            return Message(key, who=person.label, me=host.login, url=url)
        case _:
            assert_never(address)


def _existing_address(
    session: Session, host: Host, shares: Iterable[Share]
) -> RemoteAddress | None:
    """Return the address of this user's share on a host, which may be gone; None if none.

    Raises UsageError if the conversation is shared by another user, or on another host.
    """
    address = session.sync.remote_address
    if address is None:
        return None
    if address.host != host.address:
        raise UsageError("sharing.elsewhere", where=address.host.display_name)
    for share in shares:
        if share.id == address.share_id:
            if share.owner != host.login:
                raise UsageError("sharing.joined", owner=share.owner)
            return address
    return address if session.sync.own_share else None  # it was removed, or withdrawn


class JoinResult(NamedTuple):
    """A conversation that was joined: its file, and its open remote for the caller to use."""

    path: Path
    address: RemoteAddress
    remote: Remote


class FoundShare(NamedTuple):
    """A share, and the open host on which it is."""

    host: Host
    share: Share


def find_share(host: Host, owner: str, name: str = "") -> Share:
    """Return the share of this owner (a login or a real name), by its name if there are several.

    Raises NotFoundError and UsageError.
    """
    return select_share(shares_to_join(host), owner, name)


def find_share_by_first_name(hosts: Iterable[Host], owner: str, name: str = "") -> FoundShare:
    """Return the share of the one person on these hosts whose real name begins with `owner`.

    Of several hosts on which they share, the first one counts. Raises NotFoundError, and UsageError
    for several shares or several people.
    """
    owners: dict[Person, Host] = {}
    for host in hosts:
        for share in shares_to_join(host):
            if share.person.is_called(owner) and not share.is_remains:
                owners.setdefault(share.person, host)
    if len(owners) > 1:
        who = clip(owner, MAX_NAME_LENGTH)
        raise UsageError("sharing.several_people", name=who, choices=choices([*owners]))
    for person, host in owners.items():
        return FoundShare(host, find_share(host, person.login, name))
    raise NotFoundError("sharing.nothing", login=clip(owner, MAX_NAME_LENGTH))


def shares_to_join(host: Host) -> list[Share]:
    """Return the shares on a host that this user can join. Raises RemoteError."""
    # From another machine, a user may join their own share.
    excluded_owner = host.login if isinstance(host.address, ThisMachine) else None
    return [share for share in host.list_shares() if share.owner != excluded_owner]


def join(share: Share, notebook: Path, host: Host, *, user: User = SYSTEM_USER) -> JoinResult:
    """Copy a share of a host into a notebook, and return it with its open remote.

    Raises RemoteError and StorageError.
    """
    address = host.address.share(share.id)
    remote = host.open_remote(share.id)
    try:
        updates = shake_hands(remote, Replica().state_vector).updates
        path = _save_to_notebook(updates, notebook, host, address, user=user)
        return JoinResult(path, address, remote)
    except BaseException:
        remote.close()
        raise


def _save_to_notebook(
    updates: Sequence[CarriedUpdate],
    notebook: Path,
    host: Host,
    address: RemoteAddress,
    *,
    user: User,
) -> Path:
    replica = replica_from_updates(data_of(updates))
    conversation = to_conversation(replica.fields)
    if not conversation.partners:
        raise RemoteError("sharing.empty")
    path = find_existing_copy(
        conversation.header.created, replica.clocks_by_client, notebook, user=user
    )
    if path is None:
        me = recognise(conversation, {}, host.login, user=user)
        path = Notebook(notebook, user=user).new_path(conversation, me)
        session = Session.from_replica(path, replica, user=user)
        if me is not None:
            session.set_partner(me)  # the login here can differ from the one there
        is_new = True
    else:
        session, is_new = Session.open(path, user=user), False
    with closing(session):
        # Save first: if the process is killed, no private file is left without its conversation.
        session.save()
        if session.sync.remote_address != address:
            if is_alone_in_own_share(session) and host.address == ThisMachine():
                withdraw(session, host)  # or there would be two shares of one conversation
            session.sync.set_remote_address(address)
        if is_new:
            session.read_marker.expect_first_look()
        # A session that has them already refuses again what the replica lacks, and tells the user.
        apply_updates(session.sync, updates)
    return path


def find_existing_copy(
    created: str, clients: Collection[int], notebook: Path, *, user: User = SYSTEM_USER
) -> Path | None:
    """Return the file in a notebook that holds the same conversation, also if it is archived.

    None if there is none.

    `clients` are the clients who wrote in it. Only files that contain the text `created` are
    opened: searching for that is much cheaper.
    """
    here = Notebook(notebook, user=user)
    for path in (*here.paths(), *here.archive.paths()):
        with suppress(OSError, StorageError):
            if created and (is_sealed(path) or created.encode() in path.read_bytes()):
                session = Session.open_read_only(path, user=user)
                if session.sync.written_by(clients):
                    return path
    return None


def withdraw(session: Session, host: Host) -> None:
    """Stop sharing the session's conversation on a host.

    The owner deletes the share; another user leaves it. Each partner keeps a complete copy. Raises
    RemoteError and StorageError.
    """
    address = session.sync.remote_address
    assert address is not None, "it is shared"
    if any(share.id == address.share_id for share in host.list_shares()):
        unrelated = False
        try:
            with closing(host.open_remote(address.share_id)) as remote:
                exchange_updates(
                    session.sync, remote
                )  # fetch the other's last updates before the share is deleted
        except UnrelatedHistory:
            unrelated = True  # the remote holds another conversation
        except (StorageError, RemoteError):
            pass
        if not unrelated:
            own_share = session.sync.own_share
            try:
                session.sync.set_remote_address(None)
                session.save()  # first: or another window makes it again, and goes on sending
                host.withdraw(address.share_id)
            except BaseException:
                session.sync.set_remote_address(address, own_share)
                raise
            return
    session.sync.set_remote_address(None)
