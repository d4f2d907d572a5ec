import type { ContractCase } from '../../contract-case';
import { chain, endEvent, flow, parallelGateway, processModel, serviceTask, startEvent, untypedServiceTask } from '../../model-builder';

const straight = (id: string): ContractCase['resources'] => [processModel(id, [startEvent(), endEvent(), ...chain('start', 'end')])];

const oneTask = (id: string, taskId = 'work'): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		serviceTask(taskId, { inputs: [{ source: '=amount', target: 'localAmount' }] }),
		endEvent(),
		...chain('start', taskId, 'end'),
	]),
];

export const instanceCases: ContractCase[] = [
	{
		id: 'versions',
		title: 'a changed model is a new version, the latest is started by default and an older one by its number',
		resources: oneTask('versions', 'first'),
		script: [
			{ deploy: oneTask('versions', 'second') },
			{ start: { processId: 'versions' } },
			{ start: { processId: 'versions', version: 1 } },
			{ start: { processId: 'versions', version: 7 } },
			{ runJobs: true },
		],
	},
	{
		id: 'versions-unchanged',
		title: 'a model deployed again unchanged keeps its version',
		resources: straight('versions-unchanged'),
		script: [{ deploy: straight('versions-unchanged') }, { start: { processId: 'versions-unchanged' } }],
	},
	{
		id: 'unknown-process',
		title: 'a process that was never deployed cannot be started',
		resources: straight('unknown-process'),
		script: [{ start: { processId: 'unknown-process-of-another-name' } }],
	},
	{
		id: 'invalid-model',
		title: 'a model with an error is refused as a whole, the valid one beside it too',
		resources: [
			...straight('invalid-model-neighbour'),
			processModel('invalid-model', [
				startEvent(),
				serviceTask('work'),
				flow('to-nowhere', 'start', 'work'),
				untypedServiceTask('untyped'),
			]),
		],
		script: [{ start: { processId: 'invalid-model-neighbour' } }],
	},
	{
		id: 'malformed-model',
		title: 'a model that is no XML is refused',
		resources: [{ name: 'malformed-model.bpmn', content: '<bpmn:definitions>' }],
		script: [],
	},
	{
		id: 'cancel',
		title: 'cancelling an instance terminates what is active in it, and only once',
		resources: [
			processModel('cancel', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('a'),
				serviceTask('b'),
				endEvent(),
				...chain('start', 'fork', 'a', 'end'),
				...chain('fork', 'b', 'end'),
			]),
		],
		script: [
			{ start: { processId: 'cancel' } },
			{ answerJob: { elementId: 'a', outcome: { kind: 'complete', variables: {} } } },
			{ cancelInstance: true },
			{ cancelInstance: true },
		],
	},
	{
		id: 'cancel-unknown',
		title: 'an instance that does not exist cannot be cancelled, nor its variables set',
		resources: straight('cancel-unknown'),
		script: [{ cancelInstance: true }, { setVariables: { variables: { a: 1 } } }],
	},
	{
		id: 'set-variables',
		title: 'variables set on the root scope are there for what follows',
		resources: oneTask('set-variables'),
		script: [
			{ start: { processId: 'set-variables', variables: { amount: 1 } } },
			{ setVariables: { variables: { amount: 2, added: { deep: [1] } } } },
			{ runJobs: true },
		],
	},
	{
		id: 'set-variables-on-task',
		title: 'variables set on a task change the scope that has them, and the root scope gets the new ones',
		resources: oneTask('set-variables-on-task'),
		script: [
			{ start: { processId: 'set-variables-on-task', variables: { amount: 1 } } },
			{ setVariables: { elementId: 'work', variables: { amount: 2, localAmount: 3, added: 4 } } },
			{ runJobs: true },
		],
	},
	{
		id: 'set-variables-local',
		title: 'variables set locally on a task do not leave it',
		resources: oneTask('set-variables-local'),
		script: [
			{ start: { processId: 'set-variables-local', variables: { amount: 1 } } },
			{ setVariables: { elementId: 'work', variables: { amount: 2, added: 3 }, local: true } },
			{ runJobs: true },
		],
	},
	{
		id: 'await-result',
		title: 'an awaited instance gives its variables at completion',
		resources: oneTask('await-result'),
		script: [
			{ startAndAwait: { processId: 'await-result', variables: { amount: 1 }, timeoutMs: 10_000 } },
			{ answerJob: { outcome: { kind: 'complete', variables: { done: true } } } },
		],
	},
	{
		id: 'await-timeout',
		title: 'waiting for an instance ends with its timeout, and leaves the instance alone',
		resources: oneTask('await-timeout'),
		script: [{ startAndAwait: { processId: 'await-timeout', variables: { amount: 1 }, timeoutMs: 400 } }, { wait: 600 }],
		// The gateway of the 8.8 engine in memory keeps no request timeouts.
		engines: ['8.6'],
	},
	{
		id: 'await-unknown-process',
		title: 'a process that was never deployed cannot be awaited',
		resources: straight('await-unknown-process'),
		script: [{ startAndAwait: { processId: 'await-unknown-process-of-another-name', timeoutMs: 5_000 } }],
	},
];
