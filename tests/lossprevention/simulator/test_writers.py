import re
from collections import Counter
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from lossprevention.simulator.writers.day_file import NAMESPACE, day_document, write_day_file
from lossprevention.simulator.writers.passport import file_name, journal_file, write_passport_day
from transactions.formats.canonical import EventType, Flag

IDENTITY = (
    "RegisterID",
    "BusinessDate",
    "TransactionID",
    "EventSequenceID",
    "EventStartDate",
    "EventStartTime",
)


@pytest.fixture(scope="module")
def day(week):
    return week[0]


@pytest.fixture(scope="module")
def parsed(day):
    """Every event of a day with its Passport element."""
    pairs = []
    for event in day.events:
        root = ET.fromstring(journal_file(day.profile, event))
        pairs.append((event, root.find("JournalReport")[1]))
    return pairs


def identity(store, element, prefix=""):
    return (
        store,
        element.tag.removeprefix(prefix),
        *(element.findtext(prefix + name) for name in IDENTITY),
    )


def elements_of(parsed, wanted):
    return [(event, element) for event, element in parsed if wanted(event)]


def test_passport_and_day_file_name_the_same_events(day):
    ns = f"{{{NAMESPACE}}}"
    single = []
    for event in day.events:
        root = ET.fromstring(journal_file(day.profile, event))
        store = root.findtext("TransmissionHeader/StoreLocationID")
        single.append(identity(store, root.find("JournalReport")[1]))
    whole = ET.fromstring(b"".join(day_document(day)))
    store = whole.findtext(f"{ns}TransmissionHeader/{ns}StoreLocationID")
    report = list(whole.find(f"{ns}JournalReport"))[1:]
    many = [identity(store, element, ns) for element in report]
    assert sorted(many) == sorted(single)
    assert many != single
    assert len(set(many)) == len(many)


def test_passport_files_look_like_passports(day):
    content = journal_file(day.profile, day.events[0])
    assert content.startswith(
        b'<?xml version ="1.0" encoding="ISO-8859-1" standalone="no"?>\n'
        b'<NAXML-POSJournal version="3.4" release="3.4.0">'
    )
    assert b"xmlns" not in content


def test_version_3_3_is_an_option_and_others_are_refused(day):
    event = day.events[0]
    assert b'version="3.3" release="3.3.0"' in journal_file(day.profile, event, "3.3")
    assert file_name(day.profile, event, "3.3").startswith("PJR330")
    with pytest.raises(ValueError, match=r"3\.3 or 3\.4, not 3\.6"):
        journal_file(day.profile, event, "3.6")


def test_file_names_carry_the_local_end_and_a_running_number(day):
    names = [file_name(day.profile, event) for event in day.events]
    assert len(set(names)) == len(names)
    counters = []
    for name, event in zip(names, day.events, strict=True):
        stamp, counter = re.fullmatch(r"PJR340(\d{12})(\d{4,7})\.xml", name).groups()
        ended = event.ended.astimezone(day.profile.zone).replace(tzinfo=None)
        assert datetime.strptime(stamp, "%y%m%d%H%M%S") == ended
        counters.append(int(counter))
    assert counters == list(range(counters[0], counters[0] + len(counters)))


def test_files_land_in_a_folder_per_business_date(day, tmp_path):
    assert write_passport_day(day, tmp_path) == len(day.events)
    assert [folder.name for folder in tmp_path.iterdir()] == [day.date.isoformat()]
    assert len(list((tmp_path / day.date.isoformat()).iterdir())) == len(day.events)
    path = write_day_file(day, tmp_path / "day")
    assert path.name == f"{day.date}.xml"
    assert list(path.parent.iterdir()) == [path]


def test_the_totals_written_are_those_of_passport(parsed):
    for event, element in parsed:
        summary = element.find("TransactionSummary")
        if summary is None:
            assert event.tag in ("OtherEvent", "FinancialEvent", "VoidEvent")
            continue
        grand = summary.find("TransactionTotalGrandAmount")
        assert grand.text == summary.findtext("TransactionTotalNetAmount") == f"{event.net:.2f}"
        assert grand.get("direction") == ("Refunded" if event.net < 0 else "Collected")


def test_change_is_a_negative_cash_tender(parsed):
    changes = [
        tender
        for _, element in parsed
        for tender in element.iter("TenderInfo")
        if tender.find("ChangeFlag") is not None and tender.find("ChangeFlag").get("value") == "yes"
    ]
    assert changes
    assert all(float(tender.findtext("TenderAmount")) < 0 for tender in changes)
    assert {tender.findtext("Tender/TenderCode") for tender in changes} == {"cash"}


