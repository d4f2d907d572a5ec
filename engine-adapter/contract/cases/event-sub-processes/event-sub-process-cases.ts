import {
	boundary,
	boundaryBeside,
	callActivity,
	catchOf,
	endWith,
	error,
	eventBasedGateway,
	eventSubProcess,
	message,
	signal,
	startBeside,
	startOn,
	terminate,
	throwOf,
	timer,
} from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
import {
	chain,
	endEvent,
	flow,
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
const publish = (
	name: string,
	variables: Record<string, unknown> = {},
	more: { timeToLiveMs?: number; correlationKey?: string } = {},
): Action => ({
	publishMessage: { name, correlationKey: 'k', variables, ...more },
});
const complete = (elementId: string, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});
const runJobs: Action = { runJobs: true };

/** Reacts to its start event with a job; its elements are named after it. */
const reaction = (happening: ModelPart, id = 'reaction', options?: TaskOptions): ModelPart =>
	eventSubProcess(
		id,
		[happening, serviceTask(`${id}-task`), endEvent(`${id}-end`), ...chain(happening.id, `${id}-task`, `${id}-end`)],
		options,
	);

const happened = (id: string, options?: TaskOptions): ModelPart => startOn('happened', message(id, '=key'), options);
const besides = (id: string, options?: TaskOptions): ModelPart => startBeside('happened', message(id, '=key'), options);

/** A process of one task, with event sub-processes. */
const atProcess = (id: string, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end'), ...more]),
];

/** A sub-process of one task, with event sub-processes in it. */
const inner = (eventSubProcesses: ModelPart[], options?: TaskOptions): ModelPart =>
	subProcess(
		'inner',
		[startEvent('begin'), serviceTask('work'), endEvent('finish'), ...chain('begin', 'work', 'finish'), ...eventSubProcesses],
		options,
	);
const around = (id: string, scope: ModelPart, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), scope, endEvent(), ...chain('start', scope.id, 'end'), ...more]),
];
const inScope = (id: string, ...eventSubProcesses: ModelPart[]): Resources => around(id, inner(eventSubProcesses));

const localNote: TaskOptions = { inputs: [{ source: '="local"', target: 'note' }] };

