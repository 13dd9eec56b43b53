"""What every test stands on: screens drawn without a display, patience, a database to use."""

import gc
import os
import sqlite3
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from lullaby.storage.database import open_in_memory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is slow, not wrong.
settings.register_profile(
    "patient", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("patient"), max_examples=500)
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """What was loaded stays: nobody looks through it for garbage again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _deleted_later_means_now() -> Iterator[None]:
    """No loop runs between tests that would do what `deleteLater` asked for."""
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session", autouse=True)
def _english(request: pytest.FixtureRequest) -> None:
    """Where the tests look at texts, numbers stand in the right English plural."""
    if "lullaby.ui.text.translate" in sys.modules:
        from PySide6.QtCore import QLocale

        from lullaby.paths import assets
        from lullaby.ui.text.language import install_language

        app = request.getfixturevalue("qapp")
        install_language(app, assets() / "translations", QLocale.c())


@pytest.fixture
def memory() -> Iterator[sqlite3.Connection]:
    """A database in memory, closed afterwards: from Python 3.13 on an open one is complained of."""
    connection = open_in_memory()
    yield connection
    connection.close()


@pytest.fixture
def other_memory() -> Iterator[sqlite3.Connection]:
    """A second one beside `memory`."""
    connection = open_in_memory()
    yield connection
    connection.close()
