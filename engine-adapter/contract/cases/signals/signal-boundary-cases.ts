import type { Variables } from '../../../engine';
import type { Action, ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, callActivity, catchOf, message, receiveTask, signal, throwOf } from '../../event-parts';
import {
	chain,
	endEvent,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../model-builder';

/** Signals reach every process, so each case has names of its own. */
const start = (processId: string, variables: Variables = { a: 1, kept: 'outer' }): Action => ({ start: { processId, variables } });
const broadcast = (name: string, variables?: Variables): Action => ({ broadcastSignal: { name, variables } });
const completeJob = (elementId: string, variables: Variables = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});

const line = (id: string, ...parts: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [startEvent(), ...parts, endEvent(), ...chain('start', ...parts.map((part) => part.id), 'end')]),
];
const guarded = (id: string, event: ModelPart, host: ModelPart = serviceTask('work')): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		host,
		endEvent(),
		...chain('start', host.id, 'end'),
		event,
		serviceTask('reaction'),
		endEvent('after'),
		...chain(event.id, 'reaction', 'after'),
	]),
];
const inner = (...parts: ModelPart[]): ModelPart[] => [
	startEvent('inside'),
	...parts,
	endEvent('inner-end'),
	...chain('inside', ...parts.map((part) => part.id), 'inner-end'),
];

