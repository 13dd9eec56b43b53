"""A singer is heard through the monitor of a null sink, by the microphone of the application."""

import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.writer import write_sound
from lullaby.following.listening import VoiceReport
from lullaby.following.melody import melody_of
from lullaby.ui.following.system_voice import system_voice
from tests.sound_server import SoundServer, available
from tests.takes.singer import VOICES, first_verse, performed, sing
from tests.waiting import wait_until

SONG = "twinkle"
SUNG_MS = 14_000
SEED = 4


@pytest.mark.sound
@pytest.mark.skipif(not available(), reason="needs PulseAudio")
def test_the_words_follow_a_singer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    song = performed(SONG)
    melody = melody_of(song)
    notes = [note for note in first_verse(song) if note.start_ms < SUNG_MS]
    sound = sing(notes, SEED, VOICES["woman"], notes[0].start_ms - 1_000)
    recording = tmp_path / "singing.wav"
    fine = np.interp(np.arange(3 * len(sound)) / 3, np.arange(len(sound)), sound)
    write_sound(recording, [np.repeat(fine.astype(np.float32)[:, None], 2, axis=1)])
    reports: list[VoiceReport] = []
    with SoundServer(tmp_path) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        server.add_microphone("mic")
        ear = system_voice().make_ear(melody, reports.append)
        ear.start()
        wait_until(lambda: bool(reports), 30)
        subprocess.run(["paplay", str(recording)], check=True, timeout=60)
        wanted = melody.notes[len(notes) - 2].syllable
        wait_until(lambda: any(r.moved and r.syllable == wanted for r in reports), 30)
        ear.stop()
    heard = [r.syllable for r in reports if r.moved and r.syllable is not None]
    in_order = sum(later == earlier + 1 for earlier, later in pairwise(heard))
    assert in_order > 0.7 * (len(notes) - 1)
    assert all(report.end is None for report in reports)
