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
import { start, complete, runJobs, one, tasks, inTurn, scope, throwing, after } from './compensation-parts';

const sub = (id: string, inputs: Array<{ source: string; target: string }>, ...parts: ModelPart[]): ModelPart =>
	subProcess(id, parts, { inputs });

/** What handlers are and what they see. */
export const compensationHandlerCases: ContractCase[] = [
	one(
		'undo-by-user-task',
		'a handler that is a user task',
		inTurn(['a', 'throw', 'after'], ...undone(serviceTask('a'), userTask('undo-a', { native: true })), throwing, after),
		complete('a'),
		{ completeUserTask: { elementId: 'undo-a', variables: { seen: true } } },
		runJobs,
	),
	one(
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
	one(
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
	one(
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
	{
		id: 'undo-by-call',
		title: 'a handler that calls a process',
		resources: [
			processModel(
				'undo-by-call',
				inTurn(['a', 'throw', 'after'], ...undone(serviceTask('a'), callActivity('undo-a', 'undo-by-call-called')), throwing, after),
			),
			processModel('undo-by-call-called', inTurn(['b'], serviceTask('b'))),
		],
		script: [start('undo-by-call', { x: 1 }), complete('a'), complete('b', { y: 2 }), runJobs],
	},
	one(
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
	one(
		'undo-by-receive',
		'a handler that waits for a message',
		inTurn(
			['a', 'throw', 'after'],
			...undone(serviceTask('a'), receiveTask('undo-a', message('undo-by-receive', '=key'))),
			throwing,
			after,
		),
		start('undo-by-receive', { key: 'k' }),
		complete('a'),
		{ publishMessage: { name: 'undo-by-receive', correlationKey: 'k', variables: { got: 1 } } },
		runJobs,
	),
	one(
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
	one(
		'undo-sees',
		'a handler sees the variables as they are now, not those of its task',
		inTurn(
			['a', 'b', 'throw'],
			...undone(serviceTask('a', { inputs: [{ source: '=x', target: 'local' }] }), serviceTask('undo-a')),
			serviceTask('b'),
			throwing,
		),
		start('undo-sees', { x: 1 }),
		complete('a', { y: 1 }),
		complete('b', { x: 2 }),
		complete('undo-a', { local: 'new', z: 3 }),
	),
	one(
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
		start('undo-mappings', { x: 1 }),
		complete('a'),
		complete('undo-a', { result: 5 }),
		runJobs,
	),
	one(
		'undo-sees-scope',
		'a handler in a sub-process that completed sees nothing of that sub-process',
		inTurn(
			['inner', 'throw'],
			sub('inner', [{ source: '=x', target: 'local' }], startEvent('in'), endEvent('out'), ...tasks('a'), ...chain('in', 'a', 'out')),
			throwing,
		),
		start('undo-sees-scope', { x: 1 }),
		complete('a', { local: 2, y: 3 }),
		complete('undo-a', { local: 4 }),
	),
	one(
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
		start('undo-sees-own-scope', { x: 1 }),
		complete('a', { local: 2, y: 3 }),
		complete('undo-a', { local: 4 }),
	),
	one(
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
		start('undo-sees-nested', { x: 1 }),
		complete('a'),
		complete('undo-a', { innerLocal: 2, outerLocal: 3 }),
	),
	one(
		'undo-sees-iteration',
		'a handler in a multi-instance sub-process sees nothing of its iteration',
		inTurn(
			['inner', 'throw'],
			forEach(scope('inner', ['a'], ...tasks('a')), { inputCollection: '=[1, 2]', inputElement: 'item' }),
			throwing,
		),
		runJobs,
	),
	one(
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
		start('undo-throw-mappings', { x: 1 }),
		runJobs,
	),
	one(
		'undo-end-mappings',
		'mappings of a compensation end event',
		inTurn(['a'], ...tasks('a')).map((part) =>
			part.id === 'end' ? endWith('end', compensate(), { outputs: [{ source: '=x + 2', target: 'output' }] }) : part,
		),
		start('undo-end-mappings', { x: 1 }),
		runJobs,
	),
];
