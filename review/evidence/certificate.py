"""The custodian's certificate: the fields that FRE 902(13) and (14) ask for, to be signed
by hand. A form to fill in, no legal advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from review.evidence.numbers import package_number
from review.evidence.pdf import Sheet
from review.evidence.signing import grouped
from transactions.formats.redaction import redact_text

if TYPE_CHECKING:
    from accounts.models import Chain
    from review.models import EvidencePackage

MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Custodian:
    """Who certifies, and how they say that it was made."""

    name: str
    title: str
    organisation: str
    address: str
    process: str


def usual_process() -> str:
    """What the product does, in words that a custodian can check and change."""
    return _(
        "The registers of the store write each event to a journal as it happens. A program "
        "receives the journal within seconds, masks card numbers, and keeps it. For flagged "
        "events it copies the recorder's footage around the event as the recorder gives it, "
        "computes the SHA-256 of what it obtained, and notes how far the clocks of register "
        "and recorder were off and which parts are missing. The evidence package was put "
        "together from these records by the same program, which computed the SHA-256 of every "
        "file, listed them in a manifest and signed the manifest. These records are made and "
        "kept in the course of regularly conducted business."
    )


def certificate_pdf(chain: Chain, package: EvidencePackage, custodian: Custodian) -> bytes:
    """``package`` is ready."""
    sheet = Sheet(_("Certificate of the custodian of electronic records"))
    sheet.text(
        _(
            "For use under Federal Rules of Evidence 902(11), 902(13) and 902(14) or a rule "
            "like them. Whether it suffices is for counsel to decide; this form is no legal "
            "advice."
        ),
        size=7.5,
    )
    sheet.heading(_("1. The person who certifies"))
    sheet.pairs(
        [
            (_("Name"), custodian.name),
            (_("Title"), custodian.title),
            (_("Organisation"), custodian.organisation),
            (_("Address"), custodian.address),
        ]
    )
    sheet.text(
        _(
            "I am a custodian of the records described below, or a person qualified to describe "
            "how they are made and kept, and I state the following from my own knowledge of it."
        )
    )
    sheet.heading(_("2. The process that produced the records"))
    sheet.text(redact_text(custodian.process))
    sheet.heading(_("3. The records, identified by hash value"))
    sheet.pairs(_records(chain, package))
    sheet.text(
        _(
            "A SHA-256 value identifies a file: a copy with the same value is the same, byte "
            "for byte. The values of the files inside are listed in manifest.json. I compared "
            "the value of the copy handed over with the value above, and they are the same:"
        )
    )
    sheet.blank(_("Initials of the person who compared them, and date"))
    _declaration(sheet)
    return sheet.finish()


def _records(chain: Chain, package: EvidencePackage) -> list[tuple[str, str]]:
    made = f"{package.made_at:%Y-%m-%d %H:%M:%S} UTC" if package.made_at else ""
    return [
        (_("Title"), redact_text(package.title)),
        (_("Package number"), package_number(chain.uuid, package.uuid).replace("-", "- ")),
        (_("Made"), made),
        (_("Size"), _("%(n)s bytes in %(files)s files") % _sizes(package)),
        (_("SHA-256 of the ZIP"), grouped(package.sha256)),
        (_("SHA-256 of manifest.json"), grouped(package.manifest_sha256)),
        (_("Signing key (Ed25519)"), grouped(package.key.fingerprint if package.key else "")),
    ]


def _sizes(package: EvidencePackage) -> dict[str, str]:
    return {"n": f"{package.size:,}", "files": f"{package.files:,}"}


def _declaration(sheet: Sheet) -> None:
    sheet.heading(_("4. Declaration"))
    sheet.text(
        _(
            "I declare under penalty of perjury under the laws of the United States of America "
            "(28 U.S.C. 1746) that the foregoing is true and correct."
        )
    )
    sheet.blank(_("Signature, by hand"))
    sheet.blank(_("Name in print"))
    sheet.blank(_("Date and place"))
    sheet.text(
        _(
            "Not certified by this form: that a camera or a register recorded what happened, "
            "that a clock was right beyond what the package states of it, and where a video "
            "came from that was uploaded by hand."
        ),
        size=7.5,
    )
