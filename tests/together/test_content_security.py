"""The headers of the page for phones."""

from base64 import b64encode
from hashlib import sha256

from lullaby.together.content_security import page_headers

PAGE = """<!doctype html><style>body{color:#eee}</style>
<script type="application/json" id="texts">{"join":"Sing along"}</script>
<script>'use strict';
start()</script>"""


def policy(html: str) -> dict[str, str]:
    told = page_headers(html, "10.0.0.1", 8437)["Content-Security-Policy"]
    return {name: rest for name, _, rest in (part.partition(" ") for part in told.split("; "))}


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_only_its_own_script_and_style_run() -> None:
    told = policy(PAGE)
    assert told["default-src"] == "'none'"
    assert told["script-src"] == hash_of("'use strict';\nstart()")
    assert told["style-src"] == hash_of("body{color:#eee}")


def test_it_speaks_to_no_other_address_and_stands_in_no_frame() -> None:
    told = policy(PAGE)
    assert told["connect-src"] == "'self' ws://10.0.0.1:8437"
    assert told["frame-ancestors"] == told["form-action"] == told["base-uri"] == "'none'"


def test_a_page_without_a_script_may_run_none() -> None:
    assert policy("<p>Good night")["script-src"] == "'none'"


def test_nothing_is_kept_or_guessed() -> None:
    told = page_headers(PAGE, "10.0.0.1", 8437)
    assert told["Cache-Control"] == "no-store"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "no-referrer"
