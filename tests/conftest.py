"""Screens are drawn without a display unless one is asked for."""

import os
import sqlite3
from collections.abc import Iterator

import pytest

from lullaby.storage.database import open_in_memory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def memory() -> Iterator[sqlite3.Connection]:
    """A database in memory, closed afterwards: from Python 3.13 on an open one is complained of."""
    connection = open_in_memory()
    yield connection
    connection.close()
