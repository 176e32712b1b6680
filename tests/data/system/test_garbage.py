"""Pausing the collector of cyclic garbage."""

from __future__ import annotations

import gc

import pytest

from afspraak.data.system.garbage import collection_paused


def test_the_collector_is_paused_and_goes_on_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="stop"), collection_paused():
        assert not gc.isenabled()
        with collection_paused():
            pass
        assert not gc.isenabled(), "the inner pause ends nothing"
        raise ValueError("stop")
    assert gc.isenabled()
