import type { ContractCase } from '../../contract-case';
import { callActivity, compensate, endWith, message, receiveTask, throwOf, undone } from '../../event-parts';
import {
	type ModelPart,
	chain,
	endEvent,
	forEach,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../model-builder';
import { complete, publish, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { inTurn, scope } from '../shapes';
import { after, tasks, throwing } from './compensation-parts';

const sub = (id: string, inputs: Array<{ source: string; target: string }>, ...parts: ModelPart[]): ModelPart =>
	subProcess(id, parts, { inputs });

/** Cases of what handlers are and what they see. */
export const compensationHandlerCases: ContractCase[] = [
	playProcess(
		'undo-by-user-task',
		'a handler that is a user task',
		inTurn(['a', 'throw', 'after'], ...undone(serviceTask('a'), userTask('undo-a', { native: true })), throwing, after),
		complete('a'),
		{ completeUserTask: { elementId: 'undo-a', variables: { seen: true } } },
		runJobs,
	),
	playProcess(
		'undo-by-sub-process',
		'a handler that is a sub-process',
		inTurn(
			['a', 'throw', 'after'],
			...undone(serviceTask('a'), scope('undo-a', ['b', 'c'], serviceTask('b'), serviceTask('c'))),
			throwing,
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-by-sub-process-undone',
		'what a handler did is not undone by the next compensation event',
		inTurn(
			['a', 'throw', 'again', 'after'],
			...undone(serviceTask('a'), scope('undo-a', ['b'], ...tasks('b'))),
			throwing,
			throwOf('again', compensate()),
			after,
		),
		runJobs,
	),
	playProcess(
		'undo-by-sub-process-throwing',
		'a handler that is a sub-process and undoes its own',
		inTurn(
			['a', 'throw', 'after'],
			...undone(serviceTask('a'), scope('undo-a', ['b', 'inside', 'c'], ...tasks('b'), throwOf('inside', compensate()), serviceTask('c'))),
			throwing,
			after,
		),
		runJobs,
	),
	defineCase('undo-by-call', 'a handler that calls a process', (id) => ({
		resources: [
			processModel(
				id,
				inTurn(['a', 'throw', 'after'], ...undone(serviceTask('a'), callActivity('undo-a', `${id}-called`)), throwing, after),
			),
			processModel(`${id}-called`, inTurn(['b'], serviceTask('b'))),
		],
		script: [start({ x: 1 }), complete('a'), complete('b', { y: 2 }), runJobs],
	})),
	playProcess(
		'undo-by-instant',
		'handlers that complete at once',
		inTurn(
			['a', 'b', 'c', 'throw', 'after'],
			...undone(serviceTask('a'), scriptTask('undo-a', '=1', 'x')),
			...undone(serviceTask('b'), { tag: 'manualTask', id: 'undo-b' }),
			...undone(serviceTask('c'), { tag: 'task', id: 'undo-c' }),
			throwing,
			after,
		),
		runJobs,
	),
	defineCase('undo-by-receive', 'a handler that waits for a message', (id) => ({
		parts: inTurn(['a', 'throw', 'after'], ...undone(serviceTask('a'), receiveTask('undo-a', message(id, '=key'))), throwing, after),
		script: [start({ key: 'k' }), complete('a'), publish(id, { got: 1 }), runJobs],
	})),
	playProcess(
		'undo-by-jobs',
		'handlers that are send and business rule tasks',
		inTurn(
			['a', 'b', 'throw'],
			...undone(serviceTask('a'), { ...serviceTask('undo-a'), tag: 'sendTask' }),
			...undone(serviceTask('b'), { ...serviceTask('undo-b'), tag: 'businessRuleTask' }),
			throwing,
		),
		runJobs,
	),
	playProcess(
		'undo-sees',
		'a handler sees the variables as they are now, not those of its task',
		inTurn(
			['a', 'b', 'throw'],
			...undone(serviceTask('a', { inputs: [{ source: '=x', target: 'local' }] }), serviceTask('undo-a')),
			serviceTask('b'),
			throwing,
		),
		start({ x: 1 }),
		complete('a', { y: 1 }),
		complete('b', { x: 2 }),
		complete('undo-a', { local: 'new', z: 3 }),
	),
	playProcess(
		'undo-mappings',
		'mappings of a handler',
		inTurn(
			['a', 'throw', 'after'],
			...undone(
				serviceTask('a'),
				serviceTask('undo-a', { inputs: [{ source: '=x + 1', target: 'input' }], outputs: [{ source: '=result', target: 'output' }] }),
			),
			throwing,
			after,
		),
		start({ x: 1 }),
		complete('a'),
		complete('undo-a', { result: 5 }),
		runJobs,
	),
	playProcess(
		'undo-sees-scope',
		'a handler in a sub-process that completed sees nothing of that sub-process',
		inTurn(
			['inner', 'throw'],
			sub('inner', [{ source: '=x', target: 'local' }], startEvent('in'), endEvent('out'), ...tasks('a'), ...chain('in', 'a', 'out')),
			throwing,
		),
		start({ x: 1 }),
		complete('a', { local: 2, y: 3 }),
		complete('undo-a', { local: 4 }),
	),
	playProcess(
		'undo-sees-own-scope',
		'a handler sees the variables of the sub-process in which it is thrown',
		inTurn(
			['inner'],
			sub(
				'inner',
				[{ source: '=x', target: 'local' }],
				startEvent('in'),
				endEvent('out'),
				...tasks('a'),
				throwing,
				...chain('in', 'a', 'throw', 'out'),
			),
		),
		start({ x: 1 }),
		complete('a', { local: 2, y: 3 }),
		complete('undo-a', { local: 4 }),
	),
	playProcess(
		'undo-sees-nested',
		'a handler of an inner sub-process sees the scope of the compensation event',
		inTurn(
			['outer'],
			sub(
				'outer',
				[{ source: '=x', target: 'outerLocal' }],
				startEvent('out-start'),
				endEvent('out-end'),
				sub(
					'inner',
					[{ source: '=x', target: 'innerLocal' }],
					startEvent('in'),
					endEvent('out'),
					...tasks('a'),
					...chain('in', 'a', 'out'),
				),
				throwing,
				...chain('out-start', 'inner', 'throw', 'out-end'),
			),
		),
		start({ x: 1 }),
		complete('a'),
		complete('undo-a', { innerLocal: 2, outerLocal: 3 }),
	),
	playProcess(
		'undo-sees-iteration',
		'a handler in a multi-instance sub-process sees nothing of its iteration',
		inTurn(
			['inner', 'throw'],
			forEach(scope('inner', ['a'], ...tasks('a')), { inputCollection: '=[1, 2]', inputElement: 'item' }),
			throwing,
		),
		runJobs,
	),
	playProcess(
		'undo-throw-mappings',
		'mappings of a compensation event',
		inTurn(
			['a', 'throw', 'after'],
			...tasks('a'),
			throwOf('throw', compensate(), {
				inputs: [{ source: '=x + 1', target: 'input' }],
				outputs: [{ source: '=x + 2', target: 'output' }],
			}),
			after,
		),
		start({ x: 1 }),
		runJobs,
	),
	playProcess(
		'undo-end-mappings',
		'mappings of a compensation end event',
		inTurn(['a'], ...tasks('a')).map((part) =>
			part.id === 'end' ? endWith('end', compensate(), { outputs: [{ source: '=x + 2', target: 'output' }] }) : part,
		),
		start({ x: 1 }),
		runJobs,
	),
];
