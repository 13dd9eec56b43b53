"""Sets a song's tempo in the database, as an older version or a tag left it."""

from lullaby.library.scan_store import write_tempo
from lullaby.library.track import TrackId
from lullaby.storage.transaction import transaction
from lullaby.stores import Stores
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm


def keep_tempo(stores: Stores, track: TrackId, source: TempoSource, bpm: float | None) -> None:
    """None removes the tempo from this source."""
    with transaction(stores.connection):
        write_tempo(stores.connection, track, source, None if bpm is None else Bpm(bpm), "")
