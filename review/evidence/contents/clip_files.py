"""The files of one clip: originals, playback copy, contact sheet, and the facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django.utils.translation import gettext

from clips.models import ClipState
from review.evidence.archive import readable_json
from review.evidence.contents.clip_facts import clip_facts

if TYPE_CHECKING:
    from datetime import datetime

    from clips.models import Clip
    from review.evidence.archive import PackageWriter
    from review.evidence.contents.files import StoredFiles
    from review.evidence.contents.readme import Remarks

SAFE_SUFFIXES = {".mp4", ".mkv", ".avi", ".mov", ".ts", ".ps", ".mpg", ".h264", ".dav"}


@dataclass(frozen=True, slots=True)
class ClipFiles:
    """Adds one clip under ``folder``."""

    writer: PackageWriter
    stored: StoredFiles
    remarks: Remarks
    until: datetime

    def add(self, clip: Clip, folder: str) -> None:
        facts = clip_facts(clip, self.until)
        if clip.state == ClipState.READY:
            facts["originals"] = self._originals(clip, folder)
            facts["playback"] = self._one(f"{folder}/playback.mp4", clip.playback_key)
            facts["contact_sheet"] = self._one(f"{folder}/contact-sheet.jpg", clip.sheet_key)
            facts["contact_sheet_times_utc"] = clip.sheet_times
        else:
            self._lacks(clip)
        if clip.source == "upload":
            self.remarks.uploads.append(folder)
        self.writer.add(f"{folder}/clip.json", readable_json(facts))

    def _originals(self, clip: Clip, folder: str) -> list[dict[str, Any]]:
        added = []
        for number, noted in enumerate(clip.originals, start=1):
            path = f"{folder}/original-{number}{_suffix(noted['key'])}"
            told = {
                "codec": noted.get("codec", ""),
                "start_utc": noted.get("start"),
                "sha256_when_obtained": noted.get("sha256", ""),
                **self._one(path, noted["key"]),
            }
            if told["sha256"] and told["sha256"] != told["sha256_when_obtained"]:
                self.remarks.altered.append(path)
            added.append(told)
        if not clip.originals:
            self.remarks.lacking.append(
                gettext("%(folder)s holds no original: it is not kept any more.")
                % {"folder": folder}
            )
        return added

    def _one(self, path: str, key: str) -> dict[str, Any]:
        listed = self.stored.add(path, key)
        if listed is None:
            said = gettext("%(path)s is lacking: it is not kept any more.")
            self.remarks.lacking.append(said % {"path": path})
            return {"file": None, "sha256": None}
        return {
            "file": PurePosixPath(path).name,
            "size": listed.size,
            "sha256": listed.sha256,
        }

    def _lacks(self, clip: Clip) -> None:
        said = gettext("There is no video of %(camera)s (%(state)s).")
        words = {"camera": _camera(clip), "state": ClipState(clip.state).label}
        self.remarks.lacking.append(said % words)


def clip_folder(parent: str, number: int, clip: Clip) -> str:
    """``transaction-1/clip-2-register-1``: plain letters, whatever the camera is called."""
    name = slugify(_camera(clip))[:40].strip("-")
    return f"{parent}/clip-{number}" + (f"-{name}" if name else "")


def _camera(clip: Clip) -> str:
    return clip.camera.name if clip.camera else gettext("Uploaded video")


def _suffix(key: str) -> str:
    suffix = PurePosixPath(key).suffix.lower()
    return suffix if suffix in SAFE_SUFFIXES else ".bin"
