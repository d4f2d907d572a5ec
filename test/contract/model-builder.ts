/** Builds small BPMN models for tests, which read as processes and not as XML. */
import type { Resource } from '../../engine-adapter/engine/deployments';

/** An element of a process. */
export interface ModelPart {
	tag: string;
	id: string;
	attributes?: string;
	extensions?: string;
	content?: string;
	/** Root elements that it refers to. */
	definitions?: string;
	/** The parts in a scope. */
	parts?: ModelPart[];
	/** Both ends of a sequence flow. */
	ends?: { source: string; target: string };
}

export interface Mapping {
	/** Without it, the model has no attribute for it. */
	source?: string;
	target: string;
}

export interface TaskOptions {
	type?: string;
	retries?: number;
	headers?: Record<string, string>;
	inputs?: Mapping[];
	outputs?: Mapping[];
}

export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export const extensions = (...parts: string[]): string => {
	const content = parts.join('');
	return content === '' ? '' : `<bpmn:extensionElements>${content}</bpmn:extensionElements>`;
};

export const ioMapping = ({ inputs = [], outputs = [] }: TaskOptions): string => {
	const mapping = (kind: string) => (m: Mapping) =>
		`<zeebe:${kind}${m.source === undefined ? '' : ` source="${escapeXml(m.source)}"`} target="${m.target}"/>`;
	const content = [...inputs.map(mapping('input')), ...outputs.map(mapping('output'))].join('');
	return content === '' ? '' : `<zeebe:ioMapping>${content}</zeebe:ioMapping>`;
};

const taskHeaders = (headers: Record<string, string> = {}): string => {
	const content = Object.entries(headers).map(([key, value]) => `<zeebe:header key="${key}" value="${escapeXml(value)}"/>`);
	return content.length === 0 ? '' : `<zeebe:taskHeaders>${content.join('')}</zeebe:taskHeaders>`;
};

/** A deployable process; sequence flows keep their order in `parts`. */
export function processModel(id: string, parts: ModelPart[]): Resource {
	const definitions = [...new Set(collectDefinitions(parts))].join('');
	return {
		name: `${id}.bpmn`,
		content:
			'<?xml version="1.0" encoding="UTF-8"?>\n' +
			'<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
			`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions-${id}" targetNamespace="http://troupe.example/contract">` +
			`<bpmn:process id="${id}" isExecutable="true">${renderAll(parts)}</bpmn:process>${definitions}</bpmn:definitions>\n`,
	};
}

const collectDefinitions = (parts: ModelPart[]): string[] =>
	parts.flatMap((part) => [part.definitions ?? '', ...collectDefinitions(part.parts ?? [])]);

const artifacts = new Set(['association', 'textAnnotation']);

/** The BPMN schema requires artifacts after everything else. */
const renderAll = (parts: ModelPart[]): string =>
	[...parts.filter(({ tag }) => !artifacts.has(tag)), ...parts.filter(({ tag }) => artifacts.has(tag))]
		.map((part) => render(part, parts))
		.join('');

function render({ tag, id, attributes = '', extensions: extended = '', content = '' }: ModelPart, parts: ModelPart[]): string {
	const references = (end: 'target' | 'source', element: string): string =>
		parts.map((part) => (part.ends?.[end] === id ? `<bpmn:${element}>${part.id}</bpmn:${element}>` : '')).join('');
	return `<bpmn:${tag} id="${id}"${attributes}>${extended}${references('target', 'incoming')}${references('source', 'outgoing')}${content}</bpmn:${tag}>`;
}

/** A separate scope, built from parts like a process. */
export function subProcess(
	id: string,
	parts: ModelPart[],
	{ attributes, ...options }: TaskOptions & { attributes?: string } = {},
): ModelPart {
	return {
		tag: 'subProcess',
		id,
		attributes,
		extensions: extensions(ioMapping(options)),
		content: renderAll(parts),
		parts,
	};
}

export const startEvent = (id = 'start'): ModelPart => ({ tag: 'startEvent', id });
export const endEvent = (id = 'end'): ModelPart => ({ tag: 'endEvent', id });
export const parallelGateway = (id: string): ModelPart => ({ tag: 'parallelGateway', id });
export const inclusiveGateway = (id: string, defaultFlow?: string): ModelPart => ({
	...exclusiveGateway(id, defaultFlow),
	tag: 'inclusiveGateway',
});
export const exclusiveGateway = (id: string, defaultFlow?: string): ModelPart => ({
	tag: 'exclusiveGateway',
	id,
	attributes: defaultFlow === undefined ? '' : ` default="${defaultFlow}"`,
});

export function serviceTask(id: string, options: TaskOptions = {}): ModelPart {
	const retries = options.retries === undefined ? '' : ` retries="${options.retries}"`;
	const definition = `<zeebe:taskDefinition type="${options.type ?? 'contract-work'}"${retries}/>`;
	return { tag: 'serviceTask', id, extensions: extensions(definition, taskHeaders(options.headers), ioMapping(options)) };
}

