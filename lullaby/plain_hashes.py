"""Has `hashlib` and `hmac` use Python's own digests instead of OpenSSL's.

Loading OpenSSL for a digest takes 3.5 MB of each process, and Lullaby encrypts nothing.
"""

import sys
from typing import Any


def leave_openssl_out() -> None:
    """Call it once, before `hashlib` is loaded; afterwards it changes nothing."""
    modules: dict[str, Any] = sys.modules
    if "hashlib" not in modules:
        modules.setdefault("_hashlib", None)
