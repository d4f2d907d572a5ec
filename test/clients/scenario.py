"""Prints one JSON line for each thing that an application does; scenario.mts does the same."""

import json
import os

from troupe_client import Troupe, TroupeError
from troupe_client.operations import access, agents, runs, sandbox, usage

troupe = Troupe(os.environ["TROUPE_URL"], os.environ["TROUPE_KEY"] + "\n")


def show(name, value):
    print(json.dumps([name, value], separators=(",", ":")))


def failing(name, act):
    try:
        act()
        show(name, None)
    except TroupeError as error:
        show(name, [error.code, error.status, "string" if str(error) else None, "undefined" if error.run_id is None else "string"])


show("me", troupe.call(access.who_am_i).scopes)
show("agents", [one.id for one in troupe.call(agents.list_agents).items])
first = troupe.run("clerk", "One?")
show("run", [first.state, first.reply])

parts, kinds = [], set()
stream = troupe.stream("clerk", "Two?", conversation_id="mine")
while True:
    try:
        step = next(stream)
    except StopIteration as end:
        answer = end.value
        break
    kinds.add(step["kind"])
    if step["kind"] == "model-part":
        parts.append(step["text"])
show("stream", ["".join(parts), answer.reply, answer.conversation_id, [kind in kinds for kind in ("started", "finished")]])

asked = troupe.run("clerk", "Three?")
show("asked", [asked.state, [one["id"] for one in asked.pending]])
show("resumed", troupe.resume(asked.run_id, [{"id": "q1", "answer": "7"}]).reply)
show("read", troupe.read(asked.run_id).state)

once = troupe.run("clerk", "Four?", idempotency_key="order-9")
show("once", once.run_id == troupe.run("clerk", "Four?", idempotency_key="order-9").run_id)
failing("other request", lambda: troupe.run("clerk", "Five?", idempotency_key="order-9"))
failing("no agent", lambda: troupe.run("cashier", "Hi"))
failing("operation", lambda: troupe.call(agents.read_agent, "cashier"))
failing("failed run", lambda: troupe.run("clerk", "Six?"))
failing("ended", lambda: troupe.cancel(once.run_id, "late"))
failing("no operation", lambda: troupe.finish("nothing"))
failing("a page", lambda: Troupe(os.environ["PAGE_URL"], "x").run("clerk", "Hi"))
failing("a page for an operation", lambda: Troupe(os.environ["PAGE_URL"], "x").call(agents.list_agents))
failing("another service", lambda: Troupe(f"{os.environ['PAGE_URL']}/other", "x").run("clerk", "Hi"))
failing("nobody there", lambda: Troupe("http://127.0.0.1:9", "x", retries=0).run("clerk", "Hi"))
failing("no address", lambda: Troupe("127.0.0.1:8600", "x"))
failing("no key", lambda: Troupe(os.environ["TROUPE_URL"], ""))
failing("a strange key", lambda: Troupe(os.environ["TROUPE_URL"], "trp_a\nb"))
show("runs", [[one.state, one.host] for one in troupe.call(runs.list_runs, state="failed").items])
show("export", troupe.call(usage.export_usage, by=["agent"]).split(",")[0])
show("export in the background", troupe.call_in_background(usage.export_usage, by=["agent"]).split(",")[0])
script = {"kind": "script", "source": "console.log(7)"}
show("script", troupe.call_in_background(sandbox.start_sandbox_run, body=script).stdout)
