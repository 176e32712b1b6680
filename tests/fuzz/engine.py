"""One target under atheris in a separate process, because the library never returns.

Coverage is counted in our own code and in the Python libraries that parse for it. An exceeded limit
does not end the run: one input is kept for each cause.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import traceback
from pathlib import Path
from random import Random

_INSTRUMENTED = ("afspraak.data", "markdown_it", "tinydb", "tomllib", "json")
_SLOWER = 5.0
"""The factor of additional time, because every branch is counted."""
_OURS = 0.6
"""The share of mutations that know the format."""


def run(name: str, seconds: int, corpus: Path, found: Path, most: int) -> None:
    """Fuzz a target for some seconds with inputs up to `most` bytes. Ends the process."""
    import atheris

    with atheris.instrument_imports(include=list(_INSTRUMENTED)):
        from .targets import TARGETS
    from .bounds import Broken, held

    room = Path(tempfile.mkdtemp(prefix="afspraak-fuzz-", dir=_memory_disk()))
    reader = TARGETS[name](room)
    for seed in reader.seeds:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    known: set[str] = set()

    def tried(data: bytes) -> None:
        try:
            held(reader, data, reader.seconds * _SLOWER)
        except Broken as broken:
            if broken.where not in known:
                known.add(broken.where)
                kept = found / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
                kept.write_bytes(data)
                print(f"BROKEN {kept.name}: {broken}", file=sys.stderr, flush=True)

    def mutated(data: bytes, room: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() > _OURS:
            return bytes(atheris.Mutate(data, room))
        try:
            return reader.mutate(data, random)[:room]
        except Exception:  # atheris would stand still
            traceback.print_exc()
            return data[:room]

    # The clock is kept by the bounds: the library's own alarm would be theirs.
    limits = (f"-max_total_time={seconds}", f"-max_len={most}", "-timeout=0", "-rss_limit_mb=2000")
    words = [sys.argv[0], *limits, "-len_control=20", str(corpus)]
    atheris.Setup(words, tried, custom_mutator=mutated)
    atheris.Fuzz()


def _memory_disk() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    target, seconds, corpus, found, most = sys.argv[1:]
    run(target, int(seconds), Path(corpus), Path(found), int(most))
