"""Limits for every reader: only our own errors, within bounded time and memory."""

from __future__ import annotations

import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn

from afspraak.data.errors import AfspraakError

from ..checkout import ROOT

MOST_BYTES = 1 << 20
"""The longest input to which the limits apply."""

SECONDS = 5.0
"""Processor time of all threads for one input; the load of other processes does not count."""

MOST_MEMORY = 300 << 20
"""Bytes that one input may use in addition to those of the process."""

HANGS_SECONDS = 120.0
"""Wall-clock seconds after which an input counts as hanging."""


class Broken(Exception):
    """An exceeded limit. `where` distinguishes causes."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} at {where}" if where else what)
        self.where = f"{what.partition(':')[0]} {where}"


class _Hangs(BaseException):
    """Not an `Exception`, so that nobody handles it as an error of the library."""


def held(read: Callable[[bytes], object], data: bytes, seconds: float = SECONDS) -> None:
    """Give `data` to a reader. Raises Broken if it exceeds its limits."""
    began = time.process_time()
    with _memory(MOST_MEMORY), _alarm():
        try:
            read(data)
        except AfspraakError as error:
            if _out_of_memory(error):
                raise Broken("too much memory", _place(error.__traceback__)) from error
        except _Hangs as error:
            raise Broken("hangs", _place(error.__traceback__)) from None
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            what = f"{type(error).__name__}: {str(error)[:200]}"
            raise Broken(what, _place(error.__traceback__)) from error
    took = time.process_time() - began
    if took > seconds:
        raise Broken(f"too slow: {took:.1f} s for {len(data)} bytes", "")


def _out_of_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _place(trace: TracebackType | None) -> str:
    """The last line of our code, without tests, through which the error came."""
    ours = ""
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(ROOT) and "tests" not in path.relative_to(ROOT).parts:
            ours = f"{path.relative_to(ROOT)}:{frame.lineno}"
    return ours


@contextmanager
def _memory(most: int) -> Iterator[None]:
    """Limit the process to `most` bytes more than it uses now."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    resource.setrlimit(resource.RLIMIT_DATA, (pages * resource.getpagesize() + most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


@contextmanager
def _alarm() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> NoReturn:
        raise _Hangs

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, HANGS_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
