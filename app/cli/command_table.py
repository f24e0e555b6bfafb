"""The commands by name, each loaded when it is asked for: a start costs only what it uses."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command: its module and name there, and the line that ``--help`` shows for it."""

    module: str
    attribute: str
    words: str


COMMANDS: dict[str, Entry] = {
    "setup": Entry(
        module="app.cli.setting_up", attribute="setup", words="Set a shop up in an empty database."
    ),
    "intake": Entry(
        module="app.cli.taking_in", attribute="intake", words="Take devices in, from JSON."
    ),
    "ticket": Entry(module="app.cli.orders", attribute="ticket", words="Show one order."),
    "queue": Entry(module="app.cli.orders", attribute="queue", words="List orders."),
    "search": Entry(
        module="app.cli.orders", attribute="search", words="Find orders and customers."
    ),
    "move": Entry(
        module="app.cli.moving", attribute="move", words="Move an order to another status."
    ),
    "hand-over": Entry(
        module="app.cli.moving", attribute="hand_over", words="Record who collected a device."
    ),
    "hand-back": Entry(
        module="app.cli.moving",
        attribute="hand_back",
        words="Record who took a cancelled order's device back.",
    ),
    "undo": Entry(module="app.cli.moving", attribute="undo", words="Take the last move back."),
    "note": Entry(
        module="app.cli.moving", attribute="note", words="Add a note to an order's timeline."
    ),
    "edit": Entry(
        module="app.cli.moving",
        attribute="edit",
        words="Change an order's promise, priority or slot.",
    ),
    "assign": Entry(
        module="app.cli.moving", attribute="assign", words="Give an order to a technician."
    ),
    "attach": Entry(
        module="app.cli.attaching", attribute="attach", words="Attach a photo or file to an order."
    ),
    "attachments": Entry(
        module="app.cli.attaching",
        attribute="attachments",
        words="List the photos and files of an order.",
    ),
    "print": Entry(
        module="app.cli.paper", attribute="print_document", words="Print an order's paper."
    ),
    "work": Entry(module="app.cli.working", attribute="work", words="Run waiting jobs."),
    "import": Entry(
        module="app.cli.importing",
        attribute="import_file",
        words="Import device models, prices or customers from CSV.",
    ),
    "export": Entry(
        module="app.cli.customers", attribute="export_file", words="Export customers as CSV."
    ),
    "customer": Entry(module="app.cli.customers", attribute="customer", words="Show one customer."),
    "merge": Entry(
        module="app.cli.customers",
        attribute="merge",
        words="Make two customers who are one a single customer.",
    ),
    "undo-merge": Entry(
        module="app.cli.customers", attribute="undo_merge", words="Part two merged customers."
    ),
    "export-person": Entry(
        module="app.cli.customers",
        attribute="export_person",
        words="Write down everything held of one person.",
    ),
    "erase": Entry(
        module="app.cli.customers", attribute="erase", words="Forget one person on request."
    ),
    "sweep": Entry(
        module="app.cli.customers",
        attribute="sweep",
        words="Leave no bytes of erased rows in the database file.",
    ),
    "generate": Entry(
        module="app.cli.generate",
        attribute="generate",
        words="Fill the shop with synthetic customers and orders.",
    ),
    "doctor": Entry(
        module="app.cli.health", attribute="doctor", words="Check program, database and printers."
    ),
    "verify": Entry(
        module="app.cli.health", attribute="verify", words="Check that stored rows agree."
    ),
    "reindex": Entry(
        module="app.cli.reindexing",
        attribute="reindex",
        words="Make what is searched anew from the rows.",
    ),
    "sweep-files": Entry(
        module="app.cli.attaching",
        attribute="sweep_files",
        words="Delete photos and files that no order has.",
    ),
    "tills": Entry(module="app.cli.shop", attribute="tills", words="List the tills."),
    "people": Entry(module="app.cli.shop", attribute="people", words="List who works here."),
}


class CommandTable(click.Group):
    """A group that knows its commands' names and words without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every name, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None when there is none of this name."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = getattr(import_module(entry.module), entry.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list that ``--help`` shows."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.words) for name, entry in COMMANDS.items()])
