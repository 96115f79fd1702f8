"""Ready means: a manager's browser plays a clip. Told by a stand-in for the web server."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lossprevention.demo.browser import Browser
from lossprevention.demo.ready import Readiness

FORM = '<form><input name="csrfmiddlewaretoken" value="t0ken"></form>'
QUEUE = '<a href="/transactions/7/?status=new&amp;order=risk">Refund</a>'
PAGE = '<video controls src="/clips/1/video?s=a&amp;b=c"></video>'


class StandIn(BaseHTTPRequestHandler):
    """Answers as the product does; a test changes ``pages`` to leave something out."""

    def do_GET(self) -> None:
        pages = self.server.pages
        self.server.asked.append(self.path)
        if self.path == "/accounts/login/":
            self.answer(200, pages["login"], cookie="csrftoken=c")
        elif "sessionid=s" not in self.headers.get("Cookie", ""):
            self.answer(302, "", location="/accounts/login/")
        elif self.path == "/":
            self.answer(*pages["queue"])
        elif self.path == "/transactions/7/?status=new&order=risk":
            self.answer(200, pages["transaction"])
        elif self.path == "/clips/1/video?s=a&b=c":
            status = pages["video"] if self.headers.get("Range") else 200
            self.answer(status, "....", kind=pages["kind"])
        else:
            self.answer(404, "")

    def do_POST(self) -> None:
        self.server.log_ins += 1
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "login=manager%40sunrise.example" in body and "password=right" in body:
            self.answer(302, "", location="/", cookie="sessionid=s")
        else:
            self.answer(200, FORM)

    def answer(self, status, text, *, location="", cookie="", kind="text/html") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        if location:
            self.send_header("Location", location)
        if cookie:
            self.send_header("Set-Cookie", f"{cookie}; Path=/")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def web():
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.asked, server.log_ins = [], 0
    server.pages = {
        "login": FORM,
        "queue": (200, QUEUE),
        "transaction": PAGE,
        "video": 206,
        "kind": "video/mp4",
    }
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people"
    path.touch()
    return path


@pytest.fixture
def readiness(web, people):
    return Readiness(f"http://127.0.0.1:{web.server_port}", "right", people)


def test_a_clip_that_plays_is_ready(readiness):
    assert readiness.clip_plays()
    assert readiness.clip == "/clips/1/video?s=a&b=c"


@pytest.mark.parametrize(
    ("page", "value", "missing"),
    [
        ("queue", (200, "<p>nothing</p>"), "no flagged transaction"),
        ("queue", (500, "<p>broken</p>"), "answers 500"),
        ("transaction", "<p>being fetched</p>", "none of their clips is ready"),
        ("video", 200, "answers 200 instead of 206"),
        ("video", 404, "answers 404 instead of 206"),
    ],
)
def test_what_is_missing_is_named(web, readiness, page, value, missing):
    web.pages[page] = value
    assert not readiness.clip_plays()
    assert missing in readiness.missing


def test_something_else_than_video_is_not_ready(web, readiness):
    web.pages["kind"] = "text/html"
    assert not readiness.clip_plays()


def test_it_logs_in_once_however_often_it_looks(web, readiness):
    web.pages["video"] = 404
    for _ in range(4):
        readiness.clip_plays()
    assert web.log_ins == 1


def test_it_does_not_try_to_log_in_before_the_people_are_there(web, readiness, people):
    people.unlink()
    assert not readiness.can_log_in()
    assert "chain" in readiness.missing
    assert web.log_ins == 0


def test_a_wrong_password_is_no_log_in(web, people):
    wrong = Readiness(f"http://127.0.0.1:{web.server_port}", "wrong", people)
    assert not wrong.can_log_in()
    assert "cannot log in" in wrong.missing


def test_a_server_that_does_not_answer_is_named(people):
    nobody = Readiness("http://127.0.0.1:1", "right", people)
    assert not nobody.clip_plays()
    assert "does not answer" in nobody.missing


def test_a_proxy_of_the_environment_is_not_asked(web, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    base = f"http://127.0.0.1:{web.server_port}"
    assert Browser(base).get("/accounts/login/").status == 200