export const eventSubProcessCases: ContractCase[] = [
	{
		id: 'event-sub-process-message',
		title: 'a message interrupts the process and its event sub-process goes on',
		resources: atProcess('event-sub-process-message', reaction(happened('event-sub-process-message'))),
		script: [
			start('event-sub-process-message'),
			publish('event-sub-process-message', { kept: 'new', added: 1 }),
			complete('work'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-beside',
		title: 'a process waits for the event sub-process that goes on beside it',
		resources: atProcess('event-sub-process-beside', reaction(besides('event-sub-process-beside'))),
		script: [start('event-sub-process-beside'), publish('event-sub-process-beside', { added: 1 }), complete('work'), runJobs],
	},
	{
		id: 'event-sub-process-beside-first',
		title: 'an event sub-process that ended leaves its process at work',
		resources: atProcess('event-sub-process-beside-first', reaction(besides('event-sub-process-beside-first'))),
		script: [start('event-sub-process-beside-first'), publish('event-sub-process-beside-first'), complete('reaction-task', { done: true })],
	},
	{
		id: 'event-sub-process-beside-several',
		title: 'an event sub-process that does not interrupt runs several times at once',
		resources: atProcess('event-sub-process-beside-several', reaction(besides('event-sub-process-beside-several'))),
		script: [
			start('event-sub-process-beside-several'),
			publish('event-sub-process-beside-several', { number: 1 }),
			publish('event-sub-process-beside-several', { number: 2 }),
			complete('work'),
			publish('event-sub-process-beside-several', { number: 3 }),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-none-left',
		title: 'a process that ended hears no more of its event sub-process',
		resources: atProcess('event-sub-process-none-left', reaction(happened('event-sub-process-none-left'))),
		script: [start('event-sub-process-none-left'), runJobs, publish('event-sub-process-none-left')],
	},
	{
		id: 'event-sub-process-once',
		title: 'a message after the one that interrupted stays in its buffer until there is another process for it',
		resources: atProcess('event-sub-process-once', reaction(happened('event-sub-process-once'))),
		script: [
			start('event-sub-process-once'),
			publish('event-sub-process-once', { number: 1 }),
			publish('event-sub-process-once', { number: 2 }, { timeToLiveMs: 60_000 }),
			runJobs,
			start('event-sub-process-once'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-buffered',
		title: 'a message that was there before the process triggers its event sub-process at once',
		resources: atProcess('event-sub-process-buffered', reaction(happened('event-sub-process-buffered'))),
		script: [publish('event-sub-process-buffered', { added: 1 }, { timeToLiveMs: 60_000 }), start('event-sub-process-buffered'), runJobs],
	},
	{
		id: 'event-sub-process-passing',
		title: 'an event sub-process without a task passes through',
		resources: atProcess(
			'event-sub-process-passing',
			eventSubProcess('reaction', [besides('event-sub-process-passing'), endEvent('reacted'), ...chain('happened', 'reacted')]),
		),
		script: [start('event-sub-process-passing'), publish('event-sub-process-passing'), publish('event-sub-process-passing'), runJobs],
	},
	{
		id: 'event-sub-process-start-only',
		title: 'an event sub-process may be nothing but its start event',
		resources: atProcess('event-sub-process-start-only', eventSubProcess('reaction', [happened('event-sub-process-start-only')])),
		script: [start('event-sub-process-start-only'), publish('event-sub-process-start-only')],
	},
	{
		id: 'event-sub-process-outputs',
		title: 'output mappings of the start event say what the message brings to the event sub-process',
		resources: atProcess(
			'event-sub-process-outputs',
			reaction(besides('event-sub-process-outputs', { outputs: [{ source: '=kept', target: 'taken' }] })),
		),
		script: [start('event-sub-process-outputs'), publish('event-sub-process-outputs', { kept: 'new', dropped: 1 }), runJobs],
	},
	{
		id: 'event-sub-process-mappings',
		title: 'input and output mappings of an event sub-process',
		resources: atProcess(
			'event-sub-process-mappings',
			reaction(besides('event-sub-process-mappings'), 'reaction', {
				inputs: [{ source: '=kept', target: 'copy' }],
				outputs: [{ source: '=copy', target: 'result' }],
			}),
		),
		script: [
			start('event-sub-process-mappings'),
			publish('event-sub-process-mappings', { kept: 'new', copy: 'brought' }),
			complete('reaction-task', { copy: 'changed', other: 1 }),
		],
	},
	{
		id: 'event-sub-process-input-failing',
		title: 'an input mapping of an event sub-process that fails raises an incident there',
		resources: atProcess(
			'event-sub-process-input-failing',
			reaction(besides('event-sub-process-input-failing'), 'reaction', {
				inputs: [{ source: '=assert(missing, missing != null)', target: 'copy' }],
			}),
		),
		script: [
			start('event-sub-process-input-failing'),
			publish('event-sub-process-input-failing', { added: 1 }),
			{ resolveIncident: { elementId: 'reaction', variables: { missing: 1 } } },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-output-failing',
		title: 'an output mapping of its start event that fails raises an incident, and is tried again',
		resources: atProcess(
			'event-sub-process-output-failing',
			reaction(
				happened('event-sub-process-output-failing', { outputs: [{ source: '=assert(missing, missing != null)', target: 'copy' }] }),
			),
		),
		script: [
			start('event-sub-process-output-failing'),
			publish('event-sub-process-output-failing', { added: 1 }),
			{ resolveIncident: { elementId: 'happened', variables: { missing: 1 } } },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-scope-variable',
		title: 'what a message brings goes to the sub-process that has such a variable',
		resources: around(
			'event-sub-process-scope-variable',
			inner([reaction(happened('event-sub-process-scope-variable'))], { ...localNote, outputs: [{ source: '=note', target: 'seen' }] }),
		),
		script: [
			start('event-sub-process-scope-variable'),
			publish('event-sub-process-scope-variable', { note: 'brought', added: 1 }),
			complete('reaction-task', { note: 'answered' }),
		],
	},
	{
		id: 'event-sub-process-sub',
		title: 'an event sub-process interrupts the sub-process that it stands in, and the process goes on behind that',
		resources: inScope('event-sub-process-sub', reaction(happened('event-sub-process-sub'))),
		script: [start('event-sub-process-sub'), publish('event-sub-process-sub', { added: 1 }), runJobs],
	},
	{
		id: 'event-sub-process-sub-beside',
		title: 'a sub-process completes only when the event sub-processes in it are done',
		resources: inScope('event-sub-process-sub-beside', reaction(besides('event-sub-process-sub-beside'))),
		script: [
			start('event-sub-process-sub-beside'),
			publish('event-sub-process-sub-beside'),
			publish('event-sub-process-sub-beside'),
			complete('work'),
			complete('reaction-task'),
			complete('reaction-task'),
		],
	},
	{
		id: 'event-sub-process-sub-over',
		title: 'a message for a sub-process that is over is lost',
		resources: [
			processModel('event-sub-process-sub-over', [
				startEvent(),
				inner([reaction(happened('event-sub-process-sub-over'))]),
				serviceTask('after'),
				endEvent(),
				...chain('start', 'inner', 'after', 'end'),
			]),
		],
		script: [start('event-sub-process-sub-over'), complete('work'), publish('event-sub-process-sub-over'), runJobs],
	},
	{
		id: 'event-sub-process-local-key',
		title: 'the correlation key is evaluated with the variables of its scope',
		resources: around(
			'event-sub-process-local-key',
			inner([reaction(happened('event-sub-process-local-key'))], { inputs: [{ source: '="local"', target: 'key' }] }),
		),
		script: [
			start('event-sub-process-local-key'),
			publish('event-sub-process-local-key', { wrong: true }),
			publish('event-sub-process-local-key', { right: true }, { correlationKey: 'local' }),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-key-once',
		title: 'the correlation key is the one of when the scope began',
		resources: atProcess('event-sub-process-key-once', reaction(happened('event-sub-process-key-once'))),
		script: [
			start('event-sub-process-key-once'),
			{ setVariables: { variables: { key: 'other' } } },
			publish('event-sub-process-key-once', { wrong: true }, { correlationKey: 'other' }),
			publish('event-sub-process-key-once', { right: true }),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-key-failing',
		title: 'a process whose correlation key is missing waits with an incident before anything of it begins',
		resources: atProcess(
			'event-sub-process-key-failing',
			reaction(startOn('happened', message('event-sub-process-key-failing', '=missing'))),
		),
		script: [
			start('event-sub-process-key-failing', { given: 1 }),
			{ resolveIncident: { variables: { missing: 'k', given: 2 } } },
			publish('event-sub-process-key-failing'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-sub-key-failing',
		title: 'a sub-process whose correlation key is missing waits with an incident',
		resources: inScope(
			'event-sub-process-sub-key-failing',
			reaction(startOn('happened', message('event-sub-process-sub-key-failing', '=missing'))),
		),
		script: [
			start('event-sub-process-sub-key-failing'),
			{ resolveIncident: { variables: { missing: 'k' } } },
			publish('event-sub-process-sub-key-failing'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-boundary-key-failing',
		title: 'a sub-process with a boundary event whose correlation key is missing waits with an incident',
		resources: around(
			'event-sub-process-boundary-key-failing',
			inner([reaction(happened('event-sub-process-boundary-key-failing'))], localNote),
			boundary('stop', 'inner', message('event-sub-process-boundary-key-failing-stop', '=missing')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
		),
		script: [
			start('event-sub-process-boundary-key-failing'),
			{ resolveIncident: { variables: { missing: 'k' } } },
			publish('event-sub-process-boundary-key-failing'),
			publish('event-sub-process-boundary-key-failing-stop'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-key-failing-cancel',
		title: 'a process that did not begin for its correlation key is cancelled',
		resources: atProcess(
			'event-sub-process-key-failing-cancel',
			reaction(startOn('happened', message('event-sub-process-key-failing-cancel', '=missing'))),
		),
		script: [start('event-sub-process-key-failing-cancel'), { cancelInstance: true }],
	},
	{
		id: 'event-sub-process-timer',
		title: 'a timer interrupts the process',
		resources: atProcess('event-sub-process-timer', reaction(startOn('happened', timer('Duration', 'PT0.3S')))),
		script: [start('event-sub-process-timer'), { wait: 1_500 }, runJobs],
	},
	{
		id: 'event-sub-process-timer-beside',
		title: 'a timer without a cycle triggers an event sub-process once',
		resources: inScope('event-sub-process-timer-beside', reaction(startBeside('happened', timer('Duration', '=delay')))),
		script: [start('event-sub-process-timer-beside', { delay: 'PT0.3S' }), { wait: 2_000 }, runJobs],
	},
	{
		id: 'event-sub-process-timer-date',
		title: 'a date that has passed triggers an event sub-process at once',
		resources: atProcess('event-sub-process-timer-date', reaction(startBeside('happened', timer('Date', '2020-01-01T00:00:00Z')))),
		script: [start('event-sub-process-timer-date'), { wait: 1_000 }, runJobs],
	},
	{
		id: 'event-sub-process-timer-cycle',
		title: 'a cycle triggers an event sub-process as often as it says',
		resources: atProcess('event-sub-process-timer-cycle', reaction(startBeside('happened', timer('Cycle', 'R3/PT0.2S')))),
		script: [start('event-sub-process-timer-cycle'), { wait: 3_000 }, runJobs],
	},
	{
		id: 'event-sub-process-timer-cycle-ended',
		title: 'a cycle ends with its scope',
		resources: inScope('event-sub-process-timer-cycle-ended', reaction(startBeside('happened', timer('Cycle', 'R/PT3S')))),
		script: [start('event-sub-process-timer-cycle-ended'), { wait: 4_000 }, runJobs, { wait: 3_500 }],
	},
	{
		id: 'event-sub-process-timer-over',
		title: 'a timer of a scope that is over does not ring',
		resources: inScope('event-sub-process-timer-over', reaction(startOn('happened', timer('Duration', 'PT3S')))),
		script: [start('event-sub-process-timer-over'), runJobs, { wait: 3_500 }],
	},
	{
		id: 'event-sub-process-timer-failing',
		title: 'a timer that is no duration raises an incident at the process',
		resources: atProcess('event-sub-process-timer-failing', reaction(startOn('happened', timer('Duration', '=delay')))),
		script: [start('event-sub-process-timer-failing', { delay: 'soon' }), { resolveIncident: { variables: { delay: 'PT10M' } } }, runJobs],
	},
	{
		id: 'event-sub-process-two-interrupting',
		title: 'of two event sub-processes that interrupt the first to happen is the only one',
		resources: atProcess(
			'event-sub-process-two-interrupting',
			reaction(happened('event-sub-process-two-interrupting')),
			reaction(startOn('other', message('event-sub-process-two-interrupting-other', '=key')), 'second'),
			reaction(startBeside('third', message('event-sub-process-two-interrupting-third', '=key')), 'beside'),
			reaction(startOn('late', timer('Duration', 'PT3S')), 'timed'),
		),
		script: [
			start('event-sub-process-two-interrupting'),
			publish('event-sub-process-two-interrupting-other'),
			publish('event-sub-process-two-interrupting'),
			publish('event-sub-process-two-interrupting-third'),
			{ wait: 3_500 },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-interrupts-beside',
		title: 'one that interrupts ends those that went on beside the scope',
		resources: inScope(
			'event-sub-process-interrupts-beside',
			reaction(besides('event-sub-process-interrupts-beside')),
			reaction(startOn('stop', message('event-sub-process-interrupts-beside-stop', '=key')), 'stopping'),
		),
		script: [
			start('event-sub-process-interrupts-beside'),
			publish('event-sub-process-interrupts-beside'),
			publish('event-sub-process-interrupts-beside'),
			publish('event-sub-process-interrupts-beside-stop'),
			complete('reaction-task'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-same-message-scopes',
		title: 'one message of one name and key reaches one of two scopes',
		resources: around(
			'event-sub-process-same-message-scopes',
			inner([reaction(besides('event-sub-process-same-message-scopes'))]),
			reaction(startBeside('happened-outside', message('event-sub-process-same-message-scopes', '=key')), 'outside'),
		),
		script: [
			start('event-sub-process-same-message-scopes'),
			publish('event-sub-process-same-message-scopes'),
			publish('event-sub-process-same-message-scopes'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-boundary-after',
		title: 'a boundary event ends a sub-process that its event sub-process interrupted',
		resources: around(
			'event-sub-process-boundary-after',
			inner([reaction(happened('event-sub-process-boundary-after'))]),
			boundary('stop', 'inner', message('event-sub-process-boundary-after-stop', '=key')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
		),
		script: [
			start('event-sub-process-boundary-after'),
			publish('event-sub-process-boundary-after'),
			publish('event-sub-process-boundary-after-stop'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-boundary-timer',
		title: 'a timer at a sub-process rings also while its event sub-process runs',
		resources: around(
			'event-sub-process-boundary-timer',
			inner([reaction(happened('event-sub-process-boundary-timer'))]),
			boundary('late', 'inner', timer('Duration', 'PT3S')),
			endEvent('stopped'),
			...chain('late', 'stopped'),
		),
		script: [start('event-sub-process-boundary-timer'), publish('event-sub-process-boundary-timer'), { wait: 4_000 }, runJobs],
	},
	{
		id: 'event-sub-process-boundary-before',
		title: 'a boundary event ends a sub-process with everything in it, event sub-processes too',
		resources: around(
			'event-sub-process-boundary-before',
			inner([reaction(besides('event-sub-process-boundary-before'))]),
			boundary('stop', 'inner', message('event-sub-process-boundary-before-stop', '=key')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
		),
		script: [
			start('event-sub-process-boundary-before'),
			publish('event-sub-process-boundary-before'),
			publish('event-sub-process-boundary-before-stop'),
			publish('event-sub-process-boundary-before'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-with-sub',
		title: 'a sub-process in an event sub-process',
		resources: atProcess(
			'event-sub-process-with-sub',
			eventSubProcess('reaction', [
				besides('event-sub-process-with-sub'),
				subProcess('inner', [
					startEvent('begin'),
					serviceTask('deep-work'),
					endEvent('finish'),
					...chain('begin', 'deep-work', 'finish'),
					reaction(startBeside('deep', message('event-sub-process-with-sub-deep', '=key')), 'deeper'),
				]),
				endEvent('reacted'),
				...chain('happened', 'inner', 'reacted'),
			]),
		),
		script: [
			start('event-sub-process-with-sub'),
			publish('event-sub-process-with-sub'),
			publish('event-sub-process-with-sub-deep'),
			complete('deep-work'),
			complete('work'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-multi-instance',
		title: 'an event sub-process interrupts one iteration of a sub-process',
		resources: around(
			'event-sub-process-multi-instance',
			forEach(inner([reaction(startOn('happened', message('event-sub-process-multi-instance', '=item')))]), {
				inputCollection: '=items',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=item + "!"',
			}),
		),
		script: [
			start('event-sub-process-multi-instance', { items: ['a', 'b', 'c'] }),
			publish('event-sub-process-multi-instance', { item: 'changed' }, { correlationKey: 'b' }),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-multi-instance-sequential',
		title: 'an iteration in turn waits for the event sub-process beside it',
		resources: around(
			'event-sub-process-multi-instance-sequential',
			forEach(inner([reaction(startBeside('happened', message('event-sub-process-multi-instance-sequential', '=key')))]), {
				sequential: true,
				inputCollection: '=items',
				inputElement: 'item',
			}),
		),
		script: [
			start('event-sub-process-multi-instance-sequential', { items: [1, 2] }),
			publish('event-sub-process-multi-instance-sequential'),
			complete('work'),
			complete('reaction-task'),
			publish('event-sub-process-multi-instance-sequential'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-called',
		title: 'a called process has its own event sub-processes, and interrupting it completes the call',
		resources: [
			...around('event-sub-process-called', callActivity('call', 'event-sub-process-called-child')),
			...atProcess('event-sub-process-called-child', reaction(happened('event-sub-process-called'))),
		],
		script: [start('event-sub-process-called'), publish('event-sub-process-called', { added: 1 }), runJobs],
	},
	{
		id: 'event-sub-process-ends-call',
		title: 'an event sub-process that interrupts ends a call with what it called',
		resources: [
			...around(
				'event-sub-process-ends-call',
				callActivity('call', 'event-sub-process-ends-call-child'),
				reaction(happened('event-sub-process-ends-call')),
			),
			...atProcess('event-sub-process-ends-call-child'),
		],
		script: [start('event-sub-process-ends-call'), publish('event-sub-process-ends-call'), runJobs],
	},
	{
		id: 'event-sub-process-ends-waiting',
		title: 'what waits in an interrupted scope ends: timers, messages, gateways, tokens at a join and incidents',
		resources: [
			processModel('event-sub-process-ends-waiting', [
				startEvent(),
				parallelGateway('fork'),
				catchOf('waiting', message('event-sub-process-ends-waiting-inner', '=key')),
				catchOf('sleeping', timer('Duration', 'PT3S')),
				serviceTask('failing'),
				eventBasedGateway('choose'),
				catchOf('chosen', message('event-sub-process-ends-waiting-chosen', '=key')),
				catchOf('late', timer('Duration', 'PT3S')),
				parallelGateway('join'),
				endEvent(),
				...chain('start', 'fork', 'waiting', 'join', 'end'),
				...chain('fork', 'sleeping', 'join'),
				...chain('fork', 'failing', 'join'),
				...chain('fork', 'choose', 'chosen', 'join'),
				...chain('choose', 'late', 'join'),
				flow('fork-join', 'fork', 'join'),
				reaction(happened('event-sub-process-ends-waiting')),
			]),
		],
		script: [
			start('event-sub-process-ends-waiting'),
			{ answerJob: { elementId: 'failing', outcome: { kind: 'fail', message: 'no', retries: 0 } } },
			publish('event-sub-process-ends-waiting'),
			publish('event-sub-process-ends-waiting-inner'),
			publish('event-sub-process-ends-waiting-chosen'),
			{ wait: 3_500 },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-terminate-inside',
		title: 'a terminate end event in an event sub-process ends that alone',
		resources: atProcess(
			'event-sub-process-terminate-inside',
			eventSubProcess('reaction', [
				besides('event-sub-process-terminate-inside'),
				parallelGateway('fork'),
				serviceTask('ended'),
				serviceTask('first'),
				endEvent('reacted'),
				endWith('stop', terminate),
				...chain('happened', 'fork', 'ended', 'reacted'),
				...chain('fork', 'first', 'stop'),
			]),
		),
		script: [
			start('event-sub-process-terminate-inside'),
			publish('event-sub-process-terminate-inside'),
			complete('first'),
			complete('ended'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-terminate-interrupting',
		title: 'a terminate end event in an event sub-process that interrupted completes its process',
		resources: atProcess(
			'event-sub-process-terminate-interrupting',
			eventSubProcess('reaction', [
				happened('event-sub-process-terminate-interrupting'),
				endWith('stop', terminate),
				...chain('happened', 'stop'),
			]),
		),
		script: [start('event-sub-process-terminate-interrupting'), publish('event-sub-process-terminate-interrupting')],
	},
	{
		id: 'event-sub-process-terminate-outside',
		title: 'a terminate end event ends the event sub-processes of its scope',
		resources: [
			processModel('event-sub-process-terminate-outside', [
				startEvent(),
				serviceTask('work'),
				endWith('stop', terminate),
				...chain('start', 'work', 'stop'),
				reaction(besides('event-sub-process-terminate-outside')),
			]),
		],
		script: [start('event-sub-process-terminate-outside'), publish('event-sub-process-terminate-outside'), complete('work'), runJobs],
	},
	{
		id: 'event-sub-process-cancel',
		title: 'an instance is cancelled with its event sub-processes',
		resources: inScope(
			'event-sub-process-cancel',
			reaction(besides('event-sub-process-cancel')),
			reaction(startOn('stop', message('event-sub-process-cancel-stop', '=key')), 'stopping'),
		),
		script: [
			start('event-sub-process-cancel'),
			publish('event-sub-process-cancel'),
			publish('event-sub-process-cancel'),
			{ cancelInstance: true },
			complete('reaction-task'),
		],
	},
	{
		id: 'event-sub-process-cancel-interrupted',
		title: 'an instance is cancelled after it was interrupted',
		resources: inScope('event-sub-process-cancel-interrupted', reaction(happened('event-sub-process-cancel-interrupted'))),
		script: [start('event-sub-process-cancel-interrupted'), publish('event-sub-process-cancel-interrupted'), { cancelInstance: true }],
	},
	{
		id: 'event-sub-process-incident',
		title: 'a job in an event sub-process raises an incident, and goes on when that is resolved',
		resources: atProcess('event-sub-process-incident', reaction(happened('event-sub-process-incident'))),
		script: [
			start('event-sub-process-incident'),
			publish('event-sub-process-incident'),
			{ answerJob: { elementId: 'reaction-task', outcome: { kind: 'fail', message: 'no', retries: 0 } } },
			{ resolveIncident: { elementId: 'reaction-task', retries: 1 } },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-message-start',
		title: 'a process that a message starts has an event sub-process with the variables that it brought',
		resources: [
			processModel('event-sub-process-message-start', [
				startOn('start', message('event-sub-process-message-start-begin')),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				reaction(happened('event-sub-process-message-start')),
			]),
		],
		script: [
			publish('event-sub-process-message-start-begin', { key: 'k', brought: 1 }, { correlationKey: '' }),
			{ resolveIncident: { variables: { key: 'k' } } },
			publish('event-sub-process-message-start'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-result',
		title: 'an awaited result holds what the event sub-process brought',
		resources: atProcess('event-sub-process-result', reaction(happened('event-sub-process-result'))),
		script: [
			{ startAndAwait: { processId: 'event-sub-process-result', variables: { key: 'k' }, timeoutMs: 20_000 } },
			publish('event-sub-process-result', { brought: 1 }),
			complete('reaction-task', { answered: 2 }),
		],
	},
	{
		id: 'event-sub-process-outer-interrupts',
		title: 'the event sub-process of an outer scope ends the one of an inner scope',
		resources: around(
			'event-sub-process-outer-interrupts',
			inner([reaction(happened('event-sub-process-outer-interrupts'))]),
			reaction(startOn('stop', message('event-sub-process-outer-interrupts-stop', '=key')), 'outer'),
		),
		script: [
			start('event-sub-process-outer-interrupts'),
			publish('event-sub-process-outer-interrupts'),
			publish('event-sub-process-outer-interrupts-stop'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-kinds',
		title: 'a process has event sub-processes of several kinds',
		resources: atProcess(
			'event-sub-process-kinds',
			reaction(besides('event-sub-process-kinds')),
			reaction(startOn('failed', error('FAILED')), 'failure'),
			reaction(startBeside('often', timer('Cycle', 'R2/PT0.2S')), 'reminder'),
		),
		script: [
			start('event-sub-process-kinds'),
			publish('event-sub-process-kinds'),
			{ wait: 1_500 },
			{ answerJob: { elementId: 'work', outcome: { kind: 'bpmn-error', errorCode: 'FAILED', message: '' } } },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-outgoing',
		title: 'a sequence flow leads away from an event sub-process',
		resources: atProcess(
			'event-sub-process-outgoing',
			reaction(besides('event-sub-process-outgoing')),
			serviceTask('beyond'),
			...chain('reaction', 'beyond'),
		),
		script: [
			start('event-sub-process-outgoing'),
			publish('event-sub-process-outgoing'),
			complete('reaction-task'),
			complete('work'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-nested-beside',
		title: 'an event sub-process beside an event sub-process that went on beside its scope',
		resources: atProcess(
			'event-sub-process-nested-beside',
			eventSubProcess('reaction', [
				besides('event-sub-process-nested-beside'),
				serviceTask('react'),
				endEvent('reacted'),
				...chain('happened', 'react', 'reacted'),
				reaction(startBeside('again', timer('Cycle', 'R2/PT0.2S')), 'deeper'),
			]),
		),
		script: [
			start('event-sub-process-nested-beside'),
			publish('event-sub-process-nested-beside'),
			{ wait: 1_000 },
			complete('work'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-nested-key-failing',
		title: 'an event sub-process waits with an incident when the correlation key of one in it is missing',
		resources: atProcess(
			'event-sub-process-nested-key-failing',
			eventSubProcess('reaction', [
				besides('event-sub-process-nested-key-failing'),
				serviceTask('react'),
				endEvent('reacted'),
				...chain('happened', 'react', 'reacted'),
				reaction(startBeside('again', message('event-sub-process-nested-key-failing-again', '=missing')), 'deeper'),
			]),
		),
		script: [
			start('event-sub-process-nested-key-failing'),
			publish('event-sub-process-nested-key-failing', { added: 1 }),
			{ resolveIncident: { variables: { missing: 'k', added: 2 } } },
			publish('event-sub-process-nested-key-failing-again'),
			complete('work'),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-signal',
		title: 'a signal interrupts one scope and goes on beside the other',
		resources: around(
			'event-sub-process-signal',
			inner([reaction(startOn('happened', signal('event-sub-process-signal')))]),
			reaction(startBeside('happened-outside', signal('event-sub-process-signal')), 'outside'),
		),
		script: [
			start('event-sub-process-signal'),
			{ broadcastSignal: { name: 'event-sub-process-signal', variables: { added: 1 } } },
			{ broadcastSignal: { name: 'event-sub-process-signal', variables: { added: 2 } } },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-signal-boundary',
		title: 'a signal reaches the event sub-process in a scope and the boundary event at it',
		resources: around(
			'event-sub-process-signal-boundary',
			inner([reaction(startBeside('happened', signal('event-sub-process-signal-boundary')))]),
			boundary('stop', 'inner', signal('event-sub-process-signal-boundary')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
		),
		script: [
			start('event-sub-process-signal-boundary'),
			{ broadcastSignal: { name: 'event-sub-process-signal-boundary', variables: { added: 1 } } },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-signal-both',
		title: 'of an event sub-process and a boundary event beside one scope a signal reaches the latter',
		resources: around(
			'event-sub-process-signal-both',
			inner([reaction(startBeside('happened', signal('event-sub-process-signal-both')))]),
			boundaryBeside('also', 'inner', signal('event-sub-process-signal-both')),
			endEvent('told'),
			...chain('also', 'told'),
		),
		script: [
			start('event-sub-process-signal-both'),
			{ broadcastSignal: { name: 'event-sub-process-signal-both', variables: { added: 1 } } },
			runJobs,
		],
	},
	{
		id: 'event-sub-process-signal-thrown',
		title: 'a process throws the signal of its own event sub-process',
		resources: [
			processModel('event-sub-process-signal-thrown', [
				startEvent(),
				throwOf('throw', signal('event-sub-process-signal-thrown'), { inputs: [{ source: '=kept + "!"', target: 'brought' }] }),
				endEvent(),
				...chain('start', 'throw', 'end'),
				reaction(startBeside('happened', signal('event-sub-process-signal-thrown'))),
			]),
		],
		script: [start('event-sub-process-signal-thrown'), runJobs],
	},
	{
		id: 'event-sub-process-deep',
		title: 'an event sub-process that interrupts, in a sub-process of an event sub-process that interrupted',
		resources: atProcess(
			'event-sub-process-deep',
			eventSubProcess('reaction', [
				happened('event-sub-process-deep'),
				subProcess('inner', [
					startEvent('begin'),
					serviceTask('deep-work'),
					endEvent('finish'),
					...chain('begin', 'deep-work', 'finish'),
					reaction(startOn('deep', message('event-sub-process-deep-inner', '=key')), 'deeper'),
				]),
				endEvent('reacted'),
				...chain('happened', 'inner', 'reacted'),
			]),
		),
		script: [
			start('event-sub-process-deep'),
			publish('event-sub-process-deep'),
			publish('event-sub-process-deep-inner', { added: 1 }),
			runJobs,
		],
	},
	{
		id: 'event-sub-process-three-deep',
		title: 'an event sub-process beside one that is beside one',
		resources: atProcess(
			'event-sub-process-three-deep',
			eventSubProcess('reaction', [
				besides('event-sub-process-three-deep'),
				serviceTask('react'),
				...chain('happened', 'react'),
				eventSubProcess('second', [
					startBeside('again', message('event-sub-process-three-deep-second', '=key')),
					serviceTask('react-second'),
					...chain('again', 'react-second'),
					reaction(startBeside('last', message('event-sub-process-three-deep-third', '=key')), 'third'),
				]),
			]),
		),
		script: [
			start('event-sub-process-three-deep'),
			publish('event-sub-process-three-deep'),
			publish('event-sub-process-three-deep-second'),
			publish('event-sub-process-three-deep-third'),
			runJobs,
		],
	},
];
