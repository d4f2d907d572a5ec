"""A ``troupe serve``."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Generator, Iterable
from inspect import signature
from types import ModuleType
from typing import Any
from urllib.parse import quote, unquote

import httpx

from .errors import TroupeError, to_error
from .events import read_events
from .generated.client import AuthenticatedClient
from .requests import RunAnswer, is_of_proxy, not_ours, read_address, read_answer, read_key, require_ours, to_body

_WAIT_SECONDS = 30
# How long a request waits whose caller wants to know of progress.
_PROGRESS_SECONDS = 1
_TIMEOUT = httpx.Timeout(45.0, connect=10.0)
# Nothing happens in them until somebody acts.
_SETTLED = {"waiting", "completed", "failed", "cancelled", "interrupted"}


class Troupe:
    """Runs agents, and calls operations. Errors are ``TroupeError``.

    ``url``: the address of ``troupe serve``. ``key``: an API key, or a token of the issuer.
    ``retries``: how often a request is tried again that the service could not take now, or that got no answer.
    """

    def __init__(self, url: str, key: str, *, retries: int = 3, transport: httpx.BaseTransport | None = None) -> None:
        self._url = read_address(url)
        key = read_key(key)
        self._retries = retries
        headers = {"authorization": f"Bearer {key}"}
        self._http = _Repeating(retries, base_url=self._url, headers=headers, timeout=_TIMEOUT, transport=transport)
        #: For the functions of operations.
        self.client = AuthenticatedClient(base_url=self._url, token=key).set_httpx_client(self._http)

    def __enter__(self) -> Troupe:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def call(self, operation: ModuleType, *args: Any, **kwargs: Any) -> Any:
        """Calls an operation, such as ``runs.list_runs``, and returns its typed answer. ``body`` can be a ``dict``, too."""
        if isinstance(kwargs.get("body"), dict):
            kwargs["body"] = to_body(operation, kwargs["body"])
        try:
            response = operation.sync_detailed(*args, client=self.client, **kwargs)
        except httpx.TransportError as error:
            raise self._unsent(error) from error
        except (ValueError, KeyError) as error:
            raise not_ours(200, "expected the JSON of the operation") from error
        if 200 <= response.status_code < 300:
            require_ours(int(response.status_code), response.headers)
            return response.parsed
        raise to_error(int(response.status_code), _parse(response.content))

    def call_in_background(
        self, operation: ModuleType, *args: Any, on_progress: Callable[[dict[str, Any]], None] | None = None, **kwargs: Any
    ) -> Any:
        """Calls an operation that the service can do in the background, such as an upload, and waits for its typed answer.

        ``on_progress`` gets ``done``, ``total`` and ``unit`` when the operation is further.
        """
        # What is always done in the background is not asked for it, and answers the whole operation.
        is_always = "wait_seconds" in signature(operation.sync_detailed).parameters
        begun = self.call(operation, *args, **kwargs, **({} if is_always else {"prefer": "respond-async"}))
        answer = self.finish(begun.id, on_progress=on_progress)
        if is_always:
            whole = httpx.Response(200, json={**begun.to_dict(), "answer": answer})
            return operation._parse_response(client=self.client, response=whole).answer
        # An operation that answers with a text, such as a CSV, sends it as it is.
        response = httpx.Response(200, text=answer) if isinstance(answer, str) else httpx.Response(200, json=answer)
        return operation._parse_response(client=self.client, response=response)

    def finish(self, operation_id: str, *, on_progress: Callable[[dict[str, Any]], None] | None = None) -> Any:
        """Waits for the answer of an operation in the background."""
        params = {"waitSeconds": _PROGRESS_SECONDS if on_progress else _WAIT_SECONDS}
        while True:
            read = self._send("GET", f"operations/{quote(operation_id, safe='')}", params=params).json()
            if on_progress and "progress" in read:
                on_progress(read["progress"])
            if read["state"] == "completed":
                return read["answer"]
            if read["state"] not in ("queued", "running"):
                error = read.get("error") or {}
                message = error.get("message", f"The operation is {read['state']}.")
                raise TroupeError(error.get("code", "UNKNOWN"), message, fix=error.get("fix"), retryable=error.get("retryable"))

    def run(self, agent: str, message: str, *, idempotency_key: str | None = None, **request: Any) -> RunAnswer:
        """Runs an agent, and waits until it has answered, or waits for a person."""
        return self._settle(read_answer(self._begin(agent, message, idempotency_key, request)))

    def stream(
        self, agent: str, message: str, *, idempotency_key: str | None = None, **request: Any
    ) -> Generator[dict[str, Any], None, RunAnswer]:
        """Runs an agent, and yields its steps as they come; returns the answer. A lost connection goes on where it was."""
        begun = self._begin(agent, message, idempotency_key, request, accept="text/event-stream")
        if not begun.headers.get("content-type", "").startswith("text/event-stream"):
            begun.read()
            return self._settle(read_answer(begun))
        run_id = unquote(begun.headers["location"].rsplit("/", 1)[1])
        return (yield from self._follow(run_id, begun))

    def follow(self, run_id: str) -> Generator[dict[str, Any], None, RunAnswer]:
        """Yields the steps of a run, and returns its answer."""
        return (yield from self._follow(run_id, None))

    def read(self, run_id: str, *, wait_seconds: int | None = None) -> RunAnswer:
        """Reads a run with its record; ``wait_seconds`` waits until it ends, at most 30."""
        params = {} if wait_seconds is None else {"waitSeconds": wait_seconds}
        return read_answer(self._send("GET", f"runs/{quote(run_id, safe='')}", params=params))

    def resume(self, run_id: str, decisions: Iterable[dict[str, Any]]) -> RunAnswer:
        """Decides what a run waits for, and waits until it has answered, or waits again."""
        path = f"runs/{quote(run_id, safe='')}/resume"
        body = {"decisions": list(decisions)}
        while True:
            # Sent again, the same decisions find what came of them, also for somebody who may read no runs.
            answer = read_answer(self._send("POST", path, json=body, extensions={"repeatable": True}))
            if answer["state"] != "running":
                return self._settle(answer)

    def cancel(self, run_id: str, reason: str) -> None:
        """Ends a run for good."""
        self._send("POST", f"runs/{quote(run_id, safe='')}/cancel", json={"reason": reason})

    def _begin(
        self, agent: str, message: str, key: str | None, request: dict[str, Any], accept: str = "application/json"
    ) -> httpx.Response:
        fields = {"conversation_id": "conversationId"}
        body = {"message": message, **{fields.get(name, name): value for name, value in request.items() if value is not None}}
        headers = {"accept": accept, "idempotency-key": key or str(uuid.uuid4())}
        is_stream = accept != "application/json"
        path = f"agents/{quote(agent, safe='')}/runs"
        return self._send("POST", path, json=body, headers=headers, stream=is_stream)

    def _settle(self, answer: RunAnswer) -> RunAnswer:
        run_id = answer["runId"]
        while answer["state"] not in _SETTLED:
            kept = self.read(run_id, wait_seconds=_WAIT_SECONDS).get("answer")
            if kept is None:
                raise TroupeError("UNKNOWN", "The service does not keep the answer of this run.", runId=run_id)
            answer = RunAnswer(kept)
        if answer["state"] == "failed":
            error = answer.get("error") or {}
            raise TroupeError(error.get("code", "UNKNOWN"), error.get("message", "The run failed."), runId=run_id, fix=error.get("fix"))
        return answer

    def _follow(self, run_id: str, opened: httpx.Response | None) -> Generator[dict[str, Any], None, RunAnswer]:
        last: str | None = None
        failed = 0
        while True:
            cause: Exception | None = None
            try:
                headers = {"accept": "text/event-stream", **({"last-event-id": last} if last else {})}
                path = f"runs/{quote(run_id, safe='')}/events"
                response = opened or self._send("GET", path, headers=headers, stream=True)
                opened = None
                try:
                    for event in read_events(response):
                        last = event.get("id", last)
                        failed = failed if event.get("event") == "gap" else 0
                        told = json.loads(event["data"])
                        if event.get("event") == "answer":
                            return self._settle(RunAnswer(told.get("answer", told)))
                        yield {**told, "id": event.get("id"), "kind": event.get("event", "message")}
                finally:
                    response.close()
            except httpx.TransportError as error:
                cause = error
            # A stream without an answer has broken, also where it was closed in good order.
            failed += 1
            if failed > self._retries:
                raise self._unsent(cause) from cause
            time.sleep(failed * 0.5)

    def _send(self, method: str, path: str, *, stream: bool = False, **given: Any) -> httpx.Response:
        try:
            response = self._http.send(self._http.build_request(method, f"/api/v1/{path}", **given), stream=stream)
        except httpx.TransportError as error:
            raise self._unsent(error) from error
        if response.is_success:
            require_ours(response.status_code, response.headers)
            return response
        raise to_error(response.status_code, _parse(response.read()))

    def _unsent(self, cause: Exception | None) -> TroupeError:
        if isinstance(cause, httpx.LocalProtocolError):
            return TroupeError("INPUT_INVALID", f"The request cannot be sent: {cause}.")
        fix = "Check the address, and that `troupe serve` runs there."
        return TroupeError("UNREACHABLE", f"The service at {self._url} does not answer.", fix=fix, retryable=True)


class _Repeating(httpx.Client):
    """Tries again what the service could not take, or did not answer, where that does nothing twice."""

    def __init__(self, retries: int, **given: Any) -> None:
        super().__init__(**given)
        self._retries = retries

    def send(self, request: httpx.Request, **given: Any) -> httpx.Response:
        repeats = request.method == "GET" or "idempotency-key" in request.headers or "repeatable" in request.extensions
        for attempt in range(self._retries if repeats else 0):
            try:
                response = super().send(request, **given)
            except httpx.TransportError:
                time.sleep(0.25 * 2**attempt)
                continue
            seconds = _seconds(response.headers.get("retry-after"))
            # A limit that lasts longer is for whoever called.
            if not (response.status_code in (429, 503) or is_of_proxy(response)) or seconds > _WAIT_SECONDS:
                return response
            response.close()
            time.sleep(seconds)
        return super().send(request, **given)


def _seconds(header: str | None) -> float:
    try:
        return float(header or 1)
    except ValueError:
        return 1.0


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None
