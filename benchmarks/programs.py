"""Runs programs for measurement: the real application and a bare window, each in its own process.

They run on their own screen (Xvfb), with compiled modules kept in the benchmark's folder, so that
no run pays for compiling. Memory and processor time come from Linux's /proc.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.screen import Screen
from tests.sound_server import SoundServer, available

BARE_WINDOW = "benchmarks.bare_window"
LULLABY = "lullaby"

LOAD_SCREENS = """
import importlib, pkgutil, lullaby.app, lullaby.ui
for module in pkgutil.walk_packages(lullaby.ui.__path__, "lullaby.ui."):
    importlib.import_module(module.name)
"""

Environment = Mapping[str, str]

PROCESSOR_CLOCK = 2
"""CPUCLOCK_SCHED: the kind of a process's clock that counts the time it ran."""


@contextmanager
def screen(folder: Path) -> Iterator[tuple[Screen, dict[str, str]]]:
    """A screen, and the environment for programs on it."""
    with Screen() as display:
        yield display, {**compiled(folder / "pyc"), **display.environment}


def compiled(folder: Path) -> dict[str, str]:
    """The environment of programs that keep their compiled modules in `folder`."""
    around = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    around.pop("PYTHONDONTWRITEBYTECODE", None)
    return around


def compile_screens(folder: Path) -> None:
    """Compile the modules of every screen into `folder`, and have this process look for them there.

    Otherwise the first visit to a screen would include compiling it.
    """
    subprocess.run([sys.executable, "-c", LOAD_SCREENS], env=compiled(folder), check=True)
    sys.pycache_prefix = str(folder)


@dataclass(frozen=True, slots=True)
class VirtualDesktop:
    """A screen (Xvfb), a sound server (a PulseAudio null sink) and a folder."""

    folder: Path
    display: Screen
    sound: SoundServer
    environment: Environment
    """The environment of programs that run there."""


def on_virtual_desktop(measure: Callable[[VirtualDesktop], None]) -> None:
    """Run a benchmark on a virtual desktop; without PulseAudio and Xvfb, say so and do nothing."""
    if not available():
        print("  needs PulseAudio and Xvfb")
        return
    with (
        tempfile.TemporaryDirectory() as name,
        SoundServer(Path(name)) as sound,
        screen(Path(name)) as (display, around),
    ):
        measure(VirtualDesktop(Path(name), display, sound, {**around, **sound.environment}))


def command(module: str, *words: str | Path) -> list[str]:
    return [sys.executable, "-m", module, *map(str, words)]


@contextmanager
def running(words: list[str], environment: Environment) -> Iterator[int]:
    """Run a program and end it afterwards; yields its process id."""
    program = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield program.pid
    finally:
        program.terminate()
        program.wait(20)


@contextmanager
def opened(display: Screen, environment: Environment, data: Path) -> Iterator[int]:
    """Lullaby with its window on `display`; yields its process id."""
    with running(command(LULLABY, "--data", data), environment) as pid:
        display.wait_for_window("Lullaby")
        yield pid


@dataclass(frozen=True, slots=True)
class Held:
    """Memory of several processes together, in MB (10^6 bytes)."""

    pss_mb: float
    """Shared pages count in proportion."""
    rss_mb: float
    """Shared pages count in full."""


def family(pid: int) -> list[int]:
    """A process and all its living descendants."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
            parents[int(status.parent.name)] = int(fields[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def held(pids: Sequence[int]) -> Held:
    """The memory of processes; one that has just ended has none."""
    pss = rss = 0
    for pid in pids:
        with suppress(OSError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
            sizes = {line.split()[0]: int(line.split()[1]) for line in rollup[1:]}
            pss += sizes["Pss:"]
            rss += sizes["Rss:"]
    return Held(pss * 1024 / 1e6, rss * 1024 / 1e6)


def family_share(pid: int, seconds: float) -> float:
    """Processor time of a process and its descendants over the next seconds, in percent of one
    core.

    One that ends meanwhile counts with what its parent was told.
    """
    begun, before = time.monotonic(), _family_seconds(pid)
    time.sleep(seconds)
    return 100 * (_family_seconds(pid) - before) / (time.monotonic() - begun)


def processor_share(pid: int, seconds: float) -> float:
    """Processor time of a process over the next seconds, in percent of one core."""
    return processor_shares([pid], seconds)[0]


def processor_shares(pids: Sequence[int], seconds: float) -> list[float]:
    """The same for several processes over the same seconds."""
    begun, before = time.monotonic(), [_processor_seconds(pid) for pid in pids]
    time.sleep(seconds)
    after = [_processor_seconds(pid) for pid in pids]
    passed = time.monotonic() - begun
    return [100 * (end - start) / passed for start, end in zip(before, after, strict=True)]


def _processor_seconds(pid: int) -> float:
    """To the nanosecond: /proc counts hundredths of a second, 0.1 % of a core in a look of 10 s.

    The clock's number is that of clock_getcpuclockid(3).
    """
    return time.clock_gettime_ns((~pid << 3) | PROCESSOR_CLOCK) / 1e9


def _family_seconds(pid: int) -> float:
    """Including children that have ended and been waited for."""
    used = 0.0
    for each in family(pid):
        with suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text(encoding="utf-8")
            ended = sum(map(int, stat.rpartition(")")[2].split()[13:15]))
            used += _processor_seconds(each) + ended / os.sysconf("SC_CLK_TCK")
    return used
