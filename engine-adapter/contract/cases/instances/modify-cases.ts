import type { ContractCase } from '../../contract-case';
import { boundary, catchOf, eventBasedGateway, message, timer } from '../../event-parts';
import { chain, inclusiveGateway, parallelGateway, serviceTask, userTask } from '../../model-builder';
import { start, complete, runJobs, modify, one, inTurn, scope, abc, a, b, c } from './modify-parts';

/** Elements of a process that begin and end, and variables with them. */
const inAProcess: ContractCase[] = [
	one('modify-activate', 'an element is activated beside what runs', abc, modify(['c']), runJobs),
	one('modify-move', 'an element is activated in place of another', abc, modify(['c'], ['a']), runJobs),
	one('modify-back', 'an instance goes back to an element that completed', abc, complete('a'), modify(['a'], ['b']), runJobs),
	one('modify-terminate-last', 'an instance whose last token is terminated ends', abc, modify([], ['a'])),
	one(
		'modify-terminate-one-of-two',
		'an instance goes on without a token that is terminated',
		[...inTurn(['fork', 'a', 'b'], parallelGateway('fork'), a, b, c), ...chain('fork', 'c', 'end')],
		modify([], ['c']),
		runJobs,
	),
	one('modify-terminate-all-of-element', 'all instances of an element are terminated', abc, modify(['a']), modify([], ['a'])),
	one(
		'modify-activate-several',
		'several elements are activated in the order in which they are named',
		abc,
		modify(['c', 'b', 'c'], ['a']),
		runJobs,
	),
	one('modify-activate-end', 'an end event is activated', abc, modify(['end']), runJobs),
	one('modify-move-to-end', 'an instance moves to its end', abc, modify(['end'], ['a'])),
	one('modify-nothing', 'a modification that changes nothing', abc, modify([]), runJobs),
	one(
		'modify-gateway',
		'a parallel gateway that forks is activated',
		[...inTurn(['a', 'fork', 'b'], parallelGateway('fork'), a, b, c), ...chain('fork', 'c', 'end')],
		modify(['fork'], ['a']),
		runJobs,
	),
	one(
		'modify-join',
		'a parallel gateway that joins is activated without its tokens',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		modify(['join'], ['a']),
		runJobs,
	),
	one(
		'modify-join-waiting',
		'a parallel gateway where a token waits is activated',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		complete('a'),
		modify(['join'], ['b']),
		runJobs,
	),
	one(
		'modify-inclusive-join',
		'an inclusive gateway that joins is activated without its tokens',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), inclusiveGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		modify(['join'], ['a']),
		runJobs,
	),
	one(
		'modify-terminate-before-join',
		'a token is terminated for which a join waits',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		complete('a'),
		modify([], ['b']),
	),
	one(
		'modify-incident',
		'an element with an incident is terminated, and its incident is over',
		abc,
		{ answerJob: { elementId: 'a', outcome: { kind: 'fail', message: '', retries: 0 } } },
		modify(['b'], ['a']),
		runJobs,
	),
	one(
		'modify-mapping-incident',
		'an element that cannot begin is terminated',
		inTurn(['a', 'b'], serviceTask('a', { inputs: [{ source: '=assert(x, x != null)', target: 'y' }] }), b),
		modify(['b'], ['a']),
		runJobs,
	),
	one(
		'modify-user-task',
		'a user task is terminated',
		inTurn(['a', 'b'], userTask('a', { native: true }), b),
		modify(['b'], ['a']),
		runJobs,
	),
	one(
		'modify-catch',
		'a catch event is activated and waits',
		inTurn(['a', 'catch', 'b'], a, catchOf('catch', message('modify-catch', '=key')), b),
		start('modify-catch', { key: 'k' }),
		modify(['catch'], ['a']),
		{ publishMessage: { name: 'modify-catch', correlationKey: 'k' } },
		runJobs,
	),
	one(
		'modify-boundary-of-terminated',
		'the boundary event of a terminated task happens no more',
		[...inTurn(['a', 'b'], a, b, boundary('late', 'a', timer('Duration', 'PT0.2S'))), ...chain('late', 'end')],
		modify(['b'], ['a']),
		{ wait: 600 },
		runJobs,
	),
	one(
		'modify-job-terminated',
		'the job of a terminated task cannot be completed',
		abc,
		modify(['b'], ['a']),
		complete('a', { x: 1 }),
		runJobs,
	),
	one(
		'modify-event-based-gateway',
		'an event-based gateway is activated',
		[
			...inTurn(
				['a', 'wait', 'got', 'b'],
				a,
				b,
				eventBasedGateway('wait'),
				catchOf('got', message('modify-event-based-gateway', '=key')),
				catchOf('late', timer('Duration', 'PT1H')),
			),
			...chain('wait', 'late', 'end'),
		],
		start('modify-event-based-gateway', { key: 'k' }),
		modify(['wait'], ['a']),
		{ publishMessage: { name: 'modify-event-based-gateway', correlationKey: 'k' } },
		runJobs,
	),
	one('modify-loop', 'an instance is moved to where it already is', abc, modify(['a'], ['a']), runJobs),
	one('modify-unknown-instance', 'an instance that does not exist cannot be modified', abc, runJobs, modify(['a'])),
];

