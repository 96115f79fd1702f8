"""What is wrong between us and a recorder: one line a step, with what to do."""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from accounts.tenancy import in_chain, in_public, ready_chains
from clips.management import check_arguments
from clips.management.check_arguments import NOTHING, exit_code
from footage.checkup import words
from footage.checkup.alone import Target, check_alone
from footage.checkup.findings import CheckUp, Place, Verdict
from footage.checkup.recorded import RECORDED, recorded
from footage.recorders import DRIVERS
from footage.recorders.base import Grants
from footage.transcript import Redactor
from stores.models import Recorder
from stores.recorder_kinds import KINDS
from stores.services.recorders_check import examine

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from accounts.models import Chain
    from footage.checkup.alone import Opens

MARKS = {
    Verdict.OK: "ok   ",
    Verdict.UNSURE: "look ",
    Verdict.WRONG: "WRONG",
    Verdict.NOT_TRIED: "-    ",
}


class Command(BaseCommand):
    """Scripts rely on the exit codes and on the JSON."""

    help = (
        "Tell apart what is wrong with a recorder: name, route, port, RTSP, log-in, permission, "
        "clock, footage. A password is never given on the command line."
    )
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(
            prog_name, subcommand, epilog=check_arguments.EPILOG, **kwargs
        )
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.allow_abbrev = False  # "--password secret" must not pass for --password-file
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        check_arguments.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        if options["host"]:
            checked = {options["host"]: self._alone(options)}
        elif options["chain"] and options["store"]:
            checked = self._of_store(options)
        else:
            raise CommandError("Say --chain and --store, or --host.")
        self._report(checked, as_json=options["json"])
        sys.exit(exit_code(list(checked.values())) if checked else NOTHING)

    def _alone(self, options: dict[str, Any]) -> CheckUp:
        """Without a database."""
        with ExitStack() as stack:
            target = _target(options, stack)
            return check_alone(target, Grants.everything())

    def _of_store(self, options: dict[str, Any]) -> dict[str, CheckUp]:
        if options["record"] is not None:
            raise CommandError("--record goes with --host.")
        with in_public():
            chain: Chain | None = ready_chains().filter(schema_name=options["chain"]).first()
        if chain is None:
            raise CommandError(f"There is no chain {options['chain']}.")
        with in_chain(chain):
            rows = Recorder.objects.filter(store__code=options["store"], retired_at=None)
            if options["recorder"]:
                rows = rows.filter(name=options["recorder"])
            return {row.name: examine(row) for row in rows.select_related("store")}

    def _report(self, checked: dict[str, CheckUp], *, as_json: bool) -> None:
        if as_json:
            told = {"recorders": [_as_json(name, each) for name, each in checked.items()]}
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
            return
        if not checked:
            self.stderr.write("There is no such recorder.")
        for name, result in checked.items():
            self.stdout.write(name)
            for each in result.findings:
                advice = words.advice(each.code) if each.verdict is not Verdict.OK else ""
                said = f"{words.sentence(each)} {advice}".rstrip()
                self.stdout.write(f"  {MARKS[each.verdict]} {words.STEPS[each.step]:<11} {said}")
            for line in _cameras(result):
                self.stdout.write(f"        {line}")


def _target(options: dict[str, Any], stack: ExitStack) -> Target:
    driver = options["driver"] or ""
    kind = KINDS.get(driver)
    more = dict(options["more"])
    web = None if kind is not None and kind.http_port is None else options["port"] or _web(more)
    needs_rtsp = kind is None or kind.needs_rtsp
    place = Place(options["host"], web, options["rtsp_port"] or 554, needs_rtsp)
    if not driver:
        return Target(place, options["zone"])
    settings = {"host": options["host"], **more}
    for name in ("port", "rtsp_port", "user"):
        if options[name]:
            settings[name] = str(options[name])
    if options["password_file"] is not None:
        settings["password"] = _password(options["password_file"])
    writes = kind is not None and kind.writes_its_own_time
    if writes:
        settings.setdefault("zone", options["zone"].key)
    proves = kind is None or kind.proves_log_in
    opens = _opens(options, settings, stack)
    return Target(place, options["zone"], opens, settings, writes, proves)


def _web(more: dict[str, str]) -> int:
    return 443 if more.get("tls") == "on" else 80


def _opens(options: dict[str, Any], settings: dict[str, str], stack: ExitStack) -> Opens:
    """The driver itself, or one whose every exchange is written down."""
    driver = DRIVERS[options["driver"]]
    if options["record"] is None:
        return driver.from_settings
    if options["driver"] not in RECORDED:
        raise CommandError("What this driver says cannot be recorded.")
    try:
        file = stack.enter_context(options["record"].open("w", encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"The record cannot be written: {error.strerror}.") from None
    secrets = (settings.get("password", ""), settings.get("user", ""), settings["host"])
    return recorded(options["driver"], file, Redactor(secrets))


def _password(path: Any) -> str:
    if str(path) == "-":
        return sys.stdin.readline().rstrip("\r\n")
    try:
        with path.open(encoding="utf-8") as file:
            return str(file.readline().rstrip("\r\n"))
    except OSError as error:
        raise CommandError(f"The password file cannot be read: {error.strerror}.") from None


def _cameras(result: CheckUp) -> list[str]:
    return [f"camera {each.id:<4} {each.name} {each.codec}".rstrip() for each in result.channels]


def _as_json(name: str, result: CheckUp) -> dict[str, Any]:
    wrong = result.first_wrong
    return {
        "name": name,
        "ok": wrong is None,
        "wrong": wrong.step if wrong is not None else None,
        "findings": [
            {
                **each.to_json(),
                "text": words.sentence(each),
                "advice": words.advice(each.code) if each.verdict is not Verdict.OK else "",
            }
            for each in result.findings
        ],
        "device": _device(result),
        "cameras": [{"id": c.id, "name": c.name, "codec": c.codec} for c in result.channels],
        "clock_offset_seconds": result.offset.seconds if result.offset else None,
        "time_base": result.time_base or None,
        "oldest": result.oldest.isoformat() if result.oldest else None,
    }


def _device(result: CheckUp) -> dict[str, str] | None:
    if result.device is None:
        return None
    device = result.device
    return {"model": device.model, "firmware": device.firmware, "serial": device.serial}
