"""Sharing over this machine's own networks, with the server of `lullaby.together`.

What only sharing needs is imported when it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.clock import Clock
from lullaby.ui.together.home_network import HomeNetwork
from lullaby.ui.together.ports import Server, SharingPorts

if TYPE_CHECKING:
    from lullaby.together.messages import PageLight
    from lullaby.ui.together.ports import Report


def system_ports(clock: Clock, translations: Path) -> SharingPorts:
    """`translations` is the folder with the languages of the page."""

    def make_server(network: HomeNetwork, light: PageLight, report: Report) -> Server:
        from lullaby.together.admission import Network
        from lullaby.together.server import WordsServer
        from lullaby.together.words_page import WordsPages
        from lullaby.ui.together.page_texts import page_texts

        pages = WordsPages(page_texts(translations))
        here = Network(network.address, network.prefix_length)
        return WordsServer(here, pages, report, light=light, clock=clock)

    return SharingPorts(_networks, make_server, _load)


def _load() -> None:
    from lullaby.together.server import load

    load()


def _networks() -> tuple[HomeNetwork, ...]:
    from lullaby.ui.together.networks import home_networks

    return home_networks()
