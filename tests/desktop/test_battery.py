"""The battery as Linux reports it, beside other power supplies."""

from pathlib import Path

import pytest

from lullaby.desktop.battery import Charge, LinuxBattery


def supply(folder: Path, name: str, **values: str) -> None:
    (folder / name).mkdir(parents=True)
    for key, value in values.items():
        (folder / name / key).write_text(value + "\n", encoding="ascii")


def test_a_laptop_reports_its_charge(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "BAT0", type="Battery", capacity="12", status="Discharging")
    assert LinuxBattery(tmp_path).charge() == Charge(12, discharging=True)


def test_two_batteries_are_combined_and_a_mouse_is_ignored(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity="80", status="Unknown")
    supply(tmp_path, "BAT1", type="Battery", capacity="20", status="Discharging")
    supply(tmp_path, "mouse", type="Battery", scope="Device", capacity="3", status="Discharging")
    assert LinuxBattery(tmp_path).charge() == Charge(50, discharging=True)


@pytest.mark.parametrize("capacity", ["", "full", "-1", "101", "nan", "9" * 10_000])
def test_an_impossible_charge_is_ignored(tmp_path: Path, capacity: str) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity=capacity, status="Discharging")
    assert LinuxBattery(tmp_path).charge() is None


def test_no_battery_and_no_folder_report_nothing(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="1")
    assert LinuxBattery(tmp_path).charge() is None
    assert LinuxBattery(tmp_path / "none").charge() is None
