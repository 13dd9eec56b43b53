"""A browser for the page of a song."""

from tests.together.page.conftest import chromium, playwright

__all__ = ["chromium", "playwright"]
