"""``python -m tests.emulator --port N``: the emulator as a process of its own, driven over /_control/."""

import argparse
import signal
import threading

from tests.emulator.emulator import TOKEN, Emulator


def main() -> None:
    """Serve until SIGINT or SIGTERM; the first line printed is the address."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the only token that is accepted")
    parser.add_argument("--limits", action="store_true", help="apply Telegram's flood limits")
    parser.add_argument("--seed", type=int, default=0, help="seed of every chance")
    given = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Emulator(given.token, limits=given.limits, seed=given.seed, port=given.port) as telegram:
        print(telegram.url, flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
