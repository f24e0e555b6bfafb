"""Every public service method declares the right it needs, or why it needs none."""

from __future__ import annotations

import ast
import importlib
import typing
from collections.abc import Callable, Iterator

from services.auth.rights import Permission
from services.facade import Services
from tests.architecture.source_tree import modules

# The bus carries what was already committed; it opens no transaction and knows no person.
WITHOUT_TRANSACTIONS = {"ChangeBus"}


def public_methods() -> Iterator[tuple[str, Callable[..., object]]]:
    """List what a screen or a script may call."""
    for service in typing.get_type_hints(Services, localns=named_for_types_only()).values():
        if service.__name__ in WITHOUT_TRANSACTIONS:
            continue
        for name in dir(service):
            method = getattr(service, name)
            if not name.startswith("_") and callable(method):
                yield f"{service.__name__}.{name}", method


def named_for_types_only() -> dict[str, object]:
    """Import the classes the facade only names, so that start-up need not load them."""
    (facade,) = [module for module in modules("services") if module.name == "services.facade"]
    return {
        alias.name: getattr(importlib.import_module(node.module or ""), alias.name)
        for node in ast.walk(facade.tree())
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("services.")
        for alias in node.names
    }


def test_every_public_method_declares_its_right() -> None:
    bare = [name for name, method in public_methods() if not hasattr(method, "__required__")]
    assert not bare


def test_methods_open_to_everyone_say_why() -> None:
    silent = [
        name
        for name, method in public_methods()
        if getattr(method, "__required__", None) is None
        and not getattr(method, "__open_because__", "").strip()
    ]
    assert not silent


def test_every_permission_guards_something() -> None:
    required = {getattr(method, "__required__", None) for _, method in public_methods()}
    # Some rights hang on what a command says (a cancellation) or on where it comes from (a script).
    asked_inside = "".join(
        module.text()
        for module in modules("services", "app")
        if module.name not in ("services.auth.rights", "services.auth.roles")
    )
    idle = [
        permission
        for permission in Permission
        if permission not in required
        and f"Permission.{permission.name}" not in asked_inside
        and f'"{permission.value}"' not in asked_inside
    ]
    assert not idle
