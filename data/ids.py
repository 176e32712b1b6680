"""Types of ids and names that are texts: an id of a row is not any other text."""

from __future__ import annotations

from typing import NewType

Login = NewType("Login", str)
"""The name of an account: on this machine, on another, or in a database; "" if unknown."""

RowId = NewType("RowId", str)
"""The id of a row of fields, such as an agreement or a checklist item; "" for none."""

Slug = NewType("Slug", str)
"""The name of a conversation in a notebook: its file name without `.json`; "" for none."""

PartnerId = NewType("PartnerId", str)
"""The id of a partner, who may also be the author of a text: their role; "" for nobody."""

MANAGER, EMPLOYEE = PartnerId("manager"), PartnerId("employee")
PARTNER_IDS = (MANAGER, EMPLOYEE)
"""The ids of both partners, in the order in which they are shown."""
NOBODY = PartnerId("")
"""The author of text that no partner wrote."""
