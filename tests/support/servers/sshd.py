"""A real sshd on loopback, as another machine, for users made by a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .. import users
from ..users import User

_SSHD = "/usr/sbin/sshd"
_PATIENCE = 30.0


@dataclass(frozen=True)
class Machine:
    """A running sshd. Its users have an `afspraak` in the folder of pipx."""

    folder: Path
    port: int

    @property
    def host_key(self) -> str:
        """The public host key of the machine."""
        return (self.folder / "host.pub").read_text(encoding="utf-8").strip()

    def let_in(self, caller: User, user: User, name: str, *, key: bool = True) -> None:
        """Let `caller` log in as `user`, under a host alias for `ssh`; by key or password."""
        ssh = caller.home / ".ssh"
        ssh.mkdir(mode=0o700, exist_ok=True)
        if key:
            made = ssh / f"key-{name}"
            keygen(made)
            os.chown(made, caller.number, caller.number)
            with (self.folder / user.login).open("a") as keys:
                keys.write(made.with_suffix(".pub").read_text())
        with (ssh / "config").open("a") as config:
            config.write(
                f"Host {name}\n  HostName 127.0.0.1\n  Port {self.port}\n  User {user.login}\n"
                f"  IdentityFile {ssh}/key-{name}\n  UserKnownHostsFile {ssh}/known\n"
                f"  HostKeyAlias {name}\n"
            )
        with (ssh / "known").open("a") as known:
            known.write(f"{name} {self.host_key}\n")
        for path in (ssh, *ssh.iterdir()):
            os.chown(path, caller.number, caller.number)

    def install(self, user: User) -> None:
        """Install an `afspraak` for a user, like pipx."""
        program = user.home / ".local" / "bin" / "afspraak"
        program.parent.mkdir(parents=True)
        words = " ".join(f"{name}='{value}'" for name, value in user.environment.items())
        program.write_text(f'#!/bin/sh\nexec env {words} {user.python} -m afspraak "$@"\n')
        program.chmod(0o755)

    def cut_lines(self, user: User) -> None:
        """Kill the connections of a user, like a dropped line."""
        subprocess.run(["pkill", "-KILL", "-u", str(user.number), "sshd"], check=False)


@cache
def why_not() -> str:
    """The reason why there can be no machine here; empty if there can."""
    return users.why_not() or why_no_sshd()


def why_no_sshd() -> str:
    """The reason why no sshd can be started here; empty if it can."""
    if os.geteuid() != 0:
        return "only root can let others log in"
    found = all(map(shutil.which, (_SSHD, "ssh", "ssh-keygen", "pkill")))
    return "" if found else "openssh-server is not installed"


@contextmanager
def machine(folder: Path, people: Sequence[User]) -> Iterator[Machine]:
    """A machine on which these users can log in."""
    folder.mkdir()
    for user in people:
        # Without a password, and not locked: sshd lets nobody in whose account is locked.
        subprocess.run(["usermod", "-p", "*", user.login], check=True)
    with sshd(folder, [user.login for user in people]) as port:
        yield Machine(folder, port)


@contextmanager
def sshd(folder: Path, logins: Sequence[str]) -> Iterator[int]:
    """An sshd for these logins, with its files in a folder; yields its port."""
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    keygen(folder / "host")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "config"
    config.write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"StrictModes no\nAuthorizedKeysFile {folder}/%u\nPasswordAuthentication yes\n"
        f"AllowUsers {' '.join(logins)}\nMaxStartups 100\nPermitRootLogin yes\n"
    )
    server = subprocess.Popen([_SSHD, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _PATIENCE
        while True:
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None and time.monotonic() < end, "sshd does not start"
        yield port
    finally:
        server.kill()
        server.wait()


def keygen(path: Path) -> None:
    """Create a key without a passphrase: `path`, and `path.pub`."""
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)], check=True
    )
