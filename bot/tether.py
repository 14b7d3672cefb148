"""Runs a command that ends with its parent: `python -I -S bot/tether.py PARENT_PID PROGRAM ARGUMENT...`

The kernel sends SIGTERM when the thread that started us ends, also when its process was killed with SIGKILL.
Linux only; elsewhere the command simply runs. A program of its own, because code between fork and exec is
unsafe with threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, program = int(sys.argv[1]), sys.argv[2]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
    os.execv(program, sys.argv[2:])


if __name__ == "__main__":
    main()
