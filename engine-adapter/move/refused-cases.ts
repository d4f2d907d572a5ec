import {
	boundary,
	callActivity,
	catchOf,
	compensate,
	endWith,
	eventSubProcess,
	message,
	signal,
	startOn,
	timer,
	undone,
} from '../contract/event-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	flow,
	forEach,
	parallelGateway,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
	type ModelPart,
} from '../contract/model-builder';
import { onTask, taskListening } from '../contract/listener-parts';
import type { EmbeddedEngine } from '../embedded/embedded-engine';

/** The parts of a sub-process that waits for a person. */
export const inside = [
	startEvent('inner-start'),
	userTask('review', { native: true }),
	endEvent('inner-end'),
	...chain('inner-start', 'review', 'inner-end'),
];

/** Completes the oldest job of a type. */
export const complete = async (engine: EmbeddedEngine, type: string) => {
	const [job] = await engine.activate(type, { limit: 1, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: {} });
};

const inAdHoc = adHocSubProcess('choose', [userTask('one', { native: true })]);
const after = (events: ModelPart[], ...parts: ModelPart[]) => [...parts, ...events];
/** Obstacles to a move of an instance of `p`: its parts, the reason, and what happens to it first. The process `asking` is there too. */
export const refusedCases: Array<
	[what: string, reason: string, parts: ModelPart[], prepare?: (engine: EmbeddedEngine) => Promise<unknown>]
> = [
	[
		'multi-instance',
		'is multi-instance',
		[forEach(userTask('ask', { native: true }), { inputCollection: '=[1, 2]' }), ...chain('start', 'ask', 'end')],
	],
	['an ad-hoc sub-process', 'is an ad-hoc sub-process', [inAdHoc, ...chain('start', 'choose', 'end')]],
	['a called process', 'waits for the process that it called', [callActivity('call', 'asking'), ...chain('start', 'call', 'end')]],
	[
		'variables of a sub-process',
		'has variables of its own that would be lost: local',
		[subProcess('part', inside, { inputs: [{ source: '=1', target: 'local' }] }), ...chain('start', 'part', 'end')],
	],
	[
		'a timer that begins again',
		'waits for the timer "wait"',
		[catchOf('wait', timer('Duration', 'PT1H')), ...chain('start', 'wait', 'end')],
	],
	[
		'a timer at a task',
		'waits for the timer "late"',
		[
			userTask('ask', { native: true }),
			boundary('late', 'ask', timer('Duration', 'PT1H')),
			endEvent('over'),
			...chain('start', 'ask', 'end'),
			...chain('late', 'over'),
		],
	],
	[
		'an event sub-process at work',
		'was interrupted by an event',
		[
			userTask('ask', { native: true }),
			...chain('start', 'ask', 'end'),
			eventSubProcess('react', [
				startOn('fired', signal('fire')),
				userTask('handle', { native: true }),
				endEvent('handled'),
				...chain('fired', 'handle', 'handled'),
			]),
		],
		(engine) => engine.broadcastSignal({ name: 'fire' }),
	],
	[
		'tokens at a join',
		'has tokens that wait at a gateway which joins',
		[
			parallelGateway('split'),
			serviceTask('one', { type: 'one' }),
			userTask('two', { native: true }),
			parallelGateway('join'),
			...chain('start', 'split', 'one', 'join', 'end'),
			flow('to-two', 'split', 'two'),
			flow('from-two', 'two', 'join'),
		],
		(engine) => complete(engine, 'one'),
	],
	[
		'work that is done',
		'is ending: its work would be done again',
		[
			serviceTask('one', { type: 'one', outputs: [{ source: '=assert(missing, missing != null)', target: 'x' }] }),
			...chain('start', 'one', 'end'),
		],
		(engine) => complete(engine, 'one'),
	],
	[
		'what a compensation could undo',
		'has completed activities that a compensation could undo',
		after(
			[endWith('undo', compensate()), ...chain('start', 'one', 'ask', 'undo')],
			...undone(serviceTask('one', { type: 'one' }), serviceTask('back', { type: 'back' })),
			userTask('ask', { native: true }),
		),
		(engine) => complete(engine, 'one'),
	],
	[
		'a user task about which listeners decide',
		'is a user task about which listeners decide',
		[taskListening(userTask('ask', { native: true }), onTask('creating', '=missing')), ...chain('start', 'ask', 'end')],
	],
	[
		'a buffered message',
		'may wait for the message "paid" with the correlation key "7"',
		[userTask('ask', { native: true }), catchOf('wait', message('paid', '=order')), ...chain('start', 'ask', 'wait', 'end')],
		(engine) => engine.publishMessage({ name: 'paid', correlationKey: '7', timeToLiveMs: 60_000 }),
	],
];
