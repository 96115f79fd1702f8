"""An emulated ONVIF recorder's web services, from the standard's own messages: a program.

Log-ins are checked as a device does it: digest, and dated within a minute of its own clock.
"""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

from web_recorder import OPTIONS, WebRecorder, serve

OPTIONS = {
    "recordings": [],  # [token, name, earliest, latest]
    "replay_uri": "",
    "seconds_ahead": 0,  # the device's clock
    "host": "10.9.8.7",  # what it believes its address to be
    "has_replay": True,
    "rounds": 2,  # how many questions a search takes
    **OPTIONS,
}
WSDL = "http://www.onvif.org/ver10"
CLOSED = ("GetDeviceInformation", "FindRecordings", "GetRecordingSearchResults", "GetReplayUri")


def now():
    return datetime.now(UTC) + timedelta(seconds=OPTIONS["seconds_ahead"])


def text_of(body, name):
    found = re.search(rf"<(?:\w+:)?{name}[^>]*>([^<]*)</", body)
    return found[1] if found else ""


def is_known(body):
    created, nonce = text_of(body, "Created"), base64.b64decode(text_of(body, "Nonce"))
    material = nonce + created.encode() + OPTIONS["password"].encode()
    wanted = hashlib.sha1(material, usedforsecurity=False).digest()
    if text_of(body, "Username") != OPTIONS["user"] or not created:
        return False
    is_timely = abs(datetime.fromisoformat(created) - now()) < timedelta(seconds=60)
    return is_timely and base64.b64decode(text_of(body, "Password")) == wanted


def fault(code):
    return (
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:"
        f"{code}</s:Value></s:Subcode></s:Code></s:Fault>"
    )


class OnvifRecorder(WebRecorder):
    asked = 0

    def is_open(self, body):
        return True

    def answered(self, body):
        body = body.decode()
        action = next((a for a in (*CLOSED, *ANSWERS) if f"<{a} " in body), "")
        if action in CLOSED and not is_known(body):
            return self._soap(400, fault("NotAuthorized"))
        if action not in ANSWERS:
            return self._soap(500, fault("ActionNotSupported"))
        return self._soap(200, ANSWERS[action](body))

    def _soap(self, status, body):
        said = (
            '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
            'xmlns:ter="http://www.onvif.org/ver10/error" xmlns:t="http://www.onvif.org/ver10/schema">'
            f"<s:Body>{body}</s:Body></s:Envelope>"
        )
        return status, "application/soap+xml", said.encode()


def clock(_):
    at = now()
    return (
        "<GetSystemDateAndTimeResponse><SystemDateAndTime><t:UTCDateTime><t:Time>"
        f"<t:Hour>{at.hour}</t:Hour><t:Minute>{at.minute}</t:Minute><t:Second>{at.second}</t:Second>"
        f"</t:Time><t:Date><t:Year>{at.year}</t:Year><t:Month>{at.month}</t:Month>"
        f"<t:Day>{at.day}</t:Day></t:Date></t:UTCDateTime></SystemDateAndTime>"
        "</GetSystemDateAndTimeResponse>"
    )


def services(_):
    names = ["device", *(["search", "replay"] if OPTIONS["has_replay"] else [])]
    listed = "".join(
        f"<Service><Namespace>{WSDL}/{name}/wsdl</Namespace>"
        f"<XAddr>http://{OPTIONS['host']}/onvif/{name}_service</XAddr></Service>"
        for name in names
    )
    return f"<GetServicesResponse>{listed}</GetServicesResponse>"


def information(_):
    return (
        "<GetDeviceInformationResponse><Manufacturer>Maker</Manufacturer><Model>R-8</Model>"
        "<FirmwareVersion>1.2</FirmwareVersion><SerialNumber>77</SerialNumber>"
        "</GetDeviceInformationResponse>"
    )


def found(_):
    OnvifRecorder.asked = 0
    return "<FindRecordingsResponse><SearchToken>s1</SearchToken></FindRecordingsResponse>"


def results(_):
    OnvifRecorder.asked += 1
    is_last = OnvifRecorder.asked >= OPTIONS["rounds"]
    listed = "".join(
        f"<t:RecordingInformation><t:RecordingToken>{token}</t:RecordingToken><t:Source>"
        f"<t:Name>{name}</t:Name></t:Source><t:EarliestRecording>{earliest}</t:EarliestRecording>"
        f"<t:LatestRecording>{latest}</t:LatestRecording></t:RecordingInformation>"
        for token, name, earliest, latest in (OPTIONS["recordings"] if is_last else [])
    )
    state = "Completed" if is_last else "Searching"
    return (
        "<GetRecordingSearchResultsResponse><ResultList>"
        f"<t:SearchState>{state}</t:SearchState>{listed}</ResultList>"
        "</GetRecordingSearchResultsResponse>"
    )


def replay(_):
    return f"<GetReplayUriResponse><Uri>{OPTIONS['replay_uri']}</Uri></GetReplayUriResponse>"


ANSWERS = {
    "GetSystemDateAndTime": clock,
    "GetServices": services,
    "GetDeviceInformation": information,
    "FindRecordings": found,
    "GetRecordingSearchResults": results,
    "EndSearch": lambda _: "<EndSearchResponse/>",
    "GetReplayUri": replay,
}
serve(OnvifRecorder)
