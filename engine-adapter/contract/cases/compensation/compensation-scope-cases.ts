import type { ContractCase } from '../../contract-case';
import { compensate, endWith, error, eventSubProcess, message, startBeside, startOn, throwOf, undone } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	exclusiveGateway,
	flow,
	forEach,
	type ModelPart,
	parallelGateway,
	serviceTask,
	startEvent,
	subProcess,
} from '../../model-builder';
import { complete, publish, runJobs, start, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { inTurn, scope } from '../shapes';
import { after, tasks, threeItems, throwing } from './compensation-parts';

/** An event sub-process, one element behind the other. */
const reaction = (id: string, on: ModelPart, order: string[], ...parts: ModelPart[]): ModelPart =>
	eventSubProcess(id, [on, endEvent(`${id}-out`), ...parts, ...chain(on.id, ...order, `${id}-out`)]);

/** Cases of compensation of sub-processes. */
export const compensationScopeCases: ContractCase[] = [
	playProcess(
		'undo-scope-completed',
		'what completed in a sub-process is undone once the sub-process is complete',
		inTurn(['inner', 'throw', 'after'], scope('inner', ['a'], ...tasks('a')), throwing, after),
		runJobs,
	),
	playProcess(
		'undo-scope-active',
		'what completed in a sub-process that is still at work is not undone from outside',
		[
			...inTurn(['fork', 'inner'], parallelGateway('fork'), scope('inner', ['a', 'b'], ...tasks('a', 'b'))),
			serviceTask('wait'),
			throwing,
			endEvent('other-end'),
			...chain('fork', 'wait', 'throw', 'other-end'),
		],
		complete('a'),
		complete('wait'),
		complete('b'),
	),
	playProcess(
		'undo-scope-interrupted',
		'what completed in a sub-process that was interrupted is not undone',
		[
			...inTurn(
				['inner', 'throw', 'after'],
				scope('inner', ['a', 'b'], ...tasks('a'), serviceTask('b')),
				throwing,
				after,
				errorBoundary('failed', 'inner', 'E'),
			),
			...chain('failed', 'throw'),
		],
		complete('a'),
		throwError('E', { elementId: 'b' }),
		runJobs,
	),
	playProcess(
		'undo-scope-own',
		'a compensation event in a sub-process leaves what is outside alone',
		inTurn(['a', 'inner', 'after'], ...tasks('a'), scope('inner', ['b', 'throw', 'c'], ...tasks('b'), serviceTask('c'), throwing), after),
		runJobs,
	),
	playProcess(
		'undo-scope-own-then-outside',
		'what was undone inside a sub-process is not undone from outside',
		inTurn(
			['inner', 'again', 'after'],
			scope('inner', ['a', 'throw', 'b'], ...tasks('a', 'b'), throwing),
			throwOf('again', compensate()),
			after,
		),
		complete('a'),
		complete('undo-a'),
		complete('b'),
		runJobs,
	),
	playProcess(
		'undo-scope-nested',
		'handlers two sub-processes deep',
		inTurn(
			['a', 'outer', 'throw', 'after'],
			...tasks('a'),
			scope('outer', ['b', 'inner', 'd'], ...tasks('b', 'd'), scope('inner', ['c'], ...tasks('c'))),
			throwing,
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-nested-throw',
		'a compensation event between two sub-processes',
		inTurn(
			['a', 'outer', 'after'],
			...tasks('a'),
			scope('outer', ['inner', 'throw', 'b'], scope('inner', ['c'], ...tasks('c')), throwing, serviceTask('b')),
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-handler',
		'a sub-process with a handler of its own: it and what is inside are undone',
		inTurn(['inner', 'throw', 'after'], ...undone(scope('inner', ['a'], ...tasks('a')), serviceTask('undo-inner')), throwing, after),
		complete('a'),
		complete('undo-inner'),
		runJobs,
	),
	playProcess(
		'undo-scope-handler-only',
		'a sub-process with a handler and nothing to undo inside',
		inTurn(['inner', 'throw', 'after'], ...undone(scope('inner', ['a'], serviceTask('a')), serviceTask('undo-inner')), throwing, after),
		runJobs,
	),
	playProcess(
		'undo-scope-named',
		'a compensation event that names a sub-process',
		inTurn(
			['a', 'inner', 'throw', 'after'],
			...tasks('a'),
			scope('inner', ['b', 'c'], ...tasks('b', 'c')),
			throwOf('throw', compensate('inner')),
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-named-handler',
		'a compensation event that names a sub-process with a handler',
		inTurn(
			['a', 'inner', 'throw', 'after'],
			...tasks('a'),
			...undone(scope('inner', ['b', 'c'], ...tasks('b', 'c')), serviceTask('undo-inner')),
			throwOf('throw', compensate('inner')),
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-end',
		'a compensation end event in a sub-process',
		inTurn(
			['inner', 'throw', 'after'],
			subProcess('inner', [startEvent('in'), ...tasks('a', 'b'), endWith('out', compensate('a')), ...chain('in', 'a', 'b', 'out')]),
			throwing,
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-multi',
		'sub-processes of a multi-instance are undone one by one',
		inTurn(
			['inner', 'throw', 'after'],
			forEach(scope('inner', ['a'], ...tasks('a')), { inputCollection: '=[1, 2]', inputElement: 'item' }),
			throwing,
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-multi-handler',
		'a multi-instance sub-process with a handler',
		inTurn(
			['inner', 'throw', 'after'],
			...undone(
				forEach(scope('inner', ['a'], ...tasks('a')), { inputCollection: '=[1, 2]', inputElement: 'item' }),
				serviceTask('undo-inner'),
			),
			throwing,
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-multi-named',
		'a compensation event that names a multi-instance sub-process',
		inTurn(
			['inner', 'throw', 'after'],
			forEach(scope('inner', ['a'], ...tasks('a')), { inputCollection: '=[1, 2]', inputElement: 'item' }),
			throwOf('throw', compensate('inner')),
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-multi-inside',
		'a compensation event inside each sub-process of a multi-instance',
		inTurn(
			['inner', 'after'],
			forEach(scope('inner', ['a', 'throw', 'b'], ...tasks('a'), throwing, serviceTask('b')), {
				inputCollection: '=[1, 2]',
				inputElement: 'item',
			}),
			after,
		),
		complete('a'),
		complete('undo-a'),
		complete('a'),
		runJobs,
	),
	playProcess(
		'undo-scope-multi-outer',
		'a multi-instance task in a sub-process that is undone from outside',
		inTurn(
			['inner', 'throw', 'after'],
			scope('inner', ['a'], ...undone(forEach(serviceTask('a'), threeItems), serviceTask('undo-a'))),
			throwing,
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-scope-loop',
		'a sub-process in a loop is undone once for each completion',
		[
			...inTurn(
				['again', 'inner', 'b', 'loop', 'throw'],
				exclusiveGateway('again'),
				exclusiveGateway('loop', 'loop-throw'),
				scope('inner', ['a'], ...tasks('a')),
				serviceTask('b'),
				throwing,
			),
			flow('back', 'loop', 'again', '=round < 2'),
		],
		start({ round: 1 }),
		complete('a'),
		complete('b'),
		complete('a'),
		complete('b', { round: 2 }),
		runJobs,
	),
	playProcess(
		'undo-event-scope',
		'a compensation event in an event sub-process undoes what completed around it',
		inTurn(
			['a', 'b'],
			...tasks('a'),
			serviceTask('b'),
			reaction('handle', startOn('on', error()), ['c', 'throw', 'after'], ...tasks('c'), throwing, after),
		),
		complete('a'),
		throwError('E', { elementId: 'b' }),
		runJobs,
	),
	defineCase(
		'undo-event-scope-beside',
		'a compensation event in an event sub-process beside the others undoes what completed around it so far',
		(id) => ({
			parts: inTurn(
				['a', 'b', 'again'],
				...tasks('a', 'b'),
				throwOf('again', compensate()),
				reaction('handle', startBeside('on', message(id, '=key')), ['c', 'throw', 'after'], ...tasks('c'), throwing, after),
			),
			script: [start({ key: 'k' }), complete('a'), publish(id), complete('c'), complete('b'), runJobs],
		}),
	),
	defineCase('undo-event-scope-completed', 'what completed in an event sub-process is not undone from outside', (id) => ({
		parts: inTurn(
			['a', 'throw'],
			...tasks('a'),
			throwing,
			reaction('handle', startBeside('on', message(id, '=key')), ['c'], ...tasks('c')),
		),
		script: [start({ key: 'k' }), publish(id), complete('c'), complete('a'), runJobs],
	})),
	playProcess(
		'undo-event-scope-inside-sub-process',
		'a compensation event in an event sub-process of a sub-process leaves what is outside that alone',
		inTurn(
			['a', 'inner', 'again'],
			...tasks('a'),
			scope(
				'inner',
				['b', 'c'],
				...tasks('b'),
				serviceTask('c'),
				reaction('handle', startOn('on', error()), ['throw', 'd'], throwing, ...tasks('d')),
			),
			throwOf('again', compensate()),
		),
		complete('a'),
		complete('b'),
		throwError('E', { elementId: 'c' }),
		runJobs,
	),
	playProcess(
		'undo-event-scope-sub-process',
		'a compensation event in a sub-process of an event sub-process undoes its own only',
		inTurn(
			['a', 'b'],
			...tasks('a'),
			serviceTask('b'),
			reaction('handle', startOn('on', error()), ['c', 'inner'], ...tasks('c'), scope('inner', ['d', 'throw'], ...tasks('d'), throwing)),
		),
		complete('a'),
		throwError('E', { elementId: 'b' }),
		runJobs,
	),
	playProcess(
		'undo-event-scope-named',
		'a compensation event in an event sub-process may name an activity around it',
		inTurn(
			['a', 'b', 'd'],
			...tasks('a', 'b'),
			serviceTask('d'),
			reaction('handle', startOn('on', error()), ['c', 'throw'], ...tasks('c'), throwOf('throw', compensate('a'))),
		),
		complete('a'),
		complete('b'),
		throwError('E', { elementId: 'd' }),
		runJobs,
	),
	playProcess(
		'undo-event-scope-end',
		'a compensation end event in an event sub-process',
		inTurn(
			['a', 'b'],
			...tasks('a'),
			serviceTask('b'),
			eventSubProcess('handle', [startOn('on', error()), endWith('undo', compensate()), ...chain('on', 'undo')]),
		),
		complete('a'),
		throwError('E', { elementId: 'b' }),
		runJobs,
	),
];
