"""A fake `ssh` for tests: runs the command here, as the named machine would.

`pretended_ssh.py FOLDER -T [-o BatchMode=yes] -- HOST COMMAND`. It writes its process id to a file
in the folder, so that a test can cut the connection.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_CHATTER = "Welcome to \x1b[31mthe machine\x1b[0m!\r\nno newline at the end of this: "
_WRONG_KEY = """@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
Host key verification failed.
"""


def main() -> None:
    folder, *_, host, command = sys.argv[1:]
    assert sys.argv[-3] == "--"
    if host == "wrong-key":
        sys.stderr.write(_WRONG_KEY)
        sys.exit(255)
    if host == "closed":
        sys.stderr.write("anna@closed: Permission denied (publickey,password).\r\n")
        sys.exit(255)
    if host == "nowhere":
        sys.stderr.write("ssh: Could not resolve hostname nowhere: Name or service not known\r\n")
        sys.exit(255)
    if host == "refusing":
        sys.stderr.write("ssh: connect to host refusing port 22: Connection \x1b[2Jrefused\r\n")
        sys.exit(255)
    if host == "bare":
        command = "exec afspraak-is-not-here sync --stdio"
    if host == "old":
        sys.stderr.write("afspraak: invalid choice: 'sync'\n")
        sys.exit(2)
    if host == "endless":
        os.execvp("yes", ["yes"])
    if host == "silent":
        Path(folder, str(os.getpid())).touch()
        time.sleep(600)
    if host == "chatty":
        sys.stdout.write(_CHATTER)
        sys.stdout.flush()
    if host == "babbling":
        sys.stdout.write("\nAFSPRAAK SYNC 1\n" + "\xff" * 100)
        sys.exit(0)
    Path(folder, str(os.getpid())).touch()
    os.execvp("sh", ["sh", "-c", f"exec {command}"])


main()
