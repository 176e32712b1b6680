"""Types of names that come in as text: a login is not any other text."""

from __future__ import annotations

from typing import NewType

Login = NewType("Login", str)
"""The name of an account: on this machine, on another, or in a database; "" if unknown."""
