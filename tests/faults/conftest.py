"""Fixtures of the whole program in a terminal, and of its remotes."""

from ..support.servers.fixtures import server, shared, ssh
from ..support.terminal.fixtures import start

__all__ = ["server", "shared", "ssh", "start"]
