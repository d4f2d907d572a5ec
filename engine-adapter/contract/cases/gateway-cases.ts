import type { ContractCase } from '../contract-case';
import { chain, endEvent, exclusiveGateway, flow, parallelGateway, processModel, serviceTask, startEvent } from '../model-builder';

/** Both conditions can hold; the second in the document is tried first. */
const exclusive = (id: string): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		exclusiveGateway('choose', 'otherwise'),
		endEvent('small'),
		endEvent('large'),
		endEvent('other'),
		...chain('start', 'choose'),
		flow('to-small', 'choose', 'small', '=amount > 1'),
		flow('to-large', 'choose', 'large', '=amount > 100'),
		flow('otherwise', 'choose', 'other'),
	]),
];

export const gatewayCases: ContractCase[] = [
	{
		id: 'exclusive-reverse-order',
		title: 'an exclusive gateway tries its conditions in reverse document order',
		resources: exclusive('exclusive-reverse-order'),
		script: [{ start: { processId: 'exclusive-reverse-order', variables: { amount: 500 } } }],
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
];
