import { boundary, callActivity, eventSubProcess, message, startBeside, startOn, timer } from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
import type { JobOutcome } from '../../../engine';
import { listening, onEnd, onStart, processListening } from '../../listener-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	errorBoundary,
	exclusiveGateway,
	flow,
	forEach,
	type ModelPart,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../model-builder';

type Resources = ContractCase['resources'];

const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({
	start: { processId, variables: { key: 'k', kept: 'outer', ...variables } },
});
const answer = (outcome: JobOutcome, elementId?: string): Action => ({ answerJob: { elementId, outcome } });
const complete = (variables: Record<string, unknown> = {}): Action => answer({ kind: 'complete', variables });
const fail = (retries: number): Action => answer({ kind: 'fail', message: 'no', retries });
const throwing = (errorCode: string): Action => answer({ kind: 'bpmn-error', errorCode, message: 'refused', variables: { reason: 1 } });
const publish = (name: string): Action => ({ publishMessage: { name, correlationKey: 'k', variables: { told: true } } });
const runJobs: Action = { runJobs: true };

const around = (id: string, part: ModelPart, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), part, endEvent(), ...chain('start', part.id, 'end'), ...more]),
];
const refusedAt = (attachedTo: string): ModelPart[] => [
	errorBoundary('refused', attachedTo),
	endEvent('after-refused'),
	...chain('refused', 'after-refused'),
];
const work = serviceTask('work');

