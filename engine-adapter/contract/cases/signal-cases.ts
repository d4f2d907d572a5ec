import type { Variables } from '../../engine';
import type { Action, ContractCase } from '../contract-case';
import { boundary, boundaryBeside, callActivity, catchOf, eventBasedGateway, message, receiveTask, signal, timer } from '../event-parts';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	type TaskOptions,
	userTask,
} from '../model-builder';

/** Signals reach every process, so each case has names of its own. */
const start = (processId: string, variables: Variables = { a: 1, kept: 'outer' }): Action => ({ start: { processId, variables } });
const broadcast = (name: string, variables?: Variables): Action => ({ broadcastSignal: { name, variables } });
const completeJob = (elementId: string, variables: Variables = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});

const line = (id: string, ...parts: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [startEvent(), ...parts, endEvent(), ...chain('start', ...parts.map((part) => part.id), 'end')]),
];
const waiting = (id: string, options?: TaskOptions): ContractCase['resources'] => line(id, catchOf('wait', signal(id), options));
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
const choosing = (id: string, one: ModelPart, other: ModelPart): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		eventBasedGateway('choose'),
		one,
		other,
		endEvent('first'),
		endEvent('second'),
		...chain('start', 'choose', one.id, 'first'),
		...chain('choose', other.id, 'second'),
	]),
];

