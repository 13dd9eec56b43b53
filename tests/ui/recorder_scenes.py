"""Recording a song, step by step."""

from collections.abc import Callable

import numpy as np

from lullaby.audio.microphone import RATE
from lullaby.ui.recorder.controller import RecorderController
from lullaby.ui.recorder.screen import RecorderScreen
from tests.world import World

SINGER, CHILD = "Ana", "Mila"
LOOK_MS = 100
LOUD = 4_000
"""The loudest sample of a voice at a good distance, of 32,767."""

COUNTED_MS, SUNG_MS = 700, 9_000


def voice(at_ms: int, ms: int = LOOK_MS) -> bytes:
    """Sound of 16 bits that swells and fades like syllables."""
    time = (at_ms + np.arange(RATE * ms // 1000) * 1000 / RATE) / 1000
    swell = np.abs(np.sin(np.pi * 0.9 * time)) * (0.4 + 0.6 * np.abs(np.sin(np.pi * 0.13 * time)))
    return (LOUD * swell * np.sin(2 * np.pi * 220 * time)).astype(np.int16).tobytes()


def look(world: World) -> None:
    """The screen looks at the recording, and its sign is painted."""
    world.post.deliver()
    world.find(RecorderController).look()
    sign = world.on("recorder", RecorderScreen).sign
    if sign.isVisible():
        sign.grab()


def sing(world: World, ms: int) -> None:
    """Let time pass while somebody sings into the microphone."""
    for at_ms in range(0, ms, LOOK_MS):
        world.pass_time(LOOK_MS, LOOK_MS)
        if world.microphones.opened:
            world.microphones.opened[-1].hear(voice(at_ms))
        world.recordings.work()
        look(world)


def ready(world: World) -> None:
    """The words of a song, and everything it takes to record it."""
    child = world.stores.song_preferences.name_child(CHILD)
    world.services.settings.change(first_singer=SINGER, child=int(child))
    tracks = world.stores.library.tracks()
    world.services.gui.record(next(each for each in tracks if each.songbook_id == "suo-gan"))
    world.post.deliver()


def counting(world: World) -> None:
    ready(world)
    press_main(world)
    sing(world, COUNTED_MS)


def recording(world: World) -> None:
    ready(world)
    press_main(world)
    sing(world, SUNG_MS)


def paused(world: World) -> None:
    recording(world)
    world.on("recorder", RecorderScreen).dock.pause.click()
    world.recordings.work()
    look(world)


def made(world: World) -> None:
    """The take can be heard and kept."""
    recording(world)
    press_main(world)
    for _ in range(2):
        look(world)
        world.recordings.work()
    look(world)


def press_main(world: World) -> None:
    """Press Record, Stop or Go on."""
    world.on("recorder", RecorderScreen).dock.main.click()
    world.recordings.work()
    look(world)


RECORDER_SCREENS: dict[str, Callable[[World], None]] = {
    "recorder": ready,
    "recorder-counting": counting,
    "recorder-recording": recording,
    "recorder-paused": paused,
    "recorder-made": made,
}
