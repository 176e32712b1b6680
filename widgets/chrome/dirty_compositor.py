"""A compositor that renders only the widgets that are seen in the dirty region.

At each key Textual's own compositor renders all rows of every widget in a container that the dirty
region overlaps: with three panes, most of the time between a key and its letter on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class DirtyRegionCompositor(Compositor):
    """Paints the same as Textual's compositor."""

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Return regions, clips and rows of the widgets in `crop`, clipped to its rows."""
        if crop is None:
            return super()._get_renders()
        whole = self.visible_widgets
        rows = Region(0, crop.y, self.size.width, crop.height)
        near: dict[Widget, tuple[Region, Region]] = {}
        for widget, (region, clip) in whole.items():  # from front to back
            if crop.overlaps(region):
                near[widget] = region, clip.intersection(rows)
                if region.intersection(clip).contains_region(crop):
                    break  # all behind it is hidden
        self._visible_widgets = near
        try:
            return list(super()._get_renders(crop))
        finally:
            if self._visible_widgets is near:  # otherwise the layout has changed
                self._visible_widgets = whole
