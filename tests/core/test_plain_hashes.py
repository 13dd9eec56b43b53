"""Digests without OpenSSL."""

import hashlib
import hmac
import subprocess
import sys
from pathlib import Path

MADE = """
import sys
from lullaby.plain_hashes import leave_openssl_out
leave_openssl_out()
import hashlib, hmac, secrets
print(hashlib.sha256(b"lullaby").hexdigest())
print(hashlib.blake2b(b"lullaby", digest_size=16).hexdigest())
with open(sys.argv[1], "rb") as file:
    print(hashlib.file_digest(file, "sha256").hexdigest())
print(hmac.new(b"key", b"lullaby", "sha256").hexdigest())
print(hmac.compare_digest(secrets.token_hex(4), "no"))
if sys.platform == "linux":
    print("libcrypto" in open("/proc/self/maps").read())
"""


def test_digests_are_the_same_and_openssl_is_not_loaded(tmp_path: Path) -> None:
    file = tmp_path / "song"
    file.write_bytes(b"lullaby")
    told = subprocess.run(
        [sys.executable, "-c", MADE, str(file)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    sha256 = hashlib.sha256(b"lullaby").hexdigest()
    blake2b = hashlib.blake2b(b"lullaby", digest_size=16).hexdigest()
    assert told[:3] == [sha256, blake2b, sha256]
    assert told[3] == hmac.new(b"key", b"lullaby", "sha256").hexdigest()
    assert told[4] == "False"
    if sys.platform == "linux":
        assert told[5] == "False"
