"""Captures sound through PortAudio, where the package sounddevice is installed.

It is no requirement of ours; it helps where SDL finds no microphone.
"""

import importlib
import importlib.util
from typing import Any

from lullaby.audio.microphone import RATE, MicrophoneFacts, MicrophoneTrouble, NoMicrophoneError

BUFFER = 256
"""Frames read at a time: 5 ms."""


class PortAudioCapture:
    """One device at 48 kHz, 16 bit, mono. Used in a process of its own, once, from one thread."""

    def __init__(self) -> None:
        """Raises NoMicrophoneError without sounddevice, or without PortAudio."""
        if importlib.util.find_spec("sounddevice") is None:
            raise NoMicrophoneError(MicrophoneTrouble.NONE)
        try:
            self._library: Any = importlib.import_module("sounddevice")
        except OSError as problem:
            raise NoMicrophoneError(MicrophoneTrouble.NONE) from problem
        self._stream: Any = None

    def names(self) -> tuple[str, ...]:
        found = (each["name"] for each in self._inputs())
        return tuple(dict.fromkeys(found))

    def open(self, name: str | None) -> MicrophoneFacts:
        inputs = self._inputs()
        if name is None:
            number = self._library.default.device[0]
        else:
            number = next((each["index"] for each in inputs if each["name"] == name), -1)
        facts = next((each for each in inputs if each["index"] == number), None)
        if facts is None:
            raise NoMicrophoneError(MicrophoneTrouble.NONE)
        try:
            self._stream = self._library.RawInputStream(
                RATE, BUFFER, device=number, channels=1, dtype="int16", latency="low"
            )
            self._stream.start()
        except self._library.PortAudioError as problem:
            raise NoMicrophoneError(MicrophoneTrouble.REFUSED) from problem
        return MicrophoneFacts(facts["name"], round(facts["default_samplerate"]))

    def fetch(self) -> bytes | None:
        try:
            if not self._stream.active:
                return None
            samples, _ = self._stream.read(BUFFER)
        except self._library.PortAudioError:
            return None
        return bytes(samples)

    def _inputs(self) -> list[Any]:
        return [each for each in self._library.query_devices() if each["max_input_channels"]]
