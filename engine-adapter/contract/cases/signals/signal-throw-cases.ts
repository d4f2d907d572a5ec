import type { Variables } from '../../../engine';
import type { Action, ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, callActivity, catchOf, endWith, signal, startOn, throwOf } from '../../event-parts';
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
} from '../../model-builder';

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
	{
		id: 'signal-throw-output-failing',
		title: 'an output mapping of a thrown signal that fails raises an incident, and the signal is thrown once',
		resources: [
			sequence(
				'signal-throw-output-failing',
				throwOf('throw', signal('signal-throw-output-failing'), { outputs: [{ source: '=assert(b, b != null)', target: 'c' }] }),
				endEvent(),
			),
			begun('signal-throw-output-failing-begun', 'signal-throw-output-failing'),
		],
		script: [start('signal-throw-output-failing'), { resolveIncident: { variables: { b: 1 } } }, { runJobs: true }],
	},
	{
		id: 'signal-throw-child',
		title: 'a signal thrown by a called process interrupts the call',
		resources: [
			processModel('signal-throw-child', [
				startEvent(),
				callActivity('call', 'signal-throw-child-child'),
				endEvent(),
				...chain('start', 'call', 'end'),
				boundary('called', 'call', signal('signal-throw-child')),
				endEvent('after'),
				...chain('called', 'after'),
			]),
			sequence('signal-throw-child-child', throwOf('throw', signal('signal-throw-child')), serviceTask('work'), endEvent()),
		],
		script: [start('signal-throw-child'), { runJobs: true }],
	},
	{
		id: 'signal-throw-back-and-forth',
		title: 'two instances wake each other by signals',
		resources: [
			sequence(
				'signal-throw-back-and-forth',
				catchOf('wait', signal('signal-forth')),
				throwOf('throw', signal('signal-back'), { inputs: [{ source: '=1', target: 'answer' }] }),
				endEvent(),
			),
			sequence('signal-throw-asking', throwOf('throw', signal('signal-forth')), catchOf('wait', signal('signal-back')), endEvent()),
		],
		script: [start('signal-throw-back-and-forth'), start('signal-throw-asking')],
	},
];
