import type { Action, ContractCase } from '../../contract-case';
import { chain, endEvent, flow, inclusiveGateway, processModel, serviceTask, startEvent } from '../../model-builder';

const splitting = (id: string, defaultFlow?: string, conditions = ['=a > 1', '=b > 1']): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		inclusiveGateway('choose', defaultFlow),
		serviceTask('one'),
		serviceTask('two'),
		serviceTask('three'),
		endEvent(),
		flow('to-one', 'choose', 'one', conditions[0]),
		flow('to-two', 'choose', 'two', conditions[1]),
		flow('to-three', 'choose', 'three', defaultFlow === 'to-three' ? undefined : '=c > 1'),
		...chain('start', 'choose'),
		...chain('one', 'end'),
		...chain('two', 'end'),
		...chain('three', 'end'),
	]),
];
const start = (processId: string, a: unknown, b: unknown, c: unknown): Action => ({ start: { processId, variables: { a, b, c } } });

export const inclusiveCases: ContractCase[] = [
	{
		id: 'inclusive-several',
		title: 'an inclusive gateway takes every flow whose condition holds',
		resources: splitting('inclusive-several'),
		script: [start('inclusive-several', 2, 1, 2), { runJobs: true }],
	},
	{
		id: 'inclusive-default',
		title: 'an inclusive gateway takes its default flow when no condition holds',
		resources: splitting('inclusive-default', 'to-three'),
		script: [start('inclusive-default', 1, 1, 1), { runJobs: true }],
	},
	{
		id: 'inclusive-not-default',
		title: 'an inclusive gateway leaves its default flow when a condition holds',
		resources: splitting('inclusive-not-default', 'to-three'),
		script: [start('inclusive-not-default', 2, 2, 1), { runJobs: true }],
	},
	{
		id: 'inclusive-no-match',
		title: 'an inclusive gateway without a flow to take raises an incident',
		resources: splitting('inclusive-no-match'),
		script: [start('inclusive-no-match', 1, 1, 1), { resolveIncident: { elementId: 'choose', variables: { b: 2 } } }, { runJobs: true }],
	},
	{
		id: 'inclusive-null',
		title: 'an inclusive gateway with a condition that is null raises an incident, whatever else holds',
		resources: splitting('inclusive-null', 'to-three'),
		script: [start('inclusive-null', 2, null, 1)],
	},
	{
		id: 'inclusive-default-condition',
		title: 'the condition of the default flow of an inclusive gateway',
		resources: splitting('inclusive-default-condition', 'to-two'),
		script: [start('inclusive-default-condition', 1, 2, 2), { runJobs: true }],
	},
	{
		id: 'inclusive-no-condition',
		title: 'an inclusive gateway with a flow without condition is refused',
		resources: splitting('inclusive-no-condition', 'to-three', ['=a > 1']),
		script: [],
	},
];
