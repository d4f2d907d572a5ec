import type { ContractCase } from '../contract-case';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../model-builder';

export const taskCases: ContractCase[] = [
	{
		id: 'start-end',
		title: 'an instance of a start and an end event completes at once with its variables',
		resources: [processModel('start-end', [startEvent(), endEvent(), ...chain('start', 'end')])],
		script: [{ start: { processId: 'start-end', variables: { text: 'a', number: 1.5, list: [1, 'b', null], nested: { yes: true } } } }],
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
];
