import type { ContractCase } from '../../contract-case';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
} from '../../model-builder';

/** Both conditions can hold; the last flow of the document is tried first. */
const threeWays = (id: string, choose: ModelPart): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		choose,
		endEvent('small'),
		endEvent('large'),
		endEvent('other'),
		...chain('start', 'choose'),
		flow('to-small', 'choose', 'small', '=amount > 1'),
		flow('to-large', 'choose', 'large', '=amount > 100'),
		flow('otherwise', 'choose', 'other', choose.attributes ? undefined : '=amount = -1'),
	]),
];
const withDefault = exclusiveGateway('choose', 'otherwise');
const withoutDefault = exclusiveGateway('choose');

export const gatewayCases: ContractCase[] = [
	{
		id: 'exclusive-reverse-order',
		title: 'an exclusive gateway tries its conditions in reverse document order',
		resources: threeWays('exclusive-reverse-order', withDefault),
		script: [{ start: { processId: 'exclusive-reverse-order', variables: { amount: 500 } } }],
	},
	{
		id: 'exclusive-default',
		title: 'an exclusive gateway takes its default flow when no condition holds',
		resources: threeWays('exclusive-default', withDefault),
		script: [{ start: { processId: 'exclusive-default', variables: { amount: 0 } } }],
	},
	{
		id: 'exclusive-no-match',
		title: 'an exclusive gateway without a match raises an incident, and goes on when a variable was corrected',
		resources: threeWays('exclusive-no-match', withoutDefault),
		script: [
			{ start: { processId: 'exclusive-no-match', variables: { amount: 0 } } },
			{ resolveIncident: { elementId: 'choose', variables: { amount: 50 } } },
		],
	},
	{
		id: 'exclusive-null-condition',
		title: 'a condition that is null raises an incident although there is a default flow',
		resources: threeWays('exclusive-null-condition', withDefault),
		script: [{ start: { processId: 'exclusive-null-condition' } }],
	},
	{
		id: 'exclusive-non-boolean-condition',
		title: 'a condition that is no boolean raises an incident, which stays when nothing was corrected',
		resources: [
			processModel('exclusive-non-boolean-condition', [
				startEvent(),
				exclusiveGateway('choose', 'otherwise'),
				endEvent('one'),
				endEvent('other'),
				...chain('start', 'choose'),
				flow('to-one', 'choose', 'one', '=answer'),
				flow('otherwise', 'choose', 'other'),
			]),
		],
		script: [
			{ start: { processId: 'exclusive-non-boolean-condition', variables: { answer: 'yes' } } },
			{ resolveIncident: { elementId: 'choose' } },
		],
	},
	{
		id: 'parallel-fork-join',
		title: 'a parallel gateway starts its branches in reverse document order, and joins them when all arrived',
		resources: [
			processModel('parallel-fork-join', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('a'),
				serviceTask('b'),
				serviceTask('c'),
				parallelGateway('join'),
				endEvent(),
				...chain('start', 'fork', 'a', 'join', 'end'),
				...chain('fork', 'b', 'join'),
				...chain('fork', 'c', 'join'),
			]),
		],
		script: [
			{ start: { processId: 'parallel-fork-join', variables: { shared: 0 } } },
			{ answerJob: { elementId: 'b', outcome: { kind: 'complete', variables: { shared: 'b', b: 1 } } } },
			{ answerJob: { elementId: 'a', outcome: { kind: 'complete', variables: { shared: 'a', a: 1 } } } },
			{ answerJob: { elementId: 'c', outcome: { kind: 'complete', variables: { c: 1 } } } },
		],
	},
	{
		id: 'parallel-join-after-exclusive',
		title: 'a parallel join waits for every incoming flow, also behind an exclusive gateway that took only one',
		resources: [
			processModel('parallel-join-after-exclusive', [
				startEvent(),
				exclusiveGateway('choose', 'choose-b'),
				serviceTask('a'),
				serviceTask('b'),
				parallelGateway('join'),
				endEvent(),
				...chain('start', 'choose'),
				flow('choose-a', 'choose', 'a', '=left'),
				flow('choose-b', 'choose', 'b'),
				...chain('a', 'join', 'end'),
				...chain('b', 'join'),
			]),
		],
		script: [{ start: { processId: 'parallel-join-after-exclusive', variables: { left: true } } }, { runJobs: true }],
	},
	{
		id: 'parallel-join-one-per-flow',
		title: 'a parallel join takes one token of each flow: two tokens on one flow do not make up for another',
		resources: [
			processModel('parallel-join-one-per-flow', [
				startEvent(),
				parallelGateway('fork'),
				exclusiveGateway('merge'),
				serviceTask('slow'),
				parallelGateway('join'),
				serviceTask('after'),
				endEvent(),
				...chain('start', 'fork'),
				flow('one', 'fork', 'merge'),
				flow('two', 'fork', 'merge'),
				...chain('fork', 'slow', 'join', 'after', 'end'),
				...chain('merge', 'join'),
			]),
		],
		script: [
			{ start: { processId: 'parallel-join-one-per-flow' } },
			{ answerJob: { elementId: 'slow', outcome: { kind: 'complete', variables: {} } } },
			{ runJobs: true },
		],
	},
	{
		id: 'parallel-branch-incident',
		title: 'an incident in one branch leaves the other branch alive',
		resources: [
			processModel('parallel-branch-incident', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('failing', { retries: 1 }),
				serviceTask('fine'),
				endEvent(),
				endEvent('other-end'),
				...chain('start', 'fork', 'failing', 'end'),
				...chain('fork', 'fine', 'other-end'),
			]),
		],
		script: [
			{ start: { processId: 'parallel-branch-incident' } },
			{ answerJob: { elementId: 'failing', outcome: { kind: 'fail', message: 'broken', retries: 0 } } },
			{ answerJob: { elementId: 'fine', outcome: { kind: 'complete', variables: { fine: true } } } },
		],
	},
	{
		id: 'uncontrolled-split',
		title: 'a task with two outgoing flows takes both',
		resources: [
			processModel('uncontrolled-split', [
				startEvent(),
				serviceTask('work'),
				serviceTask('a'),
				serviceTask('b'),
				...chain('start', 'work', 'a'),
				...chain('work', 'b'),
			]),
		],
		script: [{ start: { processId: 'uncontrolled-split' } }, { runJobs: true }],
	},
];
