"""A browser for the tests of the page, and a laptop for it to talk to."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.together.page.laptop import Laptop

PATIENCE_S = 120.0
"""Seconds after which a test with a browser that answers no more fails."""

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")

Open = Callable[..., Any]


def chromium_program() -> str:
    """The path of the browser; the test is skipped without one."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        pytest.skip("no Chromium is installed")
    return program


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    """Playwright waits for a frame without end, and a busy machine may never draw one."""
    timer = Timer(PATIENCE_S, _end_driver)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


def _end_driver() -> None:
    """End Playwright's driver, a child of this process: its calls fail then."""
    own = os.getpid()
    with suppress(OSError):
        for child in Path(f"/proc/{own}/task/{own}/children").read_text().split():
            if Path(f"/proc/{child}/comm").read_text().startswith("node"):
                os.kill(int(child), signal.SIGKILL)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Any]:
    """The one driver of browsers: a process can run no second one beside it."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chromium(playwright: Any) -> Iterator[Any]:
    """A Chromium without a window."""
    browser = playwright.chromium.launch(executable_path=chromium_program(), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def laptop(qapp: QApplication) -> Iterator[Laptop]:
    with Laptop() as laptop:
        yield laptop


@pytest.fixture
def open_page(chromium: Any, laptop: Laptop) -> Iterator[Open]:
    """Opens the page as a phone of a size would; complaints of the browser fail the test.

    With `ahead`, the time of the page can be put forward. The script `before` runs first.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(
        fragment: str = "",
        size: tuple[int, int] = (390, 844),
        url: str = "",
        ahead: bool = False,
        wait_until: str = "load",
        before: str = "",
        **context: Any,
    ) -> Any:
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(chromium.new_context(viewport=viewport, **context))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _complain(message, complaints))
        if ahead:
            page.clock.install()
        if before:
            page.add_init_script(before)
        page.goto((url or laptop.url) + fragment, wait_until=wait_until)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def _complain(message: Any, complaints: list[str]) -> None:
    """A socket that is refused on purpose is no complaint."""
    if message.type in ("error", "warning") and "WebSocket" not in message.text:
        complaints.append(message.text)
