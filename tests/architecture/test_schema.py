"""The migrated database and the tables in data/models are the same thing."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data.engine import open_database
from data.models import metadata
from data.schema_head import HEAD, KNOWN_REVISIONS
from tests.architecture.source_tree import ROOT


def test_migrated_database_equals_the_models(database_url: str) -> None:
    database = open_database(database_url)
    with database.reading() as uow:
        context = MigrationContext.configure(uow.connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    database.close()

    assert differences == []


def test_known_revisions_are_the_migrations() -> None:
    script = ScriptDirectory(str(ROOT / "data" / "migrations"))
    revisions = [revision.revision for revision in script.walk_revisions()]

    assert script.get_current_head() == HEAD
    assert sorted(KNOWN_REVISIONS) in (sorted(revisions), sorted(set(revisions) - {HEAD}))
