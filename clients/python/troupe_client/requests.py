"""What a request is made of, and whether its answer is the service's."""

from __future__ import annotations

import json
import re
from types import ModuleType
from typing import Any, get_args, get_type_hints

import httpx

from .errors import TroupeError


class RunAnswer(dict[str, Any]):
    """A run as its caller reads it. Fields are attributes too, in snake case; absent ones are ``None``."""

    def __getattr__(self, name: str) -> Any:
        first, *others = name.split("_")
        return self.get(first + "".join(word.capitalize() for word in others))


def read_address(url: str) -> str:
    """Returns the address without a slash at its end."""
    if re.match(r"https?://[^/\s]", url, re.IGNORECASE):
        return url.rstrip("/")
    message = f"The address of the service is {json.dumps(url)}: expected one with http:// or https://."
    raise TroupeError("INPUT_INVALID", message, fix="Pass the whole address, such as http://127.0.0.1:8600.")


def read_key(key: str | None) -> str:
    """Returns the key without space around it, as files and variables add it."""
    trimmed = (key or "").strip()
    if re.fullmatch(r"[\x21-\x7e]+", trimmed):
        return trimmed
    message = "The key has characters that no key has." if trimmed else "The key is empty."
    raise TroupeError("INPUT_INVALID", message, fix="Pass the key as `troupe key create` printed it.")


def to_body(operation: ModuleType, body: dict[str, Any]) -> Any:
    """Turns fields, named as the service names them, into the model of an operation."""
    hint = get_type_hints(operation.sync_detailed)["body"]
    model = next(one for one in (hint, *get_args(hint)) if hasattr(one, "from_dict"))
    try:
        return model.from_dict(body)
    except KeyError as error:
        raise TroupeError("INPUT_INVALID", f"The body of the request lacks {error}.") from error


def require_ours(status: int, headers: Any) -> None:
    """Refuses the page of a proxy, whatever its status says."""
    kind = headers.get("content-type", "nothing")
    if status != 204 and not kind.startswith(("application/json", "text/event-stream", "text/csv")):
        raise not_ours(status, f"{status} with {kind}, expected application/json")


def is_of_proxy(response: httpx.Response) -> bool:
    """Returns whether something before the service failed, such as a proxy that lost it."""
    return response.status_code >= 500 and not response.headers.get("content-type", "").startswith("application/problem+json")


def read_answer(response: httpx.Response) -> RunAnswer:
    """Reads a run, and refuses what something else answered."""
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if isinstance(answer, dict) and isinstance(answer.get("runId"), str):
        return RunAnswer(answer)
    raise not_ours(response.status_code, f"{response.status_code} with JSON, expected a run")


def not_ours(status: int, what: str) -> TroupeError:
    fix = "Check the address, and what is between this program and `troupe serve`."
    return TroupeError("UNKNOWN", f"Not the service but something before it answered: {what}.", status=status, fix=fix)
