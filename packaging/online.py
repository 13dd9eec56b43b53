"""Whether pip's package index answers: exit code 0, or 1 and the host that does not.

pip itself tries for half a minute before it says so. Where pip is told to take its packages from
elsewhere or through a proxy, and where anything but the network is in the way, the answer is 0: pip
knows better.
"""

import os
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

PATIENCE_S = 8.0


def index() -> str | None:
    """The address that pip would ask; None where it would ask none."""
    output = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    settings: dict[str, str] = {}
    for line in output.splitlines():
        name, _, value = line.partition("=")
        settings[name.rpartition(".")[2]] = value.strip("'\"")
    if {"no-index", "find-links", "proxy"} & settings.keys():
        return None
    address = settings.get("index-url") or _usual_index()
    return address if address and address.startswith(("http://", "https://")) else None


def _usual_index() -> str | None:
    """pip's own choice, which it tells nowhere but in its code."""
    try:
        from pip._internal.models.index import PyPI
    except ImportError:
        return None
    return PyPI.simple_url


def answers(address: str, patience_s: float = PATIENCE_S) -> bool:
    """Whether anybody is there at all, within `patience_s` seconds; any answer will do."""
    reached = [False]
    parts = urllib.parse.urlsplit(address)
    # A name and password that pip keeps in the address are for pip alone.
    address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    def ask() -> None:
        try:
            urllib.request.urlopen(address, timeout=patience_s).close()
        except urllib.error.HTTPError:
            reached[0] = True
        except urllib.error.URLError as problem:
            # A certificate that is not trusted is an answer; pip may know of others.
            reached[0] = "certificate" in str(problem.reason).lower()
        except OSError:
            reached[0] = False
        else:
            reached[0] = True

    # The system's look-up of names obeys no time limit.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(patience_s)
    return reached[0]


def main() -> int:
    address = index()
    if address is None or answers(address):
        return 0
    print(urllib.parse.urlsplit(address).hostname or address)
    return 1


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
