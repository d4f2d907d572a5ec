/** Execution listeners and task listeners of models. */
import { escapeXml, type ModelPart } from './model-builder';

interface Listener {
	event: string;
	type: string;
}

export const onStart = (type: string): Listener => ({ event: 'start', type });

/** The element with execution listeners. */
export const listening = (part: ModelPart, ...listeners: Listener[]): ModelPart => extend(part, 'executionListener', listeners);

/** A listener to what happens to a user task; its job has the type `contract-` with the event. */
export const onTask = (event: string, type = `contract-${event}`): Listener => ({ event, type });

/** The user task with listeners. */
export const taskListening = (part: ModelPart, ...listeners: Listener[]): ModelPart => extend(part, 'taskListener', listeners);

function extend(part: ModelPart, tag: string, listeners: Listener[]): ModelPart {
	const rendered = listeners.map(({ event, type }) => `<zeebe:${tag} eventType="${event}" type="${escapeXml(type)}"/>`).join('');
	const before = part.extensions?.replace(/^<bpmn:extensionElements>|<\/bpmn:extensionElements>$/g, '') ?? '';
	return { ...part, extensions: `<bpmn:extensionElements>${before}<zeebe:${tag}s>${rendered}</zeebe:${tag}s></bpmn:extensionElements>` };
}
