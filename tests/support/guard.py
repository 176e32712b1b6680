"""The guard over the places of the user who runs the tests; one for the whole process."""

from __future__ import annotations

import os

from .isolation import Guard

GUARD = Guard(os.environ)
