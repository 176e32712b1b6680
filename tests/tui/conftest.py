"""Fixtures of the whole program in a terminal, and of its remotes."""

from ..support.servers.fixtures import server, shared, ssh
from ..support.terminal.fixtures import editor, start

__all__ = ["editor", "server", "shared", "ssh", "start"]