const withVariables: ContractCase[] = [
	one('modify-variables', 'variables of an activation become those of the process', abc, start('modify-variables', { x: 1, y: 1 }), {
		modify: { activate: [{ elementId: 'c', variables: { x: 2, z: 3 } }], terminate: ['a'] },
	}),
	one(
		'modify-variables-local',
		'variables of an activation for the element itself',
		inTurn(['a', 'b'], a, serviceTask('b', { inputs: [{ source: '=x + 1', target: 'y' }] })),
		start('modify-variables-local', { x: 1 }),
		{ modify: { activate: [{ elementId: 'b', variables: { x: 2, z: 3 }, scopeId: 'b' }], terminate: ['a'] } },
		complete('b', { x: 5, w: 6 }),
	),
	one(
		'modify-variables-scope',
		'variables of an activation for a sub-process that begins for it',
		inTurn(['a', 'inner'], a, scope('inner', ['b'], b)),
		start('modify-variables-scope', { x: 1 }),
		{ modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: 'inner' }], terminate: ['a'] } },
		complete('b', { x: 5, w: 6 }),
	),
	one(
		'modify-variables-active-scope',
		'variables of an activation for a sub-process that is active',
		inTurn(['inner'], scope('inner', ['b', 'c'], b, c)),
		start('modify-variables-active-scope', { x: 1 }),
		{ modify: { activate: [{ elementId: 'c', variables: { x: 2 }, scopeId: 'inner' }] } },
		complete('c', { x: 5 }),
	),
	one('modify-variables-process', 'variables of an activation for the process by its id', abc, {
		modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: 'modify-variables-process' }], terminate: ['a'] },
	}),
	one('modify-variables-two', 'variables of several activations', abc, {
		modify: {
			activate: [
				{ elementId: 'b', variables: { x: 1 } },
				{ elementId: 'c', variables: { x: 2 } },
			],
			terminate: ['a'],
		},
	}),
	one('modify-variables-unknown-scope', 'variables for an element that does not exist are refused', abc, {
		modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: 'nothing' }] },
	}),
	one('modify-variables-other-scope', 'variables for an element that is not around are refused', abc, {
		modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: 'c' }] },
	}),
	one(
		'modify-variables-correlate',
		'a catch event that is activated correlates by the variables of its activation',
		inTurn(['a', 'catch', 'b'], a, catchOf('catch', message('modify-variables-correlate', '=key')), b),
		{ modify: { activate: [{ elementId: 'catch', variables: { key: 'k' } }], terminate: ['a'] } },
		{ publishMessage: { name: 'modify-variables-correlate', correlationKey: 'k' } },
		runJobs,
	),
];

export const modifyCases: ContractCase[] = [...inAProcess, ...withVariables];
