/** Fixes for the findings of rules that have none. */
const fixes: Record<string, string> = {
	'ad-hoc-sub-process': 'Remove start and end events from the ad-hoc sub-process, and add an activity.',
	'conditional-event': 'Give the event a condition.',
	'conditional-flows': 'Give every flow of the fork a condition, or make it the default flow.',
	'end-event-required': 'Add an end event to the process or sub-process.',
	'event-based-gateway': 'Connect the gateway to two or more catching events, without conditions.',
	'event-sub-process-typed-start-event': 'Give the start event a trigger: a message, timer, error, signal or escalation.',
	'fake-join': 'Join the flows in a gateway before the activity.',
	global: 'Give the definition a unique name, and use it.',
	'label-required': 'Give the element a meaningful name.',
	'link-event': 'Give both link events the same name. Each throwing event needs a catching event.',
	'no-bpmndi': 'Draw the diagram: `troupe bpmn layout FILE`, with `--replace` if the file has a part of it.',
	'no-complex-gateway': 'Use an exclusive, parallel or inclusive gateway.',
	'no-disconnected': 'Connect the element by a sequence flow, or remove it.',
	'no-duplicate-sequence-flows': 'Remove one of the two flows.',
	'no-gateway-join-fork': 'Use two gateways: one that joins, and one that forks.',
	'no-implicit-split': 'Add a gateway after the element, and start the flows there.',
	'no-implicit-end': 'Connect the path to an end event.',
	'no-implicit-start': 'Connect the element to a path from a start event.',
	'no-inclusive-gateway': 'Use exclusive or parallel gateways where they express the same.',
	'no-overlapping-elements': 'Move the shapes apart, or draw the diagram again: `troupe bpmn layout FILE --replace`.',
	'single-blank-start-event': 'Keep one start event without a trigger.',
	'single-event-definition': 'Keep one trigger.',
	'start-event-required': 'Add a start event to the process or sub-process.',
	'sub-process-blank-start-event': 'Remove the trigger from the start event of the sub-process.',
	'superfluous-gateway': 'Remove the gateway and connect its two flows.',
	'superfluous-label': 'Remove the name: diagrams do not show it.',
	'superfluous-termination': 'Use an end event without a trigger: nothing else is running there.',
};

/** The same for the rules of Camunda, which know what the version of Zeebe takes. */
const camundaFixes: Record<string, string> = {
	'ad-hoc-sub-process': 'Give the ad-hoc sub-process an activity, or elements to activate, as the message says.',
	'called-element': 'Name the process that the call activity calls, in "Called element".',
	'duplicate-execution-listeners': 'Remove one of the two listeners.',
	'duplicate-task-headers': 'Remove one of the two headers.',
	'element-type': 'Use another element, or a newer version of Zeebe (--target).',
	'error-reference': 'Choose an error with a code.',
	'escalation-boundary-event-attached-to-ref': 'Attach the escalation event to a sub-process or a call activity.',
	'escalation-reference': 'Choose an escalation with a code.',
	'event-based-gateway-target': 'Let the gateway lead to catching events of messages, timers and signals only.',
	'executable-process': 'Set the process to executable.',
	'execution-listener': 'Give the listener a type.',
	implementation: 'Give the task a job type, or an implementation that Zeebe has.',
	'io-mapping': 'Remove the mapping, or complete its source and target.',
	'loop-characteristics': 'Give the multi-instance activity an input collection, such as =items.',
	'message-reference': 'Choose a message with a name.',
	'no-loop': 'Add something that waits, such as a user task or a timer, or a way out of the loop.',
	'no-multiple-none-start-events': 'Keep one start event without a trigger.',
	'priority-definition': 'Set a whole number from 0 to 100, or an expression.',
	secrets: 'Write secrets as {{secrets.NAME}}.',
	'sequence-flow-condition': 'Give the flow a condition, or make it the default flow.',
	'signal-reference': 'Choose a signal with a name.',
	'task-schedule': 'Write a date with a time, such as 2030-01-31T09:30:00Z, or an expression that begins with "=".',
	timer:
		'Write an ISO 8601 text, such as PT15M (duration), 2030-01-31T09:30:00Z (date) or R3/PT10M (cycle), or an expression that begins with "=".',
	'user-task-form': 'Choose a form, or remove it.',
	'wait-for-completion': 'Remove the setting: the version of Zeebe does not have it.',
	'agent-fromai-contract':
		'Write =fromAi(toolCall.name, "What it is.") once for each parameter, in an input of the element that the agent starts.',
	'agent-tool-documentation': 'Describe in the documentation of the element what it does: the model reads it to choose its tools.',
	'agent-tool-output-key': 'Put one result into toolCallResult: by an output, a result variable or a result expression.',
	'connector-properties': 'Remove the property, or choose a newer version of Zeebe (--target).',
	'feel-compatibility': 'Use a function that this version has, or choose a newer version of Zeebe (--target).',
	'link-event': 'Give each catching link event a separate name.',
	'no-before-all-execution-listener': 'Listen to another event, or choose a newer version of Zeebe (--target).',
	'no-business-id': 'Remove the business id: the version of Zeebe does not have it.',
	'no-cancel-execution-listener': 'Listen to another event: the version of Zeebe has none for cancelling.',
	'no-execution-listener-headers': 'Remove the headers of the listener: the version of Zeebe does not have them.',
	'no-expression': 'Write a fixed value: the version of Zeebe takes no expression there.',
	'no-interrupting-event-subprocess': 'Set the start event of the event sub-process to non-interrupting.',
	'no-job-priority-definition': 'Remove the priority of the job: the version of Zeebe does not have it.',
	'no-task-listeners': 'Remove the task listeners, or choose a newer version of Zeebe (--target).',
	'start-event-form': 'Choose a form for the start event, or remove it.',
	'task-listener': 'Give the task listener a type.',
	'user-task-definition': 'Choose a form for the person, or leave it if programs complete the task.',
	'variable-name': 'Use letters, digits and "_" for the name, and no digit at its beginning.',
	'version-tag': 'Give the version tag a value, or remove it.',
	'zeebe-user-task': 'Set the implementation of the user task to "Camunda user task".',
};

const camundaPrefix = 'camunda-compat/';

/** Returns what to do about a finding, in one sentence. */
export function findFix(rule: string): string {
	const own = rule.startsWith(camundaPrefix) ? camundaFixes[rule.slice(camundaPrefix.length)] : fixes[rule];
	return own ?? 'Open the file in Camunda Modeler, set it to the same version, and correct the field that it marks.';
}
