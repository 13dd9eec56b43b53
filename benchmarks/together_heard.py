"""The syllable on a phone compared with its sound, as the monitor of a sink hears it.

The application's own sound engine plays a song whose syllables begin with bursts of sound; what it
says of its position goes as anchors through a delaying network to Chromium, as when words are
shared. Aim: median 10 ms, 95 % within 25 ms on a quiet machine. The floor is an exactly known
place in frames 16.7 ms apart.

`LYRIC_SYNC_SECONDS` shortens the song.
"""

import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from PySide6.QtWidgets import QApplication

from benchmarks.figures import line, share, title
from benchmarks.lyric_sync import NEAR_S, PER_LINE, SECONDS, Song, make_song, recorded_bursts
from benchmarks.sound import environment
from benchmarks.together_browser import FRAME_MS, joined
from lullaby.audio.port import Cue, CueId, Phase
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.songbook.soundscapes import soundscape
from lullaby.together import messages
from lullaby.together.anchor import Anchor, next_anchor
from lullaby.together.shared_words import SharedLine, SharedSyllable, SharedWords
from lullaby.units import Ms
from tests.sound_server import SoundServer, available
from tests.together.page.conftest import chromium_program
from tests.together.page.delaying_proxy import DelayingProxy, Delays
from tests.together.page.laptop import Laptop
from tests.together.page.truth import AHEAD_MS, RECORD, true_offset

NETWORK = Delays(20, 8, 0.02)
TICK_S = 0.2
"""How often the window asks for the position."""


def main() -> None:
    """Print the figures; nothing without PulseAudio."""
    if not available():
        return
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        browser = playwright.chromium.launch(
            executable_path=chromium_program(), args=["--no-sandbox"]
        )
        with SoundServer(folder) as server, environment(server.environment):
            song = make_song(folder / "music")
            with Laptop() as laptop, DelayingProxy(laptop.port, NETWORK, NETWORK) as network:
                laptop.words = messages.words(_words(song))
                recorder = server.record()
                with _playing(song, laptop), joined(browser, network.url) as page:
                    offset, sure = true_offset(page)
                    page.evaluate(RECORD)
                    page.wait_for_timeout(max(5.0, SECONDS - 15.0) * 1_000)
                    frames = page.evaluate("frames_drawn")
                bursts = recorded_bursts(recorder)
        browser.close()
    application.quit()
    _tell(song, frames, offset, sure, bursts)


def _words(song: Song) -> SharedWords:
    lines: list[SharedLine] = []
    for first in range(0, len(song.begins) - PER_LINE, PER_LINE):
        begins = [Ms(round(1_000 * at)) for at in song.begins[first : first + PER_LINE]]
        ends = [*begins[1:], Ms(begins[-1] + 330)]
        syllables = tuple(
            SharedSyllable("la ", begin, end) for begin, end in zip(begins, ends, strict=True)
        )
        lines.append(SharedLine(begins[0], ends[-1], "la " * len(begins), syllables=syllables))
    return SharedWords("song", "Song", lines=tuple(lines))


@contextmanager
def _playing(song: Song, laptop: Laptop) -> Iterator[None]:
    """The engine plays, and what it says of its position is sent when it is worth it."""
    clock = SystemClock()
    stop = threading.Event()

    def follow() -> None:
        player = PygamePlayer(clock, soundscape)
        player.play(Cue(CueId(1), song.path))
        sent: Anchor | None = None
        while not stop.wait(TICK_S):
            status = player.status()
            moving = status.phase is Phase.PLAYING
            seen = Anchor("song", 0, clock.monotonic_ms(), status.position_ms, 1.0, moving)
            anchor = next_anchor(sent, seen)
            if anchor is not None:
                sent, laptop.where = anchor, messages.where(anchor)
                laptop.say(laptop.where)
        player.close()

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(20)


def _tell(
    song: Song,
    frames: list[tuple[float, float]],
    offset: float,
    sure: float,
    bursts: list[tuple[float, int]],
) -> None:
    late: list[float] = []
    for number, begin in enumerate(song.begins):
        shown = _first_shown(frames, 1_000 * begin)
        if shown is None:
            continue
        at = (shown + AHEAD_MS + offset) / 1_000
        near = [at - heard for heard, tone in bursts if tone == number % 8]
        near = [gap for gap in near if abs(gap) < NEAR_S]
        if near:
            late.append(1_000 * min(near, key=abs))
    title(
        f"Syllables on a phone against their sound, at 20 ± 8 ms with spikes, {len(late)} of them"
    )
    if not late:
        print("  nothing was heard")
        return
    away = [abs(each) for each in late]
    line("median of the amount", share(away, 0.5), "ms", f"  floor {FRAME_MS / 4:.1f}, aim 10")
    line("95 % of the amounts", share(away, 0.95), "ms", f"  floor {FRAME_MS * 0.475:.1f}, aim 25")
    line("shown later than heard by (median)", statistics.median(late), "ms")
    print(f"  the clocks are known to {sure:.1f} ms")


def _first_shown(frames: list[Any], place: float) -> float | None:
    """When the page first drew this place, having drawn one before it less than 100 ms ago."""
    for (_, before), (time, after) in pairwise(frames):
        if before < place <= after and after - before < 100:
            return time
    return None


if __name__ == "__main__":
    main()
