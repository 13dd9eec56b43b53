"""The shell behind packaging/run, on machines made of stand-ins for dpkg, apt, id and sudo."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these scripts are for Unix")

ROOT = Path(__file__).parent.parent
TOOLS = ("sh", "cmp", "basename", "grep", "env", "rm", "mkdir", "cp")

DPKG_QUERY = """
for wanted; do :; done
while read -r name architecture state; do
    case $name in $wanted) ;; *) continue ;; esac
    case $* in *Architecture*) echo "$architecture $state" ;; *) echo "$state" ;; esac
done <{installed}
"""
"""As `dpkg-query -W -f FORMAT PATTERN` for the two formats in use."""


class Machine:
    """A machine whose programs are only what the test puts there."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.top = folder / "top"
        self.installed = folder / "installed"
        self.asked = folder / "asked"
        self.bin.mkdir()
        self.top.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        self.has()
        self.program("dpkg", "echo amd64")
        self.program("dpkg-query", DPKG_QUERY.format(installed=self.installed))
        self.program("apt-get", f'echo "$*" >>{self.asked}')
        self.person(0)

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def person(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def has(self, *lines: str) -> None:
        """What dpkg knows: 'NAME ARCHITECTURE STATE' each, the state one word."""
        self.installed.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def do(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-euc", f". {ROOT}/packaging/setup.sh\n{script}"],
            cwd=self.top,
            env={"PATH": str(self.bin)},
            capture_output=True,
            text=True,
            check=False,
        )

    def apt(self) -> list[str]:
        return self.asked.read_text(encoding="utf-8").splitlines() if self.asked.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_root_gets_only_what_is_missing(machine: Machine) -> None:
    machine.has("libgl1 amd64 installed", "libegl1 amd64 config-files")
    assert machine.do('install_system "libgl1 libegl1 xvfb"').returncode == 0
    assert machine.apt() == ["update -q", "install -q -y --no-install-recommends libegl1 xvfb"]


def test_nothing_missing_asks_nobody(machine: Machine) -> None:
    machine.person(1000)
    machine.has("libgl1 amd64 installed", "ca-certificates all installed")
    assert machine.do('install_system "libgl1 ca-certificates"').returncode == 0
    assert machine.apt() == []


def test_a_package_installed_for_two_architectures_counts(machine: Machine) -> None:
    machine.has("libgl1 amd64 installed", "libgl1 i386 installed", "libegl1 i386 installed")
    machine.do('install_system "libgl1 libegl1"')
    assert machine.apt()[-1].split()[4:] == ["libegl1"]


def test_without_rights_the_command_to_type_is_shown(machine: Machine) -> None:
    machine.person(1000)
    result = machine.do('install_system "libgl1 xvfb"')
    assert result.returncode == 1
    line = "su -c 'apt-get update && apt-get install -y --no-install-recommends libgl1 xvfb'"
    assert result.stderr.splitlines()[-1] == f"lullaby:   {line}"
    assert machine.apt() == []


def test_sudo_that_wants_a_password_is_suggested_not_run(machine: Machine) -> None:
    machine.person(1000)
    machine.program("sudo", "exit 1")
    result = machine.do('install_system "libgl1"')
    assert result.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y" in result.stderr


def test_sudo_without_a_password_is_used(machine: Machine) -> None:
    machine.person(1000)
    machine.program("sudo", '[ "$1" = -n ] && shift && exec "$@"')
    machine.program("true", "exit 0")
    assert machine.do('install_system "libgl1"').returncode == 0
    assert machine.apt()[-1].endswith(" libgl1")


@pytest.mark.parametrize(
    ("known", "named"),
    [("libssl3 amd64 installed", "libasound2"), ("libssl3t64 amd64 installed", "libasound2t64")],
)
def test_libraries_are_named_as_in_this_debian_release(
    machine: Machine, known: str, named: str
) -> None:
    machine.has(known)
    packages = machine.do('echo "$WINDOW_PACKAGES"').stdout.split()
    assert named in packages
    assert {"libasound2", "libasound2t64"} & set(packages) == {named}


def test_a_system_other_than_debian_is_left_alone(machine: Machine) -> None:
    (machine.bin / "dpkg-query").unlink()
    machine.person(1000)
    assert machine.do('install_system "libgl1"').returncode == 0


def test_a_python_without_its_venv_module_or_out_of_range_is_passed_over(machine: Machine) -> None:
    machine.program("python3.13", "exit 1")
    machine.program("python3", "exit 0")
    assert machine.do("find_python").stdout == "python3"
    machine.program("python3", "exit 1")
    result = machine.do("find_python")
    assert result.returncode == 1
    assert "3.11 to 3.14" in result.stderr


def test_an_environment_is_ready_for_its_own_lock_and_while_its_python_is_there(
    machine: Machine,
) -> None:
    environment = machine.top / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "lullaby").mkdir()
    (environment / "lullaby" / "a.lock").write_text("one==1\n", encoding="utf-8")
    (machine.top / "a.lock").write_text("one==1\n", encoding="utf-8")
    (environment / "bin" / "python").symlink_to("python3.99")
    assert machine.do("is_ready a.lock").returncode != 0
    (environment / "bin" / "python").unlink()
    (environment / "bin" / "python").symlink_to(machine.bin / "env")
    assert machine.do("is_ready a.lock").returncode == 0
    (machine.top / "a.lock").write_text("one==2\n", encoding="utf-8")
    assert machine.do("is_ready a.lock").returncode != 0


