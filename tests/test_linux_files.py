"""What a Linux desktop is told of Lullaby."""

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from lullaby.desktop import application

LINUX = Path(__file__).parents[1] / "packaging" / "linux"
METAINFO = LINUX / f"{application.NAME}.metainfo.xml"


def test_a_software_centre_opens_the_app_that_it_describes() -> None:
    root = ElementTree.parse(METAINFO).getroot()
    assert root.findtext("id") == application.NAME
    assert (LINUX / (root.findtext("launchable") or "")).is_file()
    assert (LINUX / (root.findtext("provides/binary") or "")).is_file()


def test_it_is_valid_where_that_can_be_checked() -> None:
    checker = shutil.which("appstreamcli")
    if checker is not None:
        run = [checker, "validate", "--no-net", str(METAINFO)]
        said = subprocess.run(run, check=False, capture_output=True, text=True, timeout=60)
        assert said.returncode == 0, said.stdout
