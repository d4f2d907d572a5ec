import { callActivity, error, eventSubProcess, endWith, message, startBeside, startOn } from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
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

type Resources = ContractCase['resources'];

const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({
	start: { processId, variables: { key: 'k', kept: 'outer', ...variables } },
});
const throwing = (elementId: string, errorCode: string, variables?: Record<string, unknown>): Action => ({
	answerJob: { elementId, outcome: { kind: 'bpmn-error', errorCode, message: 'it was refused', variables } },
});
const publish = (name: string): Action => ({ publishMessage: { name, correlationKey: 'k' } });
const runJobs: Action = { runJobs: true };

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
const atProcess = (id: string, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), ...task, ...chain('start', 'work', 'finish'), ...more]),
];
const around = (id: string, activity: ModelPart, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), activity, endEvent(), ...chain('start', activity.id, 'end'), ...more]),
];
const boundaryAt = (attachedTo: string, code?: string): ModelPart[] => [
	errorBoundary('refused', attachedTo, code),
	endEvent('after-refused'),
	...chain('refused', 'after-refused'),
];

export const eventSubProcessErrorCases: ContractCase[] = [
	{
		id: 'error-event-sub-process',
		title: 'an error of a job is caught by the event sub-process of its scope',
		resources: atProcess('error-event-sub-process', handling('catching', 'E')),
		script: [start('error-event-sub-process'), throwing('work', 'E', { reason: 'too long', kept: 'from the error' }), runJobs],
	},
	{
		id: 'error-event-sub-process-output',
		title: 'an output mapping of the start event says what of an error goes on',
		resources: atProcess(
			'error-event-sub-process-output',
			handling('catching', 'E', { outputs: [{ source: '=reason', target: 'refusal' }] }),
		),
		script: [start('error-event-sub-process-output'), throwing('work', 'E', { reason: 'too long', kept: 'from the error' }), runJobs],
	},
	{
		id: 'error-event-sub-process-all',
		title: 'an event sub-process without an error catches every error',
		resources: atProcess('error-event-sub-process-all', handling('catching')),
		script: [start('error-event-sub-process-all'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-code-first',
		title: 'the event sub-process of the code comes before the one for all errors',
		resources: atProcess('error-event-sub-process-code-first', handling('all'), handling('catching', 'E')),
		script: [start('error-event-sub-process-code-first'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-rest',
		title: 'the event sub-process for all errors takes those of other codes',
		resources: atProcess('error-event-sub-process-rest', handling('catching', 'E'), handling('all')),
		script: [start('error-event-sub-process-rest'), throwing('work', 'OTHER'), runJobs],
	},
	{
		id: 'error-event-sub-process-uncaught',
		title: 'an error of another code is an incident',
		resources: atProcess('error-event-sub-process-uncaught', handling('catching', 'E')),
		script: [start('error-event-sub-process-uncaught'), throwing('work', 'OTHER')],
	},
	{
		id: 'error-event-sub-process-end',
		title: 'an error end event is caught in its own scope',
		resources: [
			processModel('error-event-sub-process-end', [
				startEvent(),
				parallelGateway('fork'),
				serviceTask('work'),
				endEvent('finish'),
				errorEnd('fail', 'E'),
				...chain('start', 'fork', 'work', 'finish'),
				...chain('fork', 'fail'),
				handling('catching', 'E'),
			]),
		],
		script: [start('error-event-sub-process-end'), runJobs],
	},
	{
		id: 'error-event-sub-process-task-boundary',
		title: 'a boundary event at the task comes before the event sub-process around it',
		resources: atProcess('error-event-sub-process-task-boundary', handling('catching', 'E'), ...boundaryAt('work')),
		script: [start('error-event-sub-process-task-boundary'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-or-boundary',
		title: 'one error, caught by the event sub-process in a scope and by the boundary event at it',
		resources: around('error-event-sub-process-or-boundary', scope(handling('catching', 'E')), ...boundaryAt('inner', 'E')),
		script: [start('error-event-sub-process-or-boundary'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-all-or-boundary',
		title: 'any error, caught by the event sub-process in a scope and by the boundary event of its code at it',
		resources: around('error-event-sub-process-all-or-boundary', scope(handling('catching')), ...boundaryAt('inner', 'E')),
		script: [start('error-event-sub-process-all-or-boundary'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-or-all-boundary',
		title: 'an error of a code, caught by the event sub-process in a scope and by the boundary event for all at it',
		resources: around('error-event-sub-process-or-all-boundary', scope(handling('catching', 'E')), ...boundaryAt('inner')),
		script: [start('error-event-sub-process-or-all-boundary'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-both-all',
		title: 'the event sub-process in a scope and the boundary event at it both catch every error',
		resources: around('error-event-sub-process-both-all', scope(handling('catching')), ...boundaryAt('inner')),
		script: [start('error-event-sub-process-both-all'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-boundary-first',
		title: 'the event sub-process comes before the boundary event also where that stands first in the file',
		resources: [
			processModel('error-event-sub-process-boundary-first', [
				...boundaryAt('inner', 'E'),
				startEvent(),
				scope(handling('catching', 'E')),
				endEvent(),
				...chain('start', 'inner', 'end'),
			]),
		],
		script: [start('error-event-sub-process-boundary-first'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-from-within',
		title: 'an error thrown in a sub-process is caught by the event sub-process around that',
		resources: around('error-event-sub-process-from-within', scope(), handling('catching', 'E')),
		script: [start('error-event-sub-process-from-within'), throwing('work', 'E', { reason: 1 }), runJobs],
	},
	{
		id: 'error-event-sub-process-innermost',
		title: 'the event sub-process of the inner scope comes before the one of the outer scope',
		resources: around('error-event-sub-process-innermost', scope(handling('inside')), handling('outside', 'E')),
		script: [start('error-event-sub-process-innermost'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-called',
		title: 'an error thrown in a called process is caught by the event sub-process of the caller',
		resources: [
			...around('error-event-sub-process-called', callActivity('call', 'error-event-sub-process-called-child'), handling('catching', 'E')),
			...atProcess('error-event-sub-process-called-child'),
		],
		script: [start('error-event-sub-process-called'), throwing('work', 'E', { reason: 1 }), runJobs],
	},
	{
		id: 'error-event-sub-process-in-called',
		title: 'a called process catches its errors before its caller does',
		resources: [
			...around(
				'error-event-sub-process-in-called',
				callActivity('call', 'error-event-sub-process-in-called-child'),
				...boundaryAt('call', 'E'),
			),
			...atProcess('error-event-sub-process-in-called-child', handling('catching', 'E')),
		],
		script: [start('error-event-sub-process-in-called'), throwing('work', 'E', { reason: 1 }), runJobs],
	},
	{
		id: 'error-event-sub-process-again',
		title: 'an event sub-process does not catch the error that is thrown in itself',
		resources: atProcess('error-event-sub-process-again', handling('catching', 'E')),
		script: [start('error-event-sub-process-again'), throwing('work', 'E'), throwing('catching-task', 'E')],
	},
	{
		id: 'error-event-sub-process-other-twice',
		title: 'an error thrown in an event sub-process that interrupted, with another one for it in the same scope',
		resources: atProcess('error-event-sub-process-other-twice', handling('catching', 'E'), handling('other', 'F')),
		script: [start('error-event-sub-process-other-twice'), throwing('work', 'E'), throwing('catching-task', 'F')],
	},
	{
		id: 'error-event-sub-process-to-boundary',
		title: 'an error thrown in an event sub-process that interrupted a sub-process, with a boundary event for it at that',
		resources: around('error-event-sub-process-to-boundary', scope(handling('catching', 'E')), ...boundaryAt('inner', 'F')),
		script: [start('error-event-sub-process-to-boundary'), throwing('work', 'E'), throwing('catching-task', 'F'), runJobs],
	},
	{
		id: 'error-event-sub-process-to-outer',
		title: 'an error thrown in an event sub-process that interrupted a sub-process, with an event sub-process for it around that',
		resources: around('error-event-sub-process-to-outer', scope(handling('catching', 'E')), handling('outer', 'F')),
		script: [start('error-event-sub-process-to-outer'), throwing('work', 'E'), throwing('catching-task', 'F'), runJobs],
	},
	{
		id: 'error-event-sub-process-to-caller',
		title: 'an error thrown in an event sub-process that interrupted a called process, with a boundary event for it at the call',
		resources: [
			...around(
				'error-event-sub-process-to-caller',
				callActivity('call', 'error-event-sub-process-to-caller-child'),
				...boundaryAt('call', 'F'),
			),
			...atProcess('error-event-sub-process-to-caller-child', handling('catching', 'E')),
		],
		script: [start('error-event-sub-process-to-caller'), throwing('work', 'E'), throwing('catching-task', 'F'), runJobs],
	},
	{
		id: 'error-event-sub-process-rethrown',
		title: 'an event sub-process throws its error on by its end event',
		resources: around(
			'error-event-sub-process-rethrown',
			scope(eventSubProcess('catching', [startOn('caught', error('E')), errorEnd('rethrow', 'E'), ...chain('caught', 'rethrow')])),
			...boundaryAt('inner', 'E'),
		),
		script: [start('error-event-sub-process-rethrown'), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-from-beside',
		title: 'an error thrown in an event sub-process beside its scope is caught by another one, which ends all of them',
		resources: atProcess(
			'error-event-sub-process-from-beside',
			throwingOut(startBeside('happened', message('error-event-sub-process-from-beside', '=key')), 'E'),
			handling('catching', 'E'),
		),
		script: [
			start('error-event-sub-process-from-beside'),
			publish('error-event-sub-process-from-beside'),
			publish('error-event-sub-process-from-beside'),
			{ answerJob: { elementId: 'react', outcome: { kind: 'complete', variables: {} } } },
			runJobs,
		],
	},
	{
		id: 'error-event-sub-process-beside-boundary',
		title: 'an error thrown in an event sub-process beside its scope is caught at the boundary of the scope',
		resources: around(
			'error-event-sub-process-beside-boundary',
			scope(throwingOut(startBeside('happened', message('error-event-sub-process-beside-boundary', '=key')), 'E')),
			...boundaryAt('inner', 'E'),
		),
		script: [
			start('error-event-sub-process-beside-boundary'),
			publish('error-event-sub-process-beside-boundary'),
			{ answerJob: { elementId: 'react', outcome: { kind: 'complete', variables: {} } } },
		],
	},
	{
		id: 'error-event-sub-process-interrupted-boundary',
		title: 'an error end event in an event sub-process that a message began, with a boundary event for it at the scope',
		resources: around(
			'error-event-sub-process-interrupted-boundary',
			scope(throwingOut(startOn('happened', message('error-event-sub-process-interrupted-boundary', '=key')), 'E')),
			...boundaryAt('inner', 'E'),
		),
		script: [
			start('error-event-sub-process-interrupted-boundary'),
			publish('error-event-sub-process-interrupted-boundary'),
			{ answerJob: { elementId: 'react', outcome: { kind: 'complete', variables: {} } } },
		],
	},
	{
		id: 'error-event-sub-process-multi-instance',
		title: 'an error ends the one iteration whose event sub-process catches it',
		resources: around(
			'error-event-sub-process-multi-instance',
			forEach(scope(handling('catching', 'E')), { inputCollection: '=items', inputElement: 'item' }),
		),
		script: [start('error-event-sub-process-multi-instance', { items: [1, 2] }), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-multi-instance-outer',
		title: 'an error of an iteration ends all of them when the event sub-process is that of the process',
		resources: around(
			'error-event-sub-process-multi-instance-outer',
			forEach(serviceTask('work'), { inputCollection: '=items', inputElement: 'item' }),
			handling('catching', 'E'),
		),
		script: [start('error-event-sub-process-multi-instance-outer', { items: [1, 2] }), throwing('work', 'E'), runJobs],
	},
	{
		id: 'error-event-sub-process-terminated',
		title: 'an error event sub-process that ends by the message that it throws',
		resources: atProcess(
			'error-event-sub-process-terminated',
			eventSubProcess('catching', [
				startOn('caught', error('E')),
				{ ...endWith('send', message('error-event-sub-process-terminated')), extensions: serviceTask('send').extensions },
				...chain('caught', 'send'),
			]),
		),
		script: [start('error-event-sub-process-terminated'), throwing('work', 'E'), runJobs],
	},
];
