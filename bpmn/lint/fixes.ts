/** What to do about the findings of rules that do not say so themselves. */
const fixes: Record<string, string> = {
	xml: 'Open the file in Camunda Modeler and save it again; correct what it refers to and does not have.',
	'ad-hoc-sub-process': 'Take start and end events out of the ad-hoc sub-process, and give it an activity.',
	'conditional-flows': 'Give every flow of the fork a condition, or make it the default flow.',
	'end-event-required': 'Add an end event to the process or sub-process.',
	'event-based-gateway': 'Lead two or more flows, without conditions, to catching events.',
	'event-sub-process-typed-start-event': 'Give the start event a trigger: a message, timer, error, signal or escalation.',
	'fake-join': 'Join the flows in a gateway in front of the activity.',
	global: 'Name the definition, use it, and keep each name once.',
	'label-required': 'Give the element a name that a reader understands.',
	'link-event': 'Give both link events the same name, and each throwing one a catching one.',
	'no-bpmndi': 'Add a diagram: `troupe bpmn layout FILE`.',
	'no-complex-gateway': 'Use an exclusive, parallel or inclusive gateway.',
	'no-disconnected': 'Connect the element by a sequence flow, or remove it.',
	'no-duplicate-sequence-flows': 'Remove one of the two flows.',
	'no-gateway-join-fork': 'Use two gateways: one that joins, and one that forks.',
	'no-implicit-split': 'Put a gateway behind the element, and let the flows leave from there.',
	'no-implicit-end': 'Lead the path to an end event.',
	'no-implicit-start': 'Lead a path from a start event to the element.',
	'no-inclusive-gateway': 'Use exclusive or parallel gateways where they can say the same.',
	'no-overlapping-elements': 'Move the shapes apart: `troupe bpmn layout FILE` draws them anew.',
	'single-blank-start-event': 'Keep one start event without a trigger.',
	'single-event-definition': 'Keep one trigger of the event.',
	'start-event-required': 'Add a start event to the process or sub-process.',
	'sub-process-blank-start-event': 'Take the trigger off the start event of the sub-process.',
	'superfluous-gateway': 'Remove the gateway and connect its two flows.',
	'superfluous-label': 'Remove the name, which no diagram shows.',
	'superfluous-termination': 'Use an end event without a trigger: nothing else is running there.',
};

/** One sentence. */
export function fixOf(rule: string): string {
	return fixes[rule] ?? 'Correct the element in Camunda Modeler, set to the same version, which marks the field.';
}
