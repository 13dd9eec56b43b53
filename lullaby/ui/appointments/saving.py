"""Writes an invitation: the song for the other one, and an entry for any calendar."""

from datetime import datetime
from pathlib import Path

from lullaby import __version__
from lullaby.bundles.archive import write_bundle
from lullaby.bundles.calendar import calendar_event
from lullaby.bundles.giving import Chosen, Gift, bundle_of
from lullaby.bundles.manifest import SingAt
from lullaby.frozen import frozen
from lullaby.settings import write_atomically
from lullaby.ui.appointments.wording import event_about, event_title
from lullaby.units import Ms

UNKNOWN_LENGTH = Ms(180_000)
"""How long an event lasts if the song's length is unknown."""


@frozen
class AgreedSong:
    """What is agreed."""

    gift: Gift
    chosen: Chosen
    sing_at: SingAt
    partner: str
    giver: str


def write_invitation(invitation: AgreedSong, target: Path, now: datetime) -> Path:
    """Write the song to `target` and the entry beside it, whose path is returned.

    Nobody was asked about the entry, so it replaces no file. Raises OSError.
    """
    gift, at = invitation.gift, invitation.sing_at
    bundle = bundle_of(gift, invitation.chosen, invitation.giver, at)
    write_bundle(target, bundle.manifest, bundle.contents)
    length = gift.songs[0].track.duration_ms or UNKNOWN_LENGTH
    event = calendar_event(
        event_title(gift.name, invitation.partner),
        event_about(),
        at,
        length,
        now,
        f"Lullaby {__version__}",
    )
    beside = _free(target.with_suffix(".ics"))
    write_atomically(beside, event.decode())
    return beside


def _free(path: Path) -> Path:
    """A path like this one that nothing has yet."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_stem(f"{path.stem} ({number})")
    return found
