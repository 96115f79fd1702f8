"""``python manage.py create_store``: what admin does, from the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Chain, ChainState
from accounts.tenancy import PUBLIC, in_chain, in_public
from stores.services.stores import CameraWish, RecorderWish, StoreError, create_store

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from stores.models import Store


class Command(BaseCommand):
    help = "Creates a store of a chain, with its registers, recorder and cameras."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", required=True, help="schema name of the chain")
        parser.add_argument("--code", required=True, help="store number, as registers write it")
        parser.add_argument("--name", required=True, help="as people say it")
        parser.add_argument("--timezone", required=True, help="like America/New_York")
        parser.add_argument(
            "--register", action="append", default=[], metavar="CODE", help="may be repeated"
        )
        parser.add_argument("--recorder", metavar="DRIVER", help="how footage is read, e.g. folder")
        parser.add_argument(
            "--recorder-option",
            action="append",
            default=[],
            metavar="KEY=VALUE",
            help="an option of the recorder's driver, may be repeated",
        )
        parser.add_argument(
            "--camera",
            action="append",
            default=[],
            metavar="CHANNEL[=REGISTER,…]",
            help="a camera and the registers it sees, may be repeated; the first is shown first",
        )
        parser.add_argument("--json", action="store_true", help="print the store as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        chain = _ready_chain(options["chain"])
        with in_chain(chain):
            try:
                store = create_store(
                    code=options["code"],
                    name=options["name"],
                    timezone=options["timezone"],
                    registers=options["register"],
                    recorder=_recorder(options),
                    cameras=[_camera(text) for text in options["camera"]],
                )
            except StoreError as refused:
                raise CommandError(str(refused)) from refused
            self._say(store, as_json=options["json"])

    def _say(self, store: Store, *, as_json: bool) -> None:
        if not as_json:
            self.stdout.write(f"{store}: created")
            return
        said = {
            "id": store.pk,
            "code": store.code,
            "name": store.name,
            "timezone": store.timezone,
            "registers": list(store.registers.values_list("code", flat=True)),
            "cameras": [
                camera.channel
                for recorder in store.recorders.prefetch_related("cameras")
                for camera in recorder.cameras.all()
            ],
        }
        self.stdout.write(json.dumps(said))


def _ready_chain(schema_name: str) -> Chain:
    with in_public():
        chains = Chain.objects.exclude(schema_name=PUBLIC)
        chain = chains.filter(schema_name=schema_name).first()
        if chain is None:
            known = ", ".join(chains.values_list("schema_name", flat=True)) or "none"
            raise CommandError(f"There is no chain “{schema_name}”. There are: {known}.")
    if chain.state != ChainState.READY:
        raise CommandError(f"{chain} is {chain.get_state_display()}; wait until it is ready.")
    return chain


def _recorder(options: dict[str, Any]) -> RecorderWish | None:
    if not options["recorder"]:
        return None
    pairs = [text.partition("=") for text in options["recorder_option"]]
    for key, equals, _value in pairs:
        if not key or not equals:
            raise CommandError("Write a recorder option like root=/var/footage.")
    return RecorderWish(
        driver=options["recorder"], options={key: value for key, _equals, value in pairs}
    )


def _camera(text: str) -> CameraWish:
    channel, _equals, registers = text.partition("=")
    if not channel:
        raise CommandError("Write a camera like cam1 or cam1=1,2.")
    return CameraWish(
        channel=channel, registers=tuple(code for code in registers.split(",") if code)
    )
