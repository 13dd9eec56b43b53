"""Decides when to close a device that has nothing to play, and lets the mix catch up afterwards.

An open device costs about 1 % of a core, in this process and in the sound server, even while it
plays silence.
"""

from dataclasses import replace

from lullaby.audio.decoder import RATE
from lullaby.audio.mix import PRESENT, Mix
from lullaby.frozen import frozen
from lullaby.units import Ms

REST_AFTER = Ms(10_000)
"""The device is closed after this many ms of silence."""


def is_silent(mix: Mix) -> bool:
    """Whether nothing sounds, and nothing will before the next command."""
    silent = not (mix.music or mix.ambient) and mix.queued is None
    return not mix.stopped and (mix.held or silent)


def is_still(mix: Mix) -> bool:
    """Whether no gain is moving either, so that time changes nothing."""
    glides = mix.presence is not PRESENT or not mix.ceiling.done
    return is_silent(mix) and not glides and (mix.held or (mix.master.done and mix.volume.done))


@frozen
class DeviceRest:
    """The moment since which nothing can be heard, or None; and whether the device is `open`."""

    since: Ms | None = None
    open: bool = True

    def look(self, now: Ms, still: bool) -> "DeviceRest":
        """The state at `now`; `still`: all that is rendered, and all that will be, is silence."""
        if not still:
            return AWAKE
        return self if self.since is not None else DeviceRest(now)

    def is_due(self, now: Ms) -> bool:
        return self.since is not None and now - self.since >= REST_AFTER

    def caught_up(self, mix: Mix, now: Ms) -> Mix:
        """The mix after the time that passed without a device; held music does not move."""
        passed = (now - (now if self.since is None else self.since)) * RATE // 1000
        mix = replace(
            mix,
            ceiling=mix.ceiling.after(passed),
            warmth=mix.warmth.after(passed),
            stereo=mix.stereo.after(passed),
        )
        if mix.held:
            return mix
        return replace(
            mix,
            volume=mix.volume.after(passed),
            master=mix.master.after(passed),
            night=mix.night.after(passed, False),
        )


AWAKE = DeviceRest()
