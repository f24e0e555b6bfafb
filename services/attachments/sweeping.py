"""Deletes what no row names: what a crash left between a file and its row, or a job did not get to.

A file is looked at again with the folder held, so that nobody's addition is taken for a remnant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from data.queries import attachments as queries
from services.actor import Actor
from services.attachments.dto import Swept
from services.attachments.folder import Folder, KeptFile
from services.attachments.jobs import delete_unnamed
from services.auth.gate import Gate

# Longer than anybody is at adding a file, and than a removal can be taken back.
LEAST_AGE_S = 3_600.0
_BATCH = 500


def sweep(gate: Gate, actor: Actor, folder: Folder, *, least_age_s: float = LEAST_AGE_S) -> Swept:
    """Delete the contents older than ``least_age_s`` that no row names.

    Some hundreds in each transaction: nobody waits long with a photo of their own.
    """
    files, freed, kept = 0, 0, 0
    age = timedelta(seconds=least_age_s)
    all_of_them = iter(folder.kept())
    while batch := list(islice(all_of_them, _BATCH)):
        with gate.reading(actor) as work:
            hashes = [each.sha256 for each in batch]
            named = queries.named_hashes(work, hashes=hashes, removed_after=work.at - age)
        old = [each.sha256 for each in _unnamed(batch, named) if each.age_s >= least_age_s]
        if old:
            with gate.writing(actor) as work:
                deleted, size = delete_unnamed(work, folder, old, removed_after=work.at - age)
            files, freed = files + deleted, freed + size
        kept += len(batch) - len(old)
    folder.clear_partial(older_than_s=least_age_s)
    return Swept(files=files, bytes_freed=freed, kept=kept)


def _unnamed(batch: list[KeptFile], named: frozenset[str]) -> Iterator[KeptFile]:
    return (each for each in batch if each.sha256 not in named)
