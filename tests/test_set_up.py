"""The shell behind packaging/run, on machines made of stand-ins for dpkg, apt, id and sudo."""

import os
import shutil
import subprocess
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


def test_a_package_there_for_two_processors_is_there(machine: Machine) -> None:
    machine.has("libgl1 amd64 installed", "libgl1 i386 installed", "libegl1 i386 installed")
    machine.do('install_system "libgl1 libegl1"')
    assert machine.apt()[-1].split()[4:] == ["libegl1"]


def test_without_rights_the_line_to_type_is_told(machine: Machine) -> None:
    machine.person(1000)
    told = machine.do('install_system "libgl1 xvfb"')
    assert told.returncode == 1
    line = "su -c 'apt-get update && apt-get install -y --no-install-recommends libgl1 xvfb'"
    assert told.stderr.splitlines()[-1] == f"lullaby:   {line}"
    assert machine.apt() == []


def test_sudo_that_wants_a_password_is_told_not_asked(machine: Machine) -> None:
    machine.person(1000)
    machine.program("sudo", "exit 1")
    told = machine.do('install_system "libgl1"')
    assert told.returncode == 1
    assert "sudo apt-get update && sudo apt-get install -y" in told.stderr


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
def test_libraries_are_called_as_this_debian_calls_them(
    machine: Machine, known: str, named: str
) -> None:
    machine.has(known)
    packages = machine.do('echo "$WINDOW_PACKAGES"').stdout.split()
    assert named in packages
    assert {"libasound2", "libasound2t64"} & set(packages) == {named}


def test_another_system_than_debian_is_left_alone(machine: Machine) -> None:
    (machine.bin / "dpkg-query").unlink()
    machine.person(1000)
    assert machine.do('install_system "libgl1"').returncode == 0


def test_a_python_without_its_venv_module_or_out_of_range_is_passed_over(machine: Machine) -> None:
    machine.program("python3.13", "exit 1")
    machine.program("python3", "exit 0")
    assert machine.do("find_python").stdout == "python3"
    machine.program("python3", "exit 1")
    told = machine.do("find_python")
    assert told.returncode == 1
    assert "3.11 to 3.14" in told.stderr


def test_an_environment_is_ready_for_its_own_lock_and_while_its_python_is_there(
    machine: Machine,
) -> None:
    environment = machine.top / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "lullaby").mkdir()
    (environment / "lullaby" / "a.lock").write_text("one==1\n", encoding="utf-8")
    (machine.top / "a.lock").write_text("one==1\n", encoding="utf-8")
    (environment / "bin" / "python").symlink_to("python3.99")
    assert machine.do("is_ready a.lock").returncode == 1
    (environment / "bin" / "python").unlink()
    (environment / "bin" / "python").symlink_to(machine.bin / "env")
    assert machine.do("is_ready a.lock").returncode == 0
    (machine.top / "a.lock").write_text("one==2\n", encoding="utf-8")
    assert machine.do("is_ready a.lock").returncode == 1
