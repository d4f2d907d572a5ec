"""Uploads a handbook, asks an agent, lets a person approve what it wants to do, and reads what it cost."""

import base64
import os
import sys
from pathlib import Path

from troupe_client import Troupe, TroupeError
from troupe_client.operations import knowledge, usage

if len(sys.argv) != 4:
    sys.exit("Usage: python main.py HANDBOOK AGENT QUESTION")
file, agent, question = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
url = os.environ.get("TROUPE_URL", "http://127.0.0.1:8600")
# The application, and the person who approves: whoever asked an agent does not approve what it does.
troupe = Troupe(url, os.environ["TROUPE_KEY"])
desk = Troupe(url, os.environ["TROUPE_DESK_KEY"])

try:
    content = base64.b64encode(file.read_bytes()).decode()
    body = {"name": file.name, "content": content}
    show = lambda progress: print(f"{progress['done']} of {progress['total']} chunks embedded", file=sys.stderr)
    stored = troupe.call_in_background(knowledge.upload_document, "handbook", body=body, on_progress=show)
    print(f"{stored.id}: {stored.state}")
    found = troupe.call(knowledge.search_collection, "handbook", body={"question": question, "top": 1})
    print(f"{len(found.hits)} passage found")

    steps = troupe.stream(agent, question)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            answer = end.value
            break
        if step["kind"] == "tool-started":
            print(f"{agent} calls {step['tool']}")
        if step["kind"] == "model-part":
            print(step["text"], end="")
    print()

    if answer.state == "waiting":
        pending = desk.read(answer.run_id).pending
        decisions = [{"id": one["id"], "viewSha256": one["viewSha256"], "approved": True} for one in pending]
        print(f"approved: {', '.join(one['tool'] for one in pending)}")
        answer = desk.resume(answer.run_id, decisions)
        print(answer.reply)

    total = desk.call(usage.read_usage, by=["agent"]).total
    print(f"{answer.outcome}; all agents together: {total.calls if total else 0} calls of models")
except TroupeError as error:
    print(f"{error.code}: {error} {error.fix or ''} {error.run_id or ''}", file=sys.stderr)
    sys.exit(1)
