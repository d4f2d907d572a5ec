import type { ContractCase } from '../../contract-case';
import { boundary, catchOf, eventBasedGateway, message, timer } from '../../event-parts';
import { chain, inclusiveGateway, parallelGateway, serviceTask, userTask } from '../../model-builder';
import { complete, failJob, modify, publish, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { inTurn, scope } from '../shapes';
import { a, abc, b, c } from './modify-parts';

/** Elements of a process that begin and end, and variables with them. */
const inAProcess: ContractCase[] = [
	playProcess('modify-activate', 'an element is activated beside what runs', abc, modify(['c']), runJobs),
	playProcess('modify-move', 'an element is activated in place of another', abc, modify(['c'], ['a']), runJobs),
	playProcess('modify-back', 'an instance goes back to an element that completed', abc, complete('a'), modify(['a'], ['b']), runJobs),
	playProcess('modify-terminate-last', 'an instance whose last token is terminated ends', abc, modify([], ['a'])),
	playProcess(
		'modify-terminate-one-of-two',
		'an instance goes on without a token that is terminated',
		[...inTurn(['fork', 'a', 'b'], parallelGateway('fork'), a, b, c), ...chain('fork', 'c', 'end')],
		modify([], ['c']),
		runJobs,
	),
	playProcess('modify-terminate-all-of-element', 'all instances of an element are terminated', abc, modify(['a']), modify([], ['a'])),
	playProcess(
		'modify-activate-several',
		'several elements are activated in the order in which they are named',
		abc,
		modify(['c', 'b', 'c'], ['a']),
		runJobs,
	),
	playProcess('modify-activate-end', 'an end event is activated', abc, modify(['end']), runJobs),
	playProcess('modify-move-to-end', 'an instance moves to its end', abc, modify(['end'], ['a'])),
	playProcess('modify-nothing', 'a modification that changes nothing', abc, modify([]), runJobs),
	playProcess(
		'modify-gateway',
		'a parallel gateway that forks is activated',
		[...inTurn(['a', 'fork', 'b'], parallelGateway('fork'), a, b, c), ...chain('fork', 'c', 'end')],
		modify(['fork'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-join',
		'a parallel gateway that joins is activated without its tokens',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		modify(['join'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-join-waiting',
		'a parallel gateway where a token waits is activated',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		complete('a'),
		modify(['join'], ['b']),
		runJobs,
	),
	playProcess(
		'modify-inclusive-join',
		'an inclusive gateway that joins is activated without its tokens',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), inclusiveGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		modify(['join'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-terminate-before-join',
		'a token is terminated for which a join waits',
		[...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c), ...chain('fork', 'b', 'join')],
		complete('a'),
		modify([], ['b']),
	),
	playProcess(
		'modify-incident',
		'an element with an incident is terminated, and its incident is over',
		abc,
		failJob({ elementId: 'a' }),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-mapping-incident',
		'an element that cannot begin is terminated',
		inTurn(['a', 'b'], serviceTask('a', { inputs: [{ source: '=assert(x, x != null)', target: 'y' }] }), b),
		modify(['b'], ['a']),
		runJobs,
	),
	playProcess(
		'modify-user-task',
		'a user task is terminated',
		inTurn(['a', 'b'], userTask('a', { native: true }), b),
		modify(['b'], ['a']),
		runJobs,
	),
	defineCase('modify-catch', 'a catch event is activated and waits', (id) => ({
		parts: inTurn(['a', 'catch', 'b'], a, catchOf('catch', message(id, '=key')), b),
		script: [start({ key: 'k' }), modify(['catch'], ['a']), publish(id), runJobs],
	})),
	playProcess(
		'modify-boundary-of-terminated',
		'the boundary event of a terminated task happens no more',
		[...inTurn(['a', 'b'], a, b, boundary('late', 'a', timer('Duration', 'PT0.2S'))), ...chain('late', 'end')],
		modify(['b'], ['a']),
		{ wait: 600 },
		runJobs,
	),
	playProcess(
		'modify-job-terminated',
		'the job of a terminated task cannot be completed',
		abc,
		modify(['b'], ['a']),
		complete('a', { x: 1 }),
		runJobs,
	),
	defineCase('modify-event-based-gateway', 'an event-based gateway is activated', (id) => ({
		parts: [
			...inTurn(
				['a', 'wait', 'got', 'b'],
				a,
				b,
				eventBasedGateway('wait'),
				catchOf('got', message(id, '=key')),
				catchOf('late', timer('Duration', 'PT1H')),
			),
			...chain('wait', 'late', 'end'),
		],
		script: [start({ key: 'k' }), modify(['wait'], ['a']), publish(id), runJobs],
	})),
	playProcess('modify-loop', 'an instance is moved to where it already is', abc, modify(['a'], ['a']), runJobs),
	playProcess('modify-unknown-instance', 'an instance that does not exist cannot be modified', abc, runJobs, modify(['a'])),
];

const withVariables: ContractCase[] = [
	playProcess('modify-variables', 'variables of an activation become those of the process', abc, start({ x: 1, y: 1 }), {
		modify: { activate: [{ elementId: 'c', variables: { x: 2, z: 3 } }], terminate: ['a'] },
	}),
	playProcess(
		'modify-variables-local',
		'variables of an activation for the element itself',
		inTurn(['a', 'b'], a, serviceTask('b', { inputs: [{ source: '=x + 1', target: 'y' }] })),
		start({ x: 1 }),
		{ modify: { activate: [{ elementId: 'b', variables: { x: 2, z: 3 }, scopeId: 'b' }], terminate: ['a'] } },
		complete('b', { x: 5, w: 6 }),
	),
	playProcess(
		'modify-variables-scope',
		'variables of an activation for a sub-process that begins for it',
		inTurn(['a', 'inner'], a, scope('inner', ['b'], b)),
		start({ x: 1 }),
		{ modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: 'inner' }], terminate: ['a'] } },
		complete('b', { x: 5, w: 6 }),
	),
	playProcess(
		'modify-variables-active-scope',
		'variables of an activation for a sub-process that is active',
		inTurn(['inner'], scope('inner', ['b', 'c'], b, c)),
		start({ x: 1 }),
		{ modify: { activate: [{ elementId: 'c', variables: { x: 2 }, scopeId: 'inner' }] } },
		complete('c', { x: 5 }),
	),
	playProcess(
		'modify-variables-several-scopes',
		'variables of one activation for the process, a sub-process and the element, some of them twice',
		inTurn(['a', 'inner'], a, scope('inner', ['b'], b)),
		start({ x: 1 }),
		{
			modify: {
				activate: [
					{
						elementId: 'b',
						sets: [
							{ variables: { x: 2, y: 2 } },
							{ variables: { y: 3 }, scopeId: 'inner' },
							{ variables: { z: 4 }, scopeId: 'inner' },
							{ variables: { w: 5 }, scopeId: 'b' },
						],
					},
				],
				terminate: ['a'],
			},
		},
		complete('b', { x: 5, v: 6 }),
	),
	defineCase('modify-variables-process', 'variables of an activation for the process by its id', (id) => ({
		parts: abc,
		script: [
			start(),
			{
				modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: id }], terminate: ['a'] },
			},
		],
	})),
	playProcess('modify-variables-two', 'variables of several activations', abc, {
		modify: {
			activate: [
				{ elementId: 'b', variables: { x: 1 } },
				{ elementId: 'c', variables: { x: 2 } },
			],
			terminate: ['a'],
		},
	}),
	playProcess('modify-variables-unknown-scope', 'variables for an element that does not exist are refused', abc, {
		modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: 'nothing' }] },
	}),
	playProcess('modify-variables-other-scope', 'variables for an element that is not around are refused', abc, {
		modify: { activate: [{ elementId: 'b', variables: { x: 2 }, scopeId: 'c' }] },
	}),
	defineCase('modify-variables-correlate', 'a catch event that is activated correlates by the variables of its activation', (id) => ({
		parts: inTurn(['a', 'catch', 'b'], a, catchOf('catch', message(id, '=key')), b),
		script: [start(), { modify: { activate: [{ elementId: 'catch', variables: { key: 'k' } }], terminate: ['a'] } }, publish(id), runJobs],
	})),
];

export const modifyCases: ContractCase[] = [...inAProcess, ...withVariables];
