"""Add an agreement with a due date to a conversation in the usual notebook.

add_agreement.py SLUG
"""

from __future__ import annotations

import sys
from datetime import date

from afspraak.data.ids import RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement
from afspraak.data.session.session import Session
from afspraak.data.system.paths import notebook_folder


def main(slug: str) -> None:
    """Open the conversation, add the agreement, and close it."""
    session = Session.open(notebook_folder() / f"{slug}.json")
    session.apply(
        AddAgreement(Agreement(RowId("a"), text="Runbook", due=date(2027, 1, 1), order="a"))
    )
    session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
