"""``python -m app``: the program with its window."""

from __future__ import annotations

import sys

from app.desktop import main

if __name__ == "__main__":
    sys.exit(main())
