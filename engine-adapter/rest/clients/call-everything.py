"""Calls every operation that Camunda and Troupe both have, with Camunda's own client, which raises for an answer that differs from the schema.

Usage: python call-everything.py http://127.0.0.1:8600/v2, on the service of every-kind.ts
Prints one JSON document: how much each search found, the operations that answered, and those that failed with the reason.
"""

import json
import sys
import tempfile
import uuid
from pathlib import Path

import camunda_orchestration_sdk.models as models
from camunda_orchestration_sdk import CamundaClient

client = CamundaClient(configuration={"CAMUNDA_REST_ADDRESS": sys.argv[1], "CAMUNDA_AUTH_STRATEGY": "NONE"})
found, called, failed = {}, set(), {}
keyed = {"decision_instances": "decision_evaluation_instance", "decision_requirements": "decision_requirements"}


def call(operation, *keys, model=None, **fields):
    """Calls an operation with keys and a request of the model. Returns its answer, or None where it failed."""
    try:
        data = {"data": getattr(models, model).from_dict(fields)} if model else {}
        answer = getattr(client, operation)(*keys, **data)
        called.add(operation)
        return answer
    except Exception as error:  # noqa: BLE001, to go on with the others
        failed[operation] = f"{type(error).__name__}: {error}"
        return None


def search(operation, **filters):
    answer = call(f"search_{operation}", **({"model": filters.pop("model"), "filter": filters} if filters else {}))
    return answer.items if answer else []


def start(process_id):
    return call("create_process_instance", model="ProcessCreationById", processDefinitionId=process_id, variables={"number": 1})


def activate(kind, **more):
    request = {"type": kind, "worker": "test", "timeout": 60_000, "maxJobsToActivate": 1, "requestTimeout": 1_000, **more}
    return call("activate_jobs", model="JobActivationRequest", **request).jobs[0]


def read():
    call("get_topology")
    for operation, keys in {
        "process_definitions": ["get_process_definition", "get_process_definition_xml", "get_process_definition_statistics"],
        "process_instances": [
            "get_process_instance",
            "get_process_instance_statistics",
            "get_process_instance_sequence_flows",
            "get_process_instance_call_hierarchy",
            "search_process_instance_incidents",
        ],
        "element_instances": ["get_element_instance"],
        "variables": [],
        "user_tasks": ["get_user_task", "search_user_task_variables"],
        "incidents": ["get_incident"],
        "jobs": [],
        "message_subscriptions": [],
        "decision_definitions": ["get_decision_definition", "get_decision_definition_xml"],
        "decision_requirements": ["get_decision_requirements", "get_decision_requirements_xml"],
        "decision_instances": ["get_decision_instance"],
        "batch_operations": ["get_batch_operation"],
        "batch_operation_items": [],
        "agent_instances": ["get_agent_instance", "search_agent_instance_history"],
    }.items():
        items = search(operation)
        found[operation] = len(items)
        name = keyed.get(operation, operation.removesuffix("s"))
        for get in keys:
            for item in items:
                call(get, getattr(item, f"{name}_key"))


def work():
    deployed = Path(tempfile.mkdtemp()) / "deployed.bpmn"
    ended = next(item for item in search("process_definitions") if item.process_definition_id == "ended")
    deployed.write_text(client.get_process_definition_xml(ended.process_definition_key).replace('"ended"', '"deployed"'))
    deployment = call("deploy_resources_from_files", [deployed])
    # Without a request, the client of 10.0.1 fails before it sends one.
    call("delete_resource", deployment.deployments[0].process_definition.process_definition_key, model="DeleteResourceRequest")
    started = [start("worked") for _ in range(4)]
    job = activate("work")
    call("update_job", job.job_key, model="JobUpdateRequest", changeset={"retries": 2, "timeout": 60_000})
    call("complete_job", job.job_key, model="JobCompletionRequest", variables={"done": True})
    call("fail_job", activate("work").job_key, model="JobFailRequest", retries=0, errorMessage="no paper")
    call("throw_job_error", activate("work").job_key, model="JobErrorRequest", errorCode="none", errorMessage="nobody catches it")
    report(activate("work", withLease=True))
    call("create_element_instance_variables", started[3].process_instance_key, model="SetVariableRequest", variables={"number": 2})
    call("cancel_process_instance", started[3].process_instance_key, model="CancelProcessInstanceRequest")
    call("publish_message", model="MessagePublicationRequest", name="none", correlationKey="1", timeToLive=0)
    call("correlate_message", model="MessageCorrelationRequest", name="paid", correlationKey="order-1")
    call("broadcast_signal", model="SignalBroadcastRequest", signalName="none")
    call("evaluate_decision", model="DecisionEvaluationByID", decisionDefinitionId="discount", variables={"amount": 200})
    call("evaluate_decision", model="DecisionEvaluationByID", decisionDefinitionId="failing", variables={"amount": 0})


def report(job):
    """Tells of an agent at work, as its worker does."""
    claim = {"elementInstanceKey": job.element_instance_key, "jobKey": job.job_key, "jobLeaseToken": job.job_lease_token}
    words = [{"contentType": "TEXT", "text": "You help."}]
    item = {"historyItemId": str(uuid.uuid4()), "loopIteration": 1, "content": words, "producedAt": "2026-11-01T10:00:00.000Z"}
    configuration = {**item, "role": "CONFIGURATION", "model": "small", "provider": "openai", "systemPrompt": words}
    agent = call("create_agent_instance", model="AgentInstanceCreationRequest", **claim, history=[configuration])
    call("update_agent_instance", agent.agent_instance_key, model="AgentInstanceUpdateRequest", **claim, status="THINKING")


def change():
    task = search("user_tasks", model="UserTaskSearchQuery", elementId="ask")[0].user_task_key
    call("assign_user_task", task, model="UserTaskAssignmentRequest", assignee="bia", allowOverride=True)
    call("unassign_user_task", task)
    call("update_user_task", task, model="UserTaskUpdateRequest", changeset={"priority": 80})
    call("complete_user_task", task, model="UserTaskCompletionRequest", variables={"answer": "yes"})
    incident = search("incidents", model="IncidentSearchQuery", processDefinitionId="broken")[0]
    call("create_element_instance_variables", incident.process_instance_key, model="SetVariableRequest", variables={"missing": 1})
    call("resolve_incident", incident.incident_key)
    moved = start("nested").process_instance_key
    call(
        "modify_process_instance",
        moved,
        model="ProcessInstanceModificationInstruction",
        activateInstructions=[{"elementId": "end"}],
    )
    newest = start("asked")
    plan = {"targetProcessDefinitionKey": newest.process_definition_key, "mappingInstructions": [same("ask")]}
    call("migrate_process_instance", newest.process_instance_key, model="ProcessInstanceMigrationInstruction", **plan)
    chosen = {"filter": {"processInstanceKey": newest.process_instance_key}}
    batch("migrate", "Migration", **chosen, migrationPlan=plan)
    batch("modify", "Modification", **chosen, moveInstructions=[{"sourceElementId": "ask", "targetElementId": "ask"}])
    batch("cancel", "Cancellation", **chosen)
    call("resolve_incidents_batch_operation", model="ProcessInstanceIncidentResolutionBatchOperationRequest", **chosen)


def same(element):
    return {"sourceElementId": element, "targetElementId": element}


def batch(verb, noun, **request):
    call(f"{verb}_process_instances_batch_operation", model=f"ProcessInstance{noun}BatchOperationRequest", **request)


for part in (read, work, change, read):
    part()
print(json.dumps({"found": found, "called": sorted(called), "failed": failed}))
