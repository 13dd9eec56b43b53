"""Loads PySide6 and keeps Python's own `import`. Import it before anything else of PySide6.

PySide6 replaces `builtins.__import__` for its `from __feature__ import ...`, which Lullaby does not
use. The replacement reads the source of every module imported later, through `linecache`, which
keeps it: a sixth of the time that our modules take to load, and 8 MB.
"""

import builtins
import importlib

_python_import = builtins.__import__
importlib.import_module("PySide6.QtCore")
builtins.__import__ = _python_import
