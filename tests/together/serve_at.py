"""Share words at an address, print the port, and go on until the standard input ends."""

import sys
from queue import Queue

from lullaby.together.admission import Network
from lullaby.together.events import ServerEvent, SharingOpened
from lullaby.together.server import WordsServer
from tests.together.sockets import pages


def main() -> None:
    events: Queue[ServerEvent] = Queue()
    WordsServer(Network(sys.argv[1], int(sys.argv[2])), pages(), events.put).open()
    opened = events.get()
    assert isinstance(opened, SharingOpened)
    print(opened.port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