export const scriptTask = (id: string, expression: string, resultVariable: string, options: TaskOptions = {}): ModelPart => ({
	tag: 'scriptTask',
	id,
	extensions: extensions(`<zeebe:script expression="${escapeXml(expression)}" resultVariable="${resultVariable}"/>`, ioMapping(options)),
});

/** `native` is Zeebe's own user task; without it the task is a job of type `io.camunda.zeebe:userTask`. */
export function userTask(id: string, options: TaskOptions & { native: boolean }): ModelPart {
	const native = options.native ? '<zeebe:userTask/>' : '';
	return {
		tag: 'userTask',
		id,
		attributes: ` name="${id}"`,
		extensions: extensions(native, taskHeaders(options.headers), ioMapping(options)),
	};
}

/** Without `code` it catches every error. */
export function errorBoundary(id: string, attachedTo: string, code?: string, outputs: Mapping[] = []): ModelPart {
	return {
		tag: 'boundaryEvent',
		id,
		attributes: ` attachedToRef="${attachedTo}"`,
		extensions: extensions(ioMapping({ outputs })),
		...errorDefinition(id, code),
	};
}

/** An end event that throws the error `code`. */
export const errorEnd = (id: string, code: string): ModelPart => ({ tag: 'endEvent', id, ...errorDefinition(id, code) });

function errorDefinition(id: string, code?: string): Pick<ModelPart, 'content' | 'definitions'> {
	const reference = code === undefined ? '' : ` errorRef="error-${code}"`;
	return {
		content: `<bpmn:errorEventDefinition id="${id}-definition"${reference}/>`,
		definitions: code === undefined ? undefined : `<bpmn:error id="error-${code}" errorCode="${code}"/>`,
	};
}

export function messageCatch(id: string, messageName: string, correlationKey: string): ModelPart {
	const subscription = extensions(`<zeebe:subscription correlationKey="${escapeXml(correlationKey)}"/>`);
	return {
		tag: 'intermediateCatchEvent',
		id,
		content: `<bpmn:messageEventDefinition id="${id}-definition" messageRef="message-${messageName}"/>`,
		definitions: `<bpmn:message id="message-${messageName}" name="${messageName}">${subscription}</bpmn:message>`,
	};
}

export function flow(id: string, source: string, target: string, condition?: string): ModelPart {
	const expression = `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escapeXml(condition ?? '')}</bpmn:conditionExpression>`;
	return {
		tag: 'sequenceFlow',
		id,
		attributes: ` sourceRef="${source}" targetRef="${target}"`,
		content: condition === undefined ? '' : expression,
		ends: { source, target },
	};
}

/** Flows between neighbours, named `source-target`. */
export function chain(...ids: string[]): ModelPart[] {
	return ids.slice(1).map((target, index) => flow(`${ids[index]}-${target}`, ids[index]!, target));
}

export interface Loop {
	sequential?: boolean;
	inputCollection?: string;
	inputElement?: string;
	outputCollection?: string;
	outputElement?: string;
	completionCondition?: string;
}

/** The activity once for each item of a collection. */
export function forEach(activity: ModelPart, { sequential = false, completionCondition, ...collections }: Loop): ModelPart {
	const attributes = Object.entries(collections).map(([name, value]) => ` ${name}="${escapeXml(value)}"`);
	const condition =
		completionCondition === undefined
			? ''
			: `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${escapeXml(completionCondition)}</bpmn:completionCondition>`;
	const loop = `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}">${extensions(`<zeebe:loopCharacteristics${attributes.join('')}/>`)}${condition}</bpmn:multiInstanceLoopCharacteristics>`;
	return {
		...activity,
		content: loop + (activity.content ?? ''),
	};
}

interface AdHocOptions extends TaskOptions {
	activeElements?: string;
	outputCollection?: string;
	outputElement?: string;
	/** The type of the job that decides what runs next. */
	jobType?: string;
}

/** A scope whose elements run on request (Zeebe 8.8). */
export function adHocSubProcess(id: string, parts: ModelPart[], options: AdHocOptions = {}): ModelPart {
	const { activeElements, outputCollection, outputElement, jobType } = options;
	const attributes = Object.entries({ activeElementsCollection: activeElements, outputCollection, outputElement })
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => ` ${name}="${escapeXml(value!)}"`);
	return {
		...subProcess(id, parts),
		tag: 'adHocSubProcess',
		extensions: extensions(
			attributes.length > 0 ? `<zeebe:adHoc${attributes.join('')}/>` : '',
			jobType === undefined ? '' : `<zeebe:taskDefinition type="${jobType}"/>`,
			taskHeaders(options.headers),
			ioMapping(options),
		),
	};
}
