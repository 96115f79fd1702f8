"""``python manage.py ingest``: the same path as an upload, from the terminal."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Sum

from accounts.tenancy import entered, ready_chains
from jobs.worker import work
from stores.models import Store
from transactions.formats.problems import sentence
from transactions.models import Channel, FileState, SourceFile, Upload
from transactions.selectors.told_elsewhere import NOTHING, of_uploads
from transactions.services.backfill import (
    add_to_backfill,
    close_backfill,
    open_backfill,
    pieces,
    unknown_of,
)
from transactions.services.history import history_files, history_names
from transactions.services.receive import Incoming, incoming_from_paths, receive_upload

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from accounts.models import Chain

MOST_PROBLEMS = 1000


class Command(BaseCommand):
    help = (
        "Takes in journal files, folders or ZIP archives for a store. Exit 0 when every file "
        "was taken, 1 when one could not be read (it is kept, with the reason)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="+", type=Path, help="file, folder or ZIP")
        parser.add_argument("--chain", required=True, help="the chain's schema name")
        parser.add_argument("--store", required=True, help="the store's number")
        parser.add_argument("--backfill", action="store_true", help="history: nothing to review")
        parser.add_argument("--wait", action="store_true", help="until everything is read")
        parser.add_argument("--json", action="store_true", help="one JSON object as the answer")

    def handle(self, *_args: Any, **options: Any) -> None:
        missing = [str(path) for path in options["path"] if not path.exists()]
        if missing:
            raise CommandError(f"There is no {missing[0]}.")
        try:
            with entered(options["chain"]) as chain:
                if chain is None:
                    raise LookupError
                self._ingest(chain, options)
        except LookupError as error:
            known = ", ".join(ready_chains().values_list("schema_name", flat=True)) or "none"
            raise CommandError(
                f"There is no chain {options['chain']} that is ready. Ready: {known}."
            ) from error

    def _ingest(self, chain: Chain, options: dict[str, Any]) -> None:
        store = Store.objects.filter(code=options["store"]).first()
        if store is None:
            known = ", ".join(Store.objects.values_list("code", flat=True)) or "none"
            raise CommandError(f"{chain.name} has no store {options['store']}. It has: {known}.")
        if options["backfill"]:
            upload = self._backfill(store, options["path"])
        else:
            upload = receive_upload(
                store=store,
                user=None,
                files=self._counted(incoming_from_paths(options["path"])),
                channel=Channel.FOLDER,
                name=options["path"][0].name,
            )
        if options["wait"]:
            self._wait(chain, upload)
        if not self._report(upload, as_json=options["json"]):
            sys.exit(1)

    def _backfill(self, store: Store, paths: list[Path]) -> Upload:
        """In pieces, each of them safe once it is handed over; run again to go on."""
        whole = sum(1 for _ in history_names(paths))
        upload = open_backfill(
            store=store,
            user=None,
            name=paths[0].name,
            expected_files=whole,
            channel=Channel.FOLDER,
        )
        taken = known = 0
        for piece, passed in pieces(unknown_of(store, history_files(paths))):
            added = add_to_backfill(upload=upload, files=piece)
            taken, known = taken + added.taken, known + added.known + passed
            self._progress(f"{taken + known} of {whole} files: {taken} taken, {known} known")
        close_backfill(upload=upload)
        return upload

    def _progress(self, said: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{said}    ", ending="")

    def _counted(self, files: Iterator[Incoming]) -> Iterator[Incoming]:
        show = self.stderr.isatty()
        for number, file in enumerate(files, start=1):
            if show and number % 100 == 0:
                self.stderr.write(f"\r{number} files received", ending="")
            yield file

    def _wait(self, chain: Chain, upload: Upload) -> None:
        """Lend a hand, or watch the workers, until nothing of this upload waits."""
        waiting = SourceFile.objects.filter(upload=upload, state=FileState.RECEIVED)
        while left := waiting.count():
            if self.stderr.isatty():
                self.stderr.write(f"\r{left} files to read    ", ending="")
            work("quick", seconds=2.0)
            with entered(chain.schema_name):
                if waiting.count() == left:
                    time.sleep(0.2)

    def _report(self, upload: Upload, *, as_json: bool) -> bool:
        """Say what came in; answers whether every file could be taken."""
        files = SourceFile.objects.filter(upload=upload)
        sums = files.aggregate(
            events=Sum("events"), new=Sum("new_transactions"), flagged=Sum("flagged")
        )
        counts = {name: value or 0 for name, value in sums.items()}
        elsewhere = of_uploads([upload.pk]).get(upload.pk, NOTHING)
        counts |= {
            "new": max(0, counts["new"] - elsewhere.rows),
            "second": elsewhere.second,
            "undecided": elsewhere.undecided,
        }
        states = dict(files.values_list("state").annotate(Count("id")).order_by())
        problems = [
            (file.original_name, sentence(file.reason_code, file.reason_params))
            for file in files.filter(state=FileState.QUARANTINED)[:MOST_PROBLEMS]
        ]
        if as_json:
            self._say_json(upload, states, counts, problems)
        else:
            self._say(states, counts, problems)
        return not problems

    def _say_json(
        self,
        upload: Upload,
        states: dict[str, int],
        counts: dict[str, int],
        problems: list[tuple[str, str]],
    ) -> None:
        answer = {
            "upload": upload.pk,
            "files": states,
            "events": counts["events"],
            "new_transactions": counts["new"],
            "second_accounts": counts["second"],
            "undecided": counts["undecided"],
            "flagged": counts["flagged"],
            "problems": [{"file": name, "reason": reason} for name, reason in problems],
        }
        self.stdout.write(orjson.dumps(answer).decode())

    def _say(
        self, states: dict[str, int], counts: dict[str, int], problems: list[tuple[str, str]]
    ) -> None:
        for state, count in states.items():
            self.stdout.write(f"{count} files: {FileState(state).label}")
        self.stdout.write(f"{counts['new']} new transactions, {counts['flagged']} flagged")
        if counts["second"] or counts["undecided"]:
            self.stdout.write(
                f"{counts['second']} known from another source, {counts['undecided']} to decide"
            )
        for name, reason in problems:
            self.stdout.write(f"Couldn't read {name}: {reason}")
