"""Which addresses a recorder may have: a file of attacks, with a trap that sees no caller."""

from __future__ import annotations

import socket
import threading
from ipaddress import ip_network

import pytest

from footage.dialling import Route, dial
from footage.errors import AddressRefusedError, FootageError, UnreachableError
from footage.recorders.base import Grants
from tests.footage.socks_proxy import store_proxy

STORE = Grants(routes=(Route(ip_network("192.168.1.0/24")), Route(ip_network("fd12:3456::/32"))))
EVERYTHING = Grants(
    routes=(Route(ip_network("0.0.0.0/0")), Route(ip_network("::/0"))),
    own_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128"), ip_network("10.66.0.0/16")),
)
LOOPBACK = Grants(routes=(Route(ip_network("127.0.0.0/8")),))

NUMBERS = [
    # Our own machine, as people and inet_aton spell it
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0177.0.0.01",
    "0177.0x0.0.1",
    "0x7f000001",
    "0x7F.1",
    "0x7f.0.0.1",
    "00000000177.0.0.1",
    "::1",
    "0:0:0:0:0:0:0:1",
    "0000:0000:0000:0000:0000:0000:0000:0001",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:7f00:1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:7f00:0001::1",
    "2001:0:0:0:0:0:80ff:fffe",
    # No place at all, or everybody
    "0.0.0.0",  # noqa: S104 - dialled, not bound to
    "0",
    "0x0",
    "00",
    "::",
    "::ffff:0.0.0.0",
    "255.255.255.255",
    "4294967295",
    "224.0.0.1",
    "239.255.255.250",
    "ff02::1",
    "240.0.0.1",
    # Where clouds keep secrets
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::",
    "169.254.170.2",
    "fe80::1",
    "fe80::a9fe:a9fe",
    "fd00:ec2::254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    # Our own network
    "10.66.0.7",
    "10.4325383",
    "::ffff:10.66.0.7",
    "2002:0a42:0007::",
]
TEXTS = [
    "",
    " ",
    " 127.0.0.1",
    "127.0.0.1 ",
    "127.0.0.1\t",
    "127.0.0.1\r\nHost: 192.168.1.5",
    "127.0.0.1\n",
    "192.168.1.5\x00.example.com",
    "192.168.1.5@127.0.0.1",
    "user:password@127.0.0.1",
    "127.0.0.1:80",
    "[::1]",
    "[::1]:80",
    "fe80::1%eth0",
    "127.0.0.1/",
    "127.0.0.1/../192.168.1.5",
    "127.0.0.1?192.168.1.5",
    "127.0.0.1#192.168.1.5",
    "127.0.0.1\\192.168.1.5",
    "http://127.0.0.1",
    "//127.0.0.1",
    "rtsp://127.0.0.1/",
    "file:/etc/passwd",
    "file:///etc/passwd",
    "concat:/etc/passwd|/etc/group",
    "subfile,,start,0,end,9,,:/etc/passwd",
    "data:text/plain;base64,AA==",
    "unix:/var/run/docker.sock",
    "gopher://127.0.0.1",
    "１２７.0.0.1",  # noqa: RUF001 - fullwidth digits
    "127。0。0。1",
    "①②⑦.0.0.1",
    "ⓛocalhost",
    "xn--\u0130",
    "%31%32%37.0.0.1",
    "$(hostname)",
    "`hostname`",
    "-oProxyCommand=x",
    "a" * 300,
    "192.168.1.5,127.0.0.1",
    "192.168.1.5;127.0.0.1",
    "*",
    "localhost\u200b",
]


class Trap:
    """Listens on every loopback address; remembers who came."""

    def __init__(self) -> None:
        self.came: list[object] = []
        self.tried: list[object] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, address = self.server.accept()
            except OSError:
                return
            self.came.append(address)
            caller.close()


def stop(server: socket.socket) -> None:
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.fixture
def trap(monkeypatch):
    """A real listener, and a look at every connection that this process tries."""
    trap = Trap()
    connect = socket.socket.connect

    def watched(self, address):
        trap.tried.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    yield trap
    stop(trap.server)


def test_there_are_many_attacks():
    assert len({*NUMBERS, *TEXTS}) >= 100


def test_the_trap_works(trap):
    with dial("127.0.0.1", trap.port, LOOPBACK) as connection:
        assert connection.recv(1) == b""
    assert trap.came


@pytest.mark.parametrize("grants", [STORE, EVERYTHING, Grants()])
@pytest.mark.parametrize("host", NUMBERS)
def test_numbers_that_no_recorder_has_are_not_dialled(trap, host, grants):
    with pytest.raises((AddressRefusedError, UnreachableError)):
        dial(host, trap.port, grants)
    assert trap.tried == []
    assert trap.came == []


@pytest.mark.parametrize("host", [h for h in NUMBERS if "10.66." not in h and "4325383" not in h])
def test_a_stores_own_pc_dials_private_networks_and_nothing_else(trap, host):
    with pytest.raises((AddressRefusedError, UnreachableError)):
        dial(host, trap.port, Grants.everything())
    assert trap.tried == []


@pytest.mark.parametrize("host", TEXTS)
def test_what_is_no_host_is_refused_before_anybody_is_asked(trap, monkeypatch, host):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("a look-up"))
    with pytest.raises(AddressRefusedError) as refused:
        dial(host, trap.port, EVERYTHING)
    assert refused.value.code == "address_not_a_host"
    assert trap.tried == []


