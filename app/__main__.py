"""``python -m app``: the program with its window."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Start the program.

    The garbage collector is off from the first import on: collecting what start-up makes costs
    some 10 ms before the first paint, and later `ui.collector` runs it on the main thread alone.
    """
    gc.disable()
    from app.desktop import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
