import type { Action, ContractCase } from '../../contract-case';
import { boundary, callActivity, message } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	forEach,
	type ModelPart,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
} from '../../model-builder';

const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({ start: { processId, variables } });
const complete = (elementId: string, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});
const throwE: Action = { answerJob: { outcome: { kind: 'bpmn-error', errorCode: 'E', message: '' } } };
const runJobs: Action = { runJobs: true };
const line = (id: string, part: ModelPart, ...more: ModelPart[]): ContractCase['resources'][number] =>
	processModel(id, [startEvent(), part, endEvent(), ...chain('start', part.id, 'end'), ...more]);
const each = (completionCondition?: string, sequential = false): ModelPart =>
	forEach(serviceTask('work'), {
		...{ inputCollection: '=[1, 2, 3]', inputElement: 'item', outputCollection: 'results', outputElement: '=result' },
		...{ completionCondition, sequential },
	});

/** Multi-instance activities and calls, together and disturbed. */
export const cornerCases: ContractCase[] = [
	{
		id: 'corner-condition-active',
		title: 'a completion condition asks how many iterations are active',
		resources: [line('corner-condition-active', each('=numberOfActiveInstances < 2'))],
		script: [start('corner-condition-active'), complete('work', { result: 'a' }), complete('work', { result: 'b' }), runJobs],
	},
	{
		id: 'corner-condition-gap',
		title: 'iterations that a completion condition ended leave gaps in the results',
		resources: [line('corner-condition-gap', each('=result = "stop"'))],
		script: [start('corner-condition-gap'), complete('work', { result: 'a' }), complete('work', { result: 'stop' })],
	},
	{
		id: 'corner-condition-sequential-gap',
		title: 'iterations that never began leave gaps in the results',
		resources: [line('corner-condition-sequential-gap', each('=result = "stop"', true))],
		script: [start('corner-condition-sequential-gap'), complete('work', { result: 'stop' })],
	},
	{
		id: 'corner-incident-cancel',
		title: 'an instance is cancelled while an iteration has an incident',
		resources: [line('corner-incident-cancel', each())],
		script: [
			start('corner-incident-cancel'),
			{ answerJob: { outcome: { kind: 'fail', message: '', retries: 0 } } },
			complete('work', { result: 1 }),
			{ cancelInstance: true },
		],
	},
	{
		id: 'corner-error-in-iteration',
		title: 'an error end event in an iteration is caught at the multi-instance sub-process',
		resources: [
			line(
				'corner-error-in-iteration',
				forEach(subProcess('inner', [startEvent('in'), serviceTask('work'), errorEnd('out', 'E'), ...chain('in', 'work', 'out')]), {
					inputCollection: '=[1, 2]',
					inputElement: 'item',
					outputCollection: 'results',
					outputElement: '=item',
				}),
				errorBoundary('failed', 'inner', 'E'),
				...chain('failed', 'end'),
			),
		],
		script: [start('corner-error-in-iteration'), complete('work'), runJobs],
	},
	{
		id: 'corner-call-each',
		title: 'a call for each item, whose results are collected',
		resources: [
			line(
				'corner-call-each',
				forEach(callActivity('call', 'corner-call-each-called'), {
					...{ inputCollection: '=[1, 2]', inputElement: 'item', outputCollection: 'results', outputElement: '=result' },
				}),
			),
			line('corner-call-each-called', serviceTask('work')),
		],
		script: [start('corner-call-each'), complete('work', { result: 'a' }), complete('work', { result: 'b' })],
	},
	{
		id: 'corner-call-error-uncaught',
		title: 'an error in a called process that neither it nor its caller catches',
		resources: [
			line('corner-call-error-uncaught', callActivity('call', 'corner-call-error-uncaught-called')),
			line('corner-call-error-uncaught-called', serviceTask('work')),
		],
		script: [start('corner-call-error-uncaught'), throwE],
	},
	{
		id: 'corner-call-each-interrupted',
		title: 'calls for each item are interrupted by a message',
		resources: [
			line(
				'corner-call-each-interrupted',
				forEach(callActivity('call', 'corner-call-each-interrupted-called'), { inputCollection: '=[1, 2]', inputElement: 'item' }),
				boundary('stop', 'call', message('corner-call-each-interrupted', '=key')),
				...chain('stop', 'end'),
			),
			line('corner-call-each-interrupted-called', serviceTask('work')),
		],
		script: [
			start('corner-call-each-interrupted', { key: 'k' }),
			complete('work'),
			{ publishMessage: { name: 'corner-call-each-interrupted', correlationKey: 'k' } },
		],
	},
	{
		id: 'corner-no-result',
		title: 'iterations without the result that is collected',
		resources: [line('corner-no-result', each())],
		script: [start('corner-no-result', { result: 'outer' }), complete('work'), complete('work', { result: 2 }), complete('work')],
	},
];
