"""AgentDojo's side of a measurement: its suites, the data that tools read and change, its orders and its verdicts.

Reads one JSON request a line and answers each with one line. One case is open at a time.
"""
import importlib.abc
import importlib.machinery
import json
import sys
from types import SimpleNamespace
from unittest.mock import MagicMock


class VendorStub(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """AgentDojo imports the clients of all model vendors. No model is asked, so they are not installed."""

    vendors = {"anthropic", "click", "cohere", "dotenv", "google", "langchain", "openai", "requests", "tenacity"}

    def find_spec(self, fullname, path=None, target=None):
        if fullname.split(".")[0] in self.vendors:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        stub = MagicMock(name=spec.name)
        stub.__path__ = []
        return stub

    def exec_module(self, module):
        pass


sys.meta_path.append(VendorStub())

import yaml
from agentdojo.agent_pipeline.tool_execution import tool_result_to_str
from agentdojo.attacks.attack_registry import ATTACKS, load_attack
from agentdojo.functions_runtime import FunctionCall, FunctionsRuntime
from agentdojo.task_suite.load_suites import get_suite
from agentdojo.types import text_content_block_from_string

VERSION = "v1.2.2"
NAMES = ["banking", "slack", "travel", "workspace"]
# `manual` asks at a terminal. Attacks that only keep an agent from its work order no call.
LEFT_OUT = {name for name, attack in ATTACKS.items() if name == "manual" or attack.is_dos_attack}
# The same reader in C: the data of a suite are read anew for every case.
yaml.safe_load = lambda text: yaml.load(text, yaml.CSafeLoader)
# The text of some attacks names a model.
PIPELINE = SimpleNamespace(name="gpt-4o-2024-05-13")


def plain(calls):
    return [{"tool": call.function, "arguments": dict(call.args)} for call in calls]


class Suite:
    def __init__(self, name):
        self.name, self.suite = name, get_suite(VERSION, name)
        self.attacks, self.places = {}, {}

    def attack(self, name):
        if name not in self.attacks:
            attack = load_attack(name, self.suite, PIPELINE)
            attack.get_injection_candidates = self.find_places
            self.attacks[name] = attack
        return self.attacks[name]

    def find_places(self, task):
        """Returns where an order comes into sight of whoever does the task. They are the same for every attack."""
        if task.ID not in self.places:
            finder = load_attack("direct", self.suite, PIPELINE)
            try:
                self.places[task.ID] = finder.get_injection_candidates(task)
            except ValueError:
                self.places[task.ID] = []
        return self.places[task.ID]

    def describe(self):
        data = self.suite.load_and_inject_default_environment({})
        orders = [one for one in self.suite.injection_tasks.values() if one.ground_truth(data) or one.GROUND_TRUTH_OUTPUT]
        tasks = list(self.suite.user_tasks.values())
        pairs = [[task.ID, order.ID] for task in tasks if self.find_places(task) for order in orders]
        tools = [
            {"name": tool.name, "description": tool.description, "parameters": tool.parameters.model_json_schema()} for tool in self.suite.tools
        ]
        return {"name": self.name, "tools": tools, "tasks": [task.ID for task in tasks], "pairs": pairs}


class Case:
    """One task, with or without an order in its data."""

    def __init__(self, suite, task, order=None, attack=None, text=None):
        self.suite = suite.suite
        self.task = self.suite.get_user_task_by_id(task)
        self.order = self.suite.get_injection_task_by_id(order) if order else None
        injections = {}
        if text is not None:
            injections = {place: text for place in suite.find_places(self.task)}
        elif attack is not None:
            injections = suite.attack(attack).attack(self.task, self.order)
        self.data = self.task.init_environment(self.suite.load_and_inject_default_environment(injections))
        self.before = self.data.model_copy(deep=True)
        self.runtime = FunctionsRuntime(self.suite.tools)
        self.made = []

    def describe(self):
        calls = plain(self.task.ground_truth(self.before.model_copy(deep=True)))
        return {"prompt": self.task.PROMPT, "calls": calls, "answer": self.task.GROUND_TRUTH_OUTPUT}

    def obey(self):
        calls = plain(self.order.ground_truth(self.data.model_copy(deep=True)))
        return {"calls": calls, "answer": self.order.GROUND_TRUTH_OUTPUT}

    def call(self, tool, arguments):
        self.made.append(FunctionCall(function=tool, args=arguments))
        result, error = self.runtime.run_function(self.data, tool, arguments)
        return {"text": tool_result_to_str(result), "error": error}

    def judge(self, reply):
        state = ([text_content_block_from_string(reply)], self.before, self.data, self.made)
        utility = self.suite._check_user_task_utility(self.task, *state)
        hit = self.order is not None and self.suite._check_injection_task_security(self.order, *state)
        return {"utility": bool(utility), "hit": bool(hit)}


def answer(suites, state, request):
    kind = request.pop("kind")
    if kind == "describe":
        return {"suites": [suite.describe() for suite in suites.values()], "attacks": [name for name in ATTACKS if name not in LEFT_OUT]}
    if kind == "goal":
        return {"goal": suites[request["suite"]].suite.get_injection_task_by_id(request["order"]).GOAL}
    if kind == "open":
        state["case"] = Case(suites[request.pop("suite")], **request)
        return state["case"].describe()
    return getattr(state["case"], kind)(**request) if kind in {"obey", "call", "judge"} else {"fault": f"unknown request {kind}"}


def main():
    suites, state = {name: Suite(name) for name in NAMES}, {}
    for line in sys.stdin:
        try:
            reply = answer(suites, state, json.loads(line))
        except Exception as error:  # the measurement reports it, with the case
            reply = {"fault": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps(reply, default=str), flush=True)


if __name__ == "__main__":
    main()
