"""A certificate for one evening: made at the press, never written to a disk that outlives it."""

import hashlib
import os
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lullaby.frozen import frozen

LASTS = timedelta(days=2)
CLOCK_MAY_BE_WRONG = timedelta(days=2)


@frozen
class LeaderCertificate:
    context: ssl.SSLContext
    """For the side that answers; TLS 1.3 only."""
    fingerprint: bytes
    """SHA-256 of the certificate."""


def make_certificate(now: datetime | None = None) -> LeaderCertificate:
    """A new key and the certificate that it signs itself."""
    now = now or datetime.now(UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lullaby")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_MAY_BE_WRONG)
        .not_valid_after(now + LASTS + CLOCK_MAY_BE_WRONG)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _load(context, certificate.public_bytes(serialization.Encoding.PEM) + private)
    der = certificate.public_bytes(serialization.Encoding.DER)
    return LeaderCertificate(context, hashlib.sha256(der).digest())


def follower_context() -> ssl.SSLContext:
    """For the side that asks. It believes no authority: the caller compares `fingerprint_of` with
    the invitation's before it sends anything."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def fingerprint_of(certificate: bytes | None) -> bytes:
    """SHA-256 of a certificate in DER form; empty if there is none."""
    return hashlib.sha256(certificate).digest() if certificate else b""


def _load(context: ssl.SSLContext, pem: bytes) -> None:
    """Python loads keys from files only: this one is the owner's alone and gone at once."""
    with tempfile.TemporaryDirectory(prefix="lullaby-") as folder:
        path = Path(folder) / "leader.pem"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
        context.load_cert_chain(path)
