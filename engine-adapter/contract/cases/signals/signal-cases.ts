import type { Variables } from '../../../engine';
import type { Action, ContractCase } from '../../contract-case';
import { catchOf, eventBasedGateway, message, signal, timer } from '../../event-parts';
import {
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	type TaskOptions,
} from '../../model-builder';

/** Signals reach every process, so each case has names of its own. */
const start = (processId: string, variables: Variables = { a: 1, kept: 'outer' }): Action => ({ start: { processId, variables } });
const broadcast = (name: string, variables?: Variables): Action => ({ broadcastSignal: { name, variables } });

const line = (id: string, ...parts: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [startEvent(), ...parts, endEvent(), ...chain('start', ...parts.map((part) => part.id), 'end')]),
];
const waiting = (id: string, options?: TaskOptions): ContractCase['resources'] => line(id, catchOf('wait', signal(id), options));
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
	{
		id: 'signal-gateway-twin-name',
		title: 'an event-based gateway that waits for two signals of one name',
		resources: choosing(
			'signal-gateway-twin-name',
			catchOf('called', signal('signal-gateway-twin-name', 'signal-gateway-one')),
			catchOf('other', signal('signal-gateway-twin-name', 'signal-gateway-other')),
		),
		script: [start('signal-gateway-twin-name'), broadcast('signal-gateway-twin-name')],
	},
	{
		id: 'signal-gateway-same-expression',
		title: 'an event-based gateway whose two signals come to one name',
		resources: choosing(
			'signal-gateway-same-expression',
			catchOf('called', signal('="signal-gateway-same"', 'signal-gateway-same-one')),
			catchOf('other', signal('=name', 'signal-gateway-same-other')),
		),
		script: [start('signal-gateway-same-expression', { name: 'signal-gateway-same' }), broadcast('signal-gateway-same')],
	},
	{
		id: 'signal-gateway-expression-missing',
		title: 'a signal name behind an event-based gateway that cannot be evaluated raises an incident at the gateway',
		resources: choosing(
			'signal-gateway-expression-missing',
			catchOf('called', signal('=name', 'signal-gateway-missing')),
			catchOf('late', timer('Duration', 'PT10M')),
		),
		script: [
			start('signal-gateway-expression-missing'),
			{ resolveIncident: { variables: { name: 'signal-gateway-found' } } },
			broadcast('signal-gateway-found', { added: 1 }),
		],
	},
	{
		id: 'signal-name-no-feel',
		title: 'a signal name that is no FEEL',
		resources: waiting('signal-name-no-feel').map(({ name, content }) => ({
			name,
			content: content.replace('name="signal-name-no-feel"', 'name="=1 +"'),
		})),
		script: [start('signal-name-no-feel')],
	},
	{
		id: 'signal-name-number',
		title: 'a signal name that looks like a number',
		resources: line('signal-name-number', catchOf('wait', signal('4711', 'signal-name-number'))),
		script: [start('signal-name-number'), broadcast('4711')],
	},
	{
		id: 'signal-variables-not-object',
		title: 'a signal with a variable of every kind',
		resources: waiting('signal-variables-not-object'),
		script: [
			start('signal-variables-not-object'),
			broadcast('signal-variables-not-object', { text: 'a', list: [1, { b: null }], yes: true, nothing: null, kept: { deep: [] } }),
		],
	},
];
