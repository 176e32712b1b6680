"""Fixtures of sharing: most of these tests run with every kind of remote."""

from ...support.servers.fixtures import kind, place, server, shared, ssh

__all__ = ["kind", "place", "server", "shared", "ssh"]
