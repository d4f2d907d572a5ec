import type { Variables } from '../../engine';
import type { Action, ContractCase } from '../contract-case';
import { boundary, boundaryBeside, catchOf, endWith, signal, startOn, throwOf } from '../event-parts';
import {
	chain,
	endEvent,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
} from '../model-builder';

const start = (processId: string, variables: Variables = { a: 1, kept: 'outer' }): Action => ({ start: { processId, variables } });
const broadcast = (name: string, variables?: Variables): Action => ({ broadcastSignal: { name, variables } });

/** Begins by a signal, then works. */
const begun = (id: string, name: string, options?: Parameters<typeof startOn>[2]): ContractCase['resources'][number] =>
	processModel(id, [startOn('begun', signal(name), options), serviceTask('work'), endEvent(), ...chain('begun', 'work', 'end')]);
const sequence = (id: string, ...parts: ModelPart[]): ContractCase['resources'][number] =>
	processModel(id, [startEvent(), ...parts, ...chain('start', ...parts.map((part) => part.id))]);
/** The first branch waits, the second throws; the engine begins with the second. */
const forked = (id: string, one: ModelPart[], other: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		parallelGateway('fork'),
		...one,
		...other,
		...chain('start', 'fork', ...one.map((part) => part.id)),
		...chain('fork', ...other.map((part) => part.id)),
	]),
];

