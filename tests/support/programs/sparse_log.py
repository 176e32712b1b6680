"""Write a log of frames of zeros into a shared folder; it takes up hardly any room on the disk.

    sparse_log.py FOLDER CLIENT MAGIC FRAMES BYTES

MAGIC is in hexadecimal, BYTES the size of each frame.
"""

from __future__ import annotations

import os
import pwd
import struct
import sys
import zlib
from pathlib import Path


def main(folder: str, client: str, magic: str, frames: str, size: str) -> None:
    """Write the log in the name of this user, as their program would."""
    login = pwd.getpwuid(os.getuid()).pw_name
    zeros = bytes(int(size))
    header = struct.pack(">II", len(zeros), zlib.crc32(zeros))
    with Path(folder, f"{login}.{client}.afl").open("xb") as log:
        log.write(bytes.fromhex(magic))
        for _ in range(int(frames)):
            log.write(header)
            log.seek(len(zeros), os.SEEK_CUR)
        log.truncate()


if __name__ == "__main__":
    main(*sys.argv[1:])
