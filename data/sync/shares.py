"""What is shared on this machine, and by whom: making the folder, finding it, taking it away."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NothingFoundError, StoreError, UsageError
from ..i18n.catalogue import say
from ..model.conversation import Conversation
from ..system.atomic_files import unreadable, unwritable
from ..system.user import login_name, login_of
from ..text.sanitize import clean_line
from .folder.posix_acl import let_in

_PLACES = (Path("/var/lib/afspraak"), Path("/var/tmp"))  # noqa: S108 - meant for all users
"""Where an administrator made room for it, and where there always is some."""
_PREFIX = "afspraak-"
_OFFER = "offer.json"
_MAX_OFFER = 16_384

_ATTEMPTS = 5
"""How often a folder is emptied, into which somebody may just be putting something."""

_UNUSABLE = (OSError, ValueError, AttributeError, TypeError, RecursionError, StoreError)
"""What a folder that anybody may have made can do to its reader."""


class About(NamedTuple):
    """What an offer tells of its conversation."""

    title: str
    names: tuple[str, ...]
    """Of the partners."""
    slug: str

    @classmethod
    def of(cls, conversation: Conversation, slug: str) -> About:
        """What is told of this conversation, which its owner calls `slug`."""
        names = tuple(partner.name for partner in conversation.partners)
        return cls(conversation.header.title, names, slug)

    @classmethod
    def told(cls, words: dict[str, Any]) -> About:
        """What somebody else told, made harmless. Raises TypeError and AttributeError."""
        names = tuple(clean_line(str(name)) for name in list(words.get("names", []))[:2])
        return cls(
            clean_line(str(words.get("title", ""))), names, clean_line(str(words.get("slug", "")))
        )


class Offer(NamedTuple):
    """A shared conversation that this user may enter."""

    place: str
    """The folder; in a database the number of the conversation."""
    owner: str
    """The login of who shares it."""
    about: About
    last: date | None = None
    """When somebody wrote there last, as far as can be told."""

    def told(self) -> dict[str, Any]:
        """It all, for JSON but for the place."""
        last = self.last.isoformat() if self.last else ""
        return {"owner": self.owner, "last": last, **self.about._asdict()}


def last_told(words: dict[str, Any]) -> date | None:
    """When somebody wrote last, as `Offer.told` told it; None where that says nothing."""
    with suppress(ValueError):
        return date.fromisoformat(str(words.get("last", "")))
    return None


def shared_place() -> Path:
    """The folder in which shared ones are made: $AFSPRAAK_SHARED, or the first fit one."""
    if os.environ.get("AFSPRAAK_SHARED"):
        return _places()[0]
    for place in _PLACES:
        with suppress(OSError):
            mode = place.stat().st_mode
            if stat.S_ISDIR(mode) and mode & stat.S_ISVTX and os.access(place, os.W_OK):
                return place
    return _PLACES[-1]


def _places() -> tuple[Path, ...]:
    """Return where shared folders are looked for: $AFSPRAAK_SHARED and nowhere else, if set."""
    chosen = os.environ.get("AFSPRAAK_SHARED")
    return (Path(chosen),) if chosen else _PLACES


def user_of(login: str) -> int:
    """The number of a login name. Raises UsageError for one that this machine does not know."""
    try:
        return pwd.getpwnam(login).pw_uid
    except (KeyError, ValueError):
        raise UsageError(say("sharing.no_login", login=clean_line(login))) from None


def logins() -> list[str]:
    """The login names of the people of this machine, one's own aside.

    People have numbers from 1000 to 60000 (Debian's and most others' login.defs) and a shell.
    """
    people = [user for user in pwd.getpwall() if 1000 <= user.pw_uid <= 60000]
    names = {user.pw_name for user in people if not user.pw_shell.endswith(("nologin", "false"))}
    return sorted(names - {login_name()})


def offers() -> list[Offer]:
    """What others share with this user, and what this user shares, by owner and title."""
    return sorted(_offers(), key=lambda offer: (offer.owner, offer.about.title, offer.place))


def offered(found: Iterable[Offer], owner: str, name: str = "") -> Offer:
    """The one offer of this owner. Raises NothingFoundError, and UsageError for several."""
    theirs = [one for one in found if one.owner == owner]
    theirs = [one for one in theirs if not name or name in (one.about.slug, Path(one.place).name)]
    if not theirs:
        raise NothingFoundError(say("sharing.nothing", login=clean_line(owner)))
    if len(theirs) > 1:
        choices = ", ".join(one.about.slug for one in theirs)
        raise UsageError(say("sharing.several", login=clean_line(owner), choices=choices))
    return theirs[0]


def remove(folder: Path) -> None:
    """Take a shared folder away, where it is this user's; another's stays."""
    with suppress(OSError):
        if folder.stat(follow_symlinks=False).st_uid != os.geteuid():
            return
        # Under another name nobody comes in any more to put something new into it meanwhile.
        gone = folder.with_name(f".{folder.name}")
        folder.rename(gone)
        for _ in range(_ATTEMPTS):
            shutil.rmtree(gone, ignore_errors=True)
            if not gone.exists():
                return


def make(user: int, about: About) -> Path:
    """A new folder for a conversation, which this user may enter and nobody else.

    Raises StoreError.
    """
    folder = shared_place() / f"{_PREFIX}{secrets.token_hex(8)}"
    try:
        folder.mkdir(mode=0o700)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        let_in(descriptor, [user])
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        written = os.open(_OFFER, flags, 0o640, dir_fd=descriptor)
        with os.fdopen(written, "w", encoding="utf-8") as file:
            json.dump(about._asdict(), file)
    except OSError as error:
        remove(folder)
        raise unwritable(folder, error) from error
    except StoreError:
        remove(folder)
        raise
    finally:
        os.close(descriptor)
    return folder


def _offers() -> Iterator[Offer]:
    for place in _places():
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                    with suppress(*_UNUSABLE):
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
    return Offer(str(folder), login_of(owner), About.told(told), _last(folder))


def _last(folder: Path) -> date | None:
    """The day on which anything in a folder was written last."""
    with suppress(OSError), os.scandir(folder) as entries:
        times = [entry.stat(follow_symlinks=False).st_mtime for entry in entries]
        with suppress(OverflowError, ValueError):  # anybody may say that it was written in any year
            return datetime.fromtimestamp(max(times)).astimezone().date()
    return None