export const signalThrowCases: ContractCase[] = [
	{
		id: 'signal-start',
		title: 'a signal starts a process, each time',
		resources: [begun('signal-start', 'signal-start')],
		script: [broadcast('signal-start', { first: 1 }), broadcast('signal-start', { second: 2 }), { runJobs: true }],
	},
	{
		id: 'signal-start-mapping',
		title: 'output mappings of a signal start event say what of it the process gets',
		resources: [begun('signal-start-mapping', 'signal-start-mapping', { outputs: [{ source: '=added + 1', target: 'mapped' }] })],
		script: [broadcast('signal-start-mapping', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-start-mapping-failing',
		title: 'an output mapping of a signal start event that fails raises an incident',
		resources: [
			begun('signal-start-mapping-failing', 'signal-start-mapping-failing', {
				outputs: [{ source: '=assert(missing, missing != null)', target: 'mapped' }],
			}),
		],
		script: [broadcast('signal-start-mapping-failing', { added: 1 })],
	},
	{
		id: 'signal-start-several',
		title: 'a signal starts every process that it starts, in order of their deployment',
		resources: [begun('signal-start-several', 'signal-start-several'), begun('a-signal-start-several', 'signal-start-several')],
		script: [broadcast('signal-start-several', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-start-latest',
		title: 'a signal starts the latest version of a process only',
		resources: [begun('signal-start-latest', 'signal-start-latest')],
		script: [
			{
				deploy: [
					processModel('signal-start-latest', [
						startOn('begun', signal('signal-start-latest')),
						serviceTask('newer'),
						endEvent(),
						...chain('begun', 'newer', 'end'),
					]),
				],
			},
			broadcast('signal-start-latest'),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-start-removed',
		title: 'a version without the signal start event is not started by it',
		resources: [begun('signal-start-removed', 'signal-start-removed')],
		script: [{ deploy: [sequence('signal-start-removed', serviceTask('work'), endEvent())] }, broadcast('signal-start-removed')],
	},
	{
		id: 'signal-start-old-waits',
		title: 'an instance of an older version still gets the signal that it waits for',
		resources: [sequence('signal-start-old-waits', catchOf('wait', signal('signal-start-old-waits')), endEvent())],
		script: [
			start('signal-start-old-waits'),
			{ deploy: [begun('signal-start-old-waits', 'signal-start-old-waits')] },
			broadcast('signal-start-old-waits', { added: 1 }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-start-two',
		title: 'a process that two signals start, and a command',
		resources: [
			processModel('signal-start-two', [
				startEvent(),
				startOn('one', signal('signal-start-one')),
				startOn('other', signal('signal-start-other')),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				...chain('one', 'work'),
				...chain('other', 'work'),
			]),
		],
		script: [
			broadcast('signal-start-other', { n: 1 }),
			start('signal-start-two'),
			broadcast('signal-start-one', { n: 2 }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-start-twin',
		title: 'a process that one signal starts twice',
		resources: [
			processModel('signal-start-twin', [
				startOn('one', signal('signal-start-twin')),
				startOn('other', signal('signal-start-twin')),
				endEvent(),
				...chain('one', 'end'),
				...chain('other', 'end'),
			]),
		],
		script: [broadcast('signal-start-twin')],
	},
	{
		id: 'signal-start-twin-name',
		title: 'a process that two signals of one name start',
		resources: [
			processModel('signal-start-twin-name', [
				startOn('one', signal('signal-start-twin-name', 'signal-twin-name-one')),
				startOn('other', signal('signal-start-twin-name', 'signal-twin-name-other')),
				endEvent(),
				...chain('one', 'end'),
				...chain('other', 'end'),
			]),
		],
		script: [broadcast('signal-start-twin-name')],
	},
	{
		id: 'signal-start-expression',
		title: 'the name of a signal that starts a process may be an expression',
		resources: [begun('signal-start-expression', '="signal-start-" + "north"')],
		script: [broadcast('signal-start-north'), { runJobs: true }],
	},
	{
		id: 'signal-start-expression-missing',
		title: 'a name of a signal start event that cannot be evaluated',
		resources: [begun('signal-start-expression-missing', '=missing')],
		script: [broadcast('missing')],
	},
	{
		id: 'signal-start-by-hand',
		title: 'a process that only a signal starts is not started by hand',
		resources: [begun('signal-start-by-hand', 'signal-start-by-hand')],
		script: [start('signal-start-by-hand')],
	},
	{
		id: 'signal-start-no-name',
		title: 'a signal start event whose signal has no name',
		resources: [begun('signal-start-no-name', '')],
		script: [],
	},
	{
		id: 'signal-start-sub-process',
		title: 'a signal start event in an embedded sub-process',
		resources: [
			sequence(
				'signal-start-sub-process',
				subProcess('part', [startOn('inside', signal('signal-start-sub-process')), endEvent('inner-end'), ...chain('inside', 'inner-end')]),
				endEvent(),
			),
		],
		script: [start('signal-start-sub-process')],
	},
	{
		id: 'signal-start-and-catch',
		title: 'a signal starts an instance, and the next goes on with it and starts another',
		resources: [
			processModel('signal-start-and-catch', [
				startOn('begun', signal('signal-start-and-catch')),
				catchOf('wait', signal('signal-start-and-catch')),
				serviceTask('work'),
				endEvent(),
				...chain('begun', 'wait', 'work', 'end'),
			]),
		],
		script: [broadcast('signal-start-and-catch', { n: 1 }), broadcast('signal-start-and-catch', { n: 2 }), { runJobs: true }],
	},
	{
		id: 'signal-throw',
		title: 'a thrown signal reaches what waits for it in the same instance',
		resources: forked(
			'signal-throw',
			[catchOf('wait', signal('signal-throw')), endEvent('caught')],
			[serviceTask('work'), throwOf('throw', signal('signal-throw'), { inputs: [{ source: '=a + 1', target: 'sent' }] }), endEvent()],
		),
		script: [start('signal-throw'), { runJobs: true }],
	},
	{
		id: 'signal-throw-order',
		title: 'what throws a signal goes on before what the signal reaches',
		resources: forked(
			'signal-throw-order',
			[catchOf('wait', signal('signal-throw-order')), serviceTask('reaction'), endEvent('caught')],
			[serviceTask('work'), throwOf('throw', signal('signal-throw-order')), serviceTask('next'), endEvent()],
		),
		script: [start('signal-throw-order'), { runJobs: true }],
	},
	{
		id: 'signal-throw-at-once',
		title: 'a signal thrown at the same moment at which another branch begins to wait for it',
		resources: forked(
			'signal-throw-at-once',
			[catchOf('wait', signal('signal-throw-at-once')), endEvent('caught')],
			[throwOf('throw', signal('signal-throw-at-once')), endEvent()],
		),
		script: [start('signal-throw-at-once')],
	},
	{
		id: 'signal-throw-at-once-after',
		title: 'a signal thrown at the same moment at which another branch began to wait for it',
		resources: forked(
			'signal-throw-at-once-after',
			[throwOf('throw', signal('signal-throw-at-once-after')), endEvent()],
			[catchOf('wait', signal('signal-throw-at-once-after')), endEvent('caught')],
		),
		script: [start('signal-throw-at-once-after')],
	},
	{
		id: 'signal-throw-then-catch',
		title: 'a thrown signal does not reach the event behind it',
		resources: [
			sequence(
				'signal-throw-then-catch',
				throwOf('throw', signal('signal-throw-then-catch')),
				catchOf('wait', signal('signal-throw-then-catch')),
				endEvent(),
			),
		],
		script: [start('signal-throw-then-catch')],
	},
	{
		id: 'signal-throw-variables',
		title: 'a thrown signal brings what its input mappings made, and no other variable',
		resources: [
			sequence(
				'signal-throw-variables',
				throwOf('throw', signal('signal-throw-variables'), {
					inputs: [{ source: '=a + 1', target: 'sent' }],
					outputs: [{ source: '=sent + 1', target: 'out' }],
				}),
				endEvent(),
			),
			begun('signal-throw-variables-begun', 'signal-throw-variables'),
		],
		script: [start('signal-throw-variables'), { runJobs: true }],
	},
	{
		id: 'signal-throw-no-variables',
		title: 'a thrown signal without input mappings brings nothing',
		resources: [
			sequence('signal-throw-no-variables', throwOf('throw', signal('signal-throw-no-variables')), endEvent()),
			begun('signal-throw-no-variables-begun', 'signal-throw-no-variables'),
		],
		script: [start('signal-throw-no-variables'), { runJobs: true }],
	},
	{
		id: 'signal-throw-expression',
		title: 'the name of a thrown signal is evaluated with its inputs; what fails raises an incident',
		resources: [
			sequence(
				'signal-throw-expression',
				throwOf('throw', signal('=local', 'signal-throw-expression'), { inputs: [{ source: '=place', target: 'local' }] }),
				endEvent(),
			),
			begun('signal-throw-expression-begun', 'signal-throw-north'),
		],
		script: [start('signal-throw-expression'), { resolveIncident: { variables: { place: 'signal-throw-north' } } }],
	},
	{
		id: 'signal-throw-expression-again',
		title: 'the name of a thrown signal that could not be evaluated is evaluated again',
		resources: [
			sequence('signal-throw-expression-again', throwOf('throw', signal('=place', 'signal-throw-expression-again')), endEvent()),
			begun('signal-throw-expression-again-begun', 'signal-throw-south'),
		],
		script: [
			start('signal-throw-expression-again'),
			{ resolveIncident: { variables: { place: 'signal-throw-south' } } },
			{ runJobs: true },
		],
	},
	{
		id: 'signal-throw-no-name',
		title: 'a thrown signal without a name',
		resources: [sequence('signal-throw-no-name', throwOf('throw', signal('', 'signal-throw-no-name')), endEvent())],
		script: [start('signal-throw-no-name')],
	},
	{
		id: 'signal-throw-no-signal',
		title: 'a signal throw event without a signal',
		resources: [
			sequence(
				'signal-throw-no-signal',
				{ tag: 'intermediateThrowEvent', id: 'throw', content: '<bpmn:signalEventDefinition id="definition"/>' },
				endEvent(),
			),
		],
		script: [start('signal-throw-no-signal')],
	},
	{
		id: 'signal-end',
		title: 'a signal end event throws its signal and ends its path',
		resources: forked(
			'signal-end',
			[catchOf('wait', signal('signal-end')), serviceTask('reaction'), endEvent('caught')],
			[serviceTask('work'), endWith('end', signal('signal-end'), { inputs: [{ source: '=a + 1', target: 'sent' }] })],
		),
		script: [start('signal-end'), { runJobs: true }],
	},
	{
		id: 'signal-end-mapping',
		title: 'output mappings of a signal end event',
		resources: [
			sequence('signal-end-mapping', endWith('end', signal('signal-end-mapping'), { outputs: [{ source: '=a + 1', target: 'out' }] })),
			begun('signal-end-mapping-begun', 'signal-end-mapping'),
		],
		script: [start('signal-end-mapping'), { runJobs: true }],
	},
	{
		id: 'signal-end-other-instance',
		title: 'a signal end event reaches other instances of its process',
		resources: [
			sequence(
				'signal-end-other-instance',
				catchOf('wait', signal('signal-end-wake')),
				endWith('end', signal('signal-end-other-instance')),
			),
			sequence('signal-end-waiting', catchOf('wait', signal('signal-end-other-instance')), endEvent()),
		],
		script: [start('signal-end-waiting'), start('signal-end-other-instance'), broadcast('signal-end-wake')],
	},
	{
		id: 'signal-throw-own-boundary',
		title: 'a signal thrown in a sub-process that it interrupts',
		resources: [
			processModel('signal-throw-own-boundary', [
				startEvent(),
				subProcess('part', [
					startEvent('inside'),
					throwOf('throw', signal('signal-throw-own-boundary')),
					serviceTask('work'),
					endEvent('inner-end'),
					...chain('inside', 'throw', 'work', 'inner-end'),
				]),
				endEvent(),
				...chain('start', 'part', 'end'),
				boundary('called', 'part', signal('signal-throw-own-boundary')),
				endEvent('after'),
				...chain('called', 'after'),
			]),
		],
		script: [start('signal-throw-own-boundary'), { runJobs: true }],
	},
	{
		id: 'signal-end-own-boundary',
		title: 'a signal end event in a sub-process that it interrupts',
		resources: [
			processModel('signal-end-own-boundary', [
				startEvent(),
				subProcess('part', [startEvent('inside'), endWith('throw', signal('signal-end-own-boundary')), ...chain('inside', 'throw')]),
				endEvent(),
				...chain('start', 'part', 'end'),
				boundary('called', 'part', signal('signal-end-own-boundary')),
				endEvent('after'),
				...chain('called', 'after'),
			]),
		],
		script: [start('signal-end-own-boundary')],
	},
	{
		id: 'signal-end-own-boundary-beside',
		title: 'a signal end event in a sub-process beside which it is waited for',
		resources: [
			processModel('signal-end-own-boundary-beside', [
				startEvent(),
				subProcess('part', [startEvent('inside'), endWith('throw', signal('signal-end-own-boundary-beside')), ...chain('inside', 'throw')]),
				endEvent(),
				...chain('start', 'part', 'end'),
				boundaryBeside('called', 'part', signal('signal-end-own-boundary-beside')),
				serviceTask('reaction'),
				endEvent('after'),
				...chain('called', 'reaction', 'after'),
			]),
		],
		script: [start('signal-end-own-boundary-beside'), { runJobs: true }],
	},
	{
		id: 'signal-throw-multi',
		title: 'each iteration throws its signal',
		resources: [
			sequence(
				'signal-throw-multi',
				forEach(
					subProcess('part', [
						startEvent('inside'),
						endWith('throw', signal('signal-throw-multi'), { inputs: [{ source: '=item', target: 'sent' }] }),
						...chain('inside', 'throw'),
					]),
					{ inputCollection: '=[1, 2, 3]', inputElement: 'item' },
				),
				endEvent(),
			),
			begun('signal-throw-multi-begun', 'signal-throw-multi'),
		],
		script: [start('signal-throw-multi'), { runJobs: true }],
	},
	{
		id: 'signal-throw-chain',
		title: 'a signal starts a process that throws another, which starts a third',
		resources: [
			sequence('signal-throw-chain', endWith('end', signal('signal-chain-one'))),
			processModel('signal-throw-chain-two', [
				startOn('begun', signal('signal-chain-one')),
				throwOf('throw', signal('signal-chain-two')),
				serviceTask('work'),
				endEvent(),
				...chain('begun', 'throw', 'work', 'end'),
			]),
			begun('signal-throw-chain-three', 'signal-chain-two'),
		],
		script: [start('signal-throw-chain'), { runJobs: true }],
	},
];
