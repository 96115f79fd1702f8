"""The lines of a receipt: goods, fuel, taxes, tenders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossprevention.simulator.catalogue import fuel_department
from lossprevention.simulator.journal import DepartmentLine, FuelLine, ItemLine, PrepayLine

if TYPE_CHECKING:
    from lossprevention.simulator.journal import PriceCut, ReceiptLine, Tax, Tender

    from .xml_text import XmlText


def write_line(xml: XmlText, line: ReceiptLine) -> None:
    attributes = {"status": "cancel" if line.cancelled else "normal"}
    if line.approver:
        attributes["approverID"] = line.approver
    with xml.node("TransactionLine", **attributes):
        if isinstance(line, ItemLine):
            _write_item(xml, line)
        elif isinstance(line, DepartmentLine):
            _write_department(xml, line)
        elif isinstance(line, FuelLine):
            _write_fuel(xml, line)
        elif isinstance(line, PrepayLine):
            _write_prepay(xml, line)
        else:
            raise TypeError(f"no element for {type(line).__name__}")


def write_tax(xml: XmlText, tax: Tax) -> None:
    """Tax given back has elements of its own, with the sign left out."""
    kind, taken = ("Refunded", "TaxRefunded") if tax.taxable < 0 else ("", "TaxCollected")
    with xml.node("TransactionLine", status="normal"), xml.node("TransactionTax"):
        xml.leaf("TaxLevelID", tax.level)
        xml.leaf(f"TaxableSales{kind}Amount", f"{abs(tax.taxable):.2f}")
        xml.leaf(f"{taken}Amount", f"{abs(tax.collected):.2f}")


def write_tender(xml: XmlText, tender: Tender) -> None:
    with xml.node("TransactionLine", status="normal"), xml.node("TenderInfo"):
        with xml.node("Tender"):
            xml.leaf("TenderCode", tender.code)
            xml.leaf("TenderSubCode", tender.sub_code)
        xml.leaf("TenderAmount", f"{tender.amount:.2f}")
        xml.flag("ChangeFlag", tender.is_change)
        if tender.account:
            with xml.node("Authorization"):
                with xml.node("CardInfo"):
                    xml.leaf("AccountID", tender.account)
                xml.leaf("EntryMethod", method=tender.entry)


def _write_item(xml: XmlText, line: ItemLine) -> None:
    item, department = line.item, line.item.department
    # On lines of several, Passport may put the extended price where the unit price belongs.
    actual = line.amount if line.quantity > 1 else line.price
    with xml.node("ItemLine"):
        with xml.node("ItemCode"):
            xml.leaf("POSCodeFormat", format=item.code_format)
            xml.leaf("POSCode", item.code)
            xml.leaf("POSCodeModifier", "0", name="unit")
            xml.leaf("InventoryItemID", item.code)
        xml.leaf("Description", item.description)
        xml.leaf("EntryMethod", method=line.entry)
        xml.leaf("ActualSalesPrice", f"{actual:.2f}")
        xml.leaf("MerchandiseCode", department.code)
        xml.leaf("SellingUnits", "1")
        xml.leaf("RegularSellPrice", f"{item.price:.2f}")
        xml.leaf("SalesQuantity", line.quantity)
        xml.leaf("SalesAmount", f"{line.amount:.2f}")
        if department.tax_level:
            with xml.node("ItemTax"):
                xml.leaf("TaxLevelID", department.tax_level)
        if line.cut is not None:
            _write_cut(xml, line.cut)
        if line.override_reason:
            with xml.node("PriceOverride"):
                xml.leaf("PriceOverridePrice", f"{line.price:.2f}")
                xml.leaf("PriceOverrideReason", line.override_reason)
        if line.age_checked:
            _write_age_check(xml, line)


def _write_cut(xml: XmlText, cut: PriceCut) -> None:
    if cut.manual:
        with xml.node("Discount"):
            xml.leaf("DiscountAmount", f"{cut.amount:.2f}")
            xml.leaf("DiscountReason", cut.reason)
        return
    with xml.node("Promotion"):
        xml.leaf("PromotionID", cut.identifier, type=cut.identifier)
        xml.leaf("PromotionReason", cut.reason)
        xml.leaf("PromotionAmount", f"{cut.amount:.2f}")


def _write_age_check(xml: XmlText, line: ItemLine) -> None:
    with xml.node("SalesRestriction"):
        xml.leaf("MinimumCustomerAge", line.item.department.minimum_age)
    with xml.node("RestrictedSalesDetail"), xml.node("CustomerID"):
        xml.flag("CashierBypassedFlag", line.age_bypassed)


def _write_department(xml: XmlText, line: DepartmentLine) -> None:
    with xml.node("MerchandiseCodeLine"):
        xml.leaf("MerchandiseCode", line.department.code)
        xml.leaf("Description", line.description)
        xml.leaf("ActualSalesPrice", f"{abs(line.amount):.2f}")
        xml.leaf("SalesQuantity", -1 if line.amount < 0 else 1)
        xml.leaf("SalesAmount", f"{line.amount:.2f}")
        xml.leaf("RegularSellPrice", f"{abs(line.amount):.2f}")


def _write_fuel(xml: XmlText, line: FuelLine) -> None:
    with xml.node("FuelLine"):
        xml.leaf("FuelGradeID", line.grade.code)
        xml.leaf("FuelPositionID", line.position)
        xml.leaf("PriceTierCode", "0001")
        xml.leaf("TimeTierCode", "1")
        xml.leaf("ServiceLevelCode", "self")
        xml.leaf("Description", line.grade.name)
        xml.leaf("EntryMethod", method="other")
        xml.leaf("ActualSalesPrice", f"{line.grade.price:.3f}")
        xml.leaf("MerchandiseCode", fuel_department(line.grade))
        xml.leaf("RegularSellPrice", f"{line.grade.price:.3f}")
        xml.leaf("SalesQuantity", f"{line.gallons:.3f}", uom="gallonsUS")
        xml.leaf("SalesAmount", f"{line.amount:.2f}")


def _write_prepay(xml: XmlText, line: PrepayLine) -> None:
    with xml.node("FuelPrepayLine"):
        xml.leaf("FuelPositionID", line.position)
        xml.leaf("SalesAmount", f"{line.amount:.2f}")
        if line.linked_no:
            with xml.node("LinkedTransactionInfo"):
                xml.leaf("OriginalTransactionID", line.linked_no)
