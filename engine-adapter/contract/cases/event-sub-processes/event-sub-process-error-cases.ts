import type { ContractCase } from '../../contract-case';
import { callActivity, endWith, error, eventSubProcess, message, startBeside, startOn } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
	type TaskOptions,
} from '../../model-builder';
import { complete, publish, runJobs, startWithKey, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { around } from '../shapes';

/** Begins when an error of the code, or any error, is thrown in the scope around it; its elements are named after it. */
const handling = (id: string, code?: string, options?: TaskOptions): ModelPart =>
	eventSubProcess(id, [
		startOn(`${id}-start`, error(code), options),
		serviceTask(`${id}-task`),
		endEvent(`${id}-end`),
		...chain(`${id}-start`, `${id}-task`, `${id}-end`),
	]);
/** Throws an error of the code, beside or in place of its scope. */
const throwingOut = (happening: ModelPart, code: string): ModelPart =>
	eventSubProcess('reaction', [happening, serviceTask('react'), errorEnd('fail', code), ...chain(happening.id, 'react', 'fail')]);

const task: ModelPart[] = [serviceTask('work'), endEvent('finish')];
const scope = (...more: ModelPart[]): ModelPart =>
	subProcess('inner', [startEvent('begin'), ...task, ...chain('begin', 'work', 'finish'), ...more]);
const atProcess = (...more: ModelPart[]): ModelPart[] => [startEvent(), ...task, ...chain('start', 'work', 'finish'), ...more];
const boundaryAt = (attachedTo: string, code?: string): ModelPart[] => [
	errorBoundary('refused', attachedTo, code),
	endEvent('after-refused'),
	...chain('refused', 'after-refused'),
];

export const eventSubProcessErrorCases: ContractCase[] = [
	playProcess(
		'error-event-sub-process',
		'an error of a job is caught by the event sub-process of its scope',
		atProcess(handling('catching', 'E')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused', variables: { reason: 'too long', kept: 'from the error' } }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-output',
		'an output mapping of the start event says what of an error goes on',
		atProcess(handling('catching', 'E', { outputs: [{ source: '=reason', target: 'refusal' }] })),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused', variables: { reason: 'too long', kept: 'from the error' } }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-all',
		'an event sub-process without an error catches every error',
		atProcess(handling('catching')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-code-first',
		'the event sub-process of the code comes before the one for all errors',
		atProcess(handling('all'), handling('catching', 'E')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-rest',
		'the event sub-process for all errors takes those of other codes',
		atProcess(handling('catching', 'E'), handling('all')),
		startWithKey(),
		throwError('OTHER', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-uncaught',
		'an error of another code is an incident',
		atProcess(handling('catching', 'E')),
		startWithKey(),
		throwError('OTHER', { elementId: 'work', message: 'it was refused' }),
	),
	playProcess(
		'error-event-sub-process-end',
		'an error end event is caught in its own scope',
		[
			startEvent(),
			parallelGateway('fork'),
			serviceTask('work'),
			endEvent('finish'),
			errorEnd('fail', 'E'),
			...chain('start', 'fork', 'work', 'finish'),
			...chain('fork', 'fail'),
			handling('catching', 'E'),
		],
		startWithKey(),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-task-boundary',
		'a boundary event at the task comes before the event sub-process around it',
		atProcess(handling('catching', 'E'), ...boundaryAt('work')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-or-boundary',
		'one error, caught by the event sub-process in a scope and by the boundary event at it',
		around(scope(handling('catching', 'E')), ...boundaryAt('inner', 'E')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-all-or-boundary',
		'any error, caught by the event sub-process in a scope and by the boundary event of its code at it',
		around(scope(handling('catching')), ...boundaryAt('inner', 'E')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-or-all-boundary',
		'an error of a code, caught by the event sub-process in a scope and by the boundary event for all at it',
		around(scope(handling('catching', 'E')), ...boundaryAt('inner')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-both-all',
		'the event sub-process in a scope and the boundary event at it both catch every error',
		around(scope(handling('catching')), ...boundaryAt('inner')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-boundary-first',
		'the event sub-process comes before the boundary event also where that stands first in the file',
		[...boundaryAt('inner', 'E'), startEvent(), scope(handling('catching', 'E')), endEvent(), ...chain('start', 'inner', 'end')],
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-from-within',
		'an error thrown in a sub-process is caught by the event sub-process around that',
		around(scope(), handling('catching', 'E')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused', variables: { reason: 1 } }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-innermost',
		'the event sub-process of the inner scope comes before the one of the outer scope',
		around(scope(handling('inside')), handling('outside', 'E')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	defineCase(
		'error-event-sub-process-called',
		'an error thrown in a called process is caught by the event sub-process of the caller',
		(id) => ({
			resources: [
				...[processModel(id, around(callActivity('call', `${id}-child`), handling('catching', 'E')))],
				...[processModel(`${id}-child`, atProcess())],
			],
			script: [startWithKey(), throwError('E', { elementId: 'work', message: 'it was refused', variables: { reason: 1 } }), runJobs],
		}),
	),
	defineCase('error-event-sub-process-in-called', 'a called process catches its errors before its caller does', (id) => ({
		resources: [
			...[processModel(id, around(callActivity('call', `${id}-child`), ...boundaryAt('call', 'E')))],
			...[processModel(`${id}-child`, atProcess(handling('catching', 'E')))],
		],
		script: [startWithKey(), throwError('E', { elementId: 'work', message: 'it was refused', variables: { reason: 1 } }), runJobs],
	})),
	playProcess(
		'error-event-sub-process-again',
		'an event sub-process does not catch the error that is thrown in itself',
		atProcess(handling('catching', 'E')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		throwError('E', { elementId: 'catching-task', message: 'it was refused' }),
	),
	playProcess(
		'error-event-sub-process-other-twice',
		'an error thrown in an event sub-process that interrupted, with another one for it in the same scope',
		atProcess(handling('catching', 'E'), handling('other', 'F')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		throwError('F', { elementId: 'catching-task', message: 'it was refused' }),
	),
	playProcess(
		'error-event-sub-process-to-boundary',
		'an error thrown in an event sub-process that interrupted a sub-process, with a boundary event for it at that',
		around(scope(handling('catching', 'E')), ...boundaryAt('inner', 'F')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		throwError('F', { elementId: 'catching-task', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-to-outer',
		'an error thrown in an event sub-process that interrupted a sub-process, with an event sub-process for it around that',
		around(scope(handling('catching', 'E')), handling('outer', 'F')),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		throwError('F', { elementId: 'catching-task', message: 'it was refused' }),
		runJobs,
	),
	defineCase(
		'error-event-sub-process-to-caller',
		'an error thrown in an event sub-process that interrupted a called process, with a boundary event for it at the call',
		(id) => ({
			resources: [
				...[processModel(id, around(callActivity('call', `${id}-child`), ...boundaryAt('call', 'F')))],
				...[processModel(`${id}-child`, atProcess(handling('catching', 'E')))],
			],
			script: [
				startWithKey(),
				throwError('E', { elementId: 'work', message: 'it was refused' }),
				throwError('F', { elementId: 'catching-task', message: 'it was refused' }),
				runJobs,
			],
		}),
	),
	playProcess(
		'error-event-sub-process-rethrown',
		'an event sub-process throws its error on by its end event',
		around(
			scope(eventSubProcess('catching', [startOn('caught', error('E')), errorEnd('rethrow', 'E'), ...chain('caught', 'rethrow')])),
			...boundaryAt('inner', 'E'),
		),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	defineCase(
		'error-event-sub-process-from-beside',
		'an error thrown in an event sub-process beside its scope is caught by another one, which ends all of them',
		(id) => ({
			parts: atProcess(throwingOut(startBeside('happened', message(id, '=key')), 'E'), handling('catching', 'E')),
			script: [startWithKey(), publish(id), publish(id), complete('react'), runJobs],
		}),
	),
	defineCase(
		'error-event-sub-process-beside-boundary',
		'an error thrown in an event sub-process beside its scope is caught at the boundary of the scope',
		(id) => ({
			parts: around(scope(throwingOut(startBeside('happened', message(id, '=key')), 'E')), ...boundaryAt('inner', 'E')),
			script: [startWithKey(), publish(id), complete('react')],
		}),
	),
	defineCase(
		'error-event-sub-process-interrupted-boundary',
		'an error end event in an event sub-process that a message began, with a boundary event for it at the scope',
		(id) => ({
			parts: around(scope(throwingOut(startOn('happened', message(id, '=key')), 'E')), ...boundaryAt('inner', 'E')),
			script: [startWithKey(), publish(id), complete('react')],
		}),
	),
	playProcess(
		'error-event-sub-process-multi-instance',
		'an error ends the one iteration whose event sub-process catches it',
		around(forEach(scope(handling('catching', 'E')), { inputCollection: '=items', inputElement: 'item' })),
		startWithKey({ items: [1, 2] }),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-multi-instance-outer',
		'an error of an iteration ends all of them when the event sub-process is that of the process',
		around(forEach(serviceTask('work'), { inputCollection: '=items', inputElement: 'item' }), handling('catching', 'E')),
		startWithKey({ items: [1, 2] }),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
	playProcess(
		'error-event-sub-process-terminated',
		'an error event sub-process that ends by the message that it throws',
		(id) =>
			atProcess(
				eventSubProcess('catching', [
					startOn('caught', error('E')),
					{ ...endWith('send', message(id)), extensions: serviceTask('send').extensions },
					...chain('caught', 'send'),
				]),
			),
		startWithKey(),
		throwError('E', { elementId: 'work', message: 'it was refused' }),
		runJobs,
	),
];
