import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, message } from '../../event-parts';
import {
	chain,
	errorBoundary,
	errorEnd,
	forEach,
	type ModelPart,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
} from '../../model-builder';
import { complete, failJob, publish, runJobs, start, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { around } from '../shapes';
const each = (completionCondition?: string, sequential = false): ModelPart =>
	forEach(serviceTask('work'), {
		...{ inputCollection: '=[1, 2, 3]', inputElement: 'item', outputCollection: 'results', outputElement: '=result' },
		...{ completionCondition, sequential },
	});

/** Multi-instance activities and calls, together and disturbed. */
export const cornerCases: ContractCase[] = [
	playProcess(
		'corner-condition-active',
		'a completion condition asks how many iterations are active',
		around(each('=numberOfActiveInstances < 2')),
		complete('work', { result: 'a' }),
		complete('work', { result: 'b' }),
		runJobs,
	),
	playProcess(
		'corner-condition-gap',
		'iterations that a completion condition ended leave gaps in the results',
		around(each('=result = "stop"')),
		complete('work', { result: 'a' }),
		complete('work', { result: 'stop' }),
	),
	playProcess(
		'corner-condition-sequential-gap',
		'iterations that never began leave gaps in the results',
		around(each('=result = "stop"', true)),
		complete('work', { result: 'stop' }),
	),
	playProcess(
		'corner-incident-cancel',
		'an instance is cancelled while an iteration has an incident',
		around(each()),
		failJob(),
		complete('work', { result: 1 }),
		{ cancelInstance: true },
	),
	playProcess(
		'corner-error-in-iteration',
		'an error end event in an iteration is caught at the multi-instance sub-process',
		around(
			forEach(subProcess('inner', [startEvent('in'), serviceTask('work'), errorEnd('out', 'E'), ...chain('in', 'work', 'out')]), {
				inputCollection: '=[1, 2]',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=item',
			}),
			errorBoundary('failed', 'inner', 'E'),
			...chain('failed', 'end'),
		),
		complete('work'),
		runJobs,
	),
	defineCase('corner-call-each', 'a call for each item, whose results are collected', (id) => ({
		resources: [
			processModel(
				id,
				around(
					forEach(callActivity('call', `${id}-called`), {
						...{ inputCollection: '=[1, 2]', inputElement: 'item', outputCollection: 'results', outputElement: '=result' },
					}),
				),
			),
			processModel(`${id}-called`, around(serviceTask('work'))),
		],
		script: [start(), complete('work', { result: 'a' }), complete('work', { result: 'b' })],
	})),
	defineCase('corner-call-error-uncaught', 'an error in a called process that neither it nor its caller catches', (id) => ({
		resources: [processModel(id, around(callActivity('call', `${id}-called`))), processModel(`${id}-called`, around(serviceTask('work')))],
		script: [start(), throwError('E')],
	})),
	defineCase('corner-call-each-interrupted', 'calls for each item are interrupted by a message', (id) => ({
		resources: [
			processModel(
				id,
				around(
					forEach(callActivity('call', `${id}-called`), { inputCollection: '=[1, 2]', inputElement: 'item' }),
					boundary('stop', 'call', message(id, '=key')),
					...chain('stop', 'end'),
				),
			),
			processModel(`${id}-called`, around(serviceTask('work'))),
		],
		script: [start({ key: 'k' }), complete('work'), publish(id)],
	})),
	playProcess(
		'corner-no-result',
		'iterations without the result that is collected',
		around(each()),
		start({ result: 'outer' }),
		complete('work'),
		complete('work', { result: 2 }),
		complete('work'),
	),
];
