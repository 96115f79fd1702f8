"""Random register events and random rules about them, small and close together, so that
much of it meets: ties of time, several keys, windows that just do and just do not reach."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from alerts.rules import tree
from alerts.rules.tree import By, Events, Op, Whole
from stores.models import Cashier, Register, Store
from transactions.formats.canonical import EventType, Flag, RegisterClass, TenderClass
from transactions.models import SourceFile, Transaction, Upload

NOON = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)
"""Noon in New York, eleven in Chicago."""
STEP = timedelta(minutes=5)

ODD_ONES = {
    "refund": ("refund", [Flag.REFUND]),
    "void": ("void", [Flag.VOID]),
    "no_sale": ("no_sale", [Flag.NO_SALE]),
    "suspend": ("suspend", [Flag.SUSPENDED]),
    "resume": ("resume", []),
    "sale": ("sale", []),
    "discount": ("sale", [Flag.MANUAL_DISCOUNT]),
    "removed": ("sale", [Flag.CANCELLATION, Flag.OVERRIDE]),
    "override": ("refund", [Flag.REFUND, Flag.PRICE_OVERRIDE]),
    "training": ("sale", [Flag.TRAINING_SALE]),
}
AMOUNTS = [Decimal(each) for each in ("0.50", "5.00", "20.00", "20.01", "-20.00", "50.00")]
TAKEN = ["1.00", "20.00", "20.50", "9E+999999", "1; DROP TABLE x", None]

sketches = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(list(ODD_ONES)),
        "step": st.integers(0, 40),
        "seconds": st.sampled_from([0, 0, 0, 1]),
        "store": st.sampled_from(["101", "101", "102"]),
        "register": st.sampled_from(["1", "1", "2", None]),
        "cashier": st.sampled_from(["7", "7", "8", "pump", None]),
        "amount": st.sampled_from([*AMOUNTS, None]),
        "taken": st.sampled_from(TAKEN),
        "is_up": st.booleans(),
        "shift_no": st.sampled_from(["", "", "1", "2"]),
        "till": st.sampled_from(["", "", "4"]),
        "days_off": st.sampled_from([0, 0, 0, 0, -1, 1, 9]),
        "no": st.sampled_from(["", "1", "2"]),
        "names": st.sampled_from(["", "", "1", "2"]),
        "tender": st.sampled_from(["cash", "card", ""]),
        "item": st.sampled_from(["LOTTO ticket", "coffee", "' OR 1=1 --", "100% %s"]),
        "standing": st.sampled_from(["", "", "", "", "", "second", "withdrawn"]),
        "quality": st.sampled_from(["exact", "exact", "exact", "ahead", "implausible"]),
        "is_baseline": st.sampled_from([False, False, True]),
    }
)


class Ground:
    """Two stores with two registers and three cashiers each, and a file to be of."""

    def __init__(self):
        self.stores = {store.code: store for store in Store.objects.all()}
        self.registers = {
            (r.store.code, r.code): r for r in Register.objects.select_related("store")
        }
        Register.objects.filter(code="2").update(register_class="outside")
        self.cashiers = {}
        self.files = {}
        for code, store in self.stores.items():
            for number in ("7", "8", "pump"):
                self.cashiers[code, number] = Cashier.objects.create(
                    store=store, code=number, is_person=number != "pump"
                )
            upload = Upload.objects.create(store=store, name="x")
            self.files[code] = SourceFile.objects.create(
                store=store, upload=upload, original_name="x", sha256=uuid.uuid4().hex, size=1
            )
        Store.objects.filter(code="102").update(opens_at=time(10), closes_at=time(12))

    def row(self, sketch, number):
        """An unsaved transaction; ``number`` names it, so that ties have an order."""
        kind, flags = ODD_ONES[sketch["kind"]]
        code = sketch["store"]
        at = NOON + sketch["step"] * STEP + timedelta(seconds=sketch["seconds"])
        return Transaction(
            store=self.stores[code],
            register=self.registers.get((code, sketch["register"])),
            cashier=self.cashiers.get((code, sketch["cashier"])),
            source_file=self.files[code],
            source_index=0,
            event_key=f"{number * 7919 % 1000:03}-{number}",
            event_type=kind,
            type_confidence="certain",
            source_event_tag="x",
            occurred_at=at,
            time_basis="receipt",
            time_quality=sketch["quality"],
            business_date=date(2026, 3, 3) + timedelta(days=sketch["days_off"]),
            transaction_no=sketch["no"],
            linked_transaction_no=sketch["names"],
            till=sketch["till"],
            shift_no=sketch["shift_no"],
            is_training=sketch["kind"] == "training",
            amount=sketch["amount"],
            flags=[str(flag) for flag in flags],
            flag_details=[detail(flag, sketch) for flag in flags],
            receipt={"lines": [{"description": sketch["item"]}]},
            content_hash="x",
            tender_class=sketch["tender"],
            standing=sketch["standing"],
            is_baseline=sketch["is_baseline"],
        )


def detail(flag, sketch):
    params = {} if sketch["taken"] is None else {"amount": sketch["taken"]}
    if flag is Flag.PRICE_OVERRIDE and params:
        params = {"difference": params["amount"]}
    code = f"{flag}_up" if sketch["is_up"] and flag is Flag.PRICE_OVERRIDE else str(flag)
    return {"flag": str(flag), "confidence": "certain", "code": code, "params": params}


KINDS = [
    Flag.REFUND, Flag.VOID, Flag.NO_SALE, Flag.SUSPENDED, Flag.MANUAL_DISCOUNT,
    Flag.CANCELLATION, Flag.PRICE_OVERRIDE, Flag.TRAINING_SALE, EventType.SALE, EventType.RESUME,
]  # fmt: skip
MONEY = [Decimal(each) for each in ("1", "5", "20", "20.01", "30", "60")]
WITHIN = [timedelta(seconds=1), STEP, STEP + timedelta(seconds=1), 3 * STEP, timedelta(hours=1)]
ANY_OP = list(Op)
LASTING = [Op.MORE, Op.AT_LEAST]
conditions = st.one_of(
    st.builds(tree.Amount, st.sampled_from(ANY_OP), st.sampled_from(MONEY)),
    st.just(tree.WholeDollars()),
    st.builds(tree.PaidBy, st.just((TenderClass.CASH,))),
    st.sampled_from(
        [
            tree.Between(time(12), time(13)),
            tree.Between(time(23), time(12, 30)),
            tree.OnDays((2, 5)),
            tree.WhileClosed(),
            tree.AtStores(("101",)),
            tree.AtRegisters(("1", "9")),
            tree.RegisterKind(RegisterClass.OUTSIDE),
            tree.ByCashiers(("7", "' OR true --")),
            tree.LastOfShift(timedelta(minutes=20)),
            tree.FirstOfShift(timedelta(minutes=20)),
            tree.HasItem("lotto"),
            tree.HasItem("' OR 1=1 --"),
            tree.HasItem("% %s"),
            tree.Approved(True),
            tree.Approved(False),
            tree.Linked(True),
            tree.Linked(False),
            tree.AlsoFlagged((Flag.OVERRIDE, Flag.PRICE_OVERRIDE)),
        ]
    ),
)
events = st.builds(
    Events,
    st.lists(st.sampled_from(KINDS), max_size=3, unique_by=repr).map(tuple),
    st.just(()) | st.lists(conditions, max_size=2, unique_by=type).map(tuple),
)
bys = st.sampled_from(list(By))
windows = st.sampled_from([*WITHIN, *WITHIN, Whole.SHIFT, Whole.DAY])
RULES = {
    tree.Single: st.builds(tree.Single, events),
    tree.Count: st.builds(
        tree.Count, events, st.sampled_from(LASTING), st.integers(2, 4), windows, bys
    ),
    tree.Total: st.builds(
        tree.Total, events, st.sampled_from(LASTING), st.sampled_from(MONEY), windows, bys
    ),
    tree.Sequence: st.builds(tree.Sequence, events, events, st.sampled_from(WITHIN), bys),
    tree.Absence: st.builds(tree.Absence, events, events, st.sampled_from(WITHIN), bys)
    | st.builds(
        tree.Absence,
        st.just(Events((Flag.SUSPENDED,))),
        st.just(Events((EventType.RESUME,))),
        st.sampled_from(WITHIN),
        bys,
    ),
    tree.TwoPlaces: st.builds(tree.TwoPlaces, events, st.sampled_from(WITHIN)),
}
rules = st.one_of(*RULES.values())
