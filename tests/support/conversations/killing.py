"""The end of a session whose process was killed."""

from __future__ import annotations

from afspraak.data.session.session import Session


def kill(session: Session) -> None:
    """Do what the system does for a process that was killed: close its files, nothing else.

    Nothing is saved, and the journals stay.
    """
    for durable in session.replicas:
        durable._journal.close(remove=False)
        durable.close()