export const signalCases: ContractCase[] = [
	{
		id: 'signal-catch',
		title: 'a signal goes on where it is waited for, and brings its variables',
		resources: waiting('signal-catch'),
		script: [start('signal-catch'), broadcast('signal-catch', { kept: 'new', added: 1 })],
	},
	{
		id: 'signal-not-buffered',
		title: 'a signal is lost when nothing waits for it',
		resources: waiting('signal-not-buffered'),
		script: [broadcast('signal-not-buffered'), start('signal-not-buffered')],
	},
	{
		id: 'signal-catch-mapping',
		title: 'mappings of a signal that is waited for say what of it goes on',
		resources: waiting('signal-catch-mapping', {
			inputs: [{ source: '=a + 1', target: 'input' }],
			outputs: [{ source: '=added + input', target: 'mapped' }],
		}),
		script: [start('signal-catch-mapping'), broadcast('signal-catch-mapping', { kept: 'new', added: 1 })],
	},
	{
		id: 'signal-several',
		title: 'a signal reaches every instance that waits for it, in the order in which they began to wait',
		resources: line('signal-several', catchOf('wait', signal('signal-several')), serviceTask('work')),
		script: [
			start('signal-several', { n: 1 }),
			start('signal-several', { n: 2 }),
			start('signal-several', { n: 3 }),
			broadcast('signal-several', { added: true }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-other-name',
		title: 'a signal of another name changes nothing',
		resources: waiting('signal-other-name'),
		script: [start('signal-other-name'), broadcast('signal-other-nam'), broadcast('Signal-other-name')],
	},
	{
		id: 'signal-empty-name',
		title: 'a signal without a name reaches nothing',
		resources: waiting('signal-empty-name'),
		script: [start('signal-empty-name'), broadcast('')],
	},
	{
		id: 'signal-after-cancel',
		title: 'a cancelled instance waits for no signal',
		resources: waiting('signal-after-cancel'),
		script: [start('signal-after-cancel'), { cancelInstance: true }, broadcast('signal-after-cancel')],
	},
	{
		id: 'signal-expression',
		title: 'the name of a signal that is waited for may be an expression',
		resources: line('signal-expression', catchOf('wait', signal('="signal-expression-" + place', 'signal-expression'))),
		script: [
			start('signal-expression', { place: 'north' }),
			broadcast('signal-expression-south'),
			broadcast('signal-expression-north', { added: 1 }),
		],
	},
	{
		id: 'signal-expression-missing',
		title: 'a name of a signal that cannot be evaluated raises an incident, and works once it can',
		resources: line('signal-expression-missing', catchOf('wait', signal('=place', 'signal-expression-missing'))),
		script: [
			start('signal-expression-missing'),
			{ resolveIncident: { elementId: 'wait', variables: { place: 'signal-expression-north' } } },
			broadcast('signal-expression-north'),
		],
	},
	{
		id: 'signal-expression-number',
		title: 'a name of a signal that is a number raises an incident',
		resources: line('signal-expression-number', catchOf('wait', signal('=a', 'signal-expression-number'))),
		script: [start('signal-expression-number')],
	},
	{
		id: 'signal-output-failing',
		title: 'an output mapping of a signal that fails raises an incident, and the signal is not lost',
		resources: waiting('signal-output-failing', { outputs: [{ source: '=assert(added, added != null)', target: 'mapped' }] }),
		script: [
			start('signal-output-failing'),
			broadcast('signal-output-failing', { other: 1 }),
			{ resolveIncident: { elementId: 'wait', variables: { added: 2 } } },
		],
	},
	{
		id: 'signal-loop',
		title: 'a signal that is waited for again and again',
		resources: [
			processModel('signal-loop', [
				startEvent(),
				exclusiveGateway('again'),
				catchOf('wait', signal('signal-loop')),
				exclusiveGateway('enough', 'back'),
				endEvent(),
				...chain('start', 'again', 'wait', 'enough'),
				flow('out', 'enough', 'end', '=stop'),
				flow('back', 'enough', 'again'),
			]),
		],
		script: [
			start('signal-loop'),
			broadcast('signal-loop', { stop: false }),
			broadcast('signal-loop', { stop: false }),
			broadcast('signal-loop', { stop: true }),
		],
	},
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
		id: 'signal-no-name',
		title: 'a signal event without a signal',
		resources: line('signal-no-name', {
			tag: 'intermediateCatchEvent',
			id: 'wait',
			content: '<bpmn:signalEventDefinition id="definition"/>',
		}),
		script: [start('signal-no-name')],
	},
	{
		id: 'signal-name-empty',
		title: 'a signal event whose signal has no name',
		resources: line('signal-name-empty', catchOf('wait', signal('', 'signal-name-empty'))),
		script: [start('signal-name-empty')],
	},
	{
		id: 'signal-gateway',
		title: 'an event-based gateway goes on with the signal',
		resources: choosing('signal-gateway', catchOf('called', signal('signal-gateway')), catchOf('late', timer('Duration', 'PT10M'))),
		script: [start('signal-gateway'), broadcast('signal-gateway', { added: 1 })],
	},
	{
		id: 'signal-gateway-other-way',
		title: 'an event-based gateway does not wait for its signal once its message came',
		resources: choosing(
			'signal-gateway-other-way',
			catchOf('called', signal('signal-gateway-other-way')),
			catchOf('paid', message('signal-gateway-other-way', '=a')),
		),
		script: [
			start('signal-gateway-other-way'),
			{ publishMessage: { name: 'signal-gateway-other-way', correlationKey: '1' } },
			broadcast('signal-gateway-other-way'),
		],
	},
	{
		id: 'signal-gateway-mapping',
		title: 'mappings of a signal behind an event-based gateway',
		resources: choosing(
			'signal-gateway-mapping',
			catchOf('called', signal('signal-gateway-mapping'), { outputs: [{ source: '=added + 1', target: 'mapped' }] }),
			catchOf('other', signal('signal-gateway-mapping-other')),
		),
		script: [start('signal-gateway-mapping'), broadcast('signal-gateway-mapping', { added: 1 })],
	},
	{
		id: 'signal-gateway-twin',
		title: 'an event-based gateway that waits for one signal twice',
		resources: choosing(
			'signal-gateway-twin',
			catchOf('called', signal('signal-gateway-twin')),
			catchOf('other', signal('signal-gateway-twin')),
		),
		script: [start('signal-gateway-twin'), broadcast('signal-gateway-twin')],
	},
	{
		id: 'signal-two-tokens',
		title: 'two tokens that wait for the same signal at one event',
		resources: [
			processModel('signal-two-tokens', [
				startEvent(),
				parallelGateway('fork'),
				exclusiveGateway('merge'),
				catchOf('wait', signal('signal-two-tokens')),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'fork', 'merge', 'wait', 'work', 'end'),
				flow('second', 'fork', 'merge'),
			]),
		],
		script: [start('signal-two-tokens'), broadcast('signal-two-tokens', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-two-branches',
		title: 'two branches that wait for the same signal, in the order in which they began to wait',
		resources: [
			processModel('signal-two-branches', [
				startEvent(),
				parallelGateway('fork'),
				catchOf('one', signal('signal-two-branches')),
				serviceTask('first'),
				endEvent('first-end'),
				catchOf('other', signal('signal-two-branches')),
				serviceTask('second'),
				endEvent('second-end'),
				...chain('start', 'fork', 'one', 'first', 'first-end'),
				...chain('fork', 'other', 'second', 'second-end'),
			]),
		],
		script: [start('signal-two-branches'), broadcast('signal-two-branches', { added: 1 }), { runJobs: true }],
	},
];
