import type { ContractCase } from '../../contract-case';
import type { ModelPart } from '../../model-builder';
import { chain, endEvent, flow, parallelGateway, processModel, serviceTask, startEvent, untypedServiceTask } from '../../model-builder';
import { complete, completeNext, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';

const straight = (): ModelPart[] => [startEvent(), endEvent(), ...chain('start', 'end')];

const oneTask = (taskId = 'work'): ModelPart[] => [
	startEvent(),
	serviceTask(taskId, { inputs: [{ source: '=amount', target: 'localAmount' }] }),
	endEvent(),
	...chain('start', taskId, 'end'),
];

export const instanceCases: ContractCase[] = [
	defineCase('versions', 'a changed model is a new version, the latest is started by default and an older one by its number', (id) => ({
		parts: oneTask('first'),
		script: [
			{ deploy: [processModel(id, oneTask('second'))] },
			{ start: {} },
			{ start: { version: 1 } },
			{ start: { version: 7 } },
			runJobs,
		],
	})),
	defineCase('versions-unchanged', 'a model deployed again unchanged keeps its version', (id) => ({
		parts: straight(),
		script: [{ deploy: [processModel(id, straight())] }, { start: {} }],
	})),
	defineCase('unknown-process', 'a process that was never deployed cannot be started', (id) => ({
		parts: straight(),
		script: [{ start: { processId: `${id}-of-another-name` } }],
	})),
	defineCase('invalid-model', 'a model with an error is refused as a whole, the valid one beside it too', (id) => ({
		resources: [
			...[processModel(`${id}-neighbour`, straight())],
			processModel(id, [startEvent(), serviceTask('work'), flow('to-nowhere', 'start', 'work'), untypedServiceTask('untyped')]),
		],
		script: [{ start: { processId: `${id}-neighbour` } }],
	})),
	defineCase('malformed-model', 'a model that is not XML is refused', (id) => ({
		resources: [{ name: `${id}.bpmn`, content: '<bpmn:definitions>' }],
		script: [],
	})),
	playProcess(
		'cancel',
		'cancelling an instance terminates what is active in it, and only once',
		[
			startEvent(),
			parallelGateway('fork'),
			serviceTask('a'),
			serviceTask('b'),
			endEvent(),
			...chain('start', 'fork', 'a', 'end'),
			...chain('fork', 'b', 'end'),
		],
		{ start: {} },
		complete('a'),
		{ cancelInstance: true },
		{ cancelInstance: true },
	),
	defineCase('cancel-unknown', 'an instance that does not exist cannot be cancelled, nor its variables set', () => ({
		parts: straight(),
		script: [{ cancelInstance: true }, { setVariables: { variables: { a: 1 } } }],
	})),
	playProcess(
		'set-variables',
		'variables set on the root scope are there for what follows',
		oneTask(),
		start({ amount: 1 }),
		{ setVariables: { variables: { amount: 2, added: { deep: [1] } } } },
		runJobs,
	),
	playProcess(
		'set-variables-on-task',
		'variables set on a task change the scope that has them, and the root scope gets the new ones',
		oneTask(),
		start({ amount: 1 }),
		{ setVariables: { elementId: 'work', variables: { amount: 2, localAmount: 3, added: 4 } } },
		runJobs,
	),
	playProcess(
		'set-variables-local',
		'variables set locally on a task do not leave it',
		oneTask(),
		start({ amount: 1 }),
		{ setVariables: { elementId: 'work', variables: { amount: 2, added: 3 }, local: true } },
		runJobs,
	),
	playProcess(
		'await-result',
		'an awaited instance gives its variables at completion',
		oneTask(),
		{ startAndAwait: { variables: { amount: 1 }, timeoutMs: 10_000 } },
		completeNext({ done: true }),
	),
	defineCase('await-timeout', 'waiting for an instance ends with its timeout, and leaves the instance alone', () => ({
		parts: oneTask(),
		script: [{ startAndAwait: { variables: { amount: 1 }, timeoutMs: 400 } }, { wait: 600 }],
		engines: ['8.6'],
	})),
	defineCase('await-unknown-process', 'a process that was never deployed cannot be awaited', (id) => ({
		parts: straight(),
		script: [{ startAndAwait: { processId: `${id}-of-another-name`, timeoutMs: 5_000 } }],
	})),
];
