"""An emulated Uniview recorder's LAPI, from people's notes of the messages: a program."""

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

from web_recorder import OPTIONS, WebRecorder, serve

OPTIONS = {
    "records": [],  # [begin, end] in Unix seconds
    "word": "Channels",  # or "Channel", as older models say
    "is_open": False,  # older models show strangers what they are
    "code": 0,  # ResponseCode of everything
    "replays_at": None,  # the address that RecordURL names
    "says": None,  # this body instead of anything sensible
    **OPTIONS,
}
ROOT = "/LAPI/V1.0"
DEVICE = {"DeviceModel": "NVR301-08", "SerialNumber": "210235X", "FirmwareVersion": "B3220P15"}


class LapiRecorder(WebRecorder):
    def is_open(self, body):
        return self.path == f"{ROOT}/System/DeviceInfo" and OPTIONS["is_open"]

    def answered(self, body):
        if OPTIONS["says"] is not None:
            return 200, "application/json", OPTIONS["says"].encode()
        data = self._data(urlsplit(self.path))
        if data is None:
            return 404, "application/json", b"{}"
        said = {"Response": {"ResponseCode": OPTIONS["code"], "Data": data}}
        return 200, "application/json", json.dumps(said).encode()

    def _data(self, asked):
        path = asked.path.removeprefix(ROOT)
        if path == "/System/DeviceInfo":
            return DEVICE
        if path == "/System/Time":
            return {"TimeZone": "GMT-06:00", "DeviceTime": int(time.time()) + 7}
        if path == "/Channels/System/ChannelDetailInfos":
            return {
                "Nums": 2,
                "DetailInfos": [{"ID": 1, "Name": "Till"}, {"ID": 2, "Name": "Door"}],
            }
        word = OPTIONS["word"]
        if re.fullmatch(rf"/{word}/1/Media/Video/Streams/0/Records", path):
            return self._records(parse_qs(asked.query))
        if (
            re.fullmatch(rf"/{word}/1/Media/Video/Streams/RecordURL", path)
            and OPTIONS["replays_at"]
        ):
            return {"URL": OPTIONS["replays_at"]}
        return None

    def _records(self, query):
        begin, end = int(query["Begin"][0]), int(query["End"][0])
        held = [{"Begin": a, "End": b} for a, b in OPTIONS["records"] if a < end and b > begin]
        return {"Nums": len(held), "RecordInfos": held}


serve(LapiRecorder)
