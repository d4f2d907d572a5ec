import type { ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { TroupeError } from '../../core/base/errors';
import { isCamunda7 } from './camunda-7';
import { readFlowNode } from './read-flow-node';
import { readXml, type ReadXml } from './read-xml';
import { readListeners } from './read-listeners';
import { describeXmlProblem, fixReference, toUnreadable } from './unreadable';
import type { FlowNode, Problem, ProcessFile, ProcessModel, SequenceFlow } from './process-model';

const maxBytes = 4 * 1024 * 1024;
const maxElements = 10_000;
const maxDepth = 20;

/**
 * Reads a BPMN file into plain data. validate-process.ts judges its meaning. @throws TroupeError PROCESS_INVALID when it is not BPMN at all,
 * INPUT_TOO_LARGE
 */
export async function readProcessFile(name: string, content: string): Promise<ProcessFile> {
	if (Buffer.byteLength(content) > maxBytes) throw tooLarge(name, `${maxBytes} bytes`);
	const { rootElement, warnings } = await parseXml(name, content);
	const file: ProcessFile = { name, content, isCamunda7: isCamunda7(rootElement, content), processes: [], problems: [] };
	file.problems = warnings.flatMap((warning) => toProblems(file, warning));
	file.processes = children(rootElement, 'rootElements')
		.filter((element) => element.$type === 'bpmn:Process')
		.map((process) => readProcess(name, process));
	return file;
}

export function findLine(content: string, elementId: string | undefined): number | undefined {
	if (elementId === undefined) return undefined;
	const escaped = elementId.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const index = new RegExp(`\\sid\\s*=\\s*["']\\s*${escaped}\\s*["']`).exec(content)?.index;
	return index === undefined ? undefined : content.slice(0, index + 1).split('\n').length;
}

async function parseXml(name: string, content: string): Promise<ReadXml> {
	try {
		return await readXml(content);
	} catch (error) {
		throw toUnreadable(name, 'BPMN', error);
	}
}

function readProcess(file: string, process: ModdleElement): ProcessModel {
	const model: ProcessModel = {
		id: process.id ?? '',
		...(process.name ? { name: process.name } : {}),
		executable: process.isExecutable === true,
		...readVersionTag(process),
		nodes: [],
		flows: [],
		listeners: readListeners(process),
		misplacedListeners: [],
	};
	readScope(file, process, model, 1);
	const nodes = new Map(model.nodes.map((node) => [node.id, node]));
	for (const flow of model.flows) {
		nodes.get(flow.sourceId)?.outgoing.push(flow.id);
		nodes.get(flow.targetId)?.incoming.push(flow.id);
	}
	for (const { sourceId, targetId } of readAssociations(process)) {
		const boundary = nodes.get(sourceId);
		// The first of several is used (recorded from 8.6).
		if (boundary?.event?.kind === 'compensation' && nodes.has(targetId)) boundary.handlerId ??= targetId;
	}
	return model;
}

function readVersionTag(process: ModdleElement): Pick<ProcessModel, 'versionTag'> {
	const extensions = (process.extensionElements as ModdleElement | undefined)?.values as ModdleElement[] | undefined;
	const tag = extensions?.find(({ $type }) => $type === 'zeebe:VersionTag')?.value;
	return typeof tag === 'string' && tag !== '' ? { versionTag: tag } : {};
}

/** BPMN 2.0, 10.6: an association leads from a compensation boundary event to its handler. */
function readAssociations(scope: ModdleElement): Array<{ sourceId: string; targetId: string }> {
	const associations = children(scope, 'artifacts').filter(({ $type }) => $type === 'bpmn:Association');
	const readId = (association: ModdleElement, end: string): string => (association[end] as ModdleElement | undefined)?.id ?? '';
	const own = associations.map((association) => ({
		sourceId: readId(association, 'sourceRef'),
		targetId: readId(association, 'targetRef'),
	}));
	return [...own, ...children(scope, 'flowElements').flatMap(readAssociations)];
}

function readScope(file: string, scope: ModdleElement, model: ProcessModel, depth: number): void {
	if (depth > maxDepth) throw tooLarge(file, `${maxDepth} nested sub-processes`);
	for (const element of children(scope, 'flowElements')) {
		if (model.nodes.length + model.flows.length >= maxElements) throw tooLarge(file, `${maxElements} elements`);
		if (element.$type === 'bpmn:SequenceFlow') model.flows.push(readSequenceFlow(element));
		else if (isFlowNode(element)) model.nodes.push(readNodeOfScope(element, scope));
		if (!isFlowNode(element) && readListeners(element)) model.misplacedListeners.push(element.id ?? '');
		if (Array.isArray(element.flowElements)) readScope(file, element, model, depth + 1);
	}
}

/** BPMN 2.0, 10.4: data objects and stores describe, they do not execute. */
const dataElements = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

const isFlowNode = ({ $type }: ModdleElement): boolean => $type !== 'bpmn:SequenceFlow' && !dataElements.has($type);

function readNodeOfScope(element: ModdleElement, scope: ModdleElement): FlowNode {
	return readFlowNode(element, scope.id ?? '');
}

function readSequenceFlow(element: ModdleElement): SequenceFlow {
	const condition = (element.conditionExpression as ModdleElement | undefined)?.body as string | undefined;
	return {
		id: element.id ?? '',
		sourceId: (element.sourceRef as ModdleElement | undefined)?.id ?? '',
		targetId: (element.targetRef as ModdleElement | undefined)?.id ?? '',
		...(element.name ? { name: element.name } : {}),
		...(element.conditionExpression === undefined ? {} : { condition: (condition ?? '').trim() }),
	};
}

/** bpmn-moddle does not know how Zeebe publishes messages itself. */
const publication = 'unknown type <zeebe:PublishMessage>';
/** Zeebe leaves extensions that it does not know alone (recorded from 8.6). */
const isIgnored = (message: string): boolean => message.includes('unknown type <zeebe:') && !message.includes(publication);

/** A reference or a piece of XML that the reader had to drop. */
function toProblems(file: ProcessFile, { message, element, property, value }: ModdleWarning): Problem[] {
	const base = { file: file.name, elementId: element?.id, line: findLine(file.content, element?.id) };
	if (property !== undefined) {
		const owner = element?.id ?? element?.$parent?.id;
		const found = { ...base, elementId: owner, line: findLine(file.content, owner) };
		return [
			{
				...found,
				message: `refers to "${value}", which does not exist`,
				fix: fixReference(String(value)),
			},
		];
	}
	if (isIgnored(message)) return [];
	const { line = base.line, ...problem } = describeXmlProblem(message);
	const found = problem.message.includes(publication)
		? {
				message: 'zeebe:publishMessage is not supported by the embedded engine',
				fix: 'Give the event a task definition, whose worker publishes the message.',
			}
		: problem;
	return [{ ...base, line, ...found }];
}

function children(element: ModdleElement, property: string): ModdleElement[] {
	return (element[property] as ModdleElement[] | undefined) ?? [];
}

function tooLarge(file: string, limit: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${file} exceeds the limit of ${limit} for a process.`,
		fix: 'Split the process into several files.',
		details: { file, limit },
	});
}
