/** Events of models: what happens, and the element at which it is thrown or caught. */
import { escapeXml, extensions, ioMapping, type ModelPart, subProcess, type TaskOptions } from './model-builder';

/** An event definition, with the root elements that it refers to. */
export interface EventPart {
	content: (id: string) => string;
	definitions?: string;
}

export const timer = (kind: 'Date' | 'Duration' | 'Cycle', value: string): EventPart => ({
	content: (id) =>
		`<bpmn:timerEventDefinition id="${id}-definition"><bpmn:time${kind} xsi:type="bpmn:tFormalExpression">${escapeXml(value)}</bpmn:time${kind}></bpmn:timerEventDefinition>`,
});

/** Writes a message; without a correlation key, one for start events only. */
export const message = (name: string, correlationKey?: string): EventPart => ({
	content: (id) => `<bpmn:messageEventDefinition id="${id}-definition" messageRef="message-${name}"/>`,
	definitions:
		correlationKey === undefined
			? `<bpmn:message id="message-${name}" name="${name}"/>`
			: `<bpmn:message id="message-${name}" name="${name}">${extensions(`<zeebe:subscription correlationKey="${escapeXml(correlationKey)}"/>`)}</bpmn:message>`,
});

export const signal = (name: string, id = name): EventPart => ({
	content: (owner) => `<bpmn:signalEventDefinition id="${owner}-definition" signalRef="signal-${id}"/>`,
	definitions: `<bpmn:signal id="signal-${id}" name="${escapeXml(name)}"/>`,
});

/** Writes an escalation; without a code, it catches every one. */
export const escalation = (code?: string): EventPart => ({
	content: (owner) =>
		`<bpmn:escalationEventDefinition id="${owner}-definition"${code === undefined ? '' : ` escalationRef="escalation-${code}"`}/>`,
	definitions: code === undefined ? undefined : `<bpmn:escalation id="escalation-${code}" escalationCode="${escapeXml(code)}"/>`,
});

export const link = (name: string): EventPart => ({
	content: (owner) => `<bpmn:linkEventDefinition id="${owner}-definition" name="${escapeXml(name)}"/>`,
});

/** Writes an error; without a code, it catches every one. */
export const error = (code?: string): EventPart => ({
	content: (id) => `<bpmn:errorEventDefinition id="${id}-definition"${code === undefined ? '' : ` errorRef="error-${code}"`}/>`,
	definitions: code === undefined ? undefined : `<bpmn:error id="error-${code}" errorCode="${escapeXml(code)}"/>`,
});

export const terminate: EventPart = { content: (id) => `<bpmn:terminateEventDefinition id="${id}-definition"/>` };

const eventElement =
	(tag: string, attributes = '') =>
	(id: string, event?: EventPart, options: TaskOptions = {}): ModelPart => ({
		tag,
		id,
		attributes,
		extensions: extensions(ioMapping(options)),
		content: event?.content(id),
		definitions: event?.definitions,
	});

export const startOn = eventElement('startEvent');
/** A start event of an event sub-process that runs beside its scope. */
export const startBeside = eventElement('startEvent', ' isInterrupting="false"');
export const catchOf = eventElement('intermediateCatchEvent');
/** Without an event it throws nothing. */
export const throwOf = eventElement('intermediateThrowEvent');
export const endWith = eventElement('endEvent');

/** Interrupts the element that it stands at. */
export const boundary = (id: string, attachedTo: string, event: EventPart, options?: TaskOptions): ModelPart =>
	eventElement('boundaryEvent', ` attachedToRef="${attachedTo}"`)(id, event, options);

/** Goes on beside the element that it stands at. */
export const boundaryBeside = (id: string, attachedTo: string, event: EventPart, options?: TaskOptions): ModelPart =>
	eventElement('boundaryEvent', ` attachedToRef="${attachedTo}" cancelActivity="false"`)(id, event, options);

/** Begins by the start event among its parts, whenever that happens in the scope around it. */
export const eventSubProcess = (id: string, parts: ModelPart[], options?: TaskOptions): ModelPart =>
	subProcess(id, parts, { attributes: ' triggeredByEvent="true"', ...options });

export const eventBasedGateway = (id: string): ModelPart => ({ tag: 'eventBasedGateway', id });

export const receiveTask = (id: string, { definitions }: EventPart): ModelPart => ({
	tag: 'receiveTask',
	id,
	attributes: ` messageRef="${/ id="([^"]+)"/.exec(definitions ?? '')?.[1]}"`,
	definitions,
});

/** `parent` and `child`: whether all variables are propagated; left to the engine where they are not given. */
export function callActivity(id: string, processId: string, options: TaskOptions & { parent?: boolean; child?: boolean } = {}): ModelPart {
	const { parent, child } = options;
	const propagated =
		(parent === undefined ? '' : ` propagateAllParentVariables="${parent}"`) +
		(child === undefined ? '' : ` propagateAllChildVariables="${child}"`);
	return {
		tag: 'callActivity',
		id,
		extensions: extensions(`<zeebe:calledElement processId="${escapeXml(processId)}"${propagated}/>`, ioMapping(options)),
	};
}

/** Undoes what the activity did, or everything in its scope. */
export const compensate = (activityId?: string): EventPart => ({
	content: (id) =>
		`<bpmn:compensateEventDefinition id="${id}-definition"${activityId === undefined ? '' : ` activityRef="${activityId}"`}/>`,
});

const association = (id: string, source: string, target: string): ModelPart => ({
	tag: 'association',
	id,
	attributes: ` associationDirection="One" sourceRef="${source}" targetRef="${target}"`,
});

/** The activity as a handler, which runs only to undo another. */
const handling = (activity: ModelPart): ModelPart => ({
	...activity,
	attributes: `${activity.attributes ?? ''} isForCompensation="true"`,
});

/** An activity with the handler that undoes it. */
export const undone = (activity: ModelPart, handler: ModelPart): ModelPart[] => [
	activity,
	boundary(`${activity.id}-undone`, activity.id, compensate()),
	handling(handler),
	association(`${activity.id}-handler`, `${activity.id}-undone`, handler.id),
];
