/** What to do about the findings of rules that do not say so themselves. */
const fixes: Record<string, string> = {
	xml: 'Open the file in Camunda Modeler, correct the broken references and save it again.',
	'ad-hoc-sub-process': 'Remove start and end events from the ad-hoc sub-process, and add an activity.',
	'conditional-flows': 'Give every flow of the fork a condition, or make it the default flow.',
	'end-event-required': 'Add an end event to the process or sub-process.',
	'event-based-gateway': 'Connect the gateway to two or more catching events, without conditions.',
	'event-sub-process-typed-start-event': 'Give the start event a trigger: a message, timer, error, signal or escalation.',
	'fake-join': 'Join the flows in a gateway before the activity.',
	global: 'Give the definition a unique name, and use it.',
	'label-required': 'Give the element a meaningful name.',
	'link-event': 'Give both link events the same name. Each throwing event needs a catching event.',
	'no-bpmndi': 'Draw the diagram: `troupe bpmn layout FILE`, with `--force` if the file has a part of it.',
	'no-complex-gateway': 'Use an exclusive, parallel or inclusive gateway.',
	'no-disconnected': 'Connect the element by a sequence flow, or remove it.',
	'no-duplicate-sequence-flows': 'Remove one of the two flows.',
	'no-gateway-join-fork': 'Use two gateways: one that joins, and one that forks.',
	'no-implicit-split': 'Add a gateway after the element, and start the flows there.',
	'no-implicit-end': 'Connect the path to an end event.',
	'no-implicit-start': 'Connect the element to a path from a start event.',
	'no-inclusive-gateway': 'Use exclusive or parallel gateways where they express the same.',
	'no-overlapping-elements': 'Move the shapes apart, or draw the diagram again: `troupe bpmn layout FILE --force`.',
	'single-blank-start-event': 'Keep one start event without a trigger.',
	'single-event-definition': 'Keep one trigger.',
	'start-event-required': 'Add a start event to the process or sub-process.',
	'sub-process-blank-start-event': 'Remove the trigger from the start event of the sub-process.',
	'superfluous-gateway': 'Remove the gateway and connect its two flows.',
	'superfluous-label': 'Remove the name: diagrams do not show it.',
	'superfluous-termination': 'Use an end event without a trigger: nothing else is running there.',
};

/** One sentence. */
export function findFix(rule: string): string {
	return fixes[rule] ?? 'Open the file in Camunda Modeler, set it to the same version, and correct the field that it marks.';
}
