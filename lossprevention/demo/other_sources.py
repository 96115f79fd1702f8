"""What else tells of the demo's days: the register's own counts, and a back office's lists.

Store 101 hands over the counts that its registers make at the close of a shift and a day.
Store 102 sends spreadsheets of its back office, too: what the columns of the list of
transactions mean is confirmed, the report of voids waits for somebody to say so.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Final

import structlog

from accounts.models import User
from accounts.tenancy import in_chain
from lossprevention.demo.logins import OWNER
from lossprevention.demo.place import BACK_OFFICE_STORE, SEED
from lossprevention.simulator.mouths import modisoft_files, msm_files
from lossprevention.simulator.tallies import Shifts
from lossprevention.simulator.writers.modisoft import WORDS
from lossprevention.simulator.writers.movement import shift_report
from stores.access import member_of
from stores.models import Store
from transactions.formats.tabular.mapping import Mapping
from transactions.models import Channel, FileState, SourceFile
from transactions.services.layout_trial import surveys_of
from transactions.services.mappings import confirm_layout
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from accounts.models import Chain
    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile
    from lossprevention.simulator.store_day import StoreDay

log = structlog.get_logger(__name__)

EXPORTED_DAYS: Final = 2
"""How many closed days the back office sent its lists of."""
LIST_NAMES: Final = "Transactions-"
SENT: Final = frozenset({"modisoft_transactions", "modisoft_voids"})
CONFIRMED_WITHIN_SECONDS: Final = 120.0


def send_counts(chain: Chain, day: StoreDay) -> None:
    """What the registers counted of a closed day, per shift and in all."""
    files = [(each.path, each.content) for each in msm_files(day)]
    _send(chain, day.profile.code, files, f"Counts of {day.date}")


def send_counts_of_today(
    chain: Chain, profile: StoreProfile, events: Sequence[JournalEvent], since: datetime
) -> None:
    """Of the shifts that were closed since the day's ``since``."""
    files = [shift_report(profile, period) for period in Shifts(since).add(events)]
    if files:
        _send(chain, profile.code, files, "Counts of today's shifts")


def send_lists(chain: Chain, day: StoreDay) -> None:
    """The back office's list of all transactions, and of those voided."""
    files = [
        (each.path, each.content)
        for each in modisoft_files(day, SEED, "xlsx")
        if each.truth["kind"] in SENT
    ]
    _send(chain, day.profile.code, files, f"Back office, {day.date}")


def confirm_list(chain: Chain) -> None:
    """The owner says what the list of transactions means, as soon as it was looked into."""
    deadline = time.monotonic() + CONFIRMED_WITHIN_SECONDS
    while time.monotonic() < deadline:
        with in_chain(chain):
            waiting = SourceFile.objects.filter(
                store__code=BACK_OFFICE_STORE, original_name__startswith=LIST_NAMES
            )
            if file := waiting.filter(state=FileState.NEEDS_MAPPING).first():
                _confirm(chain, file)
                return
        time.sleep(0.5)
    log.warning("demo_list_not_confirmed")


def _confirm(chain: Chain, file: SourceFile) -> None:
    """As proposed, and the words of days on which they did not come up."""
    member = member_of(User.objects.get(email=OWNER.email), chain)
    if member is None:
        raise LookupError("the demo's owner is no member of the chain")
    words = {word.lower(): str(kind) for kind, word in WORDS.items()}
    for survey in surveys_of(file):
        proposed = Mapping.from_json(survey["mapping"])
        mapping = proposed.changed(types={**words, **proposed.types})
        confirm_layout(member=member, mapping=mapping, name="Modisoft transaction list")


def _send(chain: Chain, code: str, files: Iterable[tuple[str, bytes]], name: str) -> None:
    with in_chain(chain):
        receive_upload(
            store=Store.objects.get(code=code),
            user=None,
            files=(
                Incoming(path.rpartition("/")[2], io.BytesIO(content)) for path, content in files
            ),
            channel=Channel.AGENT,
            name=name,
        )
