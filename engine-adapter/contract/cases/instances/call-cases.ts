import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, endWith, message, terminate, timer } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	type TaskOptions,
} from '../../model-builder';
import { completeNext, failJob, runJobs, start, throwError } from '../case-actions';
import { defineCase } from '../define-case';
import { around } from '../shapes';
const child = (id: string, options?: TaskOptions): ContractCase['resources'][number] =>
	processModel(`${id}-child`, [
		startEvent('child-start'),
		serviceTask('work', options),
		endEvent('child-end'),
		...chain('child-start', 'work', 'child-end'),
	]);
const call = (id: string, options: Parameters<typeof callActivity>[2] = {}): ModelPart => callActivity('call', `${id}-child`, options);

const begin = start({ a: 1, b: 2 });

export const callCases: ContractCase[] = [
	defineCase('call-activity', 'a call activity runs another process, which sees the variables and gives back its own', (id) => ({
		resources: [processModel(id, around(call(id))), child(id)],
		script: [begin, completeNext({ b: 3, c: 4 })],
	})),
	defineCase('call-parent-not-propagated', 'a call activity that propagates no variables of the caller passes its inputs', (id) => ({
		resources: [processModel(id, around(call(id, { parent: false, inputs: [{ source: '=a + 10', target: 'input' }] }))), child(id)],
		script: [begin, completeNext({ c: 4 })],
	})),
	defineCase('call-child-not-propagated', 'a call activity that propagates no variables of the child gives back none', (id) => ({
		resources: [processModel(id, around(call(id, { child: false }))), child(id)],
		script: [begin, completeNext({ b: 3, c: 4 })],
	})),
	defineCase('call-outputs', 'output mappings of a call activity say what of the child goes back', (id) => ({
		resources: [
			processModel(
				id,
				around(call(id, { inputs: [{ source: '=a + 10', target: 'input' }], outputs: [{ source: '=c + input', target: 'result' }] })),
			),
			child(id),
		],
		script: [begin, completeNext({ b: 3, c: 4 })],
	})),
	defineCase('call-outputs-child-propagated', 'output mappings of a call activity with propagation switched on', (id) => ({
		resources: [processModel(id, around(call(id, { child: true, outputs: [{ source: '=c', target: 'result' }] }))), child(id)],
		script: [begin, completeNext({ b: 3, c: 4 })],
	})),
	defineCase('call-expression', 'the process that is called may be an expression', (id) => ({
		resources: [processModel(id, around(callActivity('call', '=called + "-child"'))), child(id)],
		script: [start({ called: id }), completeNext({})],
	})),
	defineCase('call-unknown', 'a call of a process that is not there raises an incident, and works once it is deployed', (id) => ({
		parts: around(call(id)),
		script: [begin, { deploy: [child(id)] }, { resolveIncident: { elementId: 'call' } }, runJobs],
	})),
	defineCase('call-latest', 'a call activity calls the latest version', (id) => ({
		resources: [processModel(id, around(call(id))), child(id)],
		script: [{ deploy: [child(id, { headers: { version: 'two' } })] }, begin, runJobs],
	})),
	defineCase('call-error', 'an error that nothing in the child catches is caught at the call activity', (id) => ({
		resources: [
			processModel(id, around(call(id), errorBoundary('caught', 'call', 'E'), endEvent('after'), ...chain('caught', 'after'))),
			child(id),
		],
		script: [begin, throwError('E', { message: 'no', variables: { why: 1 } })],
	})),
	defineCase('call-error-end', 'an error end event of the child is caught at the call activity', (id) => ({
		resources: [
			processModel(id, around(call(id), errorBoundary('caught', 'call'), endEvent('after'), ...chain('caught', 'after'))),
			processModel(`${id}-child`, [
				startEvent('child-start'),
				parallelGateway('fork'),
				serviceTask('work'),
				errorEnd('thrown', 'E'),
				...chain('child-start', 'fork', 'work'),
				...chain('fork', 'thrown'),
			]),
		],
		script: [begin],
	})),
	defineCase('call-timer', 'a timer at a call activity takes the child down', (id) => ({
		resources: [
			processModel(
				id,
				around(call(id), boundary('late', 'call', timer('Duration', 'PT0.3S')), endEvent('after'), ...chain('late', 'after')),
			),
			child(id),
		],
		script: [begin, { wait: 1_500 }],
	})),
	defineCase('call-cancel', 'cancelling the caller takes the child down; the child cannot be cancelled alone', (id) => ({
		resources: [processModel(id, around(call(id))), child(id)],
		script: [begin, { cancelInstance: true }],
	})),
	defineCase('call-incident', 'an incident in the child is resolved there', (id) => ({
		resources: [processModel(id, around(call(id))), child(id)],
		script: [begin, failJob({ message: 'no' }), { resolveIncident: { elementId: 'work', retries: 1 } }, runJobs],
	})),
	defineCase('call-terminate-end', 'a terminate end event of the child ends the child only', (id) => ({
		resources: [
			processModel(id, around(call(id))),
			processModel(`${id}-child`, [
				startEvent('child-start'),
				parallelGateway('fork'),
				serviceTask('work'),
				endWith('stop', terminate),
				...chain('child-start', 'fork', 'work'),
				...chain('fork', 'stop'),
			]),
		],
		script: [begin],
	})),
	defineCase('call-nested', 'a called process calls another', (id) => ({
		resources: [
			processModel(id, around(call(id))),
			processModel(`${id}-child`, [
				startEvent('child-start'),
				callActivity('inner-call', `${id}-child-child`, {}),
				endEvent('child-end'),
				...chain('child-start', 'inner-call', 'child-end'),
			]),
			child(`${id}-child`),
		],
		script: [begin, completeNext({ c: 4 })],
	})),
	defineCase('call-without-none-start', 'a called process without a none start event', (id) => ({
		resources: [
			processModel(id, around(call(id))),
			processModel(`${id}-child`, [
				{
					...startEvent('child-start'),
					...{
						content: message(id).content('child-start'),
						definitions: message(id).definitions,
					},
				},
				endEvent('child-end'),
				...chain('child-start', 'child-end'),
			]),
		],
		script: [begin],
	})),
	defineCase('call-awaited', 'an awaited caller gives its own variables', (id) => ({
		resources: [processModel(id, around(call(id))), child(id)],
		script: [{ startAndAwait: { variables: { a: 1 }, timeoutMs: 10_000 } }, completeNext({ c: 4 })],
	})),
	defineCase('call-nothing', 'a call activity that names no process is refused', () => ({
		parts: around({ tag: 'callActivity', id: 'call' }),
		script: [],
	})),
];
