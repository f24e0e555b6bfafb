"""The command as a process of its own: streams, pipes, signals, and a line answered at once."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.cli_stage import PROGRAM, CommandLine, visit
from tests.support.virtual_printer import VirtualPrinter

LINE = (json.dumps(visit()) + "\n").encode()
IN_TIME_S = 60


def kiosk(command_line: CommandLine) -> subprocess.Popen[bytes]:
    """Start an intake that is talked to line by line."""
    return command_line.start(
        "intake", "--jsonl", "-",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_a_line_is_answered_before_the_next_one_is_given(command_line: CommandLine) -> None:
    with kiosk(command_line) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        numbers = []
        for _ in range(2):
            process.stdin.write(LINE)
            process.stdin.flush()
            numbers.append(json.loads(process.stdout.readline())["number"])
            assert command_line.count("ticket") == len(numbers)
        _, err = process.communicate(timeout=IN_TIME_S)

    assert numbers == ["R26-000001-R", "R26-000002-P"]
    assert (process.returncode, err) == (0, b"")


def test_a_database_that_is_away_is_unavailable(home: Path) -> None:
    process = subprocess.run(
        [PROGRAM, "queue"],
        env={**os.environ, "MENDPOINT_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"},
        capture_output=True,
        check=False,
        timeout=IN_TIME_S,
    )
    assert (process.returncode, process.stdout) == (4, b"")
    assert json.loads(process.stderr)["code"] == "storage_unavailable"
    assert home.exists()


# Windows has neither these signals nor a pipe that says its reader has gone.
if sys.platform != "win32":

    def test_a_reader_that_leaves_is_no_traceback(on_sqlite: CommandLine) -> None:
        with kiosk(on_sqlite) as process:
            assert process.stdout is not None
            process.stdout.close()
            process.stdout = None
            _, err = process.communicate(LINE * 3, timeout=IN_TIME_S)

        assert (process.returncode, err) == (141, b"")
        assert on_sqlite.count("ticket") == 1

    def test_an_answer_that_can_not_be_written_is_unknown_and_repeatable(
        on_sqlite: CommandLine,
    ) -> None:
        with Path("/dev/full").open("wb") as full:
            process = on_sqlite.start(
                "intake", "-", stdin=subprocess.PIPE, stdout=full, stderr=subprocess.PIPE
            )
            _, err = process.communicate(LINE, timeout=IN_TIME_S)
        told = json.loads(err)
        assert (process.returncode, told["code"]) == (8, "outcome_unknown")

        again = json.loads(LINE) | {"operation_id": told["details"]["operation_id"]}
        assert on_sqlite.done("intake", "-", given=json.dumps(again))["replayed"]
        assert on_sqlite.count("ticket") == 1

    def test_nothing_is_done_where_nobody_could_be_told(on_sqlite: CommandLine) -> None:
        words = f"exec {shlex.quote(str(PROGRAM))} intake - >&-"
        process = subprocess.run(
            ["/bin/sh", "-c", words],
            input=LINE,
            stderr=subprocess.PIPE,
            check=False,
            timeout=IN_TIME_S,
        )
        assert (process.returncode, process.stderr) == (2, b"")
        assert on_sqlite.count("ticket") == 0

    def test_ctrl_c_while_waiting_for_input_ends_in_json(on_sqlite: CommandLine) -> None:
        with kiosk(on_sqlite) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(LINE)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["ok"]
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=IN_TIME_S)

        assert (process.returncode, json.loads(err)["code"]) == (130, "interrupted")

    def test_work_stops_cleanly_when_it_is_told_to(command_line: CommandLine) -> None:
        with VirtualPrinter() as printer:
            command_line.printer(printer.address)
            number = command_line.take_in()
            process = command_line.start("work", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            with process:
                printer.wait_for_jobs(1, timeout_s=IN_TIME_S)
                process.send_signal(signal.SIGTERM)
                out, err = process.communicate(timeout=IN_TIME_S)

        assert (process.returncode, err) == (0, b"")
        assert json.loads(out)["attempts"] == 1
        assert command_line.done("ticket", number)["prints"][0]["outcome"] == "printed"
