"""A proxy in front of a server that can be slow, go silent, or break."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

WAYS = ("there", "back")


class Proxy:
    """Forwards connections at `port` in both directions, as configured."""

    def __init__(self, target: int) -> None:
        """`target` is the port of the server."""
        self._target = target
        self._passes = {way: threading.Event() for way in WAYS}
        self.delay = 0.0
        """Seconds that everything is under way."""
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.let_pass()
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self, *ways: str) -> None:
        """Forward nothing and close nothing, like a firewall."""
        for way in ways or WAYS:
            self._passes[way].clear()

    def let_pass(self) -> None:
        """Forward everything again, on existing and new connections."""
        for passes in self._passes.values():
            passes.set()

    def cut(self) -> None:
        """Break all connections: data held back on them is lost."""
        with self._lock:
            cut, self._open = self._open, set()
        for one in cut:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        self.let_pass()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self._target))
                except OSError:
                    near.close()
                    continue
                with self._lock:
                    self._open |= {near, far}
                for source, target, way in ((near, far, "there"), (far, near, "back")):
                    pump = threading.Thread(target=self._pump, args=(source, target, way))
                    pump.daemon = True
                    pump.start()

    def _pump(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                self._passes[way].wait()
                with self._lock:
                    if source not in self._open:
                        break  # cut meanwhile
                time.sleep(self.delay)
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            with self._lock:
                self._open.discard(one)


@contextmanager
def proxy(target: int) -> Iterator[Proxy]:
    """A proxy to the server at a port."""
    made = Proxy(target)
    try:
        yield made
    finally:
        made.close()