NOWHERE = "http://127.0.0.1:9/simple/"
"""Nobody listens there."""


def index_answers(**settings: str) -> subprocess.CompletedProcess[str]:
    """packaging/online.py where pip is told nothing but `settings`."""
    result = {f"PIP_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, ROOT / "packaging" / "online.py"],
        env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull, **result},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_index_that_does_not_answer_is_reported_at_once() -> None:
    result = index_answers(index_url=NOWHERE)
    assert (result.returncode, result.stdout, result.stderr) == (1, "127.0.0.1\n", "")


def test_an_index_that_asks_for_a_password_is_asked_without_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        answering = threading.Thread(target=_answer_one, args=(listening,))
        answering.start()
        result = index_answers(index_url=f"http://somebody:secret@127.0.0.1:{port}/simple/")
        answering.join(10)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def _answer_one(listening: socket.socket) -> None:
    listening.settimeout(10)
    with closing(listening.accept()[0]) as asked:
        asked.recv(4_096)
        asked.sendall(b"HTTP/1.0 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    "settings",
    [
        {"index_url": NOWHERE, "proxy": "http://127.0.0.1:9"},
        {"index_url": "file:///usr/share/packages/simple"},
    ],
)
def test_what_only_pip_can_reach_is_left_to_pip(settings: dict[str, str]) -> None:
    assert index_answers(**settings).returncode == 0


def test_any_answer_of_the_index_will_do() -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(403)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            result = index_answers(index_url=f"http://127.0.0.1:{server.server_port}/simple/")
        finally:
            server.shutdown()
            serving.join()
    assert result.returncode == 0


@pytest.mark.long
def test_packages_that_come_from_elsewhere_need_no_index(tmp_path: Path) -> None:
    assert index_answers(index_url=NOWHERE, find_links=str(tmp_path)).returncode == 0
    assert index_answers(index_url=NOWHERE, no_index="1").returncode == 0


def environment(machine: Machine, python: str) -> None:
    """An environment whose Python answers by a script."""
    (machine.top / ".venv" / "bin").mkdir(parents=True)
    machine.program("python-here", python)
    (machine.top / ".venv" / "bin" / "python").symlink_to(machine.bin / "python-here")
    (machine.top / "a.lock").write_text("one==1\n", encoding="utf-8")


def test_a_first_start_without_network_is_told_in_one_sentence(machine: Machine) -> None:
    environment(machine, 'case $* in *online.py) echo index.example; exit 1 ;; esac; echo "pip $*"')
    result = machine.do("install_python a.lock")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert "index.example does not answer" in line
    assert "go online and start again" in line
    assert machine.do("is_ready a.lock").returncode != 0


def test_what_pip_says_goes_to_its_log(machine: Machine) -> None:
    environment(machine, 'case $* in *"pip install"*) echo "Retrying (Retry(" >&2; exit 1 ;; esac')
    result = machine.do("install_python a.lock")
    assert result.returncode == 1
    assert "Retry" not in result.stderr
    assert "Please try again" in result.stderr.splitlines()[-1]
    assert "Retrying" in (machine.top / ".venv" / "pip.log").read_text("utf-8")
    assert machine.do("is_ready a.lock").returncode != 0


def test_system_packages_that_do_not_arrive_show_the_command_to_type(machine: Machine) -> None:
    machine.program("apt-get", 'echo "E: Unable to fetch some archives" >&2; exit 100')
    result = machine.do('install_system "libgl1"')
    assert result.returncode == 1
    assert "E:" not in result.stderr
    assert "is this computer online" in result.stderr
    assert "apt-get install -y --no-install-recommends libgl1" in result.stderr.splitlines()[-1]
