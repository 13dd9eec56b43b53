"""Ask for the page from several addresses of this computer, and print what each is answered."""

import contextlib
import socket
import sys


def status(address: str, port: int, peer: str) -> int:
    """The status of the answer; 0 for none."""
    answer = b""
    with socket.create_connection((address, port), 20, (peer, 0)) as made:
        made.sendall(f"GET / HTTP/1.1\r\nHost: {address}:{port}\r\n\r\n".encode())
        with contextlib.suppress(ConnectionError):
            answer = made.recv(100)
    return int(answer.split(b" ", 2)[1]) if answer else 0


def main() -> None:
    address, port, *peers = sys.argv[1:]
    for peer in peers:
        print(peer, status(address, int(port), peer), flush=True)


if __name__ == "__main__":
    main()
