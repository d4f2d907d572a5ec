import type { ContractCase } from '../../contract-case';
import { chain, endEvent, exclusiveGateway, flow, parallelGateway, serviceTask, startEvent } from '../../model-builder';
import { complete, completeNext, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';

export const taskCases: ContractCase[] = [
	playProcess(
		'start-and-end',
		'an instance of a start and an end event completes at once with its variables',
		[startEvent(), endEvent(), ...chain('start', 'end')],
		start({ text: 'ação', number: 1.5, list: [1, 'b', null], nested: { yes: true } }),
	),
	playProcess(
		'service-task',
		'a service task gives its job variables and headers, and merges what the job returns',
		[
			startEvent(),
			serviceTask('work', { headers: { agent: 'support', tone: 'kind & short' } }),
			endEvent(),
			...chain('start', 'work', 'end'),
		],
		start({ message: 'hello' }),
		complete('work', { reply: 'hi', message: 'changed' }),
	),
	playProcess(
		'input-output-mapping',
		'input mappings make local variables, and output mappings alone decide what leaves the task',
		[
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
		],
		start({ order: { customer: 'Ana', total: 7 } }),
		completeNext({ answer: 'done', dropped: true }),
	),
	playProcess(
		'input-mapping-keeps-local',
		'a returned variable of the name of an input mapping stays local, others go to the root scope',
		[
			startEvent(),
			serviceTask('work', { inputs: [{ source: '=message', target: 'question' }] }),
			endEvent(),
			...chain('start', 'work', 'end'),
		],
		start({ message: 'hello', question: 'of the root' }),
		completeNext({ question: 'local only', reply: 'hi' }),
	),
	playProcess(
		'mapping-failure',
		'an output mapping that cannot be evaluated raises an incident, and completes once its variable is there',
		[
			startEvent(),
			serviceTask('work', { outputs: [{ source: '=assert(given, given != null)', target: 'taken' }] }),
			endEvent(),
			...chain('start', 'work', 'end'),
		],
		{ start: {} },
		runJobs,
		{ resolveIncident: { variables: { given: 1 } } },
	),
	playProcess(
		'two-tokens-one-task',
		'two tokens into one task are two jobs, and the instance completes with the last',
		[
			startEvent(),
			parallelGateway('fork'),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'fork'),
			flow('first', 'fork', 'work'),
			flow('second', 'fork', 'work'),
			...chain('work', 'end'),
		],
		{ start: {} },
		runJobs,
	),
	playProcess(
		'loop',
		'a loop runs its task until the condition ends it',
		[
			startEvent(),
			exclusiveGateway('again'),
			serviceTask('work', { outputs: [{ source: '=count + 1', target: 'count' }] }),
			exclusiveGateway('enough', 'back'),
			endEvent(),
			...chain('start', 'again', 'work', 'enough'),
			flow('done', 'enough', 'end', '=count >= 3'),
			flow('back', 'enough', 'again'),
		],
		start({ count: 0 }),
		runJobs,
	),
];
