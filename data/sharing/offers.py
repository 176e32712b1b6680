"""Who shares which conversation with whom: making the folder, finding it, and ending it."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ..edits import Change
from ..errors import NothingFoundError, StoreError, UsageError
from ..fields import to_conversation
from ..identity import login_name, recognise
from ..language import say
from ..notebook import Notebook
from ..replica import Replica, ReplicaError
from ..session import Session
from ..store.folders import shown, unreadable, unwritable
from ..text import clean_line
from .acl import let_in
from .folder import FolderStore
from .link import Link

_PLACES = (Path("/var/lib/afspraak"), Path("/var/tmp"))  # noqa: S108 - meant for all users
"""Where an administrator made room for it, and where there always is some."""
_PREFIX = "afspraak-"
_OFFER = "offer.json"
_MAX_OFFER = 16_384


_UNUSABLE = (OSError, ValueError, AttributeError, TypeError, RecursionError, StoreError)
"""What a folder that anybody may have made can do to its reader."""


class Offer(NamedTuple):
    """A shared conversation that this user may enter."""

    folder: Path
    owner: str
    """The login of who shares it."""
    title: str
    names: tuple[str, ...]
    """Of the partners."""
    slug: str


def shared_place() -> Path:
    """The folder in which shared ones are made: $AFSPRAAK_SHARED, or the first fit one."""
    if chosen := os.environ.get("AFSPRAAK_SHARED"):
        return Path(chosen)
    for place in _PLACES:
        with suppress(OSError):
            mode = place.stat().st_mode
            if stat.S_ISDIR(mode) and mode & stat.S_ISVTX and os.access(place, os.W_OK):
                return place
    return _PLACES[-1]


def user_of(login: str) -> int:
    """The number of a login name. Raises UsageError for one that this machine does not know."""
    try:
        return pwd.getpwnam(login).pw_uid
    except (KeyError, ValueError):
        raise UsageError(say("sharing.no_login", login=clean_line(login))) from None


def offer(path: Path, login: str) -> Path:
    """Share the conversation at `path` with the user of this login; returns the folder.

    Sharing again changes nothing. Raises UsageError and StoreError.
    """
    session = Session.open(path)
    try:
        folder = share(session, login)
        Link(session, FolderStore(folder, session.client)).close()
    finally:
        session.close()
    return folder


def share(session: Session, login: str) -> Path:
    """Let the user of this login into the session's conversation; returns the folder.

    What stands in the conversation is put there by a `Link`. Raises UsageError and StoreError.
    """
    user = user_of(login)
    if login == login_name():
        raise UsageError(say("sharing.self"))
    other = session.conversation.partner(session.other)
    if other is not None and other.login not in ("", login):
        raise UsageError(say("sharing.other_login", name=other.name, login=other.login))
    folder = session.shared_in
    if folder is None or not folder.is_dir():
        folder = _made(session, user)
    elif folder.stat().st_uid != os.geteuid():
        raise UsageError(say("sharing.joined", owner=_name_of(folder.stat().st_uid)))
    if other is not None and not other.login:
        session.do(Change("partner", other.id, {"login": login}))
    if session.shared_in != folder:
        session.share_in(folder)
    if session.looked is None:
        session.keep_looked()  # whatever others do comes after this
    return folder


def logins() -> list[str]:
    """The login names of the people of this machine, one's own aside.

    People have numbers from 1000 to 60000 (Debian's and most others' login.defs) and a shell.
    """
    people = [user for user in pwd.getpwall() if 1000 <= user.pw_uid <= 60000]
    names = {user.pw_name for user in people if not user.pw_shell.endswith(("nologin", "false"))}
    return sorted(names - {login_name()})


def offers() -> list[Offer]:
    """What others share with this user, and what this user shares, by owner and title."""
    return sorted(_offers(), key=lambda offer: (offer.owner, offer.title, offer.folder))


def join(offer: Offer, notebook: Path) -> Path:
    """Take an offered conversation into a notebook; returns its file. Raises StoreError."""
    store = FolderStore(offer.folder, 0)
    replica = Replica()
    for update in store.read_since({}).updates:
        with suppress(ReplicaError):
            replica.apply(update)
    conversation = to_conversation(replica.fields)
    if not conversation.partners:
        raise StoreError(say("sharing.empty", owner=offer.owner))
    path = _kept_already(conversation.header.created, replica, notebook)
    if path is None:
        path = Notebook(notebook).new_path(conversation, recognise(conversation, {}))
        session = Session.take_over(path, replica)
    else:
        session = Session.open(path)
        session.receive(replica.document())
    try:
        if session.shared_in != offer.folder:
            session.share_in(offer.folder)
        session.save()
    finally:
        session.close()
    return path


def _kept_already(created: str, replica: Replica, notebook: Path) -> Path | None:
    """The file in a notebook that holds the same conversation: one that grew from the same start.

    `created` stands in every file of it, and is looked for first: that is much cheaper.
    """
    for path in Notebook(notebook).paths():
        with suppress(OSError, StoreError):
            if created and created.encode() in path.read_bytes():
                session = Session.look(path)
                if session.grew_from(replica):
                    return path
    return None


def withdraw(path: Path) -> bool:
    """Stop sharing the conversation at `path`; every partner keeps all of it. False: it was not.

    Who made the folder takes it away; anybody else leaves it. Raises StoreError.
    """
    session = Session.open(path)
    try:
        folder = session.shared_in
        if folder is None:
            return False
        with suppress(StoreError):
            Link(session, FolderStore(folder, session.client)).close()
        with suppress(FileNotFoundError):
            if folder.stat(follow_symlinks=False).st_uid == os.geteuid():
                _remove(folder)
        session.share_in(None)
    finally:
        session.close()
    return True


def _made(session: Session, user: int) -> Path:
    """A new folder for a conversation, which this user may enter and nobody else."""
    folder = shared_place() / f"{_PREFIX}{secrets.token_hex(8)}"
    try:
        folder.mkdir(mode=0o700)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        let_in(descriptor, [user])
        conversation = session.conversation
        told = {
            "title": conversation.header.title,
            "names": [partner.name for partner in conversation.partners],
            "slug": session.path.stem,
        }
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        written = os.open(_OFFER, flags, 0o640, dir_fd=descriptor)
        with os.fdopen(written, "w", encoding="utf-8") as file:
            json.dump(told, file)
    except OSError as error:
        _remove(folder)
        raise unwritable(folder, error) from error
    except StoreError:
        _remove(folder)
        raise
    finally:
        os.close(descriptor)
    return folder


def _offers() -> Iterator[Offer]:
    for place in {shared_place(), *_PLACES}:
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                    with suppress(
                        OSError, ValueError, AttributeError, TypeError, RecursionError, StoreError
                    ):
                        yield _read(Path(entry.path))


def _read(folder: Path) -> Offer:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        owner = os.fstat(descriptor).st_uid
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        file = os.open(_OFFER, flags, dir_fd=descriptor)
        try:
            if os.fstat(file).st_uid != owner:
                raise unreadable(folder, PermissionError(1, "another's"))
            told: dict[str, Any] = json.loads(os.read(file, _MAX_OFFER))
        finally:
            os.close(file)
    finally:
        os.close(descriptor)
    names = tuple(clean_line(str(name)) for name in list(told.get("names", []))[:2])
    slug = clean_line(str(told.get("slug", "")))
    return Offer(folder, _name_of(owner), clean_line(str(told.get("title", ""))), names, slug)


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def found(owner: str, title: str = "") -> Offer:
    """The one offer of this owner. Raises NothingFoundError, and UsageError for several."""
    mine = login_name()
    theirs = [one for one in offers() if one.owner == owner and one.owner != mine]
    theirs = [one for one in theirs if not title or title in (one.slug, one.folder.name)]
    if not theirs:
        raise NothingFoundError(say("sharing.nothing", login=clean_line(owner)))
    if len(theirs) > 1:
        choices = ", ".join(one.slug for one in theirs)
        raise UsageError(say("sharing.several", login=clean_line(owner), choices=choices))
    return theirs[0]


def in_words(offer: Offer) -> str:
    """One offer as a line of a list."""
    names = " · ".join(name for name in (*offer.names, offer.title) if name)
    return f"{offer.owner}  {offer.slug}  {names}  {shown(offer.folder)}"
