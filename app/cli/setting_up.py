"""`mendpoint setup`: the first start for scripts."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from app.cli.json_out import write_json
from app.cli.session import Session
from app.cli.writing import naming_operation, operation_option
from services.commands import checked

_PPM_OF_PERCENT = 10_000


class Percent(click.ParamType[int]):
    """A rate in percent, such as 8.25, read as parts per million."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return parts per million."""
        if isinstance(value, int):
            return value
        try:
            ppm = Decimal(value) * _PPM_OF_PERCENT
        except InvalidOperation:
            self.fail(f"“{value}” is not a rate such as 8.25.", param, ctx)
        if not ppm.is_finite() or ppm != ppm.to_integral_value() or not 0 <= ppm <= 10**6:
            self.fail("A rate is from 0 to 100 with at most four decimals.", param, ctx)
        return int(ppm)


@click.command("setup")
@click.option("--shop-name", default="", help="The shop's name on every paper.")
@click.option("--owner", "owner_name", default="", help="The owner's name.")
@click.option("--address", default="", help="The shop's address.")
@click.option("--phone", default="", help="The shop's phone number.")
@click.option("--tax-number", default="", help="The shop's tax number.")
@click.option("--country", default="US", show_default=True, help="ISO 3166, two letters.")
@click.option("--language", default="en", show_default=True, help="For example en or de-AT.")
@click.option("--currency", default="USD", show_default=True, help="ISO 4217, three letters.")
@click.option("--time-zone", default="UTC", show_default=True, help="Such as Europe/Vienna.")
@click.option("--tax-name", default="Sales tax", show_default=True, help="The tax's name.")
@click.option(
    "--tax-rate", "tax_rate_ppm", type=Percent(), default=0, help="In percent, such as 8.25."
)
@click.option("--prices-include-tax", is_flag=True, help="Prices are written with the tax in them.")
@click.option("--till", "till_name", default="Till 1", show_default=True, help="This till's name.")
@click.option(
    "--printer",
    "receipt_printer",
    default="none",
    show_default=True,
    help="The receipt printer, such as tcp://192.0.2.7:9100 or file:receipts.bin.",
)
@click.option("--sample", is_flag=True, help="An invented shop with customers and orders to try.")
@operation_option
@click.pass_obj
def setup(session: Session, /, operation_id: str, **asked: Any) -> None:
    """Set a shop up in an empty database: shop, tax, till, owner, roles and catalogue.

    A shop needs --shop-name and --owner; a sample brings its own.
    """
    from services.settings.dto import FirstStart

    if asked["sample"]:
        asked["shop_name"] = asked["shop_name"] or "Sample"
        asked["owner_name"] = asked["owner_name"] or "Sample"
    elif not asked["shop_name"] or not asked["owner_name"]:
        raise click.UsageError("A shop needs --shop-name and --owner.")
    command = checked(lambda: FirstStart(operation_id=operation_id, **asked))
    services = session.opened().shop.services
    with naming_operation(operation_id):
        done = services.settings.first_start(command)
    write_json(
        {
            "shop_name": services.settings.shop_name(),
            "owner_id": done.owner_id,
            "till_id": done.till_id,
            "operation_id": operation_id,
            "replayed": done.replayed,
        },
        to=sys.stdout,
    )
