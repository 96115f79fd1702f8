"""Findings in words: what is so, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage import reasons
from footage.reasons import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from footage.checkup.findings import Finding

STEPS: Mapping[str, str] = {
    "name": gettext_noop("Name"),
    "route": gettext_noop("Route"),
    "port": gettext_noop("Port"),
    "rtsp": gettext_noop("Video port"),
    "log_in": gettext_noop("Log-in"),
    "permission": gettext_noop("Cameras"),
    "clock": gettext_noop("Clock"),
    "footage": gettext_noop("Footage"),
}

SAID: Mapping[str, str] = {
    "not_tried": gettext_noop("Not tried: what comes before it failed."),
    "no_driver": gettext_noop("Not tried: no kind of recorder was said."),
    "name_found": gettext_noop("The address is %(host)s."),
    "name_unknown": gettext_noop("No network knows the name “%(host)s”."),
    "route_direct": gettext_noop("Reached over the network %(network)s."),
    "route_through": gettext_noop("Reached over the network %(network)s, through %(proxy)s."),
    "no_answer": gettext_noop("Nobody answers at %(host)s."),
    "proxy_away": gettext_noop("The store's VPN proxy %(proxy)s does not answer."),
    "port_open": gettext_noop("Port %(port)s answers."),
    "port_refused": gettext_noop("The recorder is there, but nothing answers at port %(port)s."),
    "port_refused_others": gettext_noop("Nothing answers at port %(port)s. These do: %(others)s."),
    "port_silent": gettext_noop("Port %(port)s does not answer; a firewall may swallow it."),
    "port_silent_others": gettext_noop("Port %(port)s does not answer. These do: %(others)s."),
    "rtsp_answers": gettext_noop("Video can be played at port %(port)s."),
    "rtsp_refused": gettext_noop("Nothing plays video at port %(port)s."),
    "rtsp_silent": gettext_noop("The video port %(port)s does not answer."),
    "rtsp_not_used": gettext_noop("This kind of recorder is not read by RTSP."),
    "not_rtsp": gettext_noop("What answers at port %(port)s does not play video (RTSP)."),
    "logged_in": gettext_noop("Logged in: %(model)s, firmware %(firmware)s."),
    "device_not_told": gettext_noop("This recorder tells nothing of itself."),
    "log_in_later": gettext_noop(
        "Whether the password is right shows with the first picture that is fetched."
    ),
    "recorder_blocked": gettext_noop(
        "The password was refused before. Nothing logs in until somebody clears it."
    ),
    "recorder_locked": gettext_noop("The recorder has locked this account until %(until)s."),
    "cameras_listed": gettext_noop("%(n)s cameras listed."),
    "smart_codec": gettext_noop("H.264+ or H.265+ is on for %(cameras)s: clips may be incomplete."),
    "no_cameras": gettext_noop("The recorder lists no camera that this user may see."),
    "clock_right": gettext_noop("The clock is right to within two seconds."),
    "clock_off": gettext_noop("The clock is %(offset)s s off; that is taken into account."),
    "clock_far_off": gettext_noop(
        "The clock is %(offset)s s off. That is taken into account, but it should be put right."
    ),
    "clock_zone": gettext_noop(
        "The clock is %(hours)s h off: the recorder is probably not set to %(zone)s."
    ),
    "clock_not_told": gettext_noop("This recorder does not tell its time."),
    "footage_held": gettext_noop("Footage goes back to %(oldest)s (%(days)s days)."),
    "footage_stale": gettext_noop("The newest footage is of %(nearest)s: is it recording?"),
    "footage_not_told": gettext_noop("This recorder does not tell what it holds."),
    "no_playback": gettext_noop("This user may not play back recorded video."),
}

ADVICE: Mapping[str, str] = {
    "name_unknown": gettext_noop("Check the spelling, or enter the number, like 192.168.1.64."),
    "address_not_a_host": gettext_noop("Enter only the name or the number, without http://."),
    "address_public": gettext_noop(
        "Take the recorder off the internet, connect the store by VPN or agent, and enter the "
        "address it has inside the store."
    ),
    "address_never": gettext_noop("Enter the address that the recorder has inside the store."),
    "address_no_route": gettext_noop(
        "Say the store's network to support (like 192.168.1.0/24); they approve it."
    ),
    "no_answer": gettext_noop(
        "Check that the recorder is on, that its number is still this one, and that the VPN of "
        "the store is up."
    ),
    "proxy_away": gettext_noop("Start the VPN's proxy on the server; docs/vpn.md says how."),
    "port_refused": gettext_noop(
        "Look on the recorder under Network, Ports, for HTTP, and enter that."
    ),
    "port_refused_others": gettext_noop("Enter one of those, or look under Network, Ports."),
    "port_silent": gettext_noop("Let the port through the firewall, or enter the right one."),
    "port_silent_others": gettext_noop("Enter one of those, or look under Network, Ports."),
    "rtsp_refused": gettext_noop("Switch RTSP on, or enter the port it has (554 or 10554)."),
    "rtsp_silent": gettext_noop("Let port 554 through the firewall of the VPN as well."),
    "not_rtsp": gettext_noop("Look on the recorder under Network, Ports, for RTSP."),
    "auth_rejected": gettext_noop("Enter the user and password again."),
    "recorder_blocked": gettext_noop("Check the password, then clear the block."),
    "recorder_locked": gettext_noop("Wait until then; it is tried again by itself afterwards."),
    "locked": gettext_noop("Wait until then, or restart the recorder. Then check the password."),
    "no_permission": gettext_noop(
        "Give the user the right to play back remotely, for every camera."
    ),
    "no_playback": gettext_noop("Give the user the right to play back remotely, for every camera."),
    "unsupported": gettext_noop(
        "Switch ISAPI (or ONVIF) on: on the recorder under Network, Advanced, Integration "
        "Protocol. Or choose another kind of recorder."
    ),
    "smart_codec": gettext_noop(
        "Switch H.264+ (H.265+) off for these cameras: on the recorder under Camera, Video."
    ),
    "clock_untrusted": gettext_noop(
        "Look at a picture's own clock and say whether its times are local or UTC."
    ),
    "no_cameras": gettext_noop("Give the user the right to see the cameras."),
    "clock_far_off": gettext_noop("Set the recorder to get its time from the network (NTP)."),
    "clock_zone": gettext_noop("Set the time zone on the recorder, or that of the store here."),
    "clock_not_told": gettext_noop("Line the video up with a receipt once; it is remembered."),
    "footage_stale": gettext_noop("Check the disk and the recording schedule on the recorder."),
    "no_footage_at_all": gettext_noop("Check the disk and the recording schedule on the recorder."),
    "unreachable": gettext_noop("Check that the recorder is on, and try again."),
    "busy": gettext_noop("Close other playbacks of this recorder, and try again."),
}


def sentence(
    finding: Finding,
    translate: Callable[[str], str] = str,
    show_time: Callable[[datetime], str] | None = None,
) -> str:
    """What is so. Codes that are not of a check-up alone are said by ``footage.reasons``."""
    return reasons.say(finding.code, finding.params, SAID, translate, show_time)


def advice(code: str, translate: Callable[[str], str] = str) -> str:
    """What to do about it; "" when nothing need be done."""
    return translate(ADVICE[code]) if code in ADVICE else ""
