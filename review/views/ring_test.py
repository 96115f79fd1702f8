"""The ring test: choosing a register, one question a screen, and going on from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.models import RingTest
from review.ringtest import services, wave
from review.ringtest.errors import RingTestError, StaleStepError
from review.ringtest.events import steps_of
from review.ringtest.pages import step_page
from review.ringtest.selectors import start_page
from review.ringtest.steps import BY_NAME
from review.views.maps import visible_store
from stores.access import MemberRequest, needs
from stores.models import Register
from stores.services.maps import MapError

if TYPE_CHECKING:
    from django.http import QueryDict

    from stores.models import Store

UNPROCESSABLE = 422
NO_CHANGE = 204
PAGE = "review/ring_test/step.html"


@require_GET
@needs(Action.SET_UP_STORES)
def ring_tests(request: MemberRequest, store_id: int) -> HttpResponse:
    return _start_page(request, visible_store(request, store_id))


@require_POST
@needs(Action.SET_UP_STORES)
def start(request: MemberRequest, store_id: int) -> HttpResponse:
    store = visible_store(request, store_id)
    word = request.POST.get("register", "")
    register = None
    if word != "unknown":
        rows = Register.objects.filter(store=store)
        register = rows.filter(pk=word).first() if is_id(word) else None
        if register is None:
            return _start_page(request, store, wrong=True, status=UNPROCESSABLE)
    test = services.start(store=store, register=register, by=request.user)
    return redirect("review:ring_test", test.pk)


@require_GET
@needs(Action.SET_UP_STORES)
def ring_test(request: MemberRequest, ring_test_id: int) -> HttpResponse:
    """Where the test is: the step that is on, or what it came to."""
    return _go_on(visible_test(request, ring_test_id))


@require_GET
@needs(Action.SET_UP_STORES)
def step(request: MemberRequest, ring_test_id: int, step: str) -> HttpResponse:
    test = visible_test(request, ring_test_id)
    return _page(request, test, _known(step))


@require_GET
@needs(Action.SET_UP_STORES)
def state(request: MemberRequest, ring_test_id: int, step: str) -> HttpResponse:
    """The step as a partial; 204 when nothing changed since version ``v``."""
    test = visible_test(request, ring_test_id)
    page = step_page(test, _known(step), request.member)
    if request.GET.get("v") == page.version:
        return HttpResponse(status=NO_CHANGE)
    return render(request, f"{PAGE}#ring", {"test": test, "store": test.store, "page": page})


@require_POST
@needs(Action.SET_UP_STORES)
def answer(request: MemberRequest, ring_test_id: int, step: str) -> HttpResponse:
    """Do what was answered. Where somebody else went on meanwhile, show where it is now."""
    test, name = visible_test(request, ring_test_id), _known(step)
    try:
        _do(request, test, name)
    except StaleStepError:
        return _go_on(test)
    except (RingTestError, MapError) as refused:
        return _page(request, test, name, wrong=str(refused), status=UNPROCESSABLE)
    test.refresh_from_db()
    if request.POST.get("do") == "reject":
        return redirect("review:ring_step", test.pk, name)
    return _go_on(test)


def _do(request: MemberRequest, test: RingTest, name: str) -> None:
    sent, asked = request.POST, request.POST.get("asked", "")
    match sent.get("do", ""):
        case "take":
            services.take(test=test, name=name, asked=asked, transaction_id=_event(sent))
        case "reject":
            services.reject(test=test, name=name, asked=asked, transaction_id=_event(sent))
        case "leave":
            services.leave(test=test, name=name, asked=asked, skipped=False)
        case "skip":
            services.leave(test=test, name=name, asked=asked, skipped=True)
        case "again":
            services.ask_again(test=test, name=name)
        case "wave":
            wave.wave(chain=request.member.chain, test=test, asked=asked)
        case "cameras":
            _choose(request, test, asked)
        case _:
            raise StaleStepError


def _choose(request: MemberRequest, test: RingTest, asked: str) -> None:
    best = request.POST.get("best", "")
    also = request.POST.getlist("also")
    if not all(is_id(each) for each in (*also, *([best] if best != "none" else []))):
        raise StaleStepError
    wave.choose_cameras(
        test=test,
        asked=asked,
        best=None if best == "none" else int(best),
        also=[int(each) for each in also],
        by=request.user,
    )


def _event(sent: QueryDict) -> int:
    word = sent.get("event", "")
    if not is_id(word):
        raise StaleStepError
    return int(word)


def is_id(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 19


def visible_test(request: MemberRequest, ring_test_id: int) -> RingTest:
    """Raises Http404 for a test of a store that the member may not see."""
    rows = RingTest.objects.select_related("store", "register", "started_by")
    found = request.member.only(rows).filter(pk=ring_test_id, store__is_active=True).first()
    if found is None:
        raise Http404
    return found


def _known(name: str) -> str:
    if name not in BY_NAME:
        raise Http404
    return name


def _go_on(test: RingTest) -> HttpResponse:
    on = services.current(steps_of(test)) if test.ended_at is None else None
    if on is None:
        return redirect("review:ring_certificate", test.pk)
    return redirect("review:ring_step", test.pk, on.step)


def _page(
    request: MemberRequest, test: RingTest, name: str, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    page = step_page(test, name, request.member)
    if page.asked == "" and page.state == "waiting":
        return _go_on(test)
    context = {"test": test, "store": test.store, "page": page, "wrong": wrong}
    return render(request, PAGE, context, status=status)


def _start_page(
    request: MemberRequest, store: Store, *, wrong: bool = False, status: int = 200
) -> HttpResponse:
    context = {"store": store, "page": start_page(store), "wrong": wrong}
    return render(request, "review/ring_test/start.html", context, status=status)
