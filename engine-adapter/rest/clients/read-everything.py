"""Reads everything that a Camunda 8 cluster tells, with Camunda's own client, which raises for an answer that differs from the schema.

Usage: python read-everything.py http://127.0.0.1:8600/v2
Prints one JSON document: what each search found, by its name. Incidents are missing: 1.1.3 takes their errorType for an object, and
raises for every answer that a cluster can give.
"""

import json
import sys

from camunda_orchestration_sdk import CamundaClient

client = CamundaClient(configuration={"CAMUNDA_REST_ADDRESS": sys.argv[1], "CAMUNDA_AUTH_STRATEGY": "NONE"})

found = {
    "definitions": client.search_process_definitions().items,
    "instances": client.search_process_instances().items,
    "elements": client.search_element_instances().items,
    "variables": client.search_variables().items,
    "tasks": client.search_user_tasks().items,
}
for item in found["definitions"]:
    client.get_process_definition(item.process_definition_key)
for item in found["instances"]:
    client.get_process_instance(item.process_instance_key)
for item in found["elements"]:
    client.get_element_instance(item.element_instance_key)
for item in found["tasks"]:
    client.get_user_task(item.user_task_key)
    client.search_user_task_variables(item.user_task_key)
print(json.dumps({name: [item.to_dict() for item in items] for name, items in found.items()}))
