"""A real PgBouncer, from Debian's package, in front of a PostgreSQL of the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .postgres import NAME, Server, free_port, owned

_PATIENCE = 30.0


def program() -> str | None:
    """The path of PgBouncer; None if it is not installed."""
    return shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def pooler(server: Server, size: int) -> Iterator[Server]:
    """Start a pooler in transaction mode with `size` connections; yield it like a server.

    It accepts the users of `server` without a password.
    """
    called = program()
    assert called is not None, "it is installed"
    folder = Path(tempfile.mkdtemp(prefix="afspraak-pgbouncer-"))
    port = free_port()
    (folder / "users").write_text('"jan" ""\n"anna" ""\n')
    (folder / "settings.ini").write_text(
        f"[databases]\n{NAME} = host=127.0.0.1 port={server.port}\n"
        "[pgbouncer]\nlisten_addr = 127.0.0.1\nunix_socket_dir =\n"
        f"listen_port = {port}\nauth_type = trust\nauth_file = {folder}/users\n"
        f"pool_mode = transaction\ndefault_pool_size = {size}\nmax_client_conn = 500\n"
        "server_login_retry = 0.5\n"
    )
    folder.chmod(0o755)
    owned(folder)
    runs = subprocess.Popen(
        [called, "-q", str(folder / "settings.ini")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else None,
    )
    try:
        end = time.monotonic() + _PATIENCE
        while not _answers(port):
            assert runs.poll() is None and time.monotonic() < end, "it does not start"
            time.sleep(0.01)
        yield Server(folder, port)
    finally:
        runs.send_signal(signal.SIGINT)
        runs.wait()
        shutil.rmtree(folder)


def _answers(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    return False