def test_cards_show_four_digits_only(parsed):
    accounts = [node.text for _, element in parsed for node in element.iter("AccountID")]
    assert accounts
    assert all(re.fullmatch(r"X{12}\d{4}", account) for account in accounts)


def test_suspicious_things_are_written_as_the_field_writes_them(week):
    seen = Counter()
    for day in week:
        for event in day.flagged:
            root = ET.fromstring(journal_file(day.profile, event))
            element = root.find("JournalReport")[1]
            flags = event.expected_flags
            if Flag.NO_SALE in flags:
                assert element.tag == "OtherEvent"
                assert element.find("NoSaleEventDetail") is not None
                assert element.find("ReceiptTime") is None
            if Flag.CANCELLATION in flags:
                statuses = [line.get("status") for line in element.iter("TransactionLine")]
                assert element.tag == "SaleEvent"
                assert statuses.count("cancel") == 1
            if Flag.VOID in flags:
                assert element.tag == "VoidEvent"
                assert {n.get("status") for n in element.iter("TransactionLine")} == {"cancel"}
            if Flag.SUSPENDED in flags:
                assert element.find("SuspendFlag").get("value") == "yes"
                assert element.find(".//TenderInfo") is None
            if Flag.MANUAL_DISCOUNT in flags:
                assert element.find(".//ItemLine/Discount/DiscountReason") is not None
            if Flag.PRICE_OVERRIDE in flags:
                line = next(iter(element.iter("ItemLine")))
                assert line.findtext("ActualSalesPrice") != line.findtext("RegularSellPrice")
                seen["element" if line.find("PriceOverride") is not None else "prices only"] += 1
            if Flag.AGE_BYPASS in flags:
                assert element.find(".//CashierBypassedFlag[@value='yes']") is not None
            if Flag.OVERRIDE in flags:
                approvers = {n.get("approverID") for n in element.iter("TransactionLine")}
                assert approvers - {None, element.findtext("CashierID")}
            if Flag.TRAINING_SALE in flags:
                assert element.find("TrainingModeFlag").get("value") == "yes"
    assert set(seen) == {"element", "prices only"}


def test_the_approver_who_is_the_cashier_occurs_too(parsed):
    own = [
        element
        for event, element in parsed
        if not event.expected_flags
        for line in element.iter("TransactionLine")
        if line.get("approverID") == element.findtext("CashierID")
    ]
    assert own


def test_paid_outs_and_lottery_payouts_are_refund_events_without_flags(parsed):
    paid = elements_of(parsed, lambda event: event.expected_type is EventType.PAID_OUT)
    words = {element.findtext(".//MerchandiseCodeLine/Description") for _, element in paid}
    assert words == {"PAID OUT", "LOTTERY PAYOUT"}
    assert {element.tag for _, element in paid} == {"RefundEvent"}
    assert not any(event.expected_flags for event, _ in paid)


def test_a_resumed_sale_points_back(week):
    resumed = [
        (day, event)
        for day in week
        for event in day.events
        if event.expected_type is EventType.RESUME
    ]
    for day, event in resumed:
        root = ET.fromstring(journal_file(day.profile, event))
        link = root.find("JournalReport/SaleEvent/LinkedTransactionInfo")
        assert link.findtext("OriginalTransactionID") == event.link.event.transaction_no
        assert "suspend" in link.findtext("TransactionLinkReason").lower()


def test_prepay_noise_is_written(parsed):
    cancelled = [
        element
        for _, element in parsed
        for line in element.iter("TransactionLine")
        if line.get("status") == "cancel" and line.find("FuelPrepayLine") is not None
    ]
    negative = [
        element
        for event, element in parsed
        if event.tag == "SaleEvent" and event.net is not None and event.net < 0
    ]
    assert cancelled
    assert negative
    assert all(element.find("LinkedTransactionInfo") is not None for element in negative)


def test_accented_names_survive_both_encodings(week):
    for day in week:
        for event in day.events:
            content = journal_file(day.profile, event)
            if b"CAF\xc9" in content:
                words = {node.text for node in ET.fromstring(content).iter("Description")}
                assert any(word.startswith("CAFÉ MOCHA") for word in words)
                whole = b"".join(day_document(day)).decode()
                assert "CAFÉ MOCHA" in whole
                return
    pytest.fail("no accented article was sold in nine days")
