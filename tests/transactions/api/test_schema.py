"""The description of the API: whole, valid, and true."""

from __future__ import annotations

import io
import json

import hypothesis
import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi import checks as conformance

from lossprevention.wsgi import application
from tests.cast import NORTH
from tests.transactions.api.test_pushing_events import body
from transactions.api.schema import document

OPERATIONS = {
    (path, method): said
    for path, methods in document()["paths"].items()
    for method, said in methods.items()
}


def test_the_document_is_valid_and_nothing_in_it_is_guessed(north):
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    assert yaml.safe_load(out.getvalue())["openapi"].startswith("3.1")


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_says_what_it_is_and_which_errors_it_may_answer(path, method):
    said = OPERATIONS[path, method]
    assert said["summary"]
    assert said["description"]
    assert {"401", "429", "503"} <= set(said["responses"])
    for status, answer in said["responses"].items():
        kinds = set(answer["content"])
        assert kinds == {"application/problem+json"} if status >= "400" else kinds
        if status >= "400":
            assert answer["content"]["application/problem+json"]["examples"], (path, status)


def test_the_example_of_events_is_a_good_one(pusher):
    content = OPERATIONS["/api/v1/events", "post"]["requestBody"]["content"]
    (example,) = content["application/json"]["examples"].values()
    assert pusher.push(example["value"]).status_code == 202


def test_the_schema_of_events_agrees_with_the_reader(pusher):
    schema = {"$ref": "#/components/schemas/EventsBody", "components": document()["components"]}
    validator = Draft202012Validator(schema)
    good, bad = body("1"), body("2")
    bad["events"][0]["flags"] = ["refund"]
    assert validator.is_valid(good)
    assert not validator.is_valid(bad)
    assert pusher.push(bad).status_code == 422


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi"),
        ("*/*", "application/json"),
    ],
)
def test_programs_get_it_in_the_form_they_ask_for(accept, kind, pusher):
    pusher.headers["accept"] = accept
    response = pusher.get("schema")
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    assert yaml.safe_load(response.content)["paths"]


def test_the_guide_shows_every_operation_with_a_command(cast, north):
    page = cast.client("owner").get("/tokens/guide/")
    for said in OPERATIONS.values():
        assert said["summary"] in page.text
        assert f'id="curl-{said["operationId"]}"' in page.text
    assert cast.client("owner").get("/tokens/openapi.json").json() == json.loads(
        json.dumps(document())
    )


SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
SCHEMA.app = application
CHECKS = [
    schemathesis.checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
    conformance.negative_data_rejection,
]
"""Not asked: that well-formed words are accepted (a cursor or a batch may be wrong all the
same), and what test_tokens tries by itself."""


@pytest.fixture
def kept_connection():
    """A request ends without closing the connection that the test's own rows are in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize("scope", ["pusher", "reader"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_that_can_be_thought_of_breaks_the_api(
    path, method, scope, pusher, reader, settings
):
    settings.API_REQUESTS_PER_SECOND, settings.API_BURST = 1000, 100_000
    program = {"pusher": pusher, "reader": reader}[scope]
    authorization = program.headers["authorization"]
    operation = SCHEMA[path][method.upper()]

    @hypothesis.settings(
        max_examples=10,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(case=operation.as_strategy())
    def conforms(case):
        headers = {"Authorization": authorization, "Host": NORTH}
        case.call_and_validate(base_url=f"http://{NORTH}", headers=headers, checks=CHECKS)

    conforms()
