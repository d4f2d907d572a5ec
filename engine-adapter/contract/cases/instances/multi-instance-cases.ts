import { boundary, callActivity, message, timer } from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
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

const looping = (id: string, loop: Loop, options?: TaskOptions, ...more: ModelPart[]): ContractCase['resources'] =>
	around(id, forEach(serviceTask('work', options), loop), ...more);
const around = (id: string, part: ModelPart, ...more: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [startEvent(), part, endEvent(), ...chain('start', part.id, 'end'), ...more]),
];
const start = (processId: string, items: unknown = ['a', 'b', 'c']): Action => ({ start: { processId, variables: { items, kept: 1 } } });
const complete = (variables: Record<string, unknown>): Action => ({ answerJob: { outcome: { kind: 'complete', variables } } });

const collecting: Loop = { inputCollection: '=items', inputElement: 'item', outputCollection: 'results', outputElement: '=result' };
const sequential: Loop = { ...collecting, sequential: true };

export const multiInstanceCases: ContractCase[] = [
	{
		id: 'multi-parallel',
		title: 'a parallel multi-instance task runs once for each item at once and collects the results in order',
		resources: looping('multi-parallel', collecting),
		script: [start('multi-parallel'), complete({ result: 1 }), complete({ result: 2, kept: 2 }), complete({ result: 3 })],
	},
	{
		id: 'multi-sequential',
		title: 'a sequential multi-instance task runs for one item after the other',
		resources: looping('multi-sequential', sequential),
		script: [start('multi-sequential'), complete({ result: 1 }), complete({ result: 2 }), complete({ result: 3, kept: 2 })],
	},
	{
		id: 'multi-no-collections',
		title: 'a multi-instance task without element and output',
		resources: looping('multi-no-collections', { inputCollection: '=items' }),
		script: [start('multi-no-collections', [1, 2]), { runJobs: true }],
	},
	...[false, true].map((inTurn): ContractCase => {
		const id = `multi-empty-${inTurn ? 'sequential' : 'parallel'}`;
		return {
			id,
			title: `a ${inTurn ? 'sequential' : 'parallel'} multi-instance task over nothing completes at once`,
			resources: looping(id, { ...collecting, sequential: inTurn }),
			script: [start(id, [])],
		};
	}),
	{
		id: 'multi-no-list',
		title: 'a multi-instance task over what is no list raises an incident, and begins when it is one',
		resources: looping('multi-no-list', collecting),
		script: [
			start('multi-no-list', 'text'),
			{ resolveIncident: { elementId: 'work', variables: { items: [1] } } },
			complete({ result: 1 }),
		],
	},
	{
		id: 'multi-null',
		title: 'a sequential multi-instance task over nothing at all raises an incident',
		resources: looping('multi-null', sequential),
		script: [start('multi-null', null)],
	},
	{
		id: 'multi-output-path',
		title: 'a result that is a part of a variable is the iteration’s own too',
		resources: looping('multi-output-path', { ...collecting, outputElement: '=result.value' }),
		script: [start('multi-output-path', [1, 2]), complete({ result: { value: 'x' } }), complete({ result: { value: 'y' } })],
	},
	{
		id: 'multi-mapping',
		title: 'mappings of a multi-instance task are its iterations’',
		resources: looping(
			'multi-mapping',
			{ ...collecting, outputElement: '=output' },
			{
				inputs: [{ source: '=item + string(loopCounter)', target: 'input' }],
				outputs: [{ source: '=input + result', target: 'output' }],
			},
		),
		script: [start('multi-mapping', ['a', 'b']), complete({ result: '-1' }), complete({ result: '-2' })],
	},
	{
		id: 'multi-mapping-local',
		title: 'an iteration keeps its result local by an input of that name',
		resources: looping('multi-mapping-local', collecting, { inputs: [{ source: '=null', target: 'result' }] }),
		script: [start('multi-mapping-local', ['a', 'b']), complete({ result: 1 }), complete({ result: 2 })],
	},
	{
		id: 'multi-condition',
		title: 'a parallel multi-instance task ends the rest when its condition holds',
		resources: looping('multi-condition', { ...collecting, completionCondition: '=numberOfCompletedInstances >= 2' }),
		script: [start('multi-condition'), complete({ result: 1 }), complete({ result: 2 }), complete({ result: 3 })],
	},
	{
		id: 'multi-condition-sequential',
		title: 'a sequential multi-instance task stops when its condition holds',
		resources: looping('multi-condition-sequential', { ...sequential, completionCondition: '=result = 2' }),
		script: [start('multi-condition-sequential'), complete({ result: 1 }), complete({ result: 2 }), complete({ result: 3 })],
	},
	{
		id: 'multi-condition-counters',
		title: 'the condition knows how many iterations there are, run, and have ended',
		resources: looping('multi-condition-counters', {
			...collecting,
			completionCondition:
				'=numberOfInstances = 3 and numberOfActiveInstances = 1 and numberOfCompletedInstances = 2 and numberOfTerminatedInstances = 0',
		}),
		script: [start('multi-condition-counters'), complete({ result: 1 }), complete({ result: 2 }), complete({ result: 3 })],
	},
	{
		id: 'multi-condition-no-boolean',
		title: 'a condition that is not boolean raises an incident at the iteration',
		resources: looping('multi-condition-no-boolean', { ...collecting, completionCondition: '=stop' }),
		script: [
			start('multi-condition-no-boolean', [1, 2]),
			complete({ result: 1 }),
			{ resolveIncident: { elementId: 'work', variables: { stop: false } } },
			complete({ result: 2 }),
		],
	},
	{
		id: 'multi-output-failing',
		title: 'an output element that fails raises an incident at the iteration',
		resources: looping('multi-output-failing', { ...collecting, outputElement: '=assert(result, result != null)' }),
		script: [
			start('multi-output-failing', [1, 2]),
			complete({}),
			{ resolveIncident: { elementId: 'work', variables: { result: 5 } } },
			{ runJobs: true },
		],
	},
	{
		id: 'multi-boundary-timer',
		title: 'a timer at a multi-instance task ends all its iterations',
		resources: looping(
			'multi-boundary-timer',
			collecting,
			undefined,
			boundary('late', 'work', timer('Duration', 'PT0.5S')),
			endEvent('after'),
			...chain('late', 'after'),
		),
		script: [start('multi-boundary-timer'), { wait: 1_500 }],
	},
	{
		id: 'multi-boundary-error',
		title: 'an error of one iteration ends all of them',
		resources: looping(
			'multi-boundary-error',
			collecting,
			undefined,
			errorBoundary('caught', 'work'),
			endEvent('after'),
			...chain('caught', 'after'),
		),
		script: [
			start('multi-boundary-error'),
			complete({ result: 1 }),
			{ answerJob: { outcome: { kind: 'bpmn-error', errorCode: 'E', message: '' } } },
		],
	},
	{
		id: 'multi-boundary-message',
		title: 'a message at a multi-instance task is waited for once',
		resources: looping(
			'multi-boundary-message',
			sequential,
			undefined,
			boundary('called', 'work', message('multi-boundary-message', '=string(kept)')),
			endEvent('after'),
			...chain('called', 'after'),
		),
		script: [
			start('multi-boundary-message'),
			complete({ result: 1 }),
			{ publishMessage: { name: 'multi-boundary-message', correlationKey: '1', variables: { called: true } } },
		],
	},
	{
		id: 'multi-cancel',
		title: 'a multi-instance task is cancelled with all its iterations',
		resources: looping('multi-cancel', collecting),
		script: [start('multi-cancel'), complete({ result: 1 }), { cancelInstance: true }],
	},
	{
		id: 'multi-sub-process',
		title: 'a multi-instance sub-process has a scope for each iteration',
		resources: around(
			'multi-sub-process',
			forEach(
				subProcess('sub', [startEvent('inner'), serviceTask('work'), endEvent('inner-end'), ...chain('inner', 'work', 'inner-end')]),
				{
					...collecting,
					outputElement: '=item',
				},
			),
		),
		script: [start('multi-sub-process', [1, 2]), { runJobs: true }],
	},
	{
		id: 'multi-nested',
		title: 'a multi-instance task in a multi-instance sub-process',
		resources: around(
			'multi-nested',
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
		script: [start('multi-nested', [[1, 2], [3]])],
	},
	{
		id: 'multi-user-task',
		title: 'a multi-instance user task is one task for each item',
		resources: around('multi-user-task', forEach(userTask('person', { native: true }), { ...collecting, outputElement: '=answer' })),
		script: [
			start('multi-user-task', ['x', 'y']),
			{ completeUserTask: { variables: { answer: 1 } } },
			{ completeUserTask: { variables: { answer: 2 } } },
		],
	},
	{
		id: 'multi-call',
		title: 'a multi-instance call activity calls once for each item',
		resources: [
			...around('multi-call', forEach(callActivity('call', 'multi-call-child'), collecting)),
			processModel('multi-call-child', [
				startEvent('child-start'),
				scriptTask('script', '=item * 2', 'result'),
				endEvent('child-end'),
				...chain('child-start', 'script', 'child-end'),
			]),
		],
		script: [start('multi-call', [1, 2])],
	},
	{
		id: 'multi-no-input',
		title: 'a multi-instance task without a collection is refused',
		resources: looping('multi-no-input', {}),
		script: [],
	},
	{
		id: 'multi-output-without-element',
		title: 'a multi-instance task with an output collection only is refused',
		resources: looping('multi-output-without-element', { inputCollection: '=items', outputCollection: 'results' }),
		script: [],
	},
	{
		id: 'multi-input-literal',
		title: 'a multi-instance task over a literal',
		resources: looping('multi-input-literal', { inputCollection: 'items' }),
		script: [],
	},
	...(['parallel', 'sequential'] as const).flatMap((order) =>
		Object.entries({ smaller: ['a'], larger: ['a', 'b', 'c', 'd', 'e'], none: null, same: ['x', 'y', 'z'] }).map(
			([size, items]): ContractCase => {
				const id = `multi-changed-${size}-${order}`;
				return {
					id,
					title: `a ${order} multi-instance task whose collection becomes ${size === 'none' ? 'null' : `${size === 'same' ? 'another of the same size' : size}`} meanwhile`,
					resources: looping(id, { ...collecting, sequential: order === 'sequential' }),
					script: [
						start(id),
						complete({ result: 1 }),
						{ setVariables: { variables: { items } } },
						complete({ result: 2 }),
						{ runJobs: true },
						{ resolveIncident: { variables: { items: ['a', 'b', 'c'] } } },
						{ runJobs: true },
					],
				};
			},
		),
	),
	{
		id: 'multi-result-is-counter',
		title: 'a result that is the counter or the item',
		resources: looping('multi-result-is-counter', { ...collecting, outputElement: '=loopCounter' }),
		script: [start('multi-result-is-counter'), { runJobs: true }],
	},
];
