"""Several programs as one: a readable log, restarts, and an end that leaves nothing running."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from lossprevention.embedded import program as program_module
from lossprevention.embedded import supervisor as supervisor_module
from lossprevention.embedded.console import Console
from lossprevention.embedded.program import Program, Restart, python
from lossprevention.embedded.supervisor import StopRequestedError, Supervisor

from .waiting import all_gone, wait_for

REPOSITORY = Path(__file__).resolve().parents[3]

FAMILY = """
import json, os, pathlib, signal, subprocess, sys, time
%s
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(json.dumps([os.getpid(), grandchild.pid]))
print("ready", flush=True)
time.sleep(600)
"""
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"

SUPERVISING = """
import sys
from lossprevention.embedded.program import Program, python
from lossprevention.embedded.supervisor import Supervisor
with Supervisor() as supervisor:
    for number, code in enumerate(sys.argv[2:]):
        command = python("-c", code, f"{sys.argv[1]}/{number}")
        supervisor.start(Program(f"p{number}", command, grace=1))
    supervisor.watch()
print("all ended", flush=True)
"""


@pytest.fixture
def supervised(tmp_path) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A supervisor in a process of its own with a polite and a stubborn family."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISING, str(tmp_path), FAMILY % "", FAMILY % STUBBORN],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = {process.stdout.readline() for _ in range(2)}
    assert said == {"p0         | ready\n", "p1         | ready\n"}
    pids = [pid for number in (0, 1) for pid in json.loads((tmp_path / str(number)).read_text())]
    yield process, [psutil.Process(pid) for pid in pids]
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.faults
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_including_grandchildren(supervised, number):
    process, family = supervised
    process.send_signal(number)
    assert process.wait(60) == 0
    assert all_gone(family)
    assert "all ended" in process.stdout.read()


@pytest.mark.faults
def test_a_second_signal_does_not_wait_for_the_stubborn(supervised):
    process, family = supervised
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert all_gone(family)


@pytest.mark.faults
def test_when_the_supervisor_is_killed_everything_ends(supervised):
    process, family = supervised
    everything = [*family, *psutil.Process(process.pid).children(recursive=True)]
    process.kill()
    process.wait()
    assert wait_for(lambda: all_gone(everything))


@pytest.mark.faults
def test_a_closed_terminal_does_not_stop_the_programs(supervised, tmp_path):
    process, family = supervised
    process.stdout.close()
    family[0].kill()  # the supervisor has something to say now, and nobody to say it to
    assert wait_for(lambda: json.loads((tmp_path / "0").read_text())[0] != family[0].pid)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.wait(60)
    assert all_gone(family)


@pytest.fixture
def screen() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def boss(screen, monkeypatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(program_module, "FIRST_PAUSE_SECONDS", 0.01)
    with Supervisor(Console(screen)) as supervisor:
        yield supervisor


def counting(path: Path, code: int) -> Program:
    script = f"open({str(path)!r}, 'a').write('x'); raise SystemExit({code})"
    return Program("counting", python("-c", script))


def times(path: Path) -> int:
    return len(path.read_text()) if path.exists() else 0


def test_a_program_that_dies_is_started_again_and_the_log_says_so(boss, screen, tmp_path):
    boss.start(counting(tmp_path / "runs", 3))
    boss.watch(lambda: times(tmp_path / "runs") >= 3)
    assert "counting   | ended (code 3); starting again in" in screen.getvalue()


def test_each_pause_before_a_restart_is_longer_up_to_a_limit(boss, screen, tmp_path, monkeypatch):
    monkeypatch.setattr(program_module, "LONGEST_PAUSE_SECONDS", 0.04)
    boss.start(counting(tmp_path / "runs", 1))
    running = boss._running[0]
    pauses = []

    def enough() -> bool:
        pauses.append(running._pause)
        return times(tmp_path / "runs") >= 5

    boss.watch(enough)
    assert sorted(set(pauses)) == [0.01, 0.02, 0.04]


@pytest.mark.parametrize(
    ("restart", "code", "expected"),
    [(Restart.NEVER, 1, 1), (Restart.ON_FAILURE, 0, 1), (Restart.ON_FAILURE, 1, 2)],
)
def test_restart_is_as_wished(boss, tmp_path, restart, code, expected):
    runs = tmp_path / "runs"
    wished = counting(runs, code)
    boss.start(Program(wished.name, wished.command, restart=restart))
    looks = iter(range(10**9))
    boss.watch(lambda: times(runs) >= 2 or (expected == 1 and next(looks) > 8))
    assert times(runs) >= expected
    assert (times(runs) == 1) == (expected == 1)


@pytest.mark.faults
def test_what_a_dead_program_left_running_ends_before_it_starts_again(boss, tmp_path):
    script = FAMILY.replace("time.sleep(600)\n", "").replace('print("ready", flush=True)', "") % ""
    boss.start(Program("parent", python("-c", script + "os._exit(1)", tmp_path / "pids")))
    assert wait_for((tmp_path / "pids").exists)
    orphan = psutil.Process(json.loads((tmp_path / "pids").read_text())[1])
    boss.watch(lambda: all_gone([orphan]))


def test_a_program_run_to_its_end_gives_its_exit_code_and_its_last_words(boss, screen):
    assert boss.run_to_end(Program("once", python("-c", "print('bye'); raise SystemExit(7)"))) == 7
    assert screen.getvalue() == "once       | bye\n"


def test_asking_to_stop_interrupts_a_program_that_is_waited_for(boss, tmp_path):
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    with pytest.raises(StopRequestedError):
        boss.run_to_end(Program("long", python("-c", "import time; time.sleep(600)")))
    timer.join()


def test_programs_are_told_to_end_in_the_reverse_of_their_start(screen, monkeypatch):
    told = []
    end_trees = supervisor_module.end_trees

    def listening(endings) -> None:
        told.extend(ending.process for ending in endings)
        end_trees(endings)

    monkeypatch.setattr(supervisor_module, "end_trees", listening)
    with Supervisor(Console(screen)) as supervisor:
        for name in "abc":
            supervisor.start(Program(name, python("-c", "import time; time.sleep(600)")))
        started = [running.ending.process for running in supervisor._running]
    assert told == started[::-1]
    assert all_gone(started)


OPENER = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: pathlib.Path(sys.argv[1]).touch())
print("ready", flush=True)
time.sleep(600)
"""
SLOW = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: None)
print("ready", flush=True)
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.02)
"""


def test_all_are_asked_at_once_so_that_a_slow_one_does_not_hold_up_the_others(screen, tmp_path):
    go = tmp_path / "go"  # the slow one, asked first, ends only after the other was asked as well
    with Supervisor(Console(screen)) as supervisor:
        supervisor.start(Program("opener", python("-c", OPENER, go), grace=0.5))
        supervisor.start(Program("slow", python("-c", SLOW, go), grace=10**6))
        supervisor.watch(lambda: screen.getvalue().count("ready") == 2)
    assert go.exists()


def test_signals_are_handed_back(screen):
    before = signal.getsignal(signal.SIGTERM)
    with Supervisor(Console(screen)):
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_environment_is_ours_and_the_programs_own_in_addition(boss, screen, monkeypatch):
    monkeypatch.setenv("OURS", "1")
    show = "import os; print(os.environ['OURS'], os.environ['ITS'])"
    boss.run_to_end(Program("env", python("-c", show), env={"ITS": "2"}))
    assert "1 2" in screen.getvalue()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals_only(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    file, terminal = io.StringIO(), Terminal()
    for stream in (file, terminal):
        Console(stream).line("web", "hello")
    assert file.getvalue() == "web        | hello\n"
    assert "\x1b[" in terminal.getvalue()


def test_who_asks_for_no_colour_gets_none(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    Console(terminal).line("web", "hello")
    assert terminal.getvalue() == "web        | hello\n"


def test_bytes_that_are_no_text_do_not_end_the_log(boss, screen):
    noise = "import sys; sys.stdout.buffer.write(b'\\xff\\xfe\\n'); print('after')"
    boss.run_to_end(Program("noise", python("-c", noise)))
    assert "after" in screen.getvalue()


def test_lines_of_several_programs_never_mix(boss, screen):
    chatter = "for _ in range(2000): print(%r * 200)"
    for letter in "ab":
        boss.start(Program(letter, python("-c", chatter % letter), restart=Restart.NEVER))
    boss.watch(lambda: screen.getvalue().count("\n") >= 4000)
    lines = set(screen.getvalue().splitlines())
    assert lines == {f"{letter:<10} | {letter * 200}" for letter in "ab"}


def test_a_terminal_with_an_old_code_page_gets_what_it_can_show():
    raw = io.BytesIO()
    terminal = io.TextIOWrapper(raw, encoding="ascii")
    Console(terminal).line("web", "5 \N{EURO SIGN}")
    assert raw.getvalue() == b"web        | 5 ?\n"
