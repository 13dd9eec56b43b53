"""Whether a mix sounds the same in blocks of any length.

Ramps are exact to the sample. But a source that runs out of frames, a governor that lowers a song
and a limiter that recovers decide once per block.
"""

from itertools import chain

from lullaby.audio.governor import BEGUN
from lullaby.audio.limiter import STEP
from lullaby.audio.mix import NEVER, Mix
from lullaby.audio.voice import Voice


def is_steady(mix: Mix) -> bool:
    """Whether nothing is in progress that is decided once per block."""
    if mix.stopped or mix.limiter.gain < 1.0:
        return False
    return mix.held or all(map(_holds, mix.music))


def until_turn(mix: Mix) -> int:
    """Frames, in whole milliseconds, until the queued source starts or a pause is complete; more
    than any block has if neither is due."""
    turns = (mix.until_queued, mix.pause.left if mix.paused else 0)
    return -(-min((turn for turn in turns if turn > 0), default=NEVER) // STEP) * STEP


def stayed_steady(before: Mix, after: Mix) -> bool:
    """Whether nothing of that kind happened in the block between the two states either."""
    if not is_steady(after):
        return False
    if before.held:
        return True
    frames = after.frame - before.frame
    earlier = tuple(chain(before.music, (voice for _, voice in before.ambient)))
    later = tuple(chain(after.music, (voice for _, voice in after.ambient)))
    return len(earlier) == len(later) and all(
        new.at - old.at == frames and _trim(new) == _trim(old)
        for old, new in zip(earlier, later, strict=True)
    )


def _holds(voice: Voice) -> bool:
    held = voice.held
    governed = held is not None and not (held.begun and held.guard == 1.0 and held.sounds >= BEGUN)
    return voice.level.done and voice.share.done and not voice.dry and not governed


def _trim(voice: Voice) -> float:
    return 1.0 if voice.held is None else voice.held.trim
