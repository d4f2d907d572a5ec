/** Builds small BPMN models for contract cases, so that a case reads as its process and not as XML. */
import type { Resource } from '../engine';

/** A piece of a process; `definitions` are the root elements that it refers to. */
export interface ModelPart {
	xml: string;
	definitions?: string;
}

export interface Mapping {
	source: string;
	target: string;
}

export interface TaskOptions {
	type?: string;
	retries?: number;
	headers?: Record<string, string>;
	inputs?: Mapping[];
	outputs?: Mapping[];
}

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const extensions = (...parts: string[]): string => {
	const content = parts.join('');
	return content === '' ? '' : `<bpmn:extensionElements>${content}</bpmn:extensionElements>`;
};

const ioMapping = ({ inputs = [], outputs = [] }: TaskOptions): string => {
	const mapping = (kind: string) => (m: Mapping) => `<zeebe:${kind} source="${escapeXml(m.source)}" target="${m.target}"/>`;
	const content = [...inputs.map(mapping('input')), ...outputs.map(mapping('output'))].join('');
	return content === '' ? '' : `<zeebe:ioMapping>${content}</zeebe:ioMapping>`;
};

const taskHeaders = (headers: Record<string, string> = {}): string => {
	const content = Object.entries(headers).map(([key, value]) => `<zeebe:header key="${key}" value="${escapeXml(value)}"/>`);
	return content.length === 0 ? '' : `<zeebe:taskHeaders>${content.join('')}</zeebe:taskHeaders>`;
};

/** A deployable process; sequence flows keep the order in which they stand in `parts`. */
export function processModel(id: string, parts: ModelPart[]): Resource {
	const definitions = [...new Set(parts.map((part) => part.definitions ?? ''))].join('');
	return {
		name: `${id}.bpmn`,
		content:
			'<?xml version="1.0" encoding="UTF-8"?>\n' +
			'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
			`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions-${id}" targetNamespace="http://troupe.example/contract">` +
			`<bpmn:process id="${id}" isExecutable="true">${parts.map((part) => part.xml).join('')}</bpmn:process>${definitions}</bpmn:definitions>\n`,
	};
}

export const startEvent = (id = 'start'): ModelPart => ({ xml: `<bpmn:startEvent id="${id}"/>` });
export const endEvent = (id = 'end'): ModelPart => ({ xml: `<bpmn:endEvent id="${id}"/>` });
export const exclusiveGateway = (id: string, defaultFlow?: string): ModelPart => ({
	xml: `<bpmn:exclusiveGateway id="${id}"${defaultFlow === undefined ? '' : ` default="${defaultFlow}"`}/>`,
});
export const parallelGateway = (id: string): ModelPart => ({ xml: `<bpmn:parallelGateway id="${id}"/>` });

export function serviceTask(id: string, options: TaskOptions = {}): ModelPart {
	const retries = options.retries === undefined ? '' : ` retries="${options.retries}"`;
	const definition = `<zeebe:taskDefinition type="${options.type ?? 'contract-work'}"${retries}/>`;
	return {
		xml: `<bpmn:serviceTask id="${id}">${extensions(definition, taskHeaders(options.headers), ioMapping(options))}</bpmn:serviceTask>`,
	};
}

/** `native` is Zeebe's own user task; without it the task is a job of type `io.camunda.zeebe:userTask`. */
export function userTask(id: string, options: TaskOptions & { native: boolean }): ModelPart {
	const native = options.native ? '<zeebe:userTask/>' : '';
	return {
		xml: `<bpmn:userTask id="${id}" name="${id}">${extensions(native, taskHeaders(options.headers), ioMapping(options))}</bpmn:userTask>`,
	};
}

/** Without `code` it catches every error. */
export function errorBoundary(id: string, attachedTo: string, code?: string, outputs: Mapping[] = []): ModelPart {
	const reference = code === undefined ? '' : ` errorRef="error-${code}"`;
	return {
		xml: `<bpmn:boundaryEvent id="${id}" attachedToRef="${attachedTo}">${extensions(ioMapping({ outputs }))}<bpmn:errorEventDefinition id="${id}-definition"${reference}/></bpmn:boundaryEvent>`,
		definitions: code === undefined ? undefined : `<bpmn:error id="error-${code}" errorCode="${code}"/>`,
	};
}

/** An end event that throws the error `code`. */
export function errorEnd(id: string, code: string): ModelPart {
	return {
		xml: `<bpmn:endEvent id="${id}"><bpmn:errorEventDefinition id="${id}-definition" errorRef="error-${code}"/></bpmn:endEvent>`,
		definitions: `<bpmn:error id="error-${code}" errorCode="${code}"/>`,
	};
}

export function messageCatch(id: string, messageName: string, correlationKey: string): ModelPart {
	return {
		xml: `<bpmn:intermediateCatchEvent id="${id}"><bpmn:messageEventDefinition id="${id}-definition" messageRef="message-${messageName}"/></bpmn:intermediateCatchEvent>`,
		definitions:
			`<bpmn:message id="message-${messageName}" name="${messageName}">` +
			`${extensions(`<zeebe:subscription correlationKey="${escapeXml(correlationKey)}"/>`)}</bpmn:message>`,
	};
}

export function flow(id: string, source: string, target: string, condition?: string): ModelPart {
	const expression =
		condition === undefined
			? ''
			: `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escapeXml(condition)}</bpmn:conditionExpression>`;
	return { xml: `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${expression}</bpmn:sequenceFlow>` };
}

/** Flows between neighbours, named `source-target`. */
export function chain(...ids: string[]): ModelPart[] {
	return ids.slice(1).map((target, index) => flow(`${ids[index]}-${target}`, ids[index]!, target));
}
