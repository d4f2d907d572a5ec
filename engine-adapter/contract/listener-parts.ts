/** Execution listeners of contract models. */
import type { Resource } from '../engine';
import { escapeXml, type ModelPart } from './model-builder';

export interface Listener {
	/** `start` or `end`; anything else is for what an engine must refuse. */
	event?: string;
	type?: string;
	retries?: string;
}

const render = ({ event, type, retries }: Listener): string => {
	const attributes = Object.entries({ eventType: event, type, retries }).filter(([, value]) => value !== undefined);
	return `<zeebe:executionListener${attributes.map(([name, value]) => ` ${name}="${escapeXml(value!)}"`).join('')}/>`;
};

const executionListeners = (listeners: Listener[]): string =>
	`<zeebe:executionListeners>${listeners.map(render).join('')}</zeebe:executionListeners>`;

export const onStart = (type = 'contract-start', retries?: string): Listener => ({ event: 'start', type, retries });
export const onEnd = (type = 'contract-end', retries?: string): Listener => ({ event: 'end', type, retries });

/** The element with listeners, at its start and its end where none are given. */
export function listening(part: ModelPart, ...listeners: Listener[]): ModelPart {
	const rendered = executionListeners(listeners.length > 0 ? listeners : [onStart(), onEnd()]);
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
