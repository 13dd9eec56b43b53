"""Keeps the night even: holds an unmeasured song to the loudest that this night has been.

It acts on each song before the person's volume and the fade, and looks ahead in the song's profile.
It has two gains. The trim only ever falls during a song and keeps the loudness of any 3 s (BS.1770,
short-term) within its bound. The guard briefly lowers sudden peaks that stand out from the song so
far. Below the bounds both are exactly 1.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.audio.profile import BLOCK, HOP, MOMENT, Powers, Profile, hops_in
from lullaby.audio.ramp import Curve
from lullaby.frozen import frozen
from lullaby.units import Lufs

SHORT = hops_in(3_000)
"""Short-term loudness covers 3 s (EBU Tech 3341)."""

SLACK_LU = 0.4
"""How far an unmeasured song may exceed the night so far."""

OWN_LU = 6.0
"""How far a measured song may rise above its level by itself; songbook songs rise by 4."""

LEAP_DB = 4.5
"""How far 20 ms may exceed the loudest 20 ms of the song, or of the night."""

OWN_LEAP_DB = 10.0
"""The same in a measured song, if the night was as loud before; no songbook song leaps as far."""

USUAL_DB = 9.0
"""The loudest 20 ms (mean of both channels, dBFS) above the level (LUFS): 5 to 8.6 in the
songbook."""

OPEN_DB = 3.0
"""How far 20 ms may exceed the level while a song starts."""

SOUND_DB = -40.0
"""20 ms less than this below the level count as sound of the song; fainter ones are noise."""

BEGUN = SHORT
"""Hops with sound after which a song has begun and is judged by itself."""

SETTLED = hops_in(300)
"""Sound younger than this says nothing yet about how loud the song is."""

WAY = hops_in(150)
"""The trim falls over this many hops, before it is needed."""

LOOK = hops_in(400)
"""How often the trim is recomputed while nothing ahead exceeds its bound."""

QUICK = 4
"""Hops over which the trim falls if the need was not known before."""

AHEAD = 5
"""Hops over which the guard falls before a peak."""

BACK_DB = 30.0
"""How fast the guard recovers at least, in dB per second; from any depth it takes about 0.5 s."""

REMEMBERED = 32
"""For how many songs the last gain is remembered."""

OVER = 2 * 3_600 * RATE
"""Frames without music after which a night is over: two hours."""

_RISE = BACK_DB / 20 * np.log(10) * HOP / RATE
_BACK = hops_in(500)


def power_of(lufs: float) -> float:
    """The weighted mean square, channels summed, of a loudness in LUFS (BS.1770)."""
    return float(10 ** ((lufs + 0.691) / 10))


def block_power(db: float) -> float:
    return float(10 ** (db / 10))


@frozen
class TargetLevel:
    """The loudness that songs are brought to, and whether this song was measured."""

    target: Lufs
    measured: bool


class Levelled(Protocol):
    """A source whose loudness is known ahead of time."""

    path: Path
    profile: Profile


@frozen
class LoudnessHistory:
    """The loudest that music has been this night, before volume and fade."""

    loudest: float = 0.0
    """Of any 3 s of a measured song: the weighted mean square."""
    block: float = 0.0
    """Of any 20 ms: the mean square."""
    left: tuple[tuple[Path, float], ...] = ()
    """The total gain at which each song was last heard, relative to its target; the latest last."""
    quiet: int = 0
    """Frames since the last music."""

    def after(self, frames: int, music: bool) -> "LoudnessHistory":
        """The history after `frames`, with music or without."""
        if music:
            return replace(self, quiet=0) if self.quiet else self
        quiet = self.quiet + frames
        return replace(self, quiet=quiet) if quiet < OVER else NO_HISTORY

    def after_song(self, held: "SongGovernor", path: Path, gain: float) -> "LoudnessHistory":
        """The history after a song has sounded at its own `gain`, held as in `held`."""
        loudest = max(self.loudest, held.loudest if held.levelling.measured else 0.0)
        now = (path, gain * held.trim / _over(held.levelling.target))
        left = self.left
        if not left or left[-1] != now:
            left = (*(each for each in left if each[0] != path), now)[-REMEMBERED:]
        return LoudnessHistory(loudest, max(self.block, held.loudest_block), left)

    def most(self, path: Path, target: Lufs) -> float:
        """The highest total gain at which a song may return: the one it was left with."""
        left = next((gain for known, gain in self.left if known == path), None)
        return np.inf if left is None else left * _over(target)


NO_HISTORY = LoudnessHistory()


@dataclass(frozen=True, slots=True, eq=False)
class SongGovernor:
    """How one song is held, up to the frame it has been read to."""

    levelling: TargetLevel
    begun: bool = False
    trim: float = 1.0
    guard: float = 1.0
    clear: int = 0
    """Before this hop of the source, no 400 ms exceed the bound with the current trim."""
    again: int = 0
    """The hop at which the trim is checked again."""
    hop: int = 0
    """The hop of the source up to which everything is counted."""
    sounded: Powers = field(default_factory=lambda: np.zeros(SHORT))
    """Weighted powers of the last 3 s, without ramps."""
    audible: Powers = field(default_factory=lambda: np.zeros(SHORT))
    """The same as heard, with ramps."""
    young: Powers = field(default_factory=lambda: np.zeros(SETTLED))
    own: float = 0.0
    """The loudest block of the song as heard through its ramp, without the most recent ones."""
    risen: float = 0.0
    """The highest value that the ramp has reached, 0 to 1."""
    before: float = 0.0
    """The loudest block of the night when the song began."""
    sounds: int = 0
    """Hops with sound, up to `BEGUN`."""
    loudest: float = 0.0
    loudest_block: float = 0.0

    def elsewhere(self) -> "SongGovernor":
        """For the same song, read again from another position or at another speed or pitch."""
        own = max(self.own, float(self.young.max()))
        return replace(self, begun=False, guard=1.0, own=own, clear=0, again=0)

    def pass_over(
        self,
        source: Levelled,
        at: int,
        frames: int,
        gain: float,
        level: float,
        night: LoudnessHistory,
    ) -> tuple["SongGovernor", Curve]:
        """The gains for `frames` from `at`, for a song at its own `gain` and a ramp at `level`."""
        profile = source.profile
        if not self.begun:
            trim = min(self.trim, self._first_trim(profile, at // HOP, gain))
            trim = min(trim, night.most(source.path, self.levelling.target) / max(gain, 1e-9))
            before = self.before or night.block
            begun = replace(self, begun=True, trim=trim, hop=at // HOP, before=before)
            return begun.pass_over(source, at, frames, gain, level, night)
        first, last = at // HOP, -(-(at + frames) // HOP)
        trims, clear, again = self._trims(profile, first, last, gain, night)
        risen = max(self.risen, level)
        guards = self._guards(profile, first, trims, gain, risen)
        borders = np.arange(first, last + 1) * HOP
        borders[0] = at
        gains = trims * guards
        end = at + frames
        held = replace(
            self._count(profile, end // HOP, borders, gains * gain, level),
            risen=risen,
            clear=clear,
            again=again,
            trim=_at(end, borders, trims),
            guard=_at(end, borders, guards),
        )
        if gains.min() == gains.max():
            return held, float(gains[0])
        curve = np.interp(at + np.arange(frames), borders, gains)
        return held, curve.astype(np.float32)[:, None]

    def _first_trim(self, profile: Profile, first: int, gain: float) -> float:
        """The trim that brings the first seconds down to the target; 1 for a measured song."""
        if self.levelling.measured:
            return 1.0
        powers = profile.weighted(first, profile.hops)
        loud = _loudest(powers, SHORT) * gain**2
        wanted = power_of(self.levelling.target)
        return 1.0 if loud <= wanted else float(np.sqrt(wanted / loud))

    def _bound(self, night: LoudnessHistory) -> float:
        """The weighted power that no 3 s may exceed."""
        target = power_of(self.levelling.target)
        most = target * block_power(OWN_LU)
        if self.levelling.measured:
            return most
        return max(target, min(night.loudest, most)) * block_power(SLACK_LU)

    def _trims(
        self, profile: Profile, first: int, last: int, gain: float, night: LoudnessHistory
    ) -> tuple[NDArray[np.float64], int, int]:
        """The trim at each hop boundary from `first` to `last`; then `clear` and `again`."""
        still = np.full(last - first + 1, self.trim)
        bound, known = self._bound(night), profile.hops
        if first < self.again:
            return still, self.clear, self.again
        start = max(first, self.clear)
        loud = profile.moments(start, known) > bound / max(gain * self.trim, 1e-9) ** 2
        wait = int(loud.argmax()) if len(loud) else 0
        if not len(loud) or not loud[wait]:
            return still, known, 0
        wait += start - first
        coming = profile.weighted(first, min(known, first + wait + SHORT)) * gain**2
        goal = self._goal(coming, wait, bound)
        if goal >= self.trim * 0.9999:
            far = known - first > SHORT + LOOK
            return still, first + wait, first + LOOK if far else 0
        begin, end = max(0, wait - WAY), max(wait, QUICK)
        trims = np.interp(np.arange(len(still)), (begin, end), (self.trim, goal))
        return trims, first + wait, 0

    def _goal(self, coming: Powers, wait: int, bound: float) -> float:
        """The trim from hop `wait` on that keeps all known 3 s within the bound."""
        before = np.concatenate((self.sounded, coming[:wait] * self.trim**2))
        behind = np.concatenate(([0.0], np.cumsum(before[::-1])))
        ahead = np.cumsum(coming[wait : wait + SHORT])
        past = behind[SHORT - 1 - np.arange(len(ahead))]
        room = (SHORT * bound - past) / np.maximum(ahead, 1e-20)
        means = ahead[MOMENT - 1 :] / np.arange(MOMENT, len(ahead) + 1)
        least = 0.5 * bound / max(float(means.max(initial=0.0)), bound)
        return float(np.sqrt(max(float(room.min()), least)))

    def _guards(
        self,
        profile: Profile,
        first: int,
        trims: NDArray[np.float64],
        gain: float,
        risen: float,
    ) -> NDArray[np.float64]:
        """The guard at the same boundaries."""
        count = len(trims) - 1
        blocks = profile.blocks(first, first + count + AHEAD + BLOCK - 1)
        most = np.maximum(blocks[: 1 - BLOCK], blocks[BLOCK - 1 :])
        for later in range(1, BLOCK - 1):
            np.maximum(most, blocks[later : later + len(most)], out=most)
        most *= (gain * trims[0]) ** 2
        allowed = self._allowed(risen)
        if self.guard == 1.0 and most.max() <= allowed:
            return np.ones(count + 1)
        low = np.concatenate((trims[:-1], np.full(AHEAD, trims[-1]))) / max(trims[0], 1e-9)
        needs = np.minimum(1.0, np.sqrt(allowed / np.maximum(most * low**2, 1e-20)))
        asked = np.minimum(needs[:count], needs[1 : count + 1])
        for ahead in range(1, AHEAD):
            later = needs[ahead + 1 : ahead + 1 + count]
            asked[: len(later)] = np.minimum(
                asked[: len(later)], 1 - (1 - later) * (AHEAD - ahead) / AHEAD
            )
        wanted = np.log(np.concatenate(([self.guard], asked)))
        rise = max(_RISE, -np.log(self.guard) / _BACK) * np.arange(count + 1)
        return np.minimum(1.0, np.exp(np.minimum.accumulate(wanted - rise) + rise))

    def _allowed(self, risen: float) -> float:
        """The power that no block may exceed now, before a ramp that has reached `risen`."""
        target = self.levelling.target
        usual = block_power(target + USUAL_DB)
        loudest = min(self.before or usual, usual)
        leap = block_power(LEAP_DB)
        own = self.own / max(risen, 1e-6) ** 2
        allowed = own * leap
        if self.levelling.measured:
            allowed = max(allowed, min(loudest * leap, own * block_power(OWN_LEAP_DB)))
        if self.sounds < BEGUN:
            opened = block_power(target + OPEN_DB)
            return max(allowed, opened if self.levelling.measured else min(loudest * leap, opened))
        return allowed

    def _count(
        self,
        profile: Profile,
        to: int,
        borders: NDArray[np.int_],
        gains: NDArray[np.float64],
        level: float,
    ) -> "SongGovernor":
        """Add the hops that are complete now."""
        count = to - self.hop
        if count <= 0:
            return self
        if gains.min() == gains.max():
            squares: Powers = np.full(count, gains[0] ** 2)
        else:
            middles = (np.arange(self.hop, to) + 0.5) * HOP
            squares = np.square(np.interp(middles, borders, gains))
        weighted = profile.weighted(self.hop, to) * squares
        blocks = profile.means(self.hop, to) * squares
        young = np.concatenate((self.young, blocks * level**2))
        sound = block_power(self.levelling.target + SOUND_DB)
        audible = np.concatenate((self.audible, weighted * level**2))[-SHORT:]
        return replace(
            self,
            hop=to,
            sounded=np.concatenate((self.sounded, weighted))[-SHORT:],
            audible=audible,
            young=young[-SETTLED:],
            sounds=min(BEGUN, self.sounds + int((blocks > sound).sum())),
            own=max(self.own, float(young[:-SETTLED].max())),
            loudest=max(self.loudest, float(audible.mean())),
            loudest_block=max(self.loudest_block, float(blocks.max()) * level**2),
        )


def _loudest(powers: Powers, width: int) -> float:
    """The largest mean of `width` consecutive hops; of all hops if there are fewer."""
    if len(powers) <= width:
        return float(powers.sum()) / max(len(powers), MOMENT)
    sums = np.concatenate(([0.0], np.cumsum(powers)))
    return float((sums[width:] - sums[:-width]).max()) / width


def _at(frame: int, borders: NDArray[np.int_], gains: NDArray[np.float64]) -> float:
    if gains[0] == gains[-1]:
        return float(gains[0])
    return float(np.interp(frame, borders, gains))


def _over(target: float) -> float:
    return float(10 ** (target / 20))
