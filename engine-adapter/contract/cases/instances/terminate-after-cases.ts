import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, eventSubProcess, startOn, timer } from '../../event-parts';
import { listening, onEnd } from '../../listener-parts';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	userTask,
} from '../../model-builder';
import { type CaseAction, complete, modify, runJobs } from '../case-actions';
import { defineCase, playProcess, type ProcessParts } from '../define-case';
import { inTurn, scope } from '../shapes';
import { a, abc, b, c, twoItems } from './modify-parts';

const until = (...elements: string[]): CaseAction => ({ start: { variables: { x: 1, again: true }, terminateAfter: elements } });
const model = (id: string, title: string, parts: ProcessParts, elements: string[], ...script: CaseAction[]): ContractCase => ({
	...playProcess(id, title, parts, until(...elements), ...(script.length > 0 ? script : [runJobs])),
	engines: ['8.8'],
});
const inner = scope('inner', ['b', 'd'], b, serviceTask('d'));
const branches: ModelPart[] = [
	...inTurn(['fork', 'a', 'join', 'c'], parallelGateway('fork'), parallelGateway('join'), a, b, c),
	...chain('fork', 'b', 'join'),
];
const late = boundary('late', 'a', timer('Duration', 'PT1S'));

/** Runtime instructions of Zeebe 8.8: an instance that is terminated after an element. */
export const terminateAfterCases: ContractCase[] = [
	model('terminate-after', 'an instance ends after the element that is named', abc, ['b']),
	model('terminate-after-start', 'an instance ends after its start event', abc, ['start']),
	model('terminate-after-end', 'an instance ends after its end event', abc, ['end']),
	model(
		'terminate-after-one-end',
		'an instance ends after the end of one of two branches',
		[
			startEvent(),
			parallelGateway('fork'),
			a,
			b,
			endEvent(),
			endEvent('other-end'),
			...chain('start', 'fork', 'a', 'end'),
			...chain('fork', 'b', 'other-end'),
		],
		['end'],
		complete('a'),
		complete('b'),
	),
	model(
		'terminate-after-last-task',
		'a task without outgoing flows is the end of its path',
		[startEvent(), a, ...chain('start', 'a')],
		['a'],
	),
	model(
		'terminate-after-interrupted-by-scope',
		'an instance ends after an element that an event sub-process interrupted',
		[
			...inTurn(['a'], a),
			eventSubProcess('react', [startOn('due', timer('Duration', 'PT1S')), c, endEvent('react-out'), ...chain('due', 'c', 'react-out')]),
		],
		['a'],
		{ wait: 1_500 },
		runJobs,
	),
	model(
		'terminate-after-in-event-sub-process',
		'an instance ends after an element of an event sub-process that interrupted it',
		[
			...inTurn(['a'], a),
			eventSubProcess('react', [startOn('due', timer('Duration', 'PT1S')), c, endEvent('react-out'), ...chain('due', 'c', 'react-out')]),
		],
		['c'],
		{ wait: 1_500 },
		runJobs,
	),
	model('terminate-after-two', 'an instance ends after the first of two elements', abc, ['c', 'a']),
	model(
		'terminate-after-modified',
		'an instance goes on after an element that a modification ended',
		abc,
		['a'],
		modify(['b'], ['a']),
		runJobs,
	),
	model('terminate-after-process', 'an instance ends after itself', abc, ['terminate-after-process']),
	model('terminate-after-unknown', 'an instance ends after what is not there', abc, ['other']),
	model('terminate-after-flow', 'an instance ends after a flow', abc, ['a-b']),
	model('terminate-after-scope', 'an instance ends after a sub-process', inTurn(['a', 'inner', 'c'], a, c, inner), ['inner']),
	model('terminate-after-in-scope', 'an instance ends after an element in a sub-process', inTurn(['a', 'inner', 'c'], a, c, inner), ['b']),
	model('terminate-after-in-scope-end', 'an instance ends after the end of a sub-process', inTurn(['a', 'inner', 'c'], a, c, inner), [
		'inner-out',
	]),
	model('terminate-after-branch', 'an instance ends after one of two branches', branches, ['a'], complete('a')),
	model('terminate-after-fork', 'an instance ends after a gateway that forks', branches, ['fork']),
	model('terminate-after-join', 'an instance ends after a gateway that joins', branches, ['join']),
	model(
		'terminate-after-choice',
		'an instance ends after a gateway that chooses',
		[
			...inTurn(['a', 'choose', 'b'], exclusiveGateway('choose', 'choose-b'), a, b, c),
			flow('choose-c', 'choose', 'c', '=x = 2'),
			...chain('c', 'end'),
		],
		['choose'],
	),
	model(
		'terminate-after-loop',
		'an instance ends after a multi-instance activity, or after its first iteration',
		inTurn(['a', 'b'], a, forEach(b, { ...twoItems, sequential: true })),
		['b'],
	),
	model('terminate-after-parallel-loop', 'and so does one whose iterations run together', inTurn(['a', 'b'], a, forEach(b, twoItems)), [
		'b',
	]),
	model(
		'terminate-after-interrupted',
		'an instance ends after an element that an event interrupted',
		[...inTurn(['a', 'b'], a, b), late, c, ...chain('late', 'c', 'end')],
		['a'],
		{ wait: 1_500 },
		runJobs,
	),
	model(
		'terminate-after-boundary',
		'an instance ends after a boundary event',
		[...inTurn(['a', 'b'], a, b), late, c, ...chain('late', 'c', 'end')],
		['late'],
		{ wait: 1_500 },
		runJobs,
	),
	model(
		'terminate-after-event-sub-process',
		'an instance ends after an event sub-process',
		[
			...inTurn(['a'], a),
			eventSubProcess('react', [startOn('due', timer('Duration', 'PT1S')), c, endEvent('react-out'), ...chain('due', 'c', 'react-out')]),
		],
		['react'],
		{ wait: 1_500 },
		runJobs,
	),
	model('terminate-after-listener', 'the listeners of the element come first', inTurn(['a', 'b'], listening(a, onEnd()), b), ['a']),
	model(
		'terminate-after-user-task',
		'an instance ends after a user task, with its variables',
		inTurn(['ask', 'b'], userTask('ask', { native: true, outputs: [{ source: '=x + y', target: 'sum' }] }), b),
		['ask'],
		{ completeUserTask: { variables: { y: 2 } } },
	),
	model(
		'terminate-after-again',
		'of an element that is reached again the first time counts',
		[
			...inTurn(['merge', 'a', 'choose'], exclusiveGateway('merge'), exclusiveGateway('choose', 'choose-end'), a),
			flow('back', 'choose', 'merge', '=again'),
		],
		['a'],
	),
	{
		...defineCase('terminate-after-called', 'a called process has its elements to itself', (id) => ({
			resources: [
				processModel(id, inTurn(['call', 'b'], callActivity('call', `${id}-child`), b)),
				processModel(`${id}-child`, [startEvent(), a, endEvent(), ...chain('start', 'a', 'end')]),
			],
			script: [until('a', 'end'), runJobs],
		})),
		engines: ['8.8'],
	},
	{
		...defineCase('terminate-after-call', 'an instance ends after a call activity', (id) => ({
			resources: [
				processModel(id, inTurn(['call', 'b'], callActivity('call', `${id}-child`), b)),
				processModel(`${id}-child`, [startEvent(), a, endEvent(), ...chain('start', 'a', 'end')]),
			],
			script: [until('call'), runJobs],
		})),
		engines: ['8.8'],
	},
	{
		...playProcess(
			'terminate-after-segment',
			'an instance runs from one element to another',
			abc,
			{
				start: { startAt: ['b'], terminateAfter: ['b'] },
			},
			runJobs,
		),
		engines: ['8.8'],
	},
];
