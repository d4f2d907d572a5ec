/** Execution listeners and task listeners of contract models. */
import type { Resource } from '../engine';
import { escapeXml, type ModelPart } from './model-builder';

export interface Listener {
	/** `start` or `end`; anything else is for what an engine must refuse. */
	event?: string;
	type?: string;
	retries?: string;
}

const render = ({ event, type, retries }: Listener, tag = 'executionListener'): string => {
	const attributes = Object.entries({ eventType: event, type, retries }).filter(([, value]) => value !== undefined);
	return `<zeebe:${tag}${attributes.map(([name, value]) => ` ${name}="${escapeXml(value!)}"`).join('')}/>`;
};

const executionListeners = (listeners: Listener[]): string =>
	`<zeebe:executionListeners>${listeners.map((one) => render(one)).join('')}</zeebe:executionListeners>`;

export const onStart = (type = 'contract-start', retries?: string): Listener => ({ event: 'start', type, retries });
export const onEnd = (type = 'contract-end', retries?: string): Listener => ({ event: 'end', type, retries });

/** The element with listeners, at its start and its end where none are given. */
export const listening = (part: ModelPart, ...listeners: Listener[]): ModelPart =>
	extend(part, executionListeners(listeners.length > 0 ? listeners : [onStart(), onEnd()]));

/** A listener to what happens to a user task; its job has the type `contract-` with the event. */
export const onTask = (event: string, type = `contract-${event}`, retries?: string): Listener => ({ event, type, retries });

/** The user task with listeners. */
export const taskListening = (part: ModelPart, ...listeners: Listener[]): ModelPart =>
	extend(part, `<zeebe:taskListeners>${listeners.map((one) => render(one, 'taskListener')).join('')}</zeebe:taskListeners>`);

function extend(part: ModelPart, rendered: string): ModelPart {
	const before = part.extensions ?? '';
	const extensions =
		before === ''
			? `<bpmn:extensionElements>${rendered}</bpmn:extensionElements>`
			: before.replace('</bpmn:extensionElements>', `${rendered}</bpmn:extensionElements>`);
	return { ...part, extensions };
}

/** The process itself with listeners. */
export function processListening(resource: Resource, ...listeners: Listener[]): Resource {
	const rendered = executionListeners(listeners.length > 0 ? listeners : [onStart(), onEnd()]);
	const content = resource.content.replace(
		/<bpmn:process [^>]*>/,
		(tag) => `${tag}<bpmn:extensionElements>${rendered}</bpmn:extensionElements>`,
	);
	return { ...resource, content };
}
