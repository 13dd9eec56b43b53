"""What every test uses: offscreen windows, generous timeouts, a database."""

import gc
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from lullaby.storage.database import open_in_memory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is slow, not wrong. The usual run repeats the same examples, so that it shows
# whether a change broke something; the fast one tries the first of them, and the long one looks for
# new ones.
settings.register_profile(
    "patient",
    settings.default,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("patient"), derandomize=False, max_examples=500
)
settings.register_profile("quick", settings.get_profile("patient"), max_examples=20)
settings.load_profile("patient")


FAST_FOLDERS = frozenset(
    ("contracts", "core", "journal", "library", "lyrics", "session", "songbook", "storage", "tempo")
)
"""Folders of tests without screens, loudspeakers and processes of the whole application."""

SLOW_FILES = frozenset(
    (
        "contracts/test_player.py",
        "core/test_helper_pool.py",
        "library/test_any_order_of_moves.py",
        "library/test_hostile_files.py",
        "library/test_playlist_round_trip.py",
        "library/test_renditions.py",
        "library/test_scan.py",
        "library/test_true_lengths.py",
        "library/test_ward_export.py",
        "lyrics/test_any_words.py",
        "lyrics/test_lrc_properties.py",
        "session/test_finish.py",
        "session/test_session.py",
        "session/test_ten_thousand.py",
        "session/test_vocal_mode.py",
        "songbook/test_any_setting.py",
        "songbook/test_as_heard.py",
        "songbook/test_kept_songs.py",
        "songbook/test_oracles.py",
        "songbook/test_renderer.py",
        "songbook/test_shipped_songs.py",
        "songbook/test_soundscapes.py",
        "storage/test_backups.py",
        "tempo/test_analyzer.py",
        "tempo/test_analyzer_properties.py",
        "tempo/test_killed_while_analyzing.py",
        "tempo/test_tempo_analysis.py",
        "tempo/test_tempo_worker.py",
    )
)
"""Files in these folders that take more than 3 s of processor time, or start processes."""

TESTS = Path(__file__).parent


def is_fast(path: Path) -> bool:
    """Whether a file, or folder, belongs to `packaging/test -m fast`."""
    place = path.relative_to(TESTS).as_posix()
    return place == "." or (place.split("/")[0] in FAST_FOLDERS and place not in SLOW_FILES)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `-m fast` alone, skip even importing everything else."""
    if config.option.markexpr == "fast" and collection_path.is_relative_to(TESTS):
        return None if is_fast(collection_path) else True
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Try few examples with `-m fast`; wait for Qt up to a minute, unless a test says otherwise.

    The usual 5 s fail when the machine is busy.
    """
    if config.option.markexpr == "fast" and not config.option.hypothesis_profile:
        settings.load_profile("quick")
    for wait in (QtBot.waitSignal, QtBot.waitUntil, QtBot.waitActive, QtBot.waitExposed):
        (wait.__kwdefaults__ or {})["timeout"] = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if is_fast(item.path) and item.get_closest_marker("long") is None:
            item.add_marker("fast")


def pytest_collection_finish() -> None:
    """Exclude what is loaded now from garbage collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _deleted_later_means_now() -> Iterator[None]:
    """Run `deleteLater` at once, because no event loop runs between tests."""
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session", autouse=True)
def _english(request: pytest.FixtureRequest) -> None:
    """Install the English plurals for tests that look at texts."""
    if "lullaby.ui.text.translate" in sys.modules:
        from PySide6.QtCore import QLocale

        from lullaby.paths import assets
        from lullaby.ui.text.language import install_language

        app = request.getfixturevalue("qapp")
        install_language(app, assets() / "translations", QLocale.c())


@pytest.fixture
def memory() -> Iterator[sqlite3.Connection]:
    """A database in memory, closed afterwards: Python 3.13 warns about an open one."""
    connection = open_in_memory()
    yield connection
    connection.close()


@pytest.fixture
def other_memory() -> Iterator[sqlite3.Connection]:
    """A second one beside `memory`."""
    connection = open_in_memory()
    yield connection
    connection.close()
