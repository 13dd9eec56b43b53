"""Memory that threads have freed returns to the system."""

import subprocess
import sys

import pytest

LOOK = """
import ctypes, sys, threading
from lullaby.heap import give_back_readily
if sys.argv[1] == "readily":
    give_back_readily()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
at_once = threading.Barrier(8)

def hold():
    at_once.wait()
    for _ in range(2_000):
        library.malloc(ctypes.c_size_t(1_000))
    at_once.wait()

threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.malloc_stats()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own way")
def test_threads_share_few_heaps() -> None:
    """A heap for each thread would keep what the thread once used."""
    heaps: dict[str, int] = {}
    for way in ("as usual", "readily"):
        output = subprocess.run(
            [sys.executable, "-c", LOOK, way],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stderr
        heaps[way] = output.count("Arena ")
    if heaps["as usual"] < 3:
        pytest.skip("another C library, or its own mind")
    assert heaps["readily"] <= 2
