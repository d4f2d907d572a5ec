import type { ContractCase } from '../../contract-case';
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
import { broadcast, outerVariables, runJobs, start, startOther } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { sequence } from '../shapes';

/** Begins by a signal, then works. */
const begun = (name: string, options?: Parameters<typeof startOn>[2]): ModelPart[] => [
	startOn('begun', signal(name), options),
	serviceTask('work'),
	endEvent(),
	...chain('begun', 'work', 'end'),
];
/** The first branch waits, the second throws; the engine begins with the second. */
const forked = (one: ModelPart[], other: ModelPart[]): ModelPart[] => [
	startEvent(),
	parallelGateway('fork'),
	...one,
	...other,
	...chain('start', 'fork', ...one.map((part) => part.id)),
	...chain('fork', ...other.map((part) => part.id)),
];

export const signalThrowCases: ContractCase[] = [
	playProcess(
		'signal-throw',
		'a thrown signal reaches what waits for it in the same instance',
		(id) =>
			forked(
				[catchOf('wait', signal(id)), endEvent('caught')],
				[serviceTask('work'), throwOf('throw', signal(id), { inputs: [{ source: '=a + 1', target: 'sent' }] }), endEvent()],
			),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'signal-throw-order',
		'what throws a signal goes on before what the signal reaches',
		(id) =>
			forked(
				[catchOf('wait', signal(id)), serviceTask('reaction'), endEvent('caught')],
				[serviceTask('work'), throwOf('throw', signal(id)), serviceTask('next'), endEvent()],
			),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'signal-throw-at-once',
		'a signal thrown at the same moment at which another branch begins to wait for it',
		(id) => forked([catchOf('wait', signal(id)), endEvent('caught')], [throwOf('throw', signal(id)), endEvent()]),
		start(outerVariables),
	),
	playProcess(
		'signal-throw-at-once-after',
		'a signal thrown at the same moment at which another branch began to wait for it',
		(id) => forked([throwOf('throw', signal(id)), endEvent()], [catchOf('wait', signal(id)), endEvent('caught')]),
		start(outerVariables),
	),
	playProcess(
		'signal-throw-then-catch',
		'a thrown signal does not reach the event after it',
		(id) => sequence(throwOf('throw', signal(id)), catchOf('wait', signal(id)), endEvent()),
		start(outerVariables),
	),
	defineCase('signal-throw-variables', 'a thrown signal brings what its input mappings made, and no other variable', (id) => ({
		resources: [
			processModel(
				id,
				sequence(
					throwOf('throw', signal(id), {
						inputs: [{ source: '=a + 1', target: 'sent' }],
						outputs: [{ source: '=sent + 1', target: 'out' }],
					}),
					endEvent(),
				),
			),
			processModel(`${id}-begun`, begun(id)),
		],
		script: [start(outerVariables), runJobs],
	})),
	defineCase('signal-throw-no-variables', 'a thrown signal without input mappings brings nothing', (id) => ({
		resources: [processModel(id, sequence(throwOf('throw', signal(id)), endEvent())), processModel(`${id}-begun`, begun(id))],
		script: [start(outerVariables), runJobs],
	})),
	defineCase(
		'signal-throw-expression',
		'the name of a thrown signal is evaluated with its inputs; what fails raises an incident',
		(id) => ({
			resources: [
				processModel(id, sequence(throwOf('throw', signal('=local', id), { inputs: [{ source: '=place', target: 'local' }] }), endEvent())),
				processModel(`${id}-begun`, begun('signal-throw-north')),
			],
			script: [start(outerVariables), { resolveIncident: { variables: { place: 'signal-throw-north' } } }],
		}),
	),
	defineCase('signal-throw-expression-again', 'the name of a thrown signal that could not be evaluated is evaluated again', (id) => ({
		resources: [
			processModel(id, sequence(throwOf('throw', signal('=place', id)), endEvent())),
			processModel(`${id}-begun`, begun('signal-throw-south')),
		],
		script: [start(outerVariables), { resolveIncident: { variables: { place: 'signal-throw-south' } } }, runJobs],
	})),
	playProcess(
		'signal-throw-no-name',
		'a thrown signal without a name',
		(id) => sequence(throwOf('throw', signal('', id)), endEvent()),
		start(outerVariables),
	),
	playProcess(
		'signal-throw-no-signal',
		'a signal throw event without a signal',
		sequence({ tag: 'intermediateThrowEvent', id: 'throw', content: '<bpmn:signalEventDefinition id="definition"/>' }, endEvent()),
		start(outerVariables),
	),
	playProcess(
		'signal-end',
		'a signal end event throws its signal and ends its path',
		(id) =>
			forked(
				[catchOf('wait', signal(id)), serviceTask('reaction'), endEvent('caught')],
				[serviceTask('work'), endWith('end', signal(id), { inputs: [{ source: '=a + 1', target: 'sent' }] })],
			),
		start(outerVariables),
		runJobs,
	),
	defineCase('signal-end-mapping', 'output mappings of a signal end event', (id) => ({
		resources: [
			processModel(id, sequence(endWith('end', signal(id), { outputs: [{ source: '=a + 1', target: 'out' }] }))),
			processModel(`${id}-begun`, begun(id)),
		],
		script: [start(outerVariables), runJobs],
	})),
	defineCase('signal-end-other-instance', 'a signal end event reaches other instances of its process', (id) => ({
		resources: [
			processModel(id, sequence(catchOf('wait', signal('signal-end-wake')), endWith('end', signal(id)))),
			processModel('signal-end-waiting', sequence(catchOf('wait', signal(id)), endEvent())),
		],
		script: [startOther('signal-end-waiting', outerVariables), start(outerVariables), broadcast('signal-end-wake')],
	})),
	playProcess(
		'signal-throw-own-boundary',
		'a signal thrown in a sub-process that it interrupts',
		(id) => [
			startEvent(),
			subProcess('part', [
				startEvent('inside'),
				throwOf('throw', signal(id)),
				serviceTask('work'),
				endEvent('inner-end'),
				...chain('inside', 'throw', 'work', 'inner-end'),
			]),
			endEvent(),
			...chain('start', 'part', 'end'),
			boundary('called', 'part', signal(id)),
			endEvent('after'),
			...chain('called', 'after'),
		],
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'signal-end-own-boundary',
		'a signal end event in a sub-process that it interrupts',
		(id) => [
			startEvent(),
			subProcess('part', [startEvent('inside'), endWith('throw', signal(id)), ...chain('inside', 'throw')]),
			endEvent(),
			...chain('start', 'part', 'end'),
			boundary('called', 'part', signal(id)),
			endEvent('after'),
			...chain('called', 'after'),
		],
		start(outerVariables),
	),
	playProcess(
		'signal-end-own-boundary-beside',
		'a signal end event in a sub-process beside which it is waited for',
		(id) => [
			startEvent(),
			subProcess('part', [startEvent('inside'), endWith('throw', signal(id)), ...chain('inside', 'throw')]),
			endEvent(),
			...chain('start', 'part', 'end'),
			boundaryBeside('called', 'part', signal(id)),
			serviceTask('reaction'),
			endEvent('after'),
			...chain('called', 'reaction', 'after'),
		],
		start(outerVariables),
		runJobs,
	),
	defineCase('signal-throw-multi', 'each iteration throws its signal', (id) => ({
		resources: [
			processModel(
				id,
				sequence(
					forEach(
						subProcess('part', [
							startEvent('inside'),
							endWith('throw', signal(id), { inputs: [{ source: '=item', target: 'sent' }] }),
							...chain('inside', 'throw'),
						]),
						{ inputCollection: '=[1, 2, 3]', inputElement: 'item' },
					),
					endEvent(),
				),
			),
			processModel(`${id}-begun`, begun(id)),
		],
		script: [start(outerVariables), runJobs],
	})),
	defineCase('signal-throw-chain', 'a signal starts a process that throws another, which starts a third', (id) => ({
		resources: [
			processModel(id, sequence(endWith('end', signal('signal-chain-one')))),
			processModel(`${id}-two`, [
				startOn('begun', signal('signal-chain-one')),
				throwOf('throw', signal('signal-chain-two')),
				serviceTask('work'),
				endEvent(),
				...chain('begun', 'throw', 'work', 'end'),
			]),
			processModel(`${id}-three`, begun('signal-chain-two')),
		],
		script: [start(outerVariables), runJobs],
	})),
	defineCase(
		'signal-throw-output-failing',
		'an output mapping of a thrown signal that fails raises an incident, and the signal is thrown once',
		(id) => ({
			resources: [
				processModel(
					id,
					sequence(throwOf('throw', signal(id), { outputs: [{ source: '=assert(b, b != null)', target: 'c' }] }), endEvent()),
				),
				processModel(`${id}-begun`, begun(id)),
			],
			script: [start(outerVariables), { resolveIncident: { variables: { b: 1 } } }, runJobs],
		}),
	),
	defineCase('signal-throw-child', 'a signal thrown by a called process interrupts the call', (id) => ({
		resources: [
			processModel(id, [
				startEvent(),
				callActivity('call', `${id}-child`),
				endEvent(),
				...chain('start', 'call', 'end'),
				boundary('called', 'call', signal(id)),
				endEvent('after'),
				...chain('called', 'after'),
			]),
			processModel(`${id}-child`, sequence(throwOf('throw', signal(id)), serviceTask('work'), endEvent())),
		],
		script: [start(outerVariables), runJobs],
	})),
	defineCase('signal-throw-back-and-forth', 'two instances wake each other by signals', (id) => ({
		resources: [
			processModel(
				id,
				sequence(
					catchOf('wait', signal('signal-forth')),
					throwOf('throw', signal('signal-back'), { inputs: [{ source: '=1', target: 'answer' }] }),
					endEvent(),
				),
			),
			processModel(
				'signal-throw-asking',
				sequence(throwOf('throw', signal('signal-forth')), catchOf('wait', signal('signal-back')), endEvent()),
			),
		],
		script: [start(outerVariables), startOther('signal-throw-asking', outerVariables)],
	})),
];
