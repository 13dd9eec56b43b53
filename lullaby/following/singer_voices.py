"""How far the voice of each singer of a family reaches, as a text among the settings."""

import json
from collections.abc import Mapping
from typing import Any

from lullaby.following.suiting_key import VoiceRange

HIGHEST = 127
"""The highest MIDI number."""


def read_voices(text: str) -> dict[str, VoiceRange]:
    """The voices by name, which is empty for a singer without one; damaged ones are left out."""
    try:
        rows: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(rows, dict):
        return {}
    found = {name: _voice(row) for name, row in rows.items()}
    return {name: voice for name, voice in found.items() if voice is not None}


def write_voices(voices: Mapping[str, VoiceRange]) -> str:
    """The text that `read_voices` reads; pitches are rounded to semitones."""
    rows = {
        name: [round(voice.low), round(voice.middle), round(voice.high)]
        for name, voice in voices.items()
    }
    return json.dumps(rows, ensure_ascii=False)


def _voice(row: Any) -> VoiceRange | None:
    if not isinstance(row, list) or len(row) != 3:
        return None
    if any(isinstance(each, bool) or not isinstance(each, int) for each in row):
        return None
    low, middle, high = row
    if not 0 <= low <= middle <= high <= HIGHEST:
        return None
    return VoiceRange(float(low), float(middle), float(high))
