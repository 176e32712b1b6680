"""What an agreement still misses to be concrete. It is told and never blocks anything.

The rule is the advice's own: a concrete agreement says who, how it shows, by when, and what
support it needs and from whom.
"""

from __future__ import annotations

from .conversation import Agreement

NOTHING_NEEDED = frozenset(
    {
        "-",
        "geen",
        "niets",
        "niet nodig",
        "nvt",
        "n.v.t.",
        "no",
        "none",
        "nothing",
        "not needed",
        "n/a",
    }
)
"""Answers to "what support is needed" after which "by whom" is no question any more."""


def missing(agreement: Agreement) -> tuple[str, ...]:
    """The names of the fields that are still to be filled in, in the order of the form."""
    wanted = ["text", "owner", "measure", "due", "support"]
    names = [name for name in wanted if not getattr(agreement, name)]
    if (
        agreement.support
        and not agreement.support_by
        and agreement.support.strip().lower().rstrip(".") not in NOTHING_NEEDED
        and agreement.support.strip().lower() not in NOTHING_NEEDED
    ):
        names.append("support_by")
    return tuple(names)