export const signalBoundaryCases: ContractCase[] = [
	{
		id: 'signal-boundary',
		title: 'a signal at a task interrupts it and brings its variables',
		resources: guarded('signal-boundary', boundary('called', 'work', signal('signal-boundary'))),
		script: [start('signal-boundary'), broadcast('signal-boundary', { kept: 'new', added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-boundary-twice',
		title: 'a signal at a task interrupts it once',
		resources: guarded('signal-boundary-twice', boundary('called', 'work', signal('signal-boundary-twice'))),
		script: [
			start('signal-boundary-twice'),
			broadcast('signal-boundary-twice', { first: 1 }),
			broadcast('signal-boundary-twice', { second: 2 }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-boundary-beside',
		title: 'a signal that does not interrupt goes on beside the task, each time',
		resources: guarded('signal-boundary-beside', boundaryBeside('called', 'work', signal('signal-boundary-beside'))),
		script: [
			start('signal-boundary-beside'),
			broadcast('signal-boundary-beside', { first: 1 }),
			broadcast('signal-boundary-beside', { second: 2 }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-boundary-after',
		title: 'a signal at a task is not caught when the task is over',
		resources: guarded('signal-boundary-after', boundaryBeside('called', 'work', signal('signal-boundary-after'))),
		script: [
			start('signal-boundary-after'),
			broadcast('signal-boundary-after'),
			completeJob('work'),
			broadcast('signal-boundary-after'),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-boundary-mapping',
		title: 'output mappings of a signal at a task say what of it goes on',
		resources: guarded(
			'signal-boundary-mapping',
			boundary('called', 'work', signal('signal-boundary-mapping'), { outputs: [{ source: '=added + 1', target: 'mapped' }] }),
		),
		script: [start('signal-boundary-mapping'), broadcast('signal-boundary-mapping', { added: 1, kept: 'new' }), { runJobs: true }],
	},
	{
		id: 'signal-boundary-beside-mapping',
		title: 'output mappings of a signal beside a task say what of it goes on',
		resources: guarded(
			'signal-boundary-beside-mapping',
			boundaryBeside('called', 'work', signal('signal-boundary-beside-mapping'), { outputs: [{ source: '=added + 1', target: 'mapped' }] }),
		),
		script: [
			start('signal-boundary-beside-mapping'),
			broadcast('signal-boundary-beside-mapping', { added: 1 }),
			broadcast('signal-boundary-beside-mapping', { added: 5 }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-boundary-incident',
		title: 'a signal interrupts a task that has an incident, which is over with it',
		resources: guarded('signal-boundary-incident', boundary('called', 'work', signal('signal-boundary-incident'))),
		script: [
			start('signal-boundary-incident'),
			{ answerJob: { elementId: 'work', outcome: { kind: 'fail', message: 'no', retries: 0 } } },
			broadcast('signal-boundary-incident'),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-boundary-host-incident',
		title: 'a task whose activation fails waits for no signal',
		resources: guarded(
			'signal-boundary-host-incident',
			boundary('called', 'work', signal('signal-boundary-host-incident')),
			serviceTask('work', { inputs: [{ source: '=assert(b, b != null)', target: 'c' }] }),
		),
		script: [start('signal-boundary-host-incident'), broadcast('signal-boundary-host-incident')],
	},
	{
		id: 'signal-boundary-sub-process',
		title: 'a signal at a sub-process takes down what runs in it',
		resources: guarded(
			'signal-boundary-sub-process',
			boundary('called', 'part', signal('signal-boundary-sub-process')),
			subProcess('part', inner(serviceTask('work')), { inputs: [{ source: '="inner"', target: 'kept' }] }),
		),
		script: [start('signal-boundary-sub-process'), broadcast('signal-boundary-sub-process', { kept: 'signal' }), { runJobs: true }],
	},
	{
		id: 'signal-boundary-and-inside',
		title: 'a signal that a sub-process waits for inside and at its border interrupts it',
		resources: guarded(
			'signal-boundary-and-inside',
			boundary('called', 'part', signal('signal-boundary-and-inside')),
			subProcess('part', inner(catchOf('wait', signal('signal-boundary-and-inside')), serviceTask('work'))),
		),
		script: [start('signal-boundary-and-inside'), broadcast('signal-boundary-and-inside', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-beside-and-inside',
		title: 'a signal that a sub-process waits for inside and at its border, where it does not interrupt',
		resources: guarded(
			'signal-beside-and-inside',
			boundaryBeside('called', 'part', signal('signal-beside-and-inside')),
			subProcess('part', inner(catchOf('wait', signal('signal-beside-and-inside')), serviceTask('work'))),
		),
		script: [start('signal-beside-and-inside'), broadcast('signal-beside-and-inside', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-nested-boundaries',
		title: 'a signal that interrupts a task and the sub-process around it',
		resources: guarded(
			'signal-nested-boundaries',
			boundary('called', 'part', signal('signal-nested-boundaries')),
			subProcess('part', [
				...inner(serviceTask('work')),
				boundary('inner-called', 'work', signal('signal-nested-boundaries')),
				serviceTask('inner-reaction'),
				endEvent('inner-after'),
				...chain('inner-called', 'inner-reaction', 'inner-after'),
			]),
		),
		script: [start('signal-nested-boundaries'), broadcast('signal-nested-boundaries'), { runJobs: true }],
	},
	{
		id: 'signal-boundary-call',
		title: 'a signal at a call activity takes the child down, which waits for it too',
		resources: [
			...guarded(
				'signal-boundary-call',
				boundary('called', 'call', signal('signal-boundary-call')),
				callActivity('call', 'signal-boundary-call-child'),
			),
			processModel('signal-boundary-call-child', inner(catchOf('wait', signal('signal-boundary-call')), serviceTask('work'))),
		],
		script: [start('signal-boundary-call'), broadcast('signal-boundary-call', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-beside-call',
		title: 'a signal beside a call activity reaches the child too',
		resources: [
			...guarded(
				'signal-beside-call',
				boundaryBeside('called', 'call', signal('signal-beside-call')),
				callActivity('call', 'signal-beside-call-child'),
			),
			processModel('signal-beside-call-child', inner(catchOf('wait', signal('signal-beside-call')), serviceTask('work'))),
		],
		script: [start('signal-beside-call'), broadcast('signal-beside-call', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-boundary-multi',
		title: 'a signal at a multi-instance task ends all its iterations',
		resources: guarded(
			'signal-boundary-multi',
			boundary('called', 'work', signal('signal-boundary-multi')),
			forEach(serviceTask('work'), { inputCollection: '=[1, 2, 3]', inputElement: 'item' }),
		),
		script: [start('signal-boundary-multi'), completeJob('work'), broadcast('signal-boundary-multi', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-beside-multi',
		title: 'a signal beside a multi-instance task goes on once',
		resources: guarded(
			'signal-beside-multi',
			boundaryBeside('called', 'work', signal('signal-beside-multi')),
			forEach(serviceTask('work'), { inputCollection: '=[1, 2]', inputElement: 'item', sequential: true }),
		),
		script: [start('signal-beside-multi'), completeJob('work'), broadcast('signal-beside-multi', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-in-multi',
		title: 'a signal reaches all parallel iterations that wait for it',
		resources: line(
			'signal-in-multi',
			forEach(subProcess('part', inner(catchOf('wait', signal('signal-in-multi')), serviceTask('work'))), {
				inputCollection: '=[1, 2, 3]',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=[item, added]',
			}),
		),
		script: [start('signal-in-multi'), broadcast('signal-in-multi', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-in-sequential-multi',
		title: 'a signal reaches the one iteration that waits for it',
		resources: line(
			'signal-in-sequential-multi',
			forEach(subProcess('part', inner(catchOf('wait', signal('signal-in-sequential-multi')))), {
				inputCollection: '=[1, 2]',
				inputElement: 'item',
				sequential: true,
			}),
		),
		script: [start('signal-in-sequential-multi'), broadcast('signal-in-sequential-multi', { added: 1 })],
	},
	{
		id: 'signal-boundary-user-task',
		title: 'a signal at a user task interrupts it',
		resources: guarded(
			'signal-boundary-user-task',
			boundary('called', 'ask', signal('signal-boundary-user-task')),
			userTask('ask', { native: true }),
		),
		script: [start('signal-boundary-user-task'), broadcast('signal-boundary-user-task'), { runJobs: true }],
	},
	{
		id: 'signal-boundary-receive-task',
		title: 'a signal at a receive task interrupts it',
		resources: guarded(
			'signal-boundary-receive-task',
			boundary('called', 'receive', signal('signal-boundary-receive-task')),
			receiveTask('receive', message('signal-boundary-receive-task', '=a')),
		),
		script: [start('signal-boundary-receive-task'), broadcast('signal-boundary-receive-task'), { runJobs: true }],
	},
	{
		id: 'signal-boundary-script-task',
		title: 'a signal at a task that does not wait is never caught',
		resources: guarded(
			'signal-boundary-script-task',
			boundary('called', 'script', signal('signal-boundary-script-task')),
			scriptTask('script', '=a + 1', 'b'),
		),
		script: [start('signal-boundary-script-task'), broadcast('signal-boundary-script-task')],
	},
	{
		id: 'signal-boundary-expression',
		title: 'the name of a signal at a task is evaluated with the inputs of the task',
		resources: guarded(
			'signal-boundary-expression',
			boundary('called', 'work', signal('=local', 'signal-boundary-expression')),
			serviceTask('work', { inputs: [{ source: '="signal-boundary-" + place', target: 'local' }] }),
		),
		script: [start('signal-boundary-expression', { place: 'north' }), broadcast('signal-boundary-north'), { runJobs: true }],
	},
	{
		id: 'signal-boundary-expression-missing',
		title: 'a name of a signal at a task that cannot be evaluated raises an incident at the task',
		resources: guarded(
			'signal-boundary-expression-missing',
			boundary('called', 'work', signal('=place', 'signal-boundary-expression-missing')),
		),
		script: [
			start('signal-boundary-expression-missing'),
			{ resolveIncident: { variables: { place: 'signal-boundary-south' } } },
			broadcast('signal-boundary-south'),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-two-boundaries',
		title: 'a task waits for two signals, one of which interrupts it',
		resources: [
			processModel('signal-two-boundaries', [
				startEvent(),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				boundary('stop', 'work', signal('signal-two-stop')),
				endEvent('stopped'),
				...chain('stop', 'stopped'),
				boundaryBeside('note', 'work', signal('signal-two-note')),
				endEvent('noted'),
				...chain('note', 'noted'),
			]),
		],
		script: [start('signal-two-boundaries'), broadcast('signal-two-note'), broadcast('signal-two-stop'), broadcast('signal-two-note')],
	},
	{
		id: 'signal-boundary-twin',
		title: 'a task that waits for one signal twice',
		resources: [
			processModel('signal-boundary-twin', [
				startEvent(),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				boundary('stop', 'work', signal('signal-boundary-twin')),
				endEvent('stopped'),
				...chain('stop', 'stopped'),
				boundaryBeside('note', 'work', signal('signal-boundary-twin')),
				endEvent('noted'),
				...chain('note', 'noted'),
			]),
		],
		script: [start('signal-boundary-twin'), broadcast('signal-boundary-twin')],
	},
	{
		id: 'signal-boundary-twin-expression',
		title: 'a task that waits for two signals that come to the same name: the first happens',
		resources: [
			processModel('signal-boundary-twin-expression', [
				startEvent(),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				boundaryBeside('one', 'work', signal('="signal-twin-expression"', 'signal-twin-one')),
				endEvent('first'),
				...chain('one', 'first'),
				boundaryBeside('other', 'work', signal('=name', 'signal-twin-other')),
				endEvent('second'),
				...chain('other', 'second'),
			]),
		],
		script: [start('signal-boundary-twin-expression', { name: 'signal-twin-expression' }), broadcast('signal-twin-expression')],
	},
	{
		id: 'signal-boundary-twin-name',
		title: 'a task that waits for two signals of one name',
		resources: [
			processModel('signal-boundary-twin-name', [
				startEvent(),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				boundary('stop', 'work', signal('signal-boundary-twin-name', 'signal-boundary-one')),
				endEvent('stopped'),
				...chain('stop', 'stopped'),
				boundaryBeside('note', 'work', signal('signal-boundary-twin-name', 'signal-boundary-other')),
				endEvent('noted'),
				...chain('note', 'noted'),
			]),
		],
		script: [start('signal-boundary-twin-name')],
	},
	{
		id: 'signal-boundary-in-multi',
		title: 'a signal interrupts a task in every iteration',
		resources: line(
			'signal-boundary-in-multi',
			forEach(
				subProcess('part', [
					...inner(serviceTask('work')),
					boundary('called', 'work', signal('signal-boundary-in-multi')),
					endEvent('inner-after'),
					...chain('called', 'inner-after'),
				]),
				{ inputCollection: '=[1, 2]', inputElement: 'item', outputCollection: 'results', outputElement: '=added' },
			),
		),
		script: [start('signal-boundary-in-multi'), completeJob('work'), broadcast('signal-boundary-in-multi', { added: 1 })],
	},
	{
		id: 'signal-boundary-while-moving',
		title: 'a signal that interrupts a sub-process while another branch in it moves on',
		resources: guarded(
			'signal-boundary-while-moving',
			boundary('called', 'part', signal('signal-boundary-while-moving')),
			subProcess('part', [
				startEvent('inside'),
				parallelGateway('fork'),
				throwOf('throw', signal('signal-boundary-while-moving')),
				endEvent('thrown'),
				scriptTask('one', '=1', 'one'),
				scriptTask('two', '=2', 'two'),
				scriptTask('three', '=3', 'three'),
				scriptTask('four', '=4', 'four'),
				endEvent('moved'),
				...chain('inside', 'fork', 'throw', 'thrown'),
				...chain('fork', 'one', 'two', 'three', 'four', 'moved'),
			]),
		),
		script: [start('signal-boundary-while-moving'), { runJobs: true }],
	},
	{
		id: 'signal-boundary-while-moving-first',
		title: 'a signal that interrupts a sub-process in which another branch moved first',
		resources: guarded(
			'signal-boundary-while-moving-first',
			boundary('called', 'part', signal('signal-boundary-while-moving-first')),
			subProcess('part', [
				startEvent('inside'),
				parallelGateway('fork'),
				scriptTask('one', '=1', 'one'),
				scriptTask('two', '=2', 'two'),
				scriptTask('three', '=3', 'three'),
				endEvent('moved'),
				throwOf('throw', signal('signal-boundary-while-moving-first')),
				endEvent('thrown'),
				...chain('inside', 'fork', 'one', 'two', 'three', 'moved'),
				...chain('fork', 'throw', 'thrown'),
			]),
		),
		script: [start('signal-boundary-while-moving-first'), { runJobs: true }],
	},
	{
		id: 'signal-boundary-child-incident',
		title: 'a signal at a call activity takes down a child that has an incident',
		resources: [
			...guarded(
				'signal-boundary-child-incident',
				boundary('called', 'call', signal('signal-boundary-child-incident')),
				callActivity('call', 'signal-boundary-child-incident-child'),
			),
			processModel('signal-boundary-child-incident-child', inner(scriptTask('script', '=assert(b, b != null)', 'c'))),
		],
		script: [start('signal-boundary-child-incident'), broadcast('signal-boundary-child-incident'), { runJobs: true }],
	},
	{
		id: 'signal-boundary-local',
		title: 'a signal at a task is merged into the scope around the task',
		resources: line(
			'signal-boundary-local',
			subProcess(
				'part',
				[
					...inner(serviceTask('work', { inputs: [{ source: '="task"', target: 'kept' }] })),
					boundary('called', 'work', signal('signal-boundary-local')),
					serviceTask('reaction'),
					endEvent('inner-after'),
					...chain('called', 'reaction', 'inner-after'),
				],
				{ inputs: [{ source: '="part"', target: 'kept' }] },
			),
		),
		script: [start('signal-boundary-local'), broadcast('signal-boundary-local', { kept: 'signal', added: 1 }), { runJobs: true }],
	},
];
