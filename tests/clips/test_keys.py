"""Keys of stored objects: nothing of another chain or clip is ever touched."""

from __future__ import annotations

import uuid

import pytest

from clips import objects
from clips.keys import ClipKeys, ForeignKeyError

KEYS = ClipKeys(uuid.UUID(int=1), uuid.UUID(int=2))


def test_a_key_names_chain_clip_file_and_attempt():
    assert KEYS.key("playback", "f3", ".MP4") == (
        "chain/00000000-0000-0000-0000-000000000001/clips/"
        "00000000-0000-0000-0000-000000000002/playback.f3.mp4"
    )


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "chain/",
        KEYS.folder,
        f"{KEYS.folder}/",
        f"{KEYS.folder}/../../x",
        f"{KEYS.folder}/..",
        f"{KEYS.folder}/a/b",
        f"/{KEYS.folder}/a.mp4",
        f"north/{KEYS.folder}/a.mp4",
        f"{ClipKeys(uuid.UUID(int=9), KEYS.clip).folder}/a.mp4",
        f"{ClipKeys(KEYS.chain, uuid.UUID(int=9)).folder}/a.mp4",
        f"{KEYS.folder}/a.mp4\n",
        f"{KEYS.folder}/.hidden",
    ],
)
def test_a_foreign_or_empty_key_is_refused(key, files):
    with pytest.raises(ForeignKeyError):
        KEYS.check(key)
    with pytest.raises(ForeignKeyError):
        objects.delete(KEYS, [key])
