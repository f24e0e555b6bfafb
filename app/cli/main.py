"""Runs one command and turns whatever happens into an exit code and, if needed, a JSON error."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import click

from app.cli.command_table import CommandTable
from app.cli.exits import EXIT_CODES, ExitCode, error_object, usage_object
from app.cli.json_out import AnswerLost, write_json
from app.cli.session import Session, till_option
from app.cli.writing import OPERATION
from data.errors import StorageFailure
from services.errors import MendpointError, OutcomeUnknown, storage_error

PROGRAM = "mendpoint"


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001
    if not asked:
        return
    from importlib.metadata import version

    write_json({"version": version(PROGRAM)}, to=sys.stdout)
    ctx.exit()


@click.group(
    cls=CommandTable,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every command answers with one JSON object; errors are one on standard error.",
)
@till_option
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Show the version and exit.",
)
def commands() -> None:
    """Run a repair shop without a window: for scripts, kiosks and checks.

    MENDPOINT_HOME names the folder of all local state, MENDPOINT_DATABASE_URL another database,
    MENDPOINT_FILES the folder of photos and files of a server's shop, MENDPOINT_PRINTER and
    MENDPOINT_LABEL_PRINTER other printers than the till's own.
    """


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Writes no traceback, whatever happens."""
    if sys.stdout is None or sys.stderr is None:
        # Closed by whoever started it. Nothing is done: nobody could be told what came of it.
        return ExitCode.INVALID
    session = Session(os.environ)
    try:
        code = _carry_out(list(sys.argv[1:] if words is None else words), session)
        session.close()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        return _reader_gone(sys.stdout)
    except AnswerLost:
        return _reader_gone(sys.stderr)
    finally:
        session.close()


def _carry_out(words: list[str], session: Session) -> int:
    try:
        return _invoke(words, session)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        return _refuse(usage_object(error))
    except MendpointError as error:
        return _refuse(error_object(error))
    except StorageFailure as failure:
        return _refuse(error_object(storage_error(failure)))
    except KeyboardInterrupt:
        return _refuse({"code": "interrupted", "message": "Stopped.", "field": None})
    except BrokenPipeError:
        raise
    except Exception as bug:  # noqa: BLE001 - logged with a reference that the answer names
        return _refuse(session.report_bug(bug))


def _invoke(words: list[str], session: Session) -> int:
    if not all(_is_text(word) for word in words):
        raise click.UsageError("The arguments are not UTF-8 text.")
    if not words:
        raise click.UsageError(f"Say what to do: “{PROGRAM} --help” lists the commands.")
    with commands.make_context(PROGRAM, words, obj=session) as ctx:
        try:
            code = commands.invoke(ctx)
        except AnswerLost as lost:
            raise _unanswered(lost, ctx) from lost
    return ExitCode.DONE if code is None else int(code)


def _unanswered(lost: AnswerLost, ctx: click.Context) -> MendpointError:
    """Return the error for an answer that can't be written after the work may have been done."""
    _drop(sys.stdout)
    details = {"operation_id": ctx.meta[OPERATION]} if OPERATION in ctx.meta else {}
    words = f"The answer could not be written ({lost.reason})."
    if details:
        words += " What was asked may have been done: repeat it with the same operation id."
    return OutcomeUnknown(words, details=details)


def _is_text(word: str) -> bool:
    # Bytes that are not UTF-8 arrive as lone surrogates, which nothing can store or show.
    return not any(0xD800 <= ord(character) <= 0xDFFF for character in word)


def _refuse(told: dict[str, Any]) -> int:
    write_json(told, to=sys.stderr)
    return EXIT_CODES[told["code"]]


def _reader_gone(output: TextIO) -> int:
    # Whoever reads our output has had enough.
    _drop(output)
    return ExitCode.READER_GONE


def _drop(output: TextIO) -> None:
    """Let what can't be written go nowhere: Python must not complain when it flushes at exit."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a file
        os.dup2(nowhere.fileno(), output.fileno())


if __name__ == "__main__":
    sys.exit(main())
