import type { ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { isIdReference } from './xml/prepare-bpmn';

/** The only permitted target types of references. For those not in `followed`, Zeebe accepts any target (recorded from 8.6.0 and 8.8.21). */
const targets: Record<string, string> = {
	errorRef: 'bpmn:Error',
	messageRef: 'bpmn:Message',
	signalRef: 'bpmn:Signal',
	escalationRef: 'bpmn:Escalation',
	outgoing: 'bpmn:SequenceFlow',
};
const followed = new Set([...Object.keys(targets), 'attachedToRef', 'activityRef', 'incoming']);

/** Gateways whose flows Zeebe reads from the flows themselves. */
const choosing = /(Exclusive|Inclusive)Gateway$/;

/** True if an engine misses the target of a reference: of required ones anywhere, of others in what can run. */
export function isOfEffect({ element, property }: ModdleWarning): boolean {
	if (property === undefined) return true;
	const name = localName(property);
	return isIdReference(localName(element?.$type ?? ''), name) || (element !== undefined && isFollowed(element, name));
}

/** Finds references to an element of the wrong type. Flows into an element, and where it is attached, are checked later. */
export function findMisdirected(element: ModdleElement): ModdleWarning[] {
	return Object.entries(targets).flatMap(([name, target]) => {
		const wrong = [element[name]].flat().find((one) => isElement(one) && one.$type !== target) as ModdleElement | undefined;
		if (!wrong || !isExecuted(element) || (name === 'outgoing' && choosing.test(element.$type))) return [];
		const message = `nested error: its ${name} is "${wrong.id ?? ''}", which is not <bpmn:${lowerFirst(target.slice(5))}>`;
		return [{ message, element: element.id === undefined ? element.$parent : element }];
	});
}

/** A reference to nothing at an event that catches is one to everything; sending is for workers, who see no message. */
function isFollowed(element: ModdleElement, name: string): boolean {
	if (!followed.has(name) || !isExecuted(element)) return false;
	const event = element.$type.endsWith('EventDefinition') ? element.$parent : element;
	const type = localName(event?.$type ?? '');
	const throws = /^(EndEvent|IntermediateThrowEvent)$/.test(type);
	if (name === 'errorRef' || name === 'escalationRef') return throws;
	if (name === 'messageRef') return !throws && type !== 'SendTask';
	if (name === 'outgoing') return !choosing.test(type) || leads(element);
	// Others look at what leads to them, and not at what they name.
	return name !== 'incoming' || type === 'BoundaryEvent' || (type === 'IntermediateCatchEvent' && followsEventGateway(element));
}

const leads = (element: ModdleElement): boolean => listFlows(element).some(({ sourceRef }) => sourceRef === element);

const followsEventGateway = (element: ModdleElement): boolean =>
	listFlows(element).some(
		({ sourceRef, targetRef }) => targetRef === element && isElement(sourceRef) && sourceRef.$type === 'bpmn:EventBasedGateway',
	);

const listFlows = ({ $parent }: ModdleElement): ModdleElement[] =>
	(($parent?.flowElements as ModdleElement[] | undefined) ?? []).filter(({ $type }) => $type === 'bpmn:SequenceFlow');

export function isExecuted(element: ModdleElement): boolean {
	const process = element.$type === 'bpmn:Process' ? element : undefined;
	return process ? process.isExecutable === true : element.$parent !== undefined && isExecuted(element.$parent);
}

const isElement = (value: unknown): value is ModdleElement => typeof value === 'object' && value !== null && '$type' in value;
const localName = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1);
const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