@pytest.mark.parametrize("port", [0, -1, 65536, 2**31])
def test_a_port_that_cannot_be_is_refused(trap, port):
    with pytest.raises(AddressRefusedError):
        dial("192.168.1.5", port, STORE)
    assert trap.tried == []


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("8.8.8.8", "address_public"),
        ("2606:4700:4700::1111", "address_public"),
        ("192.168.2.5", "address_no_route"),
        ("10.0.0.1", "address_no_route"),
        ("fd99::1", "address_no_route"),
        ("169.254.169.254", "address_never"),
    ],
)
def test_a_refusal_says_why(trap, host, code):
    with pytest.raises(AddressRefusedError) as refused:
        dial(host, 80, STORE)
    assert refused.value.code == code
    assert not refused.value.retries
    assert trap.tried == []


def names(monkeypatch, *answers: list[str]) -> list[str]:
    """Name look-ups that answer ``answers`` in turn; what was asked."""
    asked: list[str] = []
    left = list(answers)

    def look_up(host, port, *args, **kwargs):
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [
            (
                socket.AF_INET6 if ":" in text else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (text, port),
            )
            for text in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["192.168.1.5", "127.0.0.1"],
        ["192.168.1.5", "169.254.169.254"],
        ["192.168.1.5", "::1"],
        ["192.168.1.5", "fe80::1%eth0"],
        ["192.168.1.5", "8.8.8.8"],
    ],
)
def test_a_name_with_one_bad_address_is_refused_whole(trap, monkeypatch, addresses):
    names(monkeypatch, addresses)
    with pytest.raises(AddressRefusedError):
        dial("recorder.example.com", trap.port, STORE)
    assert trap.tried == []


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind(trap, monkeypatch):
    """DNS rebinding: the second answer would be the trap."""
    grants = Grants(routes=(Route(ip_network("127.0.0.2/32")),))
    asked = names(monkeypatch, ["127.0.0.2"], ["127.0.0.1"])
    with pytest.raises(UnreachableError):
        dial("recorder.example.com", trap.port, grants)
    assert [host for host, _ in trap.tried] == ["127.0.0.2"]
    assert trap.came == []
    assert asked == ["recorder.example.com"]


def test_a_recorder_that_is_away_is_unreachable_and_not_refused():
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        with pytest.raises(UnreachableError) as away:
            dial("127.0.0.1", deaf.getsockname()[1], LOOPBACK)
    assert away.value.retries


def test_the_connection_carries_its_time_limit(trap):
    with dial("127.0.0.1", trap.port, LOOPBACK, timeout=3.5) as connection:
        assert connection.gettimeout() == 3.5


class Recorder:
    """Says its name to whoever connects, and what it was sent."""

    def __init__(self, name: bytes) -> None:
        self.name = name
        self.server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def place(self) -> tuple[str, int]:
        return self.server.getsockname()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.server.accept()
            except OSError:
                return
            with caller:
                caller.sendall(self.name + b" heard " + caller.recv(100))


@pytest.fixture
def recorders():
    made = [Recorder(f"store {number}".encode()) for number in range(5)]
    yield made
    for recorder in made:
        stop(recorder.server)


def said(connection: socket.socket) -> bytes:
    with connection:
        connection.sendall(b"hello")
        connection.shutdown(socket.SHUT_WR)
        got = b""
        while part := connection.recv(100):
            got += part
        return got


def test_many_stores_share_one_number_and_each_proxy_leads_to_its_own(recorders):
    for number, recorder in enumerate(recorders):
        with store_proxy({("192.168.1.64", 80): recorder.place}) as proxy:
            grants = Grants(routes=(Route(ip_network("192.168.1.0/24"), proxy.place),))
            assert said(dial("192.168.1.64", 80, grants)) == b"store %d heard hello" % number
            assert proxy.asked == [("192.168.1.64", 80)]


def test_ipv6_goes_through_a_proxy_too(recorders):
    with store_proxy({("fd12:3456::64", 80): recorders[0].place}) as proxy:
        grants = Grants(routes=(Route(ip_network("fd12:3456::/32"), proxy.place),))
        assert said(dial("fd12:3456:0::64", 80, grants)).startswith(b"store 0")


@pytest.mark.parametrize("host", ["192.168.2.64", "127.0.0.1", "169.254.169.254", "8.8.8.8"])
def test_a_proxy_is_not_asked_for_what_is_off_its_route(host):
    with store_proxy({}) as proxy:
        grants = Grants(routes=(Route(ip_network("192.168.1.0/24"), proxy.place),))
        with pytest.raises(AddressRefusedError):
            dial(host, 80, grants)
        assert proxy.asked == []


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x05", b"\x05\xff", b"\x05\x02", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x04\x00"],
)
def test_a_proxy_that_is_none_is_unreachable(answer):
    with store_proxy({}, answer) as proxy:
        grants = Grants(routes=(Route(ip_network("192.168.1.0/24"), proxy.place),))
        with pytest.raises(FootageError) as failed:
            dial("192.168.1.64", 80, grants)
    assert isinstance(failed.value, UnreachableError)


def test_a_machine_that_the_proxy_cannot_reach_is_unreachable():
    with store_proxy({}) as proxy:
        grants = Grants(routes=(Route(ip_network("192.168.1.0/24"), proxy.place),))
        with pytest.raises(UnreachableError) as away:
            dial("192.168.1.65", 80, grants)
    assert "host unreachable" in str(away.value.__cause__)


@pytest.mark.parametrize("proxy", ["127.0.0.1", "127.0.0.1:", "a b:1", "http://p:1080", "p:1\r\n"])
def test_a_proxy_is_named_by_host_and_port(proxy):
    with pytest.raises(ValueError, match="host:port"):
        Route(ip_network("192.168.1.0/24"), proxy)
