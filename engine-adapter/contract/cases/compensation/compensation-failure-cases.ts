import type { ContractCase } from '../../contract-case';
import { boundary, compensate, endWith, message, terminate, throwOf, undone } from '../../event-parts';
import { chain, endEvent, errorBoundary, errorEnd, parallelGateway, serviceTask, startEvent, subProcess } from '../../model-builder';
import { complete, failJob, publish, runJobs, start, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { inTurn, scope } from '../shapes';
import { after, tasks, throwing } from './compensation-parts';

/** Cases of what comes between an event and its handlers. */
export const compensationFailureCases: ContractCase[] = [
	playProcess(
		'undo-fails',
		'a handler without retries raises an incident, and the compensation event waits',
		inTurn(['a', 'throw', 'after'], ...tasks('a'), throwing, after),
		complete('a'),
		failJob({ elementId: 'undo-a' }),
		{ resolveIncident: { elementId: 'undo-a', retries: 1 } },
		complete('undo-a'),
		runJobs,
	),
	playProcess(
		'undo-mapping-fails',
		'a handler whose input mapping fails is tried again',
		inTurn(
			['a', 'throw', 'after'],
			...undone(serviceTask('a'), serviceTask('undo-a', { inputs: [{ source: '=assert(missing, missing != null)', target: 'input' }] })),
			throwing,
			after,
		),
		complete('a'),
		{ resolveIncident: { elementId: 'undo-a', variables: { missing: 1 } } },
		runJobs,
	),
	playProcess(
		'undo-output-fails',
		'a handler whose output mapping fails is completed again',
		inTurn(
			['a', 'throw', 'after'],
			...undone(serviceTask('a'), serviceTask('undo-a', { outputs: [{ source: '=assert(missing, missing != null)', target: 'output' }] })),
			throwing,
			after,
		),
		complete('a'),
		complete('undo-a'),
		{ resolveIncident: { elementId: 'undo-a', variables: { missing: 1 } } },
		runJobs,
	),
	playProcess(
		'undo-error-uncaught',
		'an error that a handler throws and nothing catches',
		inTurn(['a', 'throw', 'after'], ...tasks('a'), throwing, after),
		complete('a'),
		throwError('E', { elementId: 'undo-a' }),
	),
	playProcess(
		'undo-error-caught',
		'an error that a handler throws interrupts the sub-process that undoes',
		[
			...inTurn(
				['inner', 'after'],
				scope('inner', ['a', 'b', 'throw'], ...tasks('a', 'b'), throwing),
				after,
				errorBoundary('failed', 'inner', 'E'),
			),
			...chain('failed', 'after'),
		],
		complete('a'),
		complete('b'),
		throwError('E', { elementId: 'undo-a' }),
		runJobs,
	),
	playProcess(
		'undo-error-of-completed-scope',
		'an error of a handler whose sub-process is complete is not caught there',
		[
			...inTurn(['inner', 'throw', 'after'], scope('inner', ['a'], ...tasks('a')), throwing, after, errorBoundary('failed', 'inner', 'E')),
			...chain('failed', 'after'),
		],
		complete('a'),
		throwError('E', { elementId: 'undo-a' }),
	),
	playProcess(
		'undo-handler-ends-with-error',
		'a handler that is a sub-process ends with an error',
		[
			...inTurn(
				['inner', 'after'],
				scope(
					'inner',
					['a', 'throw'],
					...undone(serviceTask('a'), subProcess('undo-a', [startEvent('in'), errorEnd('out', 'E'), ...chain('in', 'out')])),
					throwing,
				),
				after,
				errorBoundary('failed', 'inner', 'E'),
			),
			...chain('failed', 'after'),
		],
		runJobs,
	),
	playProcess(
		'undo-cancelled',
		'an instance is cancelled while handlers are at work',
		inTurn(['a', 'b', 'throw', 'after'], ...tasks('a', 'b'), throwing, after),
		complete('a'),
		complete('b'),
		complete('undo-a'),
		{ cancelInstance: true },
	),
	defineCase('undo-interrupted', 'a sub-process is interrupted while handlers are at work in it', (id) => ({
		parts: [
			...inTurn(
				['inner', 'after'],
				scope('inner', ['a', 'b', 'throw'], ...tasks('a', 'b'), throwing),
				after,
				boundary('stop', 'inner', message(id, '=key')),
			),
			...chain('stop', 'after'),
		],
		script: [start({ key: 'k' }), complete('a'), complete('b'), complete('undo-a'), publish(id), runJobs],
	})),
	defineCase(
		'undo-interrupted-then-outside',
		'what a sub-process did before it was interrupted while undoing is not undone from outside',
		(id) => ({
			parts: [
				...inTurn(
					['inner', 'again', 'after'],
					scope('inner', ['a', 'b', 'throw'], ...tasks('a', 'b'), throwing),
					throwOf('again', compensate()),
					after,
					boundary('stop', 'inner', message(id, '=key')),
				),
				...chain('stop', 'again'),
			],
			script: [start({ key: 'k' }), complete('a'), complete('b'), complete('undo-a'), publish(id), runJobs],
		}),
	),
	playProcess(
		'undo-terminated',
		'a terminate end event while handlers are at work',
		[
			...inTurn(['fork', 'a', 'throw', 'after'], parallelGateway('fork'), ...tasks('a'), throwing, after),
			serviceTask('b'),
			endWith('stop', terminate),
			...chain('fork', 'b', 'stop'),
		],
		complete('a'),
		complete('b'),
	),
	playProcess(
		'undo-others-go-on',
		'other branches go on while handlers are at work, and the process waits for all',
		[
			...inTurn(['fork', 'a', 'throw'], parallelGateway('fork'), ...tasks('a'), throwing),
			serviceTask('b'),
			serviceTask('c'),
			endEvent('other-end'),
			...chain('fork', 'b', 'c', 'other-end'),
		],
		complete('a'),
		complete('b'),
		complete('c'),
		complete('undo-a'),
	),
	playProcess(
		'undo-awaited',
		'an awaited instance answers when its handlers are done',
		inTurn(['a'], ...tasks('a')).map((part) => (part.id === 'end' ? endWith('end', compensate()) : part)),
		{ startAndAwait: { variables: {}, timeoutMs: 20_000 } },
		complete('a'),
		complete('undo-a', { undone: true }),
	),
];
