"""What loading the printer libraries does to the rest of the process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
import json, logging, sys
from datetime import UTC, datetime
import services.printing.dto, services.printing.transports, services.printing.layout
early = sorted({"escpos", "babel", "reportlab", "PIL", "serial", "usb"} & set(sys.modules))
from services.printing.dto import PrinterRole, PrinterSettings, ShopHead
from services.printing.warming import warm_up
warm_up(ShopHead(name="A"), printer=PrinterSettings(role=PrinterRole.RECEIPT, address="none"))
print(json.dumps({"early": early, "handlers": len(logging.getLogger().handlers),
                  "escpos": "escpos" in sys.modules, "heavy": "escpos.escpos" in sys.modules}))
"""


def test_the_first_print_loads_late_and_leaves_nothing_behind(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=root,
        env={"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "PATH": tempfile.gettempdir()},
        capture_output=True,
        check=True,
        timeout=60,
    )
    facts = json.loads(done.stdout)
    assert facts == {"early": [], "handlers": 0, "escpos": True, "heavy": False}
    assert list(tmp_path.iterdir()) == []
