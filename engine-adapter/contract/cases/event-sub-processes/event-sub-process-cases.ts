import type { ContractCase } from '../../contract-case';
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
import { broadcast, complete, failJob, publish, runJobs, startWithKey, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { around } from '../shapes';
import { oneTask, reaction } from './event-sub-process-parts';

const happened = (id: string, options?: TaskOptions): ModelPart => startOn('happened', message(id, '=key'), options);
const besides = (id: string, options?: TaskOptions): ModelPart => startBeside('happened', message(id, '=key'), options);

/** A sub-process of one task, with event sub-processes in it. */
const inner = (eventSubProcesses: ModelPart[], options?: TaskOptions): ModelPart =>
	subProcess(
		'inner',
		[startEvent('begin'), serviceTask('work'), endEvent('finish'), ...chain('begin', 'work', 'finish'), ...eventSubProcesses],
		options,
	);
const inScope = (...eventSubProcesses: ModelPart[]): ModelPart[] => around(inner(eventSubProcesses));

const localNote: TaskOptions = { inputs: [{ source: '="local"', target: 'note' }] };

export const eventSubProcessCases: ContractCase[] = [
	defineCase('event-sub-process-message', 'a message interrupts the process and its event sub-process goes on', (id) => ({
		parts: oneTask(reaction(happened(id))),
		script: [startWithKey(), publish(id, { kept: 'new', added: 1 }), complete('work'), runJobs],
	})),
	defineCase('event-sub-process-beside', 'a process waits for the event sub-process that goes on beside it', (id) => ({
		parts: oneTask(reaction(besides(id))),
		script: [startWithKey(), publish(id, { added: 1 }), complete('work'), runJobs],
	})),
	defineCase('event-sub-process-beside-first', 'an event sub-process that ended leaves its process at work', (id) => ({
		parts: oneTask(reaction(besides(id))),
		script: [startWithKey(), publish(id, {}), complete('reaction-task', { done: true })],
	})),
	defineCase('event-sub-process-beside-several', 'an event sub-process that does not interrupt runs several times at once', (id) => ({
		parts: oneTask(reaction(besides(id))),
		script: [startWithKey(), publish(id, { number: 1 }), publish(id, { number: 2 }), complete('work'), publish(id, { number: 3 }), runJobs],
	})),
	defineCase('event-sub-process-none-left', 'a process that ended hears no more of its event sub-process', (id) => ({
		parts: oneTask(reaction(happened(id))),
		script: [startWithKey(), runJobs, publish(id, {})],
	})),
	defineCase(
		'event-sub-process-once',
		'a message after the one that interrupted stays in its buffer until there is another process for it',
		(id) => ({
			parts: oneTask(reaction(happened(id))),
			script: [
				startWithKey(),
				publish(id, { number: 1 }),
				publish(id, { number: 2 }, { timeToLiveMs: 60_000 }),
				runJobs,
				startWithKey(),
				runJobs,
			],
		}),
	),
	defineCase('event-sub-process-buffered', 'a message that was there before the process triggers its event sub-process at once', (id) => ({
		parts: oneTask(reaction(happened(id))),
		script: [publish(id, { added: 1 }, { timeToLiveMs: 60_000 }), startWithKey(), runJobs],
	})),
	defineCase('event-sub-process-passing', 'an event sub-process without a task passes through', (id) => ({
		parts: oneTask(eventSubProcess('reaction', [besides(id), endEvent('reacted'), ...chain('happened', 'reacted')])),
		script: [startWithKey(), publish(id, {}), publish(id, {}), runJobs],
	})),
	defineCase('event-sub-process-start-only', 'an event sub-process may be nothing but its start event', (id) => ({
		parts: oneTask(eventSubProcess('reaction', [happened(id)])),
		script: [startWithKey(), publish(id, {})],
	})),
	defineCase(
		'event-sub-process-outputs',
		'output mappings of the start event say what the message brings to the event sub-process',
		(id) => ({
			parts: oneTask(reaction(besides(id, { outputs: [{ source: '=kept', target: 'taken' }] }))),
			script: [startWithKey(), publish(id, { kept: 'new', dropped: 1 }), runJobs],
		}),
	),
	defineCase('event-sub-process-mappings', 'input and output mappings of an event sub-process', (id) => ({
		parts: oneTask(
			reaction(besides(id), 'reaction', {
				inputs: [{ source: '=kept', target: 'copy' }],
				outputs: [{ source: '=copy', target: 'result' }],
			}),
		),
		script: [startWithKey(), publish(id, { kept: 'new', copy: 'brought' }), complete('reaction-task', { copy: 'changed', other: 1 })],
	})),
	defineCase('event-sub-process-input-failing', 'an input mapping of an event sub-process that fails raises an incident there', (id) => ({
		parts: oneTask(
			reaction(besides(id), 'reaction', {
				inputs: [{ source: '=assert(missing, missing != null)', target: 'copy' }],
			}),
		),
		script: [startWithKey(), publish(id, { added: 1 }), { resolveIncident: { elementId: 'reaction', variables: { missing: 1 } } }, runJobs],
	})),
	defineCase(
		'event-sub-process-output-failing',
		'an output mapping of its start event that fails raises an incident, and is tried again',
		(id) => ({
			parts: oneTask(reaction(happened(id, { outputs: [{ source: '=assert(missing, missing != null)', target: 'copy' }] }))),
			script: [
				startWithKey(),
				publish(id, { added: 1 }),
				{ resolveIncident: { elementId: 'happened', variables: { missing: 1 } } },
				runJobs,
			],
		}),
	),
	defineCase('event-sub-process-scope-variable', 'what a message brings goes to the sub-process that has such a variable', (id) => ({
		parts: around(inner([reaction(happened(id))], { ...localNote, outputs: [{ source: '=note', target: 'seen' }] })),
		script: [startWithKey(), publish(id, { note: 'brought', added: 1 }), complete('reaction-task', { note: 'answered' })],
	})),
	defineCase(
		'event-sub-process-sub',
		'an event sub-process interrupts the sub-process that contains it, and the process continues after that',
		(id) => ({ parts: inScope(reaction(happened(id))), script: [startWithKey(), publish(id, { added: 1 }), runJobs] }),
	),
	defineCase('event-sub-process-sub-beside', 'a sub-process completes only when the event sub-processes in it are done', (id) => ({
		parts: inScope(reaction(besides(id))),
		script: [startWithKey(), publish(id, {}), publish(id, {}), complete('work'), complete('reaction-task'), complete('reaction-task')],
	})),
	defineCase('event-sub-process-sub-over', 'a message for a sub-process that is over is lost', (id) => ({
		parts: [startEvent(), inner([reaction(happened(id))]), serviceTask('after'), endEvent(), ...chain('start', 'inner', 'after', 'end')],
		script: [startWithKey(), complete('work'), publish(id, {}), runJobs],
	})),
	defineCase('event-sub-process-local-key', 'the correlation key is evaluated with the variables of its scope', (id) => ({
		parts: around(inner([reaction(happened(id))], { inputs: [{ source: '="local"', target: 'key' }] })),
		script: [startWithKey(), publish(id, { wrong: true }), publish(id, { right: true }, { correlationKey: 'local' }), runJobs],
	})),
	defineCase('event-sub-process-key-once', 'the correlation key is the one of when the scope began', (id) => ({
		parts: oneTask(reaction(happened(id))),
		script: [
			startWithKey(),
			{ setVariables: { variables: { key: 'other' } } },
			publish(id, { wrong: true }, { correlationKey: 'other' }),
			publish(id, { right: true }),
			runJobs,
		],
	})),
	defineCase(
		'event-sub-process-key-failing',
		'a process whose correlation key is missing waits with an incident before anything of it begins',
		(id) => ({
			parts: oneTask(reaction(startOn('happened', message(id, '=missing')))),
			script: [startWithKey({ given: 1 }), { resolveIncident: { variables: { missing: 'k', given: 2 } } }, publish(id, {}), runJobs],
		}),
	),
	defineCase('event-sub-process-sub-key-failing', 'a sub-process whose correlation key is missing waits with an incident', (id) => ({
		parts: inScope(reaction(startOn('happened', message(id, '=missing')))),
		script: [startWithKey(), { resolveIncident: { variables: { missing: 'k' } } }, publish(id, {}), runJobs],
	})),
	defineCase(
		'event-sub-process-boundary-key-failing',
		'a sub-process with a boundary event whose correlation key is missing waits with an incident',
		(id) => ({
			parts: around(
				inner([reaction(happened(id))], localNote),
				boundary('stop', 'inner', message(`${id}-stop`, '=missing')),
				endEvent('stopped'),
				...chain('stop', 'stopped'),
			),
			script: [startWithKey(), { resolveIncident: { variables: { missing: 'k' } } }, publish(id, {}), publish(`${id}-stop`, {}), runJobs],
		}),
	),
	playProcess(
		'event-sub-process-key-failing-cancel',
		'a process that did not begin for its correlation key is cancelled',
		(id) => oneTask(reaction(startOn('happened', message(id, '=missing')))),
		startWithKey(),
		{ cancelInstance: true },
	),
	playProcess(
		'event-sub-process-timer',
		'a timer interrupts the process',
		oneTask(reaction(startOn('happened', timer('Duration', 'PT0.3S')))),
		startWithKey(),
		{ wait: 1_500 },
		runJobs,
	),
	playProcess(
		'event-sub-process-timer-beside',
		'a timer without a cycle triggers an event sub-process once',
		inScope(reaction(startBeside('happened', timer('Duration', '=delay')))),
		startWithKey({ delay: 'PT0.3S' }),
		{ wait: 2_000 },
		runJobs,
	),
	playProcess(
		'event-sub-process-timer-date',
		'a date that has passed triggers an event sub-process at once',
		oneTask(reaction(startBeside('happened', timer('Date', '2020-01-01T00:00:00Z')))),
		startWithKey(),
		{ wait: 1_000 },
		runJobs,
	),
	playProcess(
		'event-sub-process-timer-cycle',
		'a cycle triggers an event sub-process as often as it says',
		oneTask(reaction(startBeside('happened', timer('Cycle', 'R3/PT0.2S')))),
		startWithKey(),
		{ wait: 3_000 },
		runJobs,
	),
	playProcess(
		'event-sub-process-timer-cycle-ended',
		'a cycle ends with its scope',
		inScope(reaction(startBeside('happened', timer('Cycle', 'R/PT3S')))),
		startWithKey(),
		{ wait: 4_000 },
		runJobs,
		{ wait: 3_500 },
	),
	playProcess(
		'event-sub-process-timer-over',
		'a timer of a scope that is over does not ring',
		inScope(reaction(startOn('happened', timer('Duration', 'PT3S')))),
		startWithKey(),
		runJobs,
		{ wait: 3_500 },
	),
	playProcess(
		'event-sub-process-timer-failing',
		'a timer that is not a duration raises an incident at the process',
		oneTask(reaction(startOn('happened', timer('Duration', '=delay')))),
		startWithKey({ delay: 'soon' }),
		{ resolveIncident: { variables: { delay: 'PT10M' } } },
		runJobs,
	),
	defineCase(
		'event-sub-process-two-interrupting',
		'of two event sub-processes that interrupt the first to happen is the only one',
		(id) => ({
			parts: oneTask(
				reaction(happened(id)),
				reaction(startOn('other', message(`${id}-other`, '=key')), 'second'),
				reaction(startBeside('third', message(`${id}-third`, '=key')), 'beside'),
				reaction(startOn('late', timer('Duration', 'PT3S')), 'timed'),
			),
			script: [startWithKey(), publish(`${id}-other`, {}), publish(id, {}), publish(`${id}-third`, {}), { wait: 3_500 }, runJobs],
		}),
	),
	defineCase('event-sub-process-interrupts-beside', 'one that interrupts ends those that went on beside the scope', (id) => ({
		parts: inScope(reaction(besides(id)), reaction(startOn('stop', message(`${id}-stop`, '=key')), 'stopping')),
		script: [startWithKey(), publish(id, {}), publish(id, {}), publish(`${id}-stop`, {}), complete('reaction-task'), runJobs],
	})),
	defineCase('event-sub-process-same-message-scopes', 'one message of one name and key reaches one of two scopes', (id) => ({
		parts: around(inner([reaction(besides(id))]), reaction(startBeside('happened-outside', message(id, '=key')), 'outside')),
		script: [startWithKey(), publish(id, {}), publish(id, {}), runJobs],
	})),
	defineCase('event-sub-process-boundary-after', 'a boundary event ends a sub-process that its event sub-process interrupted', (id) => ({
		parts: around(
			inner([reaction(happened(id))]),
			boundary('stop', 'inner', message(`${id}-stop`, '=key')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
		),
		script: [startWithKey(), publish(id, {}), publish(`${id}-stop`, {}), runJobs],
	})),
	defineCase('event-sub-process-boundary-timer', 'a timer at a sub-process rings also while its event sub-process runs', (id) => ({
		parts: around(
			inner([reaction(happened(id))]),
			boundary('late', 'inner', timer('Duration', 'PT3S')),
			endEvent('stopped'),
			...chain('late', 'stopped'),
		),
		script: [startWithKey(), publish(id, {}), { wait: 4_000 }, runJobs],
	})),
	defineCase(
		'event-sub-process-boundary-before',
		'a boundary event ends a sub-process with everything in it, event sub-processes too',
		(id) => ({
			parts: around(
				inner([reaction(besides(id))]),
				boundary('stop', 'inner', message(`${id}-stop`, '=key')),
				endEvent('stopped'),
				...chain('stop', 'stopped'),
			),
			script: [startWithKey(), publish(id, {}), publish(`${id}-stop`, {}), publish(id, {}), runJobs],
		}),
	),
	defineCase('event-sub-process-with-sub', 'a sub-process in an event sub-process', (id) => ({
		parts: oneTask(
			eventSubProcess('reaction', [
				besides(id),
				subProcess('inner', [
					startEvent('begin'),
					serviceTask('deep-work'),
					endEvent('finish'),
					...chain('begin', 'deep-work', 'finish'),
					reaction(startBeside('deep', message(`${id}-deep`, '=key')), 'deeper'),
				]),
				endEvent('reacted'),
				...chain('happened', 'inner', 'reacted'),
			]),
		),
		script: [startWithKey(), publish(id, {}), publish(`${id}-deep`, {}), complete('deep-work'), complete('work'), runJobs],
	})),
	defineCase('event-sub-process-multi-instance', 'an event sub-process interrupts one iteration of a sub-process', (id) => ({
		parts: around(
			forEach(inner([reaction(startOn('happened', message(id, '=item')))]), {
				inputCollection: '=items',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=item + "!"',
			}),
		),
		script: [startWithKey({ items: ['a', 'b', 'c'] }), publish(id, { item: 'changed' }, { correlationKey: 'b' }), runJobs],
	})),
	defineCase('event-sub-process-multi-instance-sequential', 'an iteration in turn waits for the event sub-process beside it', (id) => ({
		parts: around(
			forEach(inner([reaction(startBeside('happened', message(id, '=key')))]), {
				sequential: true,
				inputCollection: '=items',
				inputElement: 'item',
			}),
		),
		script: [startWithKey({ items: [1, 2] }), publish(id, {}), complete('work'), complete('reaction-task'), publish(id, {}), runJobs],
	})),
	defineCase(
		'event-sub-process-called',
		'a called process has its own event sub-processes, and interrupting it completes the call',
		(id) => ({
			resources: [
				...[processModel(id, around(callActivity('call', `${id}-child`)))],
				...[processModel(`${id}-child`, oneTask(reaction(happened(id))))],
			],
			script: [startWithKey(), publish(id, { added: 1 }), runJobs],
		}),
	),
	defineCase('event-sub-process-ends-call', 'an event sub-process that interrupts ends a call with what it called', (id) => ({
		resources: [
			...[processModel(id, around(callActivity('call', `${id}-child`), reaction(happened(id))))],
			...[processModel(`${id}-child`, oneTask())],
		],
		script: [startWithKey(), publish(id, {}), runJobs],
	})),
	defineCase(
		'event-sub-process-ends-waiting',
		'what waits in an interrupted scope ends: timers, messages, gateways, tokens at a join and incidents',
		(id) => ({
			parts: [
				startEvent(),
				parallelGateway('fork'),
				catchOf('waiting', message(`${id}-inner`, '=key')),
				catchOf('sleeping', timer('Duration', 'PT3S')),
				serviceTask('failing'),
				eventBasedGateway('choose'),
				catchOf('chosen', message(`${id}-chosen`, '=key')),
				catchOf('late', timer('Duration', 'PT3S')),
				parallelGateway('join'),
				endEvent(),
				...chain('start', 'fork', 'waiting', 'join', 'end'),
				...chain('fork', 'sleeping', 'join'),
				...chain('fork', 'failing', 'join'),
				...chain('fork', 'choose', 'chosen', 'join'),
				...chain('choose', 'late', 'join'),
				flow('fork-join', 'fork', 'join'),
				reaction(happened(id)),
			],
			script: [
				startWithKey(),
				failJob({ elementId: 'failing', message: 'no' }),
				publish(id, {}),
				publish(`${id}-inner`, {}),
				publish(`${id}-chosen`, {}),
				{ wait: 3_500 },
				runJobs,
			],
		}),
	),
	defineCase('event-sub-process-terminate-inside', 'a terminate end event in an event sub-process ends that alone', (id) => ({
		parts: oneTask(
			eventSubProcess('reaction', [
				besides(id),
				parallelGateway('fork'),
				serviceTask('ended'),
				serviceTask('first'),
				endEvent('reacted'),
				endWith('stop', terminate),
				...chain('happened', 'fork', 'ended', 'reacted'),
				...chain('fork', 'first', 'stop'),
			]),
		),
		script: [startWithKey(), publish(id, {}), complete('first'), complete('ended'), runJobs],
	})),
	defineCase(
		'event-sub-process-terminate-interrupting',
		'a terminate end event in an event sub-process that interrupted completes its process',
		(id) => ({
			parts: oneTask(eventSubProcess('reaction', [happened(id), endWith('stop', terminate), ...chain('happened', 'stop')])),
			script: [startWithKey(), publish(id, {})],
		}),
	),
	defineCase('event-sub-process-terminate-outside', 'a terminate end event ends the event sub-processes of its scope', (id) => ({
		parts: [startEvent(), serviceTask('work'), endWith('stop', terminate), ...chain('start', 'work', 'stop'), reaction(besides(id))],
		script: [startWithKey(), publish(id, {}), complete('work'), runJobs],
	})),
	defineCase('event-sub-process-cancel', 'an instance is cancelled with its event sub-processes', (id) => ({
		parts: inScope(reaction(besides(id)), reaction(startOn('stop', message(`${id}-stop`, '=key')), 'stopping')),
		script: [startWithKey(), publish(id, {}), publish(id, {}), { cancelInstance: true }, complete('reaction-task')],
	})),
	defineCase('event-sub-process-cancel-interrupted', 'an instance is cancelled after it was interrupted', (id) => ({
		parts: inScope(reaction(happened(id))),
		script: [startWithKey(), publish(id, {}), { cancelInstance: true }],
	})),
	defineCase('event-sub-process-incident', 'a job in an event sub-process raises an incident, and goes on when that is resolved', (id) => ({
		parts: oneTask(reaction(happened(id))),
		script: [
			startWithKey(),
			publish(id, {}),
			failJob({ elementId: 'reaction-task', message: 'no' }),
			{ resolveIncident: { elementId: 'reaction-task', retries: 1 } },
			runJobs,
		],
	})),
	defineCase(
		'event-sub-process-message-start',
		'a process that a message starts has an event sub-process with the variables that it brought',
		(id) => ({
			parts: [
				startOn('start', message(`${id}-begin`)),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				reaction(happened(id)),
			],
			script: [
				publish(`${id}-begin`, { key: 'k', brought: 1 }, { correlationKey: '' }),
				{ resolveIncident: { variables: { key: 'k' } } },
				publish(id, {}),
				runJobs,
			],
		}),
	),
	defineCase('event-sub-process-result', 'an awaited result holds what the event sub-process brought', (id) => ({
		parts: oneTask(reaction(happened(id))),
		script: [
			{ startAndAwait: { variables: { key: 'k' }, timeoutMs: 20_000 } },
			publish(id, { brought: 1 }),
			complete('reaction-task', { answered: 2 }),
		],
	})),
	defineCase('event-sub-process-outer-interrupts', 'the event sub-process of an outer scope ends the one of an inner scope', (id) => ({
		parts: around(inner([reaction(happened(id))]), reaction(startOn('stop', message(`${id}-stop`, '=key')), 'outer')),
		script: [startWithKey(), publish(id, {}), publish(`${id}-stop`, {}), runJobs],
	})),
	defineCase('event-sub-process-kinds', 'a process has event sub-processes of several kinds', (id) => ({
		parts: oneTask(
			reaction(besides(id)),
			reaction(startOn('failed', error('FAILED')), 'failure'),
			reaction(startBeside('often', timer('Cycle', 'R2/PT0.2S')), 'reminder'),
		),
		script: [startWithKey(), publish(id, {}), { wait: 1_500 }, throwError('FAILED', { elementId: 'work' }), runJobs],
	})),
	defineCase('event-sub-process-outgoing', 'a sequence flow leads away from an event sub-process', (id) => ({
		parts: oneTask(reaction(besides(id)), serviceTask('beyond'), ...chain('reaction', 'beyond')),
		script: [startWithKey(), publish(id, {}), complete('reaction-task'), complete('work'), runJobs],
	})),
	defineCase('event-sub-process-nested-beside', 'an event sub-process beside an event sub-process that went on beside its scope', (id) => ({
		parts: oneTask(
			eventSubProcess('reaction', [
				besides(id),
				serviceTask('react'),
				endEvent('reacted'),
				...chain('happened', 'react', 'reacted'),
				reaction(startBeside('again', timer('Cycle', 'R2/PT0.2S')), 'deeper'),
			]),
		),
		script: [startWithKey(), publish(id, {}), { wait: 1_000 }, complete('work'), runJobs],
	})),
	defineCase(
		'event-sub-process-nested-key-failing',
		'an event sub-process waits with an incident when the correlation key of one in it is missing',
		(id) => ({
			parts: oneTask(
				eventSubProcess('reaction', [
					besides(id),
					serviceTask('react'),
					endEvent('reacted'),
					...chain('happened', 'react', 'reacted'),
					reaction(startBeside('again', message(`${id}-again`, '=missing')), 'deeper'),
				]),
			),
			script: [
				startWithKey(),
				publish(id, { added: 1 }),
				{ resolveIncident: { variables: { missing: 'k', added: 2 } } },
				publish(`${id}-again`, {}),
				complete('work'),
				runJobs,
			],
		}),
	),
	defineCase('event-sub-process-signal', 'a signal interrupts one scope and goes on beside the other', (id) => ({
		parts: around(inner([reaction(startOn('happened', signal(id)))]), reaction(startBeside('happened-outside', signal(id)), 'outside')),
		script: [startWithKey(), broadcast(id, { added: 1 }), broadcast(id, { added: 2 }), runJobs],
	})),
	defineCase(
		'event-sub-process-signal-boundary',
		'a signal reaches the event sub-process in a scope and the boundary event at it',
		(id) => ({
			parts: around(
				inner([reaction(startBeside('happened', signal(id)))]),
				boundary('stop', 'inner', signal(id)),
				endEvent('stopped'),
				...chain('stop', 'stopped'),
			),
			script: [startWithKey(), broadcast(id, { added: 1 }), runJobs],
		}),
	),
	defineCase(
		'event-sub-process-signal-both',
		'of an event sub-process and a boundary event beside one scope a signal reaches the latter',
		(id) => ({
			parts: around(
				inner([reaction(startBeside('happened', signal(id)))]),
				boundaryBeside('also', 'inner', signal(id)),
				endEvent('told'),
				...chain('also', 'told'),
			),
			script: [startWithKey(), broadcast(id, { added: 1 }), runJobs],
		}),
	),
	playProcess(
		'event-sub-process-signal-thrown',
		'a process throws the signal of its own event sub-process',
		(id) => [
			startEvent(),
			throwOf('throw', signal(id), { inputs: [{ source: '=kept + "!"', target: 'brought' }] }),
			endEvent(),
			...chain('start', 'throw', 'end'),
			reaction(startBeside('happened', signal(id))),
		],
		startWithKey(),
		runJobs,
	),
	defineCase(
		'event-sub-process-deep',
		'an event sub-process that interrupts, in a sub-process of an event sub-process that interrupted',
		(id) => ({
			parts: oneTask(
				eventSubProcess('reaction', [
					happened(id),
					subProcess('inner', [
						startEvent('begin'),
						serviceTask('deep-work'),
						endEvent('finish'),
						...chain('begin', 'deep-work', 'finish'),
						reaction(startOn('deep', message(`${id}-inner`, '=key')), 'deeper'),
					]),
					endEvent('reacted'),
					...chain('happened', 'inner', 'reacted'),
				]),
			),
			script: [startWithKey(), publish(id, {}), publish(`${id}-inner`, { added: 1 }), runJobs],
		}),
	),
	defineCase('event-sub-process-three-deep', 'an event sub-process beside one that is beside one', (id) => ({
		parts: oneTask(
			eventSubProcess('reaction', [
				besides(id),
				serviceTask('react'),
				...chain('happened', 'react'),
				eventSubProcess('second', [
					startBeside('again', message(`${id}-second`, '=key')),
					serviceTask('react-second'),
					...chain('again', 'react-second'),
					reaction(startBeside('last', message(`${id}-third`, '=key')), 'third'),
				]),
			]),
		),
		script: [startWithKey(), publish(id, {}), publish(`${id}-second`, {}), publish(`${id}-third`, {}), runJobs],
	})),
];
