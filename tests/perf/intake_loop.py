"""A program of its own that takes in one visit after another, to be measured or killed.

It says "ready" on standard output, waits for a line on standard input, takes in until it has its
count (or for ever), appends each acknowledged number to a file before it goes on, and ends with a
summary in JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import event

from app.build import Shop, build_shop
from app.home import Home
from services.actor import Actor, new_operation_id
from services.errors import MendpointError
from services.tickets.dto import (
    CustomerEntry,
    DeviceEntry,
    IntakeCommand,
    IntakeDraft,
    LineEntry,
)

_PAGE_BYTES = 4096


def main(words: Sequence[str] | None = None) -> int:
    """Take in until the count is reached; 0 also when intakes were refused in words."""
    read = _parser().parse_args(words)
    shop = build_shop(Home(read.home), database_url=read.url, environment={})
    actor = shop.services.people.command_line_actor()
    if read.limit_file_kib:
        _limit_files(shop, read.limit_file_kib * 1024)
    print("ready", flush=True)
    sys.stdin.readline()
    loop = _Loop(shop, actor, name=read.name, acks=read.acks)
    loop.run(read.count)
    print(json.dumps(loop.summary()), flush=True)
    shop.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--acks", type=Path, required=True)
    parser.add_argument("--name", default="one")
    parser.add_argument("--count", type=int, default=0, help="0 goes on until it is killed")
    parser.add_argument("--limit-file-kib", type=int, default=0)
    return parser


def _limit_files(shop: Shop, size: int) -> None:
    """Let writes beyond ``size`` bytes fail, as on a full disk."""
    if sys.platform == "win32":
        pages = size // _PAGE_BYTES
        event.listen(
            shop.database._writer,
            "connect",
            lambda connection, _record: connection.execute(f"PRAGMA max_page_count = {pages}"),
        )
        return
    import resource

    # Python ignores the signal that comes with it, so that the write itself fails.
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))


class _Loop:
    def __init__(self, shop: Shop, actor: Actor, *, name: str, acks: Path) -> None:
        self._shop = shop
        self._actor = actor
        self._name = name
        self._draft_key = f"counter-{name}"
        self._acks = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._numbers: list[str] = []
        self._waits_s: list[float] = []
        self._errors: list[dict[str, str]] = []

    def run(self, count: int) -> None:
        done = 0
        while not self._errors and (count == 0 or done < count):
            self._take_in(done)
            done += 1

    def summary(self) -> dict[str, object]:
        return {"numbers": self._numbers, "waits_s": self._waits_s, "errors": self._errors}

    def _take_in(self, turn: int) -> None:
        drafts = self._shop.services.drafts
        command = _command(self._name, turn)
        began = time.perf_counter()
        try:
            draft = IntakeDraft(name=command.customer.name)
            drafts.keep(self._actor, key=self._draft_key, draft=draft)
            began = time.perf_counter()
            result = self._shop.services.intake.take_in(self._actor, command)
        except MendpointError as error:
            fault = str(error.details.get("fault", ""))
            told = {"code": error.code, "message": error.message, "fault": fault}
            self._errors.append(told)
            return
        self._waits_s.append(time.perf_counter() - began)
        for taken in result.tickets:
            self._numbers.append(taken.number)
            # One write: a number is acknowledged whole or not at all.
            os.write(self._acks, f"{taken.number}\n".encode())


def _command(name: str, turn: int) -> IntakeCommand:
    device = DeviceEntry(
        title="Radio",
        serial=f"SN-{name}-{turn}",
        words="It does not turn on any more.",
        lines=(LineEntry(title="Diagnosis and repair", price_minor=8_900),),
    )
    customer = CustomerEntry(
        name=f"Person {turn % 500} of {name}", phone=f"415-555-01{turn % 100:02d}"
    )
    return IntakeCommand(
        operation_id=new_operation_id(),
        customer=customer,
        devices=(device, device) if turn % 7 == 0 else (device,),
        terms_accepted=True,
    )


if __name__ == "__main__":
    sys.exit(main())
