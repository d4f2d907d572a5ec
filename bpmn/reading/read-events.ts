import type { ModdleElement } from 'bpmn-moddle';
import { Extensions, text, withoutPrefix } from './extensions';
import type { EventDefinition, FlowNode } from './process-model';

export function readEvents(element: ModdleElement, type: string): Pick<FlowNode, 'event' | 'unusedEvents'> {
	if (type === 'receiveTask') return { event: messageEvent(element) };
	if (!type.endsWith('Event')) return {};
	const [first, ...others] = (element.eventDefinitions as ModdleElement[] | undefined) ?? [];
	// Zeebe leaves a compensation that starts something alone (recorded from 8.6).
	if (first === undefined || (type === 'startEvent' && first.$type === compensation)) return { event: { kind: 'none' } };
	if (others.length === 0) return { event: readEvent(first) };
	if (type !== 'intermediateThrowEvent') return { event: { kind: 'other', type: 'multiple' } };
	return { event: readEvent(first), unusedEvents: others.map(readEvent) };
}

const readEvent = (definition: ModdleElement): EventDefinition =>
	eventReaders[definition.$type]?.(definition) ?? { kind: 'other', type: withoutPrefix(definition.$type) };

const reference = (definition: ModdleElement, property: string): ModdleElement | undefined =>
	definition[property] as ModdleElement | undefined;

const compensation = 'bpmn:CompensateEventDefinition';

const eventReaders: Record<string, (definition: ModdleElement) => EventDefinition> = {
	'bpmn:MessageEventDefinition': messageEvent,
	'bpmn:TimerEventDefinition': timerEvent,
	'bpmn:TerminateEventDefinition': () => ({ kind: 'terminate' }),
	'bpmn:ErrorEventDefinition': (definition) => ({ kind: 'error', code: text(reference(definition, 'errorRef')?.errorCode) }),
	'bpmn:EscalationEventDefinition': (definition) => {
		const escalation = reference(definition, 'escalationRef');
		return { kind: 'escalation', code: escalation && (text(escalation.escalationCode) ?? '') };
	},
	'bpmn:SignalEventDefinition': (definition) => {
		const signal = reference(definition, 'signalRef');
		return { kind: 'signal', signalId: signal?.id ?? '', name: signal?.name ?? '' };
	},
	'bpmn:LinkEventDefinition': ({ name }) => ({ kind: 'link', name: name ?? '' }),
	[compensation]: (definition) => ({
		kind: 'compensation',
		activityId: reference(definition, 'activityRef')?.id,
		waits: definition.waitForCompletion !== false,
	}),
};

/** The first that is there; one without any has an empty value. */
function timerEvent(definition: ModdleElement): EventDefinition {
	const readBody = (property: string): string | undefined => {
		const expression = definition[property] as ModdleElement | undefined;
		return expression && ((expression.body as string | undefined) ?? '').trim();
	};
	const kinds = (['date', 'duration', 'cycle'] as const).map((timer) => ({
		timer,
		value: readBody(`time${timer.charAt(0).toUpperCase()}${timer.slice(1)}`),
	}));
	const { timer, value = '' } = kinds.find((kind) => kind.value !== undefined) ?? kinds[0]!;
	return { kind: 'timer', timer, value };
}

function messageEvent(holder: ModdleElement): EventDefinition {
	const message = holder.messageRef as ModdleElement | undefined;
	const subscription = message && new Extensions(message).get('zeebe:Subscription');
	return { kind: 'message', messageId: message?.id ?? '', name: message?.name ?? '', correlationKey: text(subscription?.correlationKey) };
}
