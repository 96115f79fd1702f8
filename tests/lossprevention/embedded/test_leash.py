"""What a process started does not outlive it, whatever ends the process."""

import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from lossprevention.embedded.leash import Leash
from lossprevention.embedded.processes import is_alive, spawn

from .waiting import all_gone, wait_for

REPOSITORY = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.faults

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]

PARENT = """
import json, os, sys, time
from lossprevention.embedded.leash import leash
from lossprevention.embedded.processes import spawn
import subprocess
child = spawn([sys.executable, "-c", '''
import subprocess, sys, time, signal
%s
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(grandchild.pid, flush=True)
%s
'''], stdout=subprocess.PIPE)
leash().hold(child.pid, grace=0.5)
grandchild = int(child.stdout.readline())
print(json.dumps([child.pid, grandchild, leash().keeper.pid]), flush=True)
%s
"""

WAIT = "time.sleep(600)"
IGNORE_THE_POLITE_SIGNAL = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def family_of_a_parent(
    *, child_start: str = "", child_end: str = WAIT, parent_end: str = WAIT
) -> tuple[subprocess.Popen[bytes], list[psutil.Process]]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT % (child_start, child_end, parent_end)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
    )
    with parent.stdout as output:
        return parent, [psutil.Process(pid) for pid in json.loads(output.readline())]


@pytest.mark.parametrize("child_start", ["", IGNORE_THE_POLITE_SIGNAL])
def test_children_grandchildren_and_keeper_end_when_the_parent_is_killed(child_start):
    parent, family = family_of_a_parent(child_start=child_start)
    parent.kill()
    parent.wait()
    assert wait_for(lambda: all_gone(family))


def test_a_grandchild_whose_parent_ended_first_is_found(tmp_path):
    go = tmp_path / "go"
    ends_when_told = (
        f"import pathlib\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.02)"
    )
    parent, family = family_of_a_parent(child_end=ends_when_told)
    go.touch()
    assert wait_for(lambda: not is_alive(family[0]))
    parent.kill()
    parent.wait()
    assert wait_for(lambda: all_gone(family))


def test_a_parent_that_just_ends_leaves_nothing_either():
    parent, family = family_of_a_parent(parent_end="")
    parent.wait()
    assert wait_for(lambda: all_gone(family))


def test_a_fork_that_outlives_the_parent_does_not_keep_the_children_alive():
    forking = "pid = os.fork()\nif pid == 0:\n    time.sleep(600)\n" + WAIT
    parent, family = family_of_a_parent(parent_end=forking)
    assert wait_for(lambda: len(psutil.Process(parent.pid).children()) == 3)
    fork = [one for one in psutil.Process(parent.pid).children() if one not in family]
    parent.kill()
    parent.wait()
    assert wait_for(lambda: all_gone(family))
    for one in fork:
        one.kill()


KILLED_AT_ONCE = """
import os, signal, sys
from lossprevention.embedded.leash import leash
from lossprevention.embedded.processes import spawn
child = spawn([sys.executable, "-c", "import time; time.sleep(600)"])
leash().hold(child.pid)
print(child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_parent_killed_before_the_keeper_had_started_leaves_nothing():
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_ONCE], cwd=REPOSITORY, capture_output=True, check=False
    )
    pid = int(done.stdout)
    assert wait_for(lambda: not psutil.pid_exists(pid) or all_gone([psutil.Process(pid)]))


CHILD = """
import signal, sys, time
def end(*_):
    if sys.argv[1] == "program":
        time.sleep(0.5)
    open(sys.argv[2], "a").write(sys.argv[1] + " ")
    raise SystemExit
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(600)
"""

ENDS_IN_STAGES = """
import subprocess, sys, time
from lossprevention.embedded.leash import PROGRAMS, SERVICES, leash
from lossprevention.embedded.processes import spawn
code, log = sys.argv[1:]
for name, stage in (("program", PROGRAMS), ("service", SERVICES)):
    child = spawn([sys.executable, "-c", code, name, log], stdout=subprocess.PIPE)
    leash().hold(child.pid, stage=stage, grace=60)
    child.stdout.readline()
print("held", flush=True)
time.sleep(600)
"""


def test_programs_end_before_the_services_they_use(tmp_path):
    log = tmp_path / "order"
    with subprocess.Popen(
        [sys.executable, "-c", ENDS_IN_STAGES, CHILD, str(log)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
    ) as parent:
        parent.stdout.readline()
        parent.kill()
    assert wait_for(lambda: log.exists() and len(log.read_text().split()) == 2)
    assert log.read_text() == "program service "


def test_a_released_process_is_left_alone():
    leash = Leash()
    kept, ended = spawn(SLEEPER), spawn(SLEEPER)
    leash.hold(kept.pid)
    leash.hold(ended.pid)
    leash.release(kept.pid)
    leash._line.close()
    assert ended.wait(60) != 0
    assert wait_for(lambda: not is_alive(leash.keeper))
    assert kept.poll() is None
    kept.kill()
    kept.wait()


def test_a_killed_keeper_is_replaced_and_the_new_one_knows_everything():
    leash = Leash()
    first, second = spawn(SLEEPER), spawn(SLEEPER)
    leash.hold(first.pid)
    before = leash.keeper
    before.kill()
    assert wait_for(lambda: not is_alive(before))
    leash.hold(second.pid)
    assert leash.keeper.pid != before.pid
    leash._line.close()
    assert first.wait(60) != 0
    assert second.wait(60) != 0


def test_the_keeper_does_not_end_on_the_signals_of_a_terminal_or_a_service_manager():
    leash = Leash()
    child = spawn(SLEEPER)
    leash.hold(child.pid)
    keeper = leash.keeper
    assert wait_for(lambda: "keeper" in " ".join(keeper.cmdline()) and keeper.num_threads() > 1)
    for number in (1, 2, 15):
        keeper.send_signal(number)
    assert is_alive(keeper)
    leash._line.close()
    assert child.wait(60) != 0