export const listenerCases: ContractCase[] = [
	{
		id: 'listener-task',
		title: 'listeners at the start and the end of a task are jobs before and after its own',
		resources: around('listener-task', listening(serviceTask('work', { headers: { tone: 'kind' }, retries: 5 }))),
		script: [start('listener-task'), complete({ prepared: 1 }), complete({ worked: 2 }), complete({ cleaned: 3 })],
	},
	{
		id: 'listener-order',
		title: 'several listeners run one after the other in the order of the model, those at the end too',
		resources: around(
			'listener-order',
			listening(work, onStart('contract-a'), onEnd('contract-b'), onStart('contract-c', '7'), onEnd('contract-a')),
		),
		script: [
			start('listener-order'),
			complete({ first: 1 }),
			complete({ second: 2 }),
			complete(),
			complete({ third: 3 }),
			complete({ fourth: 4 }),
		],
	},
	{
		id: 'listener-mappings',
		title: 'a listener at the start sees inputs and may change them; one at the end sees what output mappings made',
		resources: around(
			'listener-mappings',
			listening(
				serviceTask('work', {
					inputs: [{ source: '=kept', target: 'copy' }],
					outputs: [{ source: '=copy + "!"', target: 'result' }],
				}),
			),
		),
		script: [
			start('listener-mappings'),
			complete({ copy: 'prepared', kept: 'local' }),
			complete({ worked: 2 }),
			complete({ result: 'cleaned', kept: 'end' }),
		],
	},
	{
		id: 'listener-merge',
		title: 'variables of a listener at the end are those of the scope around the element',
		resources: [
			processModel('listener-merge', [
				startEvent(),
				subProcess('inner', [startEvent('begin'), listening(work, onEnd()), serviceTask('next'), ...chain('begin', 'work', 'next')], {
					inputs: [{ source: '=1', target: 'note' }],
					outputs: [{ source: '=added', target: 'seen' }],
				}),
				...chain('start', 'inner'),
			]),
		],
		script: [start('listener-merge'), complete(), complete({ note: 2, added: 3, kept: 'changed' }), runJobs],
	},
	{
		id: 'listener-fail',
		title: 'a listener that fails is tried again, and without retries raises an incident of its own',
		resources: around('listener-fail', listening(work, onStart('contract-start', '2'))),
		script: [
			start('listener-fail'),
			fail(1),
			fail(0),
			{ resolveIncident: { elementId: 'work', retries: 2 } },
			complete({ prepared: 1 }),
			runJobs,
		],
	},
	{
		id: 'listener-fail-end',
		title: 'a listener at the end that fails without retries raises an incident, and its element completes after it',
		resources: around('listener-fail-end', listening(work, onEnd())),
		script: [start('listener-fail-end'), complete({ worked: 1 }), fail(0), { resolveIncident: { retries: 1 } }, complete({ cleaned: 1 })],
	},
	{
		id: 'listener-fail-unresolved',
		title: 'the incident of a listener without retries cannot be resolved',
		resources: around('listener-fail-unresolved', listening(work, onStart())),
		script: [start('listener-fail-unresolved'), fail(0), { resolveIncident: {} }],
	},
	{
		id: 'listener-error',
		title: 'an error that a listener at the start throws, with a boundary event for it',
		resources: around('listener-error', listening(work, onStart()), ...refusedAt('work')),
		script: [start('listener-error'), throwing('E')],
	},
	{
		id: 'listener-error-uncaught',
		title: 'an error that a listener at the start throws, with nothing to catch it',
		resources: around('listener-error-uncaught', listening(work, onStart())),
		script: [start('listener-error-uncaught'), throwing('E')],
	},
	{
		id: 'listener-error-end',
		title: 'an error that a listener at the end throws, with a boundary event for it',
		resources: around('listener-error-end', listening(work, onEnd()), ...refusedAt('work')),
		script: [start('listener-error-end'), complete(), throwing('E')],
	},
	{
		id: 'listener-error-outer',
		title: 'an error that a listener in a sub-process throws, with a boundary event for it at that',
		resources: around(
			'listener-error-outer',
			subProcess('inner', [startEvent('begin'), listening(work, onStart()), ...chain('begin', 'work')]),
			...refusedAt('inner'),
		),
		script: [start('listener-error-outer'), throwing('E')],
	},
	{
		id: 'listener-error-resolved',
		title: 'the incident of an error that a listener threw is resolved',
		resources: around('listener-error-resolved', listening(work, onStart())),
		script: [start('listener-error-resolved'), throwing('E'), { resolveIncident: { retries: 1 } }, runJobs],
	},
	{
		id: 'listener-prepares-type',
		title: 'the type of a job is evaluated after the listeners at the start',
		resources: around('listener-prepares-type', listening(serviceTask('work', { type: '=wanted' }), onStart())),
		script: [start('listener-prepares-type'), complete({ wanted: 'contract-start' }), runJobs],
	},
	{
		id: 'listener-then-incident',
		title: 'an element that fails after its listeners is tried again without them',
		resources: around('listener-then-incident', listening(serviceTask('work', { type: '=wanted' }), onStart(), onStart('contract-work'))),
		script: [
			start('listener-then-incident'),
			complete({ first: 1 }),
			complete(),
			{ resolveIncident: { variables: { wanted: 'contract-start' } } },
			runJobs,
		],
	},
	{
		id: 'listener-input-failing',
		title: 'an input mapping that fails stops an element before its listeners',
		resources: around(
			'listener-input-failing',
			listening(serviceTask('work', { inputs: [{ source: '=assert(missing, missing != null)', target: 'copy' }] }), onStart()),
		),
		script: [start('listener-input-failing'), { resolveIncident: { variables: { missing: 1 } } }, runJobs],
	},
	{
		id: 'listener-output-failing',
		title: 'an output mapping that fails stops an element before the listeners at its end',
		resources: around(
			'listener-output-failing',
			listening(serviceTask('work', { outputs: [{ source: '=assert(missing, missing != null)', target: 'copy' }] }), onEnd()),
		),
		script: [start('listener-output-failing'), complete(), { resolveIncident: { variables: { missing: 1 } } }, runJobs],
	},
	{
		id: 'listener-expressions',
		title: 'type and retries of a listener are expressions',
		resources: around(
			'listener-expressions',
			listening(work, onStart('=prefix + "-start"', '=attempts'), onEnd('=prefix + "-start"', '=2 + 2')),
		),
		script: [start('listener-expressions', { prefix: 'contract', attempts: 6 }), complete({ prefix: 'contract' }), runJobs],
	},
	{
		id: 'listener-type-failing',
		title: 'a listener whose type is missing raises an incident, and runs once it is there',
		resources: around('listener-type-failing', listening(work, onStart('=missing'))),
		script: [start('listener-type-failing'), { resolveIncident: { variables: { missing: 'contract-start' } } }, runJobs],
	},
	{
		id: 'listener-second-failing',
		title: 'a second listener whose type is missing raises an incident; the first does not run again',
		resources: around('listener-second-failing', listening(work, onStart('contract-a'), onStart('=missing'))),
		script: [
			start('listener-second-failing'),
			complete({ first: 1 }),
			{ resolveIncident: { variables: { missing: 'contract-a' } } },
			runJobs,
		],
	},
	{
		id: 'listener-end-type-failing',
		title: 'a listener at the end whose retries are no number raises an incident, and runs once they are',
		resources: around('listener-end-type-failing', listening(work, onEnd('contract-end', '=attempts'))),
		script: [start('listener-end-type-failing'), complete({ worked: 1 }), { resolveIncident: { variables: { attempts: 2 } } }, runJobs],
	},
	{
		id: 'listener-condition-failing',
		title: 'a gateway whose condition fails after its listener is tried again without that',
		resources: [
			processModel('listener-condition-failing', [
				startEvent(),
				listening(exclusiveGateway('choose', 'choose-end'), onStart()),
				endEvent(),
				endEvent('other'),
				...chain('start', 'choose', 'end'),
				flow('choose-other', 'choose', 'other', '=missing'),
			]),
		],
		script: [start('listener-condition-failing'), complete({ first: 1 }), { resolveIncident: { variables: { missing: true } } }, runJobs],
	},
	{
		id: 'listener-process',
		title: 'listeners of a process run before its start event and after its last element',
		resources: around('listener-process', work).map((resource) => processListening(resource)),
		script: [start('listener-process'), complete({ prepared: 1 }), complete({ worked: 2 }), complete({ cleaned: 3 })],
	},
	{
		id: 'listener-process-fail',
		title: 'a listener of a process that fails raises an incident at the process',
		resources: around('listener-process-fail', work).map((resource) => processListening(resource, onStart())),
		script: [start('listener-process-fail'), fail(0), { resolveIncident: { retries: 1 } }, runJobs],
	},
	{
		id: 'listener-process-cancel',
		title: 'a process is cancelled while its listener runs',
		resources: around('listener-process-cancel', work).map((resource) => processListening(resource, onStart())),
		script: [start('listener-process-cancel'), { cancelInstance: true }, runJobs],
	},
	{
		id: 'listener-process-result',
		title: 'an awaited result holds what the listener at the end of the process brought',
		resources: around('listener-process-result', work).map((resource) => processListening(resource, onEnd())),
		script: [
			{ startAndAwait: { processId: 'listener-process-result', variables: {}, timeoutMs: 20_000 } },
			complete({ worked: 1 }),
			complete({ cleaned: 2 }),
		],
	},
	{
		id: 'listener-called',
		title: 'listeners of a call activity and of the process that it calls',
		resources: [
			...around('listener-called', listening(callActivity('call', 'listener-called-child'))),
			...around('listener-called-child', work).map((resource) => processListening(resource)),
		],
		script: [
			start('listener-called'),
			complete({ call: 1 }),
			complete({ child: 2 }),
			complete({ worked: 3 }),
			complete({ childEnd: 4 }),
			complete({ callEnd: 5 }),
		],
	},
	{
		id: 'listener-called-error',
		title: 'an error that a listener of a called process throws, with a boundary event for it at the call',
		resources: [
			...around('listener-called-error', callActivity('call', 'listener-called-error-child'), ...refusedAt('call')),
			...around('listener-called-error-child', work).map((resource) => processListening(resource, onStart())),
		],
		script: [start('listener-called-error'), throwing('E')],
	},
	{
		id: 'listener-sub-process',
		title: 'listeners of a sub-process run before its start event and after its last element',
		resources: around(
			'listener-sub-process',
			listening(
				subProcess('inner', [startEvent('begin'), work, ...chain('begin', 'work')], {
					inputs: [{ source: '=1', target: 'note' }],
					outputs: [{ source: '=note', target: 'result' }],
				}),
			),
		),
		script: [start('listener-sub-process'), complete({ note: 2 }), complete({ note: 3 }), complete({ note: 4 })],
	},
	{
		id: 'listener-event-sub-process',
		title: 'listeners of an event sub-process and of its start event',
		resources: around(
			'listener-event-sub-process',
			work,
			listening(
				eventSubProcess('reaction', [
					listening(startBeside('happened', message('listener-event-sub-process', '=key')), onEnd()),
					endEvent('reacted'),
					...chain('happened', 'reacted'),
				]),
			),
		),
		script: [start('listener-event-sub-process'), publish('listener-event-sub-process'), complete(), runJobs],
	},
	{
		id: 'listener-interrupted',
		title: 'an event sub-process that interrupts ends the listeners of its scope',
		resources: around(
			'listener-interrupted',
			listening(work, onEnd()),
			eventSubProcess('reaction', [
				startOn('happened', message('listener-interrupted', '=key')),
				endEvent('reacted'),
				...chain('happened', 'reacted'),
			]),
		),
		script: [start('listener-interrupted'), complete(), publish('listener-interrupted'), runJobs],
	},
	{
		id: 'listener-multi-instance',
		title: 'listeners of a multi-instance activity run in each iteration, and its result is taken after them',
		resources: around(
			'listener-multi-instance',
			forEach(listening(work), {
				inputCollection: '=[1, 2]',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=outcome',
			}),
		),
		script: [
			start('listener-multi-instance'),
			complete({ prepared: 1 }),
			complete({ prepared: 2 }),
			complete({ outcome: 'a' }),
			complete({ outcome: 'b' }),
			complete({ outcome: 'c' }),
			complete({ outcome: 'd' }),
		],
	},
	{
		id: 'listener-multi-instance-sequential',
		title: 'the next iteration begins after the listeners of the one before',
		resources: around(
			'listener-multi-instance-sequential',
			forEach(listening(work), { sequential: true, inputCollection: '=[1, 2]', inputElement: 'item' }),
		),
		script: [
			start('listener-multi-instance-sequential'),
			complete({ prepared: 1 }),
			complete({ kept: 'a' }),
			complete({ cleaned: 1 }),
			runJobs,
		],
	},
	{
		id: 'listener-process-cancel-end',
		title: 'a process is cancelled while the listener at its end runs',
		resources: around('listener-process-cancel-end', work).map((resource) => processListening(resource, onEnd())),
		script: [start('listener-process-cancel-end'), complete(), { cancelInstance: true }, runJobs],
	},
	{
		id: 'listener-process-type-failing',
		title: 'a listener of a process whose type is missing raises an incident',
		resources: around('listener-process-type-failing', work).map((resource) => processListening(resource, onEnd('=missing'))),
		script: [start('listener-process-type-failing'), complete(), { resolveIncident: { variables: { missing: 'contract-end' } } }, runJobs],
	},
	{
		id: 'listener-end-second-failing',
		title: 'a second listener at the end whose type is missing raises an incident; what was done is done again',
		resources: around(
			'listener-end-second-failing',
			listening(serviceTask('work', { outputs: [{ source: '=kept + "!"', target: 'kept' }] }), onEnd('contract-a'), onEnd('=missing')),
		),
		script: [
			start('listener-end-second-failing'),
			complete({ worked: 1 }),
			complete({ first: 1 }),
			{ resolveIncident: { variables: { missing: 'contract-a' } } },
			runJobs,
		],
	},
	{
		id: 'listener-backoff',
		title: 'a listener that fails with a backoff comes again after it',
		resources: around('listener-backoff', listening(work, onStart())),
		script: [
			start('listener-backoff'),
			answer({ kind: 'fail', message: 'no', retries: 2, backoffMs: 300 }),
			{ wait: 1_000 },
			complete({ prepared: 1 }),
			runJobs,
		],
	},
	{
		id: 'listener-cancel',
		title: 'an instance is cancelled while the listener at the end of a task runs',
		resources: around('listener-cancel', listening(work)),
		script: [start('listener-cancel'), complete(), complete(), { cancelInstance: true }, complete()],
	},
	{
		id: 'listener-boundary-before',
		title: 'a boundary event does not wait while a listener at the start runs',
		resources: around(
			'listener-boundary-before',
			listening(work, onStart()),
			boundary('stop', 'work', message('listener-boundary-before', '=key')),
			...chain('stop', 'end'),
		),
		script: [start('listener-boundary-before'), publish('listener-boundary-before'), complete(), runJobs],
	},
	{
		id: 'listener-boundary-after',
		title: 'a message comes to a boundary event while a listener at the end runs',
		resources: around(
			'listener-boundary-after',
			listening(work, onEnd()),
			boundary('stop', 'work', message('listener-boundary-after', '=key')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
		),
		script: [start('listener-boundary-after'), complete(), publish('listener-boundary-after'), runJobs],
	},
	{
		id: 'listener-boundary-timer',
		title: 'a timer rings at a task while the listener at its end runs',
		resources: around(
			'listener-boundary-timer',
			listening(work, onEnd()),
			boundary('late', 'work', timer('Duration', 'PT3S')),
			endEvent('stopped'),
			...chain('late', 'stopped'),
		),
		script: [start('listener-boundary-timer'), complete(), { wait: 4_000 }, runJobs],
	},
	{
		id: 'listener-native-user-task',
		title: "listeners of one of Zeebe's own user tasks",
		resources: around('listener-native-user-task', listening(userTask('ask', { native: true }))),
		script: [
			start('listener-native-user-task'),
			complete({ prepared: 1 }),
			{ completeUserTask: { elementId: 'ask', variables: { decided: true } } },
			complete({ cleaned: 1 }),
		],
	},
	{
		id: 'listener-user-task',
		title: 'listeners of a user task that is a job',
		resources: around('listener-user-task', listening(userTask('ask', { native: false, headers: { tone: 'kind' } }))),
		script: [start('listener-user-task'), complete({ prepared: 1 }), complete({ decided: true }), complete({ cleaned: 1 })],
	},
	{
		id: 'listener-ad-hoc',
		title: 'listeners of an ad-hoc sub-process and of an element in it, which get the headers of their elements',
		engines: ['8.8'],
		resources: around(
			'listener-ad-hoc',
			listening(
				adHocSubProcess('tools', [listening(serviceTask('work', { headers: { tone: 'kind' } }))], {
					activeElements: '=chosen',
					outputCollection: 'results',
					outputElement: '=worked',
				}),
			),
		),
		script: [
			start('listener-ad-hoc'),
			complete({ chosen: ['work'] }),
			complete({ prepared: 1 }),
			complete({ worked: 2 }),
			complete({ worked: 3 }),
			complete({ results: 'changed', cleaned: 4 }),
		],
	},
	{
		id: 'listener-ad-hoc-job',
		title: 'an ad-hoc sub-process asks its job between its listeners',
		engines: ['8.8'],
		resources: around('listener-ad-hoc-job', listening(adHocSubProcess('tools', [serviceTask('inside')], { jobType: 'contract-work' }))),
		script: [
			start('listener-ad-hoc-job'),
			complete({ prepared: 1 }),
			{ answerJob: { elementId: 'tools', outcome: { kind: 'complete', variables: {}, adHoc: { activate: [{ elementId: 'inside' }] } } } },
			complete({ inside: 1 }),
			{ answerJob: { elementId: 'tools', outcome: { kind: 'complete', variables: {}, adHoc: { complete: true } } } },
			complete({ cleaned: 1 }),
		],
	},
];
