"""``python manage.py ingest``: the same path as an upload, from the terminal."""

from __future__ import annotations

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
from transactions.services.receive import Incoming, incoming_from_paths, receive_upload

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from accounts.models import Chain


class Command(BaseCommand):
    help = "Takes in journal files, folders or ZIP archives for a store."

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
        upload = receive_upload(
            store=store,
            user=None,
            files=self._counted(incoming_from_paths(options["path"])),
            channel=Channel.FOLDER,
            name=options["path"][0].name,
            is_backfill=options["backfill"],
        )
        if options["wait"]:
            self._wait(chain, upload)
        self._report(upload, as_json=options["json"])

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

    def _report(self, upload: Upload, *, as_json: bool) -> None:
        files = SourceFile.objects.filter(upload=upload)
        sums = files.aggregate(
            events=Sum("events"), new=Sum("new_transactions"), flagged=Sum("flagged")
        )
        answer = {
            "upload": upload.pk,
            "files": dict(files.values_list("state").annotate(Count("id")).order_by()),
            "events": sums["events"] or 0,
            "new_transactions": sums["new"] or 0,
            "flagged": sums["flagged"] or 0,
            "problems": [
                {
                    "file": file.original_name,
                    "reason": sentence(file.reason_code, file.reason_params),
                }
                for file in files.filter(state=FileState.QUARANTINED)[:1000]
            ],
        }
        if as_json:
            self.stdout.write(orjson.dumps(answer).decode())
            return
        for state, count in answer["files"].items():
            self.stdout.write(f"{count} files {FileState(state).label}")
        self.stdout.write(
            f"{answer['new_transactions']} new transactions, {answer['flagged']} flagged"
        )
        for problem in answer["problems"]:
            self.stdout.write(f"Couldn't read {problem['file']}: {problem['reason']}")
