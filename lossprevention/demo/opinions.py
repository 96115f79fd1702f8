"""What the demo's people thought of the week: decisions and notes on the older reviews."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from accounts.models import User
from accounts.tenancy import in_chain
from lossprevention.demo.logins import MANAGER, OWNER
from lossprevention.demo.place import SEED
from stores.access import Member, member_of
from transactions.models import Review, ReviewStatus
from transactions.services.reviews import ReviewConflictError, add_note, decide

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Chain

LEFT_OPEN = 0.08
_DECISIONS = (ReviewStatus.APPROVED, ReviewStatus.INVESTIGATE, ReviewStatus.ESCALATE)
_SHARES = (82, 13, 5)
_NOTES = {
    ReviewStatus.APPROVED: (
        "Customer changed her mind at the counter, on video.",
        "Wrong pump keyed, corrected at once.",
        "Shift change, drawer counted with me present.",
        "Coupon was in the envelope.",
    ),
    ReviewStatus.INVESTIGATE: (
        "No customer in the picture. Asking the shift lead.",
        "Second time this week at this register. Keeping it on my list.",
        "Receipt does not match what is on the counter.",
    ),
    ReviewStatus.ESCALATE: (
        "Nobody at the counter and cash leaves the drawer. Sent to loss prevention.",
        "Same pattern as last Thursday, same register.",
    ),
}
_NOTED = {
    ReviewStatus.APPROVED: 0.08,
    ReviewStatus.INVESTIGATE: 0.6,
    ReviewStatus.ESCALATE: 1.0,
}


def form_opinions(chain: Chain, *, before: datetime) -> int:
    """Decide most of what happened before ``before`` and is still open; how many were."""
    decided = 0
    with in_chain(chain):
        reviewers = _reviewers(chain)
        rows = Review.objects.filter(status=ReviewStatus.NEW, version=0, occurred_at__lt=before)
        for review in rows.order_by("occurred_at", "pk").select_related("transaction"):
            rng = random.Random(f"{SEED}:{review.transaction.event_key}")  # noqa: S311
            if rng.random() >= LEFT_OPEN:
                decided += _decide(rng, reviewers, review)
    return decided


def _decide(rng: random.Random, reviewers: list[Member], review: Review) -> bool:
    able = [one for one in reviewers if one.store_ids is None or review.store_id in one.store_ids]
    member = able[-1]  # the one who is nearest to the store
    status = rng.choices(_DECISIONS, _SHARES)[0]
    try:
        decide(
            member=member,
            transaction_id=review.pk,
            status=status,
            version=review.version,
        )
    except ReviewConflictError:
        return False  # somebody uses the demo already, and was faster
    if rng.random() < _NOTED[status]:
        add_note(member=member, transaction_id=review.pk, text=rng.choice(_NOTES[status]))
    return True


def _reviewers(chain: Chain) -> list[Member]:
    """The owner, then the manager of one store."""
    users = [User.objects.get(email=person.email) for person in (OWNER, MANAGER)]
    return [member for user in users if (member := member_of(user, chain)) is not None]
