import type { ContractCase } from '../../contract-case';
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
import { broadcast, outerVariables, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { line } from '../shapes';
const waiting = (id: string, options?: TaskOptions): ModelPart[] => line(catchOf('wait', signal(id), options));
const choosing = (one: ModelPart, other: ModelPart): ModelPart[] => [
	startEvent(),
	eventBasedGateway('choose'),
	one,
	other,
	endEvent('first'),
	endEvent('second'),
	...chain('start', 'choose', one.id, 'first'),
	...chain('choose', other.id, 'second'),
];

export const signalCases: ContractCase[] = [
	defineCase('signal-catch', 'a signal goes on where it is waited for, and brings its variables', (id) => ({
		parts: waiting(id),
		script: [start(outerVariables), broadcast(id, { kept: 'new', added: 1 })],
	})),
	defineCase('signal-not-buffered', 'a signal is lost when nothing waits for it', (id) => ({
		parts: waiting(id),
		script: [broadcast(id), start(outerVariables)],
	})),
	defineCase('signal-catch-mapping', 'mappings of a signal that is waited for say what of it goes on', (id) => ({
		parts: waiting(id, {
			inputs: [{ source: '=a + 1', target: 'input' }],
			outputs: [{ source: '=added + input', target: 'mapped' }],
		}),
		script: [start(outerVariables), broadcast(id, { kept: 'new', added: 1 })],
	})),
	defineCase('signal-several', 'a signal reaches every instance that waits for it, in the order in which they began to wait', (id) => ({
		parts: line(catchOf('wait', signal(id)), serviceTask('work')),
		script: [start({ n: 1 }), start({ n: 2 }), start({ n: 3 }), broadcast(id, { added: true }), runJobs],
	})),
	playProcess(
		'signal-other-name',
		'a signal of another name changes nothing',
		(id) => waiting(id),
		start(outerVariables),
		broadcast('signal-other-nam'),
		broadcast('Signal-other-name'),
	),
	playProcess('signal-empty-name', 'a signal without a name reaches nothing', (id) => waiting(id), start(outerVariables), broadcast('')),
	defineCase('signal-after-cancel', 'a cancelled instance waits for no signal', (id) => ({
		parts: waiting(id),
		script: [start(outerVariables), { cancelInstance: true }, broadcast(id)],
	})),
	defineCase('signal-expression', 'the name of a signal that is waited for may be an expression', (id) => ({
		parts: line(catchOf('wait', signal(`="${id}-" + place`, id))),
		script: [start({ place: 'north' }), broadcast(`${id}-south`), broadcast(`${id}-north`, { added: 1 })],
	})),
	playProcess(
		'signal-expression-missing',
		'a name of a signal that cannot be evaluated raises an incident, and works once it can',
		(id) => line(catchOf('wait', signal('=place', id))),
		start(outerVariables),
		{ resolveIncident: { elementId: 'wait', variables: { place: 'signal-expression-north' } } },
		broadcast('signal-expression-north'),
	),
	playProcess(
		'signal-expression-number',
		'a name of a signal that is a number raises an incident',
		(id) => line(catchOf('wait', signal('=a', id))),
		start(outerVariables),
	),
	defineCase('signal-output-failing', 'an output mapping of a signal that fails raises an incident, and the signal is not lost', (id) => ({
		parts: waiting(id, { outputs: [{ source: '=assert(added, added != null)', target: 'mapped' }] }),
		script: [start(outerVariables), broadcast(id, { other: 1 }), { resolveIncident: { elementId: 'wait', variables: { added: 2 } } }],
	})),
	defineCase('signal-loop', 'a signal that is waited for again and again', (id) => ({
		parts: [
			startEvent(),
			exclusiveGateway('again'),
			catchOf('wait', signal(id)),
			exclusiveGateway('enough', 'back'),
			endEvent(),
			...chain('start', 'again', 'wait', 'enough'),
			flow('out', 'enough', 'end', '=stop'),
			flow('back', 'enough', 'again'),
		],
		script: [start(outerVariables), broadcast(id, { stop: false }), broadcast(id, { stop: false }), broadcast(id, { stop: true })],
	})),
	playProcess(
		'signal-no-name',
		'a signal event without a signal',
		line({
			tag: 'intermediateCatchEvent',
			id: 'wait',
			content: '<bpmn:signalEventDefinition id="definition"/>',
		}),
		start(outerVariables),
	),
	playProcess(
		'signal-name-empty',
		'a signal event whose signal has no name',
		(id) => line(catchOf('wait', signal('', id))),
		start(outerVariables),
	),
	defineCase('signal-gateway', 'an event-based gateway goes on with the signal', (id) => ({
		parts: choosing(catchOf('called', signal(id)), catchOf('late', timer('Duration', 'PT10M'))),
		script: [start(outerVariables), broadcast(id, { added: 1 })],
	})),
	defineCase('signal-gateway-other-way', 'an event-based gateway does not wait for its signal once its message came', (id) => ({
		parts: choosing(catchOf('called', signal(id)), catchOf('paid', message(id, '=a'))),
		script: [start(outerVariables), { publishMessage: { name: id, correlationKey: '1' } }, broadcast(id)],
	})),
	defineCase('signal-gateway-mapping', 'mappings of a signal behind an event-based gateway', (id) => ({
		parts: choosing(
			catchOf('called', signal(id), { outputs: [{ source: '=added + 1', target: 'mapped' }] }),
			catchOf('other', signal(`${id}-other`)),
		),
		script: [start(outerVariables), broadcast(id, { added: 1 })],
	})),
	defineCase('signal-gateway-twin', 'an event-based gateway that waits for one signal twice', (id) => ({
		parts: choosing(catchOf('called', signal(id)), catchOf('other', signal(id))),
		script: [start(outerVariables), broadcast(id)],
	})),
	defineCase('signal-two-tokens', 'two tokens that wait for the same signal at one event', (id) => ({
		parts: [
			startEvent(),
			parallelGateway('fork'),
			exclusiveGateway('merge'),
			catchOf('wait', signal(id)),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'fork', 'merge', 'wait', 'work', 'end'),
			flow('second', 'fork', 'merge'),
		],
		script: [start(outerVariables), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-two-branches', 'two branches that wait for the same signal, in the order in which they began to wait', (id) => ({
		parts: [
			startEvent(),
			parallelGateway('fork'),
			catchOf('one', signal(id)),
			serviceTask('first'),
			endEvent('first-end'),
			catchOf('other', signal(id)),
			serviceTask('second'),
			endEvent('second-end'),
			...chain('start', 'fork', 'one', 'first', 'first-end'),
			...chain('fork', 'other', 'second', 'second-end'),
		],
		script: [start(outerVariables), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-gateway-twin-name', 'an event-based gateway that waits for two signals of one name', (id) => ({
		parts: choosing(catchOf('called', signal(id, 'signal-gateway-one')), catchOf('other', signal(id, 'signal-gateway-other'))),
		script: [start(outerVariables), broadcast(id)],
	})),
	playProcess(
		'signal-gateway-same-expression',
		'an event-based gateway whose two signals come to one name',
		choosing(
			catchOf('called', signal('="signal-gateway-same"', 'signal-gateway-same-one')),
			catchOf('other', signal('=name', 'signal-gateway-same-other')),
		),
		start({ name: 'signal-gateway-same' }),
		broadcast('signal-gateway-same'),
	),
	playProcess(
		'signal-gateway-expression-missing',
		'a signal name behind an event-based gateway that cannot be evaluated raises an incident at the gateway',
		choosing(catchOf('called', signal('=name', 'signal-gateway-missing')), catchOf('late', timer('Duration', 'PT10M'))),
		start(outerVariables),
		{ resolveIncident: { variables: { name: 'signal-gateway-found' } } },
		broadcast('signal-gateway-found', { added: 1 }),
	),
	defineCase('signal-name-no-feel', 'a signal name that is not FEEL', (id) => ({
		resources: [processModel(id, waiting(id))].map(({ name, content }) => ({
			name,
			content: content.replace(`name="${id}"`, 'name="=1 +"'),
		})),
		script: [start(outerVariables)],
	})),
	playProcess(
		'signal-name-number',
		'a signal name that looks like a number',
		(id) => line(catchOf('wait', signal('4711', id))),
		start(outerVariables),
		broadcast('4711'),
	),
	defineCase('signal-variables-not-object', 'a signal with a variable of every kind', (id) => ({
		parts: waiting(id),
		script: [start(outerVariables), broadcast(id, { text: 'a', list: [1, { b: null }], yes: true, nothing: null, kept: { deep: [] } })],
	})),
];
