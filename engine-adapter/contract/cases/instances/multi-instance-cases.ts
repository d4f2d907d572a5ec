import type { ContractCase } from '../../contract-case';
import { boundary, callActivity, message, timer } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	forEach,
	type Loop,
	type ModelPart,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	type TaskOptions,
	userTask,
} from '../../model-builder';
import { type CaseAction, completeNext, runJobs, start, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { around } from '../shapes';

const looping = (loop: Loop, options?: TaskOptions, ...more: ModelPart[]): ModelPart[] =>
	around(forEach(serviceTask('work', options), loop), ...more);

const collecting: Loop = { inputCollection: '=items', inputElement: 'item', outputCollection: 'results', outputElement: '=result' };
const sequential: Loop = { ...collecting, sequential: true };

const startItems = (items: unknown = ['a', 'b', 'c']): CaseAction => start({ items, kept: 1 });

export const multiInstanceCases: ContractCase[] = [
	playProcess(
		'multi-parallel',
		'a parallel multi-instance task runs once for each item at once and collects the results in order',
		looping(collecting),
		startItems(),
		completeNext({ result: 1 }),
		completeNext({ result: 2, kept: 2 }),
		completeNext({ result: 3 }),
	),
	playProcess(
		'multi-sequential',
		'a sequential multi-instance task runs for one item after the other',
		looping(sequential),
		startItems(),
		completeNext({ result: 1 }),
		completeNext({ result: 2 }),
		completeNext({ result: 3, kept: 2 }),
	),
	playProcess(
		'multi-no-collections',
		'a multi-instance task without element and output',
		looping({ inputCollection: '=items' }),
		startItems([1, 2]),
		runJobs,
	),
	...(['parallel', 'sequential'] as const).map((order) =>
		playProcess(
			`multi-empty-${order}`,
			`a ${order} multi-instance task over nothing completes at once`,
			looping({ ...collecting, sequential: order === 'sequential' }),
			startItems([]),
		),
	),
	playProcess(
		'multi-no-list',
		'a multi-instance task over a value that is not a list raises an incident, and begins when it is one',
		looping(collecting),
		startItems('text'),
		{ resolveIncident: { elementId: 'work', variables: { items: [1] } } },
		completeNext({ result: 1 }),
	),
	playProcess(
		'multi-null',
		'a sequential multi-instance task over nothing at all raises an incident',
		looping(sequential),
		startItems(null),
	),
	playProcess(
		'multi-output-path',
		'a result that is a part of a variable is the iteration’s own too',
		looping({ ...collecting, outputElement: '=result.value' }),
		startItems([1, 2]),
		completeNext({ result: { value: 'x' } }),
		completeNext({ result: { value: 'y' } }),
	),
	playProcess(
		'multi-mapping',
		'mappings of a multi-instance task are its iterations’',
		looping(
			{ ...collecting, outputElement: '=output' },
			{
				inputs: [{ source: '=item + string(loopCounter)', target: 'input' }],
				outputs: [{ source: '=input + result', target: 'output' }],
			},
		),
		startItems(['a', 'b']),
		completeNext({ result: '-1' }),
		completeNext({ result: '-2' }),
	),
	playProcess(
		'multi-mapping-local',
		'an iteration keeps its result local by an input of that name',
		looping(collecting, { inputs: [{ source: '=null', target: 'result' }] }),
		startItems(['a', 'b']),
		completeNext({ result: 1 }),
		completeNext({ result: 2 }),
	),
	playProcess(
		'multi-condition',
		'a parallel multi-instance task ends the rest when its condition holds',
		looping({ ...collecting, completionCondition: '=numberOfCompletedInstances >= 2' }),
		startItems(),
		completeNext({ result: 1 }),
		completeNext({ result: 2 }),
		completeNext({ result: 3 }),
	),
	playProcess(
		'multi-condition-sequential',
		'a sequential multi-instance task stops when its condition holds',
		looping({ ...sequential, completionCondition: '=result = 2' }),
		startItems(),
		completeNext({ result: 1 }),
		completeNext({ result: 2 }),
		completeNext({ result: 3 }),
	),
	playProcess(
		'multi-condition-counters',
		'the condition knows how many iterations there are, run, and have ended',
		looping({
			...collecting,
			completionCondition:
				'=numberOfInstances = 3 and numberOfActiveInstances = 1 and numberOfCompletedInstances = 2 and numberOfTerminatedInstances = 0',
		}),
		startItems(),
		completeNext({ result: 1 }),
		completeNext({ result: 2 }),
		completeNext({ result: 3 }),
	),
	playProcess(
		'multi-condition-no-boolean',
		'a condition that is not boolean raises an incident at the iteration',
		looping({ ...collecting, completionCondition: '=stop' }),
		startItems([1, 2]),
		completeNext({ result: 1 }),
		{ resolveIncident: { elementId: 'work', variables: { stop: false } } },
		completeNext({ result: 2 }),
	),
	playProcess(
		'multi-output-failing',
		'an output element that fails raises an incident at the iteration',
		looping({ ...collecting, outputElement: '=assert(result, result != null)' }),
		startItems([1, 2]),
		completeNext({}),
		{ resolveIncident: { elementId: 'work', variables: { result: 5 } } },
		runJobs,
	),
	playProcess(
		'multi-boundary-timer',
		'a timer at a multi-instance task ends all its iterations',
		looping(collecting, undefined, boundary('late', 'work', timer('Duration', 'PT0.5S')), endEvent('after'), ...chain('late', 'after')),
		startItems(),
		{ wait: 1_500 },
	),
	playProcess(
		'multi-boundary-error',
		'an error of one iteration ends all of them',
		looping(collecting, undefined, errorBoundary('caught', 'work'), endEvent('after'), ...chain('caught', 'after')),
		startItems(),
		completeNext({ result: 1 }),
		throwError('E'),
	),
	defineCase('multi-boundary-message', 'a message at a multi-instance task is waited for once', (id) => ({
		parts: looping(
			sequential,
			undefined,
			boundary('called', 'work', message(id, '=string(kept)')),
			endEvent('after'),
			...chain('called', 'after'),
		),
		script: [startItems(), completeNext({ result: 1 }), { publishMessage: { name: id, correlationKey: '1', variables: { called: true } } }],
	})),
	playProcess(
		'multi-cancel',
		'a multi-instance task is cancelled with all its iterations',
		looping(collecting),
		startItems(),
		completeNext({ result: 1 }),
		{ cancelInstance: true },
	),
	playProcess(
		'multi-sub-process',
		'a multi-instance sub-process has a scope for each iteration',
		around(
			forEach(
				subProcess('sub', [startEvent('inner'), serviceTask('work'), endEvent('inner-end'), ...chain('inner', 'work', 'inner-end')]),
				{
					...collecting,
					outputElement: '=item',
				},
			),
		),
		startItems([1, 2]),
		runJobs,
	),
	playProcess(
		'multi-nested',
		'a multi-instance task in a multi-instance sub-process',
		around(
			forEach(
				subProcess('sub', [
					startEvent('inner'),
					forEach(scriptTask('script', '=cell * 10', 'result'), {
						inputCollection: '=row',
						inputElement: 'cell',
						outputCollection: 'cells',
						outputElement: '=result',
					}),
					endEvent('inner-end'),
					...chain('inner', 'script', 'inner-end'),
				]),
				{ inputCollection: '=items', inputElement: 'row', outputCollection: 'rows', outputElement: '=cells', sequential: true },
			),
		),
		startItems([[1, 2], [3]]),
	),
	playProcess(
		'multi-user-task',
		'a multi-instance user task is one task for each item',
		around(forEach(userTask('person', { native: true }), { ...collecting, outputElement: '=answer' })),
		startItems(['x', 'y']),
		{ completeUserTask: { variables: { answer: 1 } } },
		{ completeUserTask: { variables: { answer: 2 } } },
	),
	defineCase('multi-call', 'a multi-instance call activity calls once for each item', (id) => ({
		resources: [
			...[processModel(id, around(forEach(callActivity('call', `${id}-child`), collecting)))],
			processModel(`${id}-child`, [
				startEvent('child-start'),
				scriptTask('script', '=item * 2', 'result'),
				endEvent('child-end'),
				...chain('child-start', 'script', 'child-end'),
			]),
		],
		script: [startItems([1, 2])],
	})),
	defineCase('multi-no-input', 'a multi-instance task without a collection is refused', () => ({ parts: looping({}), script: [] })),
	defineCase('multi-output-without-element', 'a multi-instance task with an output collection only is refused', () => ({
		parts: looping({ inputCollection: '=items', outputCollection: 'results' }),
		script: [],
	})),
	defineCase('multi-input-literal', 'a multi-instance task over a literal', () => ({
		parts: looping({ inputCollection: 'items' }),
		script: [],
	})),
	...(['parallel', 'sequential'] as const).flatMap((order) =>
		Object.entries({ smaller: ['a'], larger: ['a', 'b', 'c', 'd', 'e'], none: null, same: ['x', 'y', 'z'] }).map(([size, items]) =>
			playProcess(
				`multi-changed-${size}-${order}`,
				`a ${order} multi-instance task whose collection becomes ${size === 'none' ? 'null' : `${size === 'same' ? 'another of the same size' : size}`} meanwhile`,
				looping({ ...collecting, sequential: order === 'sequential' }),
				startItems(),
				completeNext({ result: 1 }),
				{ setVariables: { variables: { items } } },
				completeNext({ result: 2 }),
				runJobs,
				{ resolveIncident: { variables: { items: ['a', 'b', 'c'] } } },
				runJobs,
			),
		),
	),
	playProcess(
		'multi-result-is-counter',
		'a result that is the counter or the item',
		looping({ ...collecting, outputElement: '=loopCounter' }),
		startItems(),
		runJobs,
	),
];
