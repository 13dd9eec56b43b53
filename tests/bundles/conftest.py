"""A browser for the page of a song."""

from tests.together.page.conftest import chromium

__all__ = ["chromium"]
