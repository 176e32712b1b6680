"""Type lines in a conversation, which may be locked, and report each safe line.

    locked_typist.py PATH KEY_FILE

It runs until it is killed. Each line of its output is the number of a safe line.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.session.user import User
from afspraak.data.storage.encryption.keyring import Keyring


def main(path: str, key_file: str) -> None:
    """Type endlessly; save after every fourth line."""
    session = Session.open(Path(path), user=User(keyring=Keyring([Path(key_file)])))
    for number in itertools.count(len(session.notes.text.splitlines()) - 1):
        session.apply(Write(len(session.notes), 0, f"line {number}\n"))
        os.write(1, b"%d\n" % number)
        if number % 4 == 3:
            session.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
