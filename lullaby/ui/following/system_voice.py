"""Listens with this computer's microphones. What that needs is loaded when somebody sings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lullaby.ui.following.ports import SingingEar, VoicePorts

if TYPE_CHECKING:
    from lullaby.following.listening import Tell
    from lullaby.following.melody import Melody


def system_voice() -> VoicePorts:
    return VoicePorts(_make_ear)


def _make_ear(melody: Melody, tell: Tell) -> SingingEar:
    from lullaby.audio.captured_microphones import CapturedMicrophones
    from lullaby.following.listening import Listening
    from lullaby.following.microphone_sound import open_sound

    return Listening(melody, partial(open_sound, CapturedMicrophones()), tell)
