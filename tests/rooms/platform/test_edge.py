"""The web's edge: refusals as pages and documents, headers, request ids, throttling, logs."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from datetime import timedelta
from uuid import uuid4

import pytest
import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from stayline.config.logs import SHARED, logging_config
from stayline.platform import errorpages
from stayline.platform.errors import Invalid, Refused
from stayline.platform.http import health
from stayline.platform.middleware.problems import ProblemMiddleware
from stayline.platform.middleware.request_id import RequestIdMiddleware
from stayline.platform.middleware.throttle import (
    TRIES_A_NAME,
    SignInThrottleMiddleware,
    forget_old_failures,
)
from stayline.platform.models import Installation, SignInFailure


class AcceptRefused(Refused):
    """Somebody was first."""

    code = "escalation.rung.accept_refused"
    mend = "See who took it."


def request(path: str = "/x", **headers: str) -> HttpRequest:
    made = RequestFactory().get(path, headers=headers)
    made.request_id = "abc"  # type: ignore[attr-defined]  # the middleware's
    return made


def answered(path: str, error: Exception, **headers: str) -> HttpResponse:
    edge = ProblemMiddleware(lambda _request: HttpResponse())
    found = edge.process_exception(request(path, **headers), error)
    assert isinstance(found, HttpResponse)
    return found


def test_a_machine_gets_a_problem_document_with_the_house_code() -> None:
    answer = answered("/api/v1/contacts", AcceptRefused())
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    body = json.loads(answer.content)
    assert body["code"] == "escalation.rung.accept_refused"
    assert (body["title"], body["detail"]) == ("Somebody was first.", "See who took it.")
    assert body["status"] == 409
    assert body["request_id"] == "abc"


def test_a_problem_names_each_field_and_its_fault() -> None:
    answer = answered("/api/v1/contacts", Invalid({"channel": "name a channel"}))
    body = json.loads(answer.content)
    assert body["errors"] == [{"pointer": "/channel", "detail": "name a channel"}]
    assert answer.status_code == 422


def test_a_person_gets_a_page_with_code_and_way_out() -> None:
    answer = answered("/desk/", AcceptRefused())
    text = answer.content.decode()
    assert answer.status_code == 409
    for part in ("Somebody was first.", "See who took it.", "escalation.rung.accept_refused"):
        assert part in text
    assert "<script" not in text
    assert "style=" not in text


def test_htmx_gets_the_refusal_beside_what_was_typed() -> None:
    answer = answered("/desk/", Invalid({"where": "give a place"}), **{"HX-Request": "true"})
    assert answer["HX-Retarget"] == "#refusal"
    assert "<html" not in answer.content.decode()


def test_our_own_fault_shows_no_text_of_the_error() -> None:
    answer = answered("/desk/", RuntimeError("what the caller said"))
    assert answer.status_code == 500
    assert "caller" not in answer.content.decode()
    machine = answered("/api/v1/x", RuntimeError("what the caller said"))
    assert json.loads(machine.content)["code"] == "platform.http.500"


def test_a_bare_404_of_the_api_is_a_problem_document() -> None:
    edge = ProblemMiddleware(errorpages.not_found)
    answer = edge(request("/api/v1/nothing"))
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.status_code == 404


def test_a_request_keeps_the_id_it_came_with_unless_it_is_odd() -> None:
    edge = RequestIdMiddleware(lambda _request: HttpResponse())
    assert edge(request(**{"X-Request-Id": "platform-7781"}))["X-Request-Id"] == "platform-7781"
    odd = edge(request(**{"X-Request-Id": "a b<script>"}))["X-Request-Id"]
    assert odd != "a b<script>"
    assert len(odd) == 32


def test_every_page_is_guarded_and_kept_out_of_caches(client: Client, db: None) -> None:
    del db
    answer = client.get(settings.LOGIN_URL)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def post(name: str, address: str = "192.0.2.1") -> HttpRequest:
    made = RequestFactory().post(settings.LOGIN_URL, {"username": name}, REMOTE_ADDR=address)
    made.request_id = ""  # type: ignore[attr-defined]  # the middleware's
    return made


def test_guessing_at_one_name_is_stopped_and_another_name_is_not(db: None) -> None:
    del db
    wrong = SignInThrottleMiddleware(lambda _request: HttpResponse(status=200))
    for _ in range(TRIES_A_NAME):
        assert wrong(post("ann")).status_code == 200
    refused = wrong(post("Ann "))
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert wrong(post("bo")).status_code == 200
    assert wrong(post("ann", "192.0.2.9")).status_code == 200, "elsewhere she can sign in"


def test_a_right_password_clears_the_name(db: None) -> None:
    del db
    wrong = SignInThrottleMiddleware(lambda _request: HttpResponse(status=200))
    for _ in range(TRIES_A_NAME - 1):
        wrong(post("ann"))
    right = SignInThrottleMiddleware(lambda _request: HttpResponse(status=302))
    assert right(post("ann")).status_code == 302
    assert wrong(post("ann")).status_code == 200


def test_failures_hold_no_name_and_no_address_and_are_forgotten(db: None) -> None:
    del db
    SignInThrottleMiddleware(lambda _request: HttpResponse(status=200))(post("ann"))
    row = SignInFailure.objects.get()
    assert b"ann" not in bytes(row.name_hash)
    assert b"192.0.2.1" not in bytes(row.address_hash)
    assert forget_old_failures(at=timezone.now() + timedelta(hours=1)) == 1


def test_the_mode_stands_in_the_database_and_cannot_be_changed(db: None) -> None:
    del db
    row, _ = Installation.objects.get_or_create(
        id=1,
        defaults={"installation_id": uuid4(), "mode": "demo", "created_at": timezone.now()},
    )
    assert row.mode == "demo"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Installation.objects.update(mode="production")


@pytest.mark.parametrize(
    ("client", "headers", "may"),
    [
        (("127.0.0.1", 1), [], True),
        (("192.0.2.7", 1), [], False),
        (("127.0.0.1", 1), [(b"x-forwarded-for", b"192.0.2.7")], False),
        (("192.0.2.7", 1), [(b"authorization", b"Bearer ")], False),
    ],
)
def test_metrics_are_for_this_machine_or_the_token(
    client: tuple[str, int], headers: list[tuple[bytes, bytes]], may: bool
) -> None:
    assert health.may_read_metrics({"client": client, "headers": headers}) is may


def logged(work: str) -> dict[str, object]:
    """Log one line through the product's own configuration and return it."""
    config = logging_config("INFO")
    stream = io.StringIO()
    config["handlers"]["stderr"]["stream"] = stream
    before = logging.getLogger().handlers[:]
    logging.config.dictConfig(config)
    try:
        log = structlog.wrap_logger(
            logging.getLogger("stayline.test"),
            processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
            wrapper_class=structlog.stdlib.BoundLogger,
        )
        if work == "keys":
            log.info("request", route="desk/", name="Ann", words="said", status=200)
        elif work == "error":
            try:
                int("what the caller said")
            except ValueError:
                log.exception("failed")
        else:
            logging.getLogger("somebody").error("lost %s", "what the caller said")
    finally:
        logging.getLogger().handlers[:] = before
    return json.loads(stream.getvalue().splitlines()[-1])


def test_logs_keep_only_keys_that_cannot_be_personal() -> None:
    line = logged("keys")
    assert (line["route"], line["status"]) == ("desk/", 200)
    assert "name" not in line
    assert "words" not in line


@pytest.mark.parametrize("work", ["error", "foreign"])
def test_logs_never_hold_the_text_of_an_error_or_arguments_of_others(work: str) -> None:
    line = logged(work)
    assert "caller" not in json.dumps(line)
    if work == "error":
        assert line["error"] == "ValueError"
        assert line["stack"]
