import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import type { Deployment } from '../deployment';
import { readCalledProcess } from '../deployment';
import { findExtension, findProcess, findTaskHeader, listElements, readJobType, readText } from '../moddle';
import { readParameter } from './workflow';
import type { Workflow } from './workflow';

/** Processes, agents and workflows by what they call, as far as it is known before they run. */
interface CallGraph {
	listCalled: (element: ModdleElement) => string[];
	listNext: (node: string) => string[];
}

const processNode = (id: string): string => `process ${id}`;
const agentNode = (id: string): string => `agent ${id.split('@')[0]!.replace(/^registry:/, '')}`;
const workflowNode = ({ name }: Workflow): string => `workflow ${name}`;

function createCallGraph({ elements, agents, workflows = [] }: Pick<Deployment, 'elements' | 'agents' | 'workflows'>): CallGraph {
	const findWorkflow = (wanted: string) =>
		workflows.filter(({ id, name }) => wanted !== '' && [id, name].includes(wanted)).map(workflowNode);
	const servedBy = (jobType: string) => workflows.filter(({ nodes }) => nodes.some((node) => serves(node, jobType))).map(workflowNode);
	const calledAt = (url: string) => workflows.filter(({ nodes }) => nodes.some((node) => listensTo(node, url))).map(workflowNode);
	const listCalled = (element: ModdleElement): string[] => {
		if (element.$type === 'bpmn:CallActivity') return [readCalledProcess(element)].filter(Boolean).map(processNode);
		const jobType = readJobType(element);
		if (jobType === 'troupe:agent') return [readAgent(element)].filter(Boolean).map(agentNode);
		if (jobType === 'troupe:n8n-workflow') return calledAt(findTaskHeader(element, 'url') ?? '');
		return jobType === '' ? [] : servedBy(jobType);
	};
	const edges = new Map<string, string[]>();
	const add = (from: string, to: string[]) => void edges.set(from, [...(edges.get(from) ?? []), ...to]);
	for (const { element, processId } of elements) add(processNode(processId), listCalled(element));
	for (const [id, definition] of agents ?? []) add(agentNode(id), listCalledByAgent(definition, calledAt));
	for (const workflow of workflows)
		add(
			workflowNode(workflow),
			workflow.nodes.flatMap((node) => listCalledByNode(node, findWorkflow)),
		);
	return { listCalled, listNext: (node) => edges.get(node) ?? [] };
}

/** The header comes first, as in the worker. */
function readAgent(task: ModdleElement): string {
	const inputs = listElements(findExtension(task, 'zeebe:IoMapping'), 'inputParameters');
	const input = inputs.find((one) => readText(one, 'target') === 'agent');
	return findTaskHeader(task, 'agent') ?? /^=\s*"([^"]+)"$/.exec(readText(input, 'source'))?.[1] ?? '';
}

/** The agents and webhooks that an agent calls, and the processes that its HTTP tools start by an id that the model cannot choose. */
function listCalledByAgent(definition: unknown, calledAt: (url: string) => string[]): string[] {
	const { define } = ((definition as { tools?: unknown } | null)?.tools ?? {}) as { define?: unknown };
	if (!Array.isArray(define)) return [];
	return (define as Array<Record<string, unknown> | null>).flatMap((tool) => {
		const { kind, agent, url, parameters } = tool ?? {};
		if (kind === 'agent' && typeof agent === 'string') return [agentNode(agent)];
		if (kind !== 'http' || typeof url !== 'string') return [];
		if (!url.endsWith('/v2/process-instances')) return calledAt(url);
		const { properties } = (parameters ?? {}) as { properties?: { processDefinitionId?: { const?: unknown; enum?: unknown } } };
		const { const: only, enum: some } = properties?.processDefinitionId ?? {};
		return [only, ...(Array.isArray(some) ? (some as unknown[]) : [])].filter((id) => typeof id === 'string').map(processNode);
	});
}

type WorkflowNode = Workflow['nodes'][number];

/** Returns whether a node listens to the production address of a webhook: `https://n8n.example.com/webhook/<path>`. */
function listensTo(node: WorkflowNode, url: string): boolean {
	const path = readParameter(node, 'path')?.replace(/^\/|\/$/g, '');
	return node.type === 'n8n-nodes-base.webhook' && path !== undefined && url.split('?')[0]!.replace(/\/$/, '').endsWith(`/webhook/${path}`);
}

const serves = (node: WorkflowNode, jobType: string): boolean =>
	node.type === 'n8n-nodes-troupe.troupeProcessTrigger' && readParameter(node, 'jobType') === jobType;

function listCalledByNode(node: WorkflowNode, findWorkflow: (name: string) => string[]): string[] {
	const read = (name: string) => readParameter(node, name);
	switch (node.type) {
		case 'n8n-nodes-troupe.troupeProcess': {
			const starts =
				(read('resource') ?? 'process') === 'process' && ['start', 'startAndWait'].includes(read('operation') ?? 'startAndWait');
			return [starts ? read('processId') : undefined].filter((id) => id !== undefined).map(processNode);
		}
		case 'n8n-nodes-troupe.troupeAgent':
			return read('source') === 'choose' ? [read('agent')].filter((id) => id !== undefined).map(agentNode) : [];
		case 'n8n-nodes-base.executeWorkflow':
		case '@n8n/n8n-nodes-langchain.toolWorkflow':
			return findWorkflow(read('workflowId') ?? '');
		default:
			return [];
	}
}

/**
 * A process that calls itself, directly or through other processes, agents and workflows of n8n, starts instances without end. See
 * docs/rules/no-cyclic-call.md.
 */
export function noCyclicCall(deployment: Deployment): Rule {
	const { listCalled, listNext } = createCallGraph(deployment);
	return {
		check(node, reporter) {
			const caller = processNode(findProcess(node)?.id ?? '');
			for (const called of listCalled(node)) {
				const path = called === caller ? [called] : findPath(called, caller, listNext);
				// A process that calls itself is reported at its own calls.
				const own = path || called.startsWith('process ') ? undefined : findPath(called, called, listNext);
				if (path)
					reporter.report(node.id ?? '', `calls its own process again: ${describe([caller, ...path])}`, { fix, isSeen: isSeen(path) });
				else if (own) reporter.report(node.id ?? '', `calls what calls itself again: ${describe(own)}`, { fix });
			}
		},
	};
}

const fix = 'Repeat with a sequence flow or a multi-instance activity instead, or call what does not call back.';

/** An engine judges calls between processes by itself: some wait for a job, and end. It does not see agents and workflows. */
const isSeen = (path: string[]): boolean => path.every((node) => node.startsWith('process '));

function describe(path: string[]): string {
	return path.map((node) => (isSeen(path) ? node.replace('process ', '') : node)).join(' → ');
}

/** Returns the shortest path of at least one step from one node of a graph to another, both included; undefined if there is none. */
function findPath(from: string, to: string, listNext: (node: string) => string[]): string[] | undefined {
	const seen = new Set<string>();
	for (let paths = [[from]]; paths.length > 0;) {
		const longer = paths.flatMap((path) => listNext(path.at(-1)!).map((next) => [...path, next]));
		const complete = longer.find((path) => path.at(-1) === to);
		if (complete) return complete;
		paths = longer.filter((path) => !seen.has(path.at(-1)!));
		for (const path of paths) seen.add(path.at(-1)!);
	}
	return undefined;
}
