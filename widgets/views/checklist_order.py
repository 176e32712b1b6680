"""The order of the items of a checklist after one was moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...data.ids import RowId
from ...data.lazy_dataclass import replace
from ...data.model.conversation import ChecklistItem
from ...data.model.fractional_index import evenly_spaced_keys, keys_to_insert


def orders_after_move(
    checklist: Sequence[ChecklistItem], item: ChecklistItem, neighbour: ChecklistItem, step: int
) -> Mapping[RowId, str]:
    """Return the order keys to change, by item id, to move `item` past `neighbour`.

    `step` is 1 down, -1 up. Across the boundary of a section the item becomes the first or last of
    the section of `neighbour`. Items that a view hides keep their order.
    """
    others = [other for other in checklist if other.id != item.id]
    index = others.index(neighbour)
    if (step > 0) == (neighbour.section == item.section):
        index += 1
    orders = keys_to_insert(item.id, index, [(other.id, other.order) for other in others])
    wanted = [*others[:index], replace(item, section=neighbour.section), *others[index:]]
    if _arranged(wanted, orders) != wanted:
        keys = evenly_spaced_keys(len(wanted))
        return dict(zip((row.id for row in wanted), keys, strict=True))
    return orders


def _arranged(items: Sequence[ChecklistItem], orders: Mapping[RowId, str]) -> list[ChecklistItem]:
    """Return the items in the order of a conversation with these new keys.

    A section is placed by its first item, so moving that item may move the whole section.
    """
    ranked = sorted(items, key=lambda item: (orders.get(item.id, item.order), item.id))
    first: dict[str, int] = {}
    for number, item in enumerate(ranked):
        first.setdefault(item.section, number)
    return sorted(ranked, key=lambda item: first[item.section])
