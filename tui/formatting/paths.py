"""Paths as screens show them."""

from __future__ import annotations

from ...data.system.paths import home_relative as shown_path

__all__ = ["shown_path"]
