"""A computer of another network that can reach ours is not served: two network namespaces."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = r"""
set -eu
ip link set lo up
unshare --net sleep 300 &
guest=$!
trap 'kill $guest' EXIT
in_guest() { nsenter --net=/proc/$guest/ns/net "$@"; }
tries=0
while [ "$(readlink /proc/$guest/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do
    tries=$((tries + 1)); [ $tries -lt 50 ]; sleep 0.1
done
ip link add home type veth peer name away netns $guest
ip address add 10.98.0.1/24 dev home
ip address add 10.99.0.1/24 dev home
ip link set home up
in_guest ip address add 10.98.0.2/24 dev away
in_guest ip address add 10.99.0.2/24 dev away
in_guest ip link set away up
mkfifo "$1/ends"
PYTHON -m tests.together.serve_at 10.98.0.1 24 < "$1/ends" > "$1/port" &
exec 3> "$1/ends"
tries=0
until [ -s "$1/port" ]; do tries=$((tries + 1)); [ $tries -lt 500 ]; sleep 0.1; done
in_guest PYTHON -m tests.together.ask_from 10.98.0.1 "$(cat "$1/port")" 10.98.0.2 10.99.0.2
"""


def namespaces_are_allowed() -> bool:
    if not all(map(shutil.which, ("ip", "unshare", "nsenter"))):
        return False
    link = ["ip", "link", "add", "home", "type", "veth", "peer", "name", "away"]
    return (
        subprocess.run(["unshare", "--net", *link], capture_output=True, check=False).returncode
        == 0
    )


def test_a_computer_of_another_subnet_is_not_served(tmp_path: Path) -> None:
    if not namespaces_are_allowed():
        pytest.skip("network namespaces are not allowed here")
    script = SCRIPT.replace("PYTHON", sys.executable)
    told = subprocess.run(
        ["unshare", "--net", "sh", "-c", script, "sh", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.stdout.split() == ["10.98.0.2", "200", "10.99.0.2", "0"], told.stderr
