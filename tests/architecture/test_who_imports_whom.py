"""The finer rules of "who may import whom"; the floors themselves are import-linter contracts."""

from __future__ import annotations

import graphlib

from tests.architecture.source_tree import Import, imports, modules

# The commands' module builds what a screen sends, and says each field's problem in words.
SHARED = {"facade", "types", "errors", "actor", "changes", "paging", "commands"}

# Rooms of a feature that belong to all features by the architecture's own words.
OPEN_ROOMS = {
    "services.auth.gate": "opens every transaction",
    "services.auth.operations": "makes a repeated command return its first result",
    "services.auth.requires": "declares the right of every public method",
    "services.auth.rights": "names the rights",
    "services.auth.work": "the unit of work the gate hands out",
    "services.jobs.handling": "the shape of what carries a job out",
    "services.settings.reference": "the cached facts of the shop every feature reads",
}

# What a pure rule may read: values and the words of errors, never a table or a transaction.
PURE_GROUND = (
    "data.values",
    "data.search_keys",
    "services.errors",
    "services.types",
    "services.clock",
)


def feature(name: str) -> str:
    """Return the feature a services module belongs to, or nothing for the shared ones."""
    parts = name.split(".")
    has_rooms = len(parts) > 2 or parts[-1] in features()
    return parts[1] if parts[0] == "services" and len(parts) > 1 and has_rooms else ""


def features() -> set[str]:
    """List the folders of the services floor."""
    return {module.name.split(".")[1] for module in modules("services") if "." in module.name[9:]}


def of_services(imported: Import) -> bool:
    """Tell whether an import reaches the services floor."""
    return imported.target.split(".")[0] == "services"


def test_ui_asks_services_by_their_front_doors() -> None:
    side_doors = [
        str(imported)
        for module in modules("ui")
        for imported in imports(module)
        if of_services(imported) and not imported.for_types_only and not is_front_door(imported)
    ]
    assert not side_doors


def is_front_door(imported: Import) -> bool:
    """Tell whether ui may import a services module to run it, not only to name its types."""
    parts = imported.target.split(".")
    return parts[-1] == "dto" or (len(parts) == 2 and parts[1] in SHARED)


def test_features_meet_in_steps_dto_and_pure_rules() -> None:
    pure = pure_modules()
    intrusions = [
        str(imported)
        for module in modules("services")
        for imported in imports(module)
        if of_services(imported)
        and feature(module.name)
        and feature(imported.target) not in ("", feature(module.name))
        and not imported.for_types_only
        and imported.target.split(".")[-1] not in ("steps", "dto")
        and imported.target not in OPEN_ROOMS
        and imported.target not in pure
    ]
    assert not intrusions


def pure_modules() -> set[str]:
    """Find the modules of services that reach neither a table nor a transaction."""
    reaches = {
        module.name: {
            imported.target
            for imported in imports(module)
            if not imported.for_types_only
            and imported.target.split(".")[0] in ("data", "services")
            and not imported.target.startswith(PURE_GROUND)
        }
        for module in modules("services")
    }
    pure = set(reaches)
    while impure := {name for name in pure if not reaches[name] <= pure}:
        pure -= impure
    return pure


def test_services_import_each_other_without_cycles() -> None:
    graph = {
        module.name: {
            imported.target
            for imported in imports(module)
            if of_services(imported) and not imported.for_types_only
        }
        for module in modules("services")
    }
    order = tuple(graphlib.TopologicalSorter(graph).static_order())
    assert set(graph) <= set(order)


def test_screens_hold_no_network_of_qt() -> None:
    reached = [
        str(imported)
        for module in modules("ui")
        for imported in imports(module)
        if imported.target in ("PySide6.QtNetwork", "PySide6.QtSql", "PySide6.QtPrintSupport")
    ]
    assert not reached
