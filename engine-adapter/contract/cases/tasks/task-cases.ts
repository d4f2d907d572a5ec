import type { ContractCase } from '../../contract-case';
import { chain, endEvent, exclusiveGateway, flow, parallelGateway, processModel, serviceTask, startEvent } from '../../model-builder';

export const taskCases: ContractCase[] = [
	{
		id: 'start-and-end',
		title: 'an instance of a start and an end event completes at once with its variables',
		resources: [processModel('start-and-end', [startEvent(), endEvent(), ...chain('start', 'end')])],
		script: [
			{ start: { processId: 'start-and-end', variables: { text: 'ação', number: 1.5, list: [1, 'b', null], nested: { yes: true } } } },
		],
	},
	{
		id: 'service-task',
		title: 'a service task gives its job variables and headers, and merges what the job returns',
		resources: [
			processModel('service-task', [
				startEvent(),
				serviceTask('work', { headers: { agent: 'support', tone: 'kind & short' } }),
				endEvent(),
				...chain('start', 'work', 'end'),
			]),
		],
		script: [
			{ start: { processId: 'service-task', variables: { message: 'hello' } } },
			{ answerJob: { elementId: 'work', outcome: { kind: 'complete', variables: { reply: 'hi', message: 'changed' } } } },
		],
	},
	{
		id: 'input-output-mapping',
		title: 'input mappings make local variables, and output mappings alone decide what leaves the task',
		resources: [
			processModel('input-output-mapping', [
				startEvent(),
				serviceTask('work', {
					inputs: [
						{ source: '=order.customer', target: 'name' },
						{ source: '="fixed"', target: 'kind' },
						{ source: '=missing', target: 'nothing' },
					],
					outputs: [
						{ source: '=answer', target: 'result.text' },
						{ source: '=name', target: 'result.name' },
					],
				}),
				endEvent(),
				...chain('start', 'work', 'end'),
			]),
		],
		script: [
			{ start: { processId: 'input-output-mapping', variables: { order: { customer: 'Ana', total: 7 } } } },
			{ answerJob: { outcome: { kind: 'complete', variables: { answer: 'done', dropped: true } } } },
		],
	},
	{
		id: 'input-mapping-keeps-local',
		title: 'a returned variable of the name of an input mapping stays local, others go to the root scope',
		resources: [
			processModel('input-mapping-keeps-local', [
				startEvent(),
				serviceTask('work', { inputs: [{ source: '=message', target: 'question' }] }),
				endEvent(),
				...chain('start', 'work', 'end'),
			]),
		],
		script: [
			{ start: { processId: 'input-mapping-keeps-local', variables: { message: 'hello', question: 'of the root' } } },
			{ answerJob: { outcome: { kind: 'complete', variables: { question: 'local only', reply: 'hi' } } } },
		],
	},
	{
		id: 'mapping-failure',
		title: 'an output mapping that cannot be evaluated raises an incident, and completes once its variable is there',
		resources: [
			processModel('mapping-failure', [
				startEvent(),
				serviceTask('work', { outputs: [{ source: '=assert(given, given != null)', target: 'taken' }] }),
				endEvent(),
				...chain('start', 'work', 'end'),
			]),
		],
		script: [{ start: { processId: 'mapping-failure' } }, { runJobs: true }, { resolveIncident: { variables: { given: 1 } } }],
	},
	{
		id: 'two-tokens-one-task',
		title: 'two tokens into one task are two jobs, and the instance completes with the last',
		resources: [
			processModel('two-tokens-one-task', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'fork'),
				flow('first', 'fork', 'work'),
				flow('second', 'fork', 'work'),
				...chain('work', 'end'),
			]),
		],
		script: [{ start: { processId: 'two-tokens-one-task' } }, { runJobs: true }],
	},
	{
		id: 'loop',
		title: 'a loop runs its task until the condition ends it',
		resources: [
			processModel('loop', [
				startEvent(),
				exclusiveGateway('again'),
				serviceTask('work', { outputs: [{ source: '=count + 1', target: 'count' }] }),
				exclusiveGateway('enough', 'back'),
				endEvent(),
				...chain('start', 'again', 'work', 'enough'),
				flow('done', 'enough', 'end', '=count >= 3'),
				flow('back', 'enough', 'again'),
			]),
		],
		script: [{ start: { processId: 'loop', variables: { count: 0 } } }, { runJobs: true }],
	},
];
