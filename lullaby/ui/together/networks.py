"""The networks on which phones could reach this computer, the likeliest first."""

import re

from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

from lullaby.together.way_out import address_that_leads_out
from lullaby.ui.together.home_network import HomeNetwork, NetworkKind, in_order

VIRTUAL = re.compile(
    r"docker|br-|veth|virbr|vbox|vmnet|vmware|hyper-v|vethernet|lxc|podman|cni|tun|tap|utun|wg|"
    r"tailscale|zt|ppp|ipsec|nordlynx|proton|vpn",
    re.IGNORECASE,
)
"""How the interfaces of containers, virtual machines and VPNs begin, on all systems."""

Flag = QNetworkInterface.InterfaceFlag
Kind = QNetworkInterface.InterfaceType


def home_networks() -> tuple[HomeNetwork, ...]:
    """Ask the system for its networks; takes about a millisecond."""
    found = [
        HomeNetwork(
            interface.humanReadableName(),
            _kind_of(interface),
            entry.ip().toString(),
            entry.prefixLength(),
        )
        for interface in QNetworkInterface.allInterfaces()
        if _in_use(interface)
        for entry in interface.addressEntries()
        if entry.ip().protocol() is QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
        and not entry.ip().isLinkLocal()
    ]
    return in_order(found, address_that_leads_out())


def _in_use(interface: QNetworkInterface) -> bool:
    flags = interface.flags()
    running = bool(flags & Flag.IsUp) and bool(flags & Flag.IsRunning)
    return running and not flags & Flag.IsLoopBack


def _kind_of(interface: QNetworkInterface) -> NetworkKind:
    names = (interface.name(), interface.humanReadableName())
    if interface.type() in (Kind.Virtual, Kind.Ppp) or any(map(VIRTUAL.match, names)):
        return NetworkKind.VIRTUAL
    if interface.flags() & Flag.IsPointToPoint:
        return NetworkKind.VIRTUAL
    known = {Kind.Wifi: NetworkKind.WIFI, Kind.Ethernet: NetworkKind.CABLE}
    return known.get(interface.type(), NetworkKind.OTHER)
