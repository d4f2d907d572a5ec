import { createHash } from 'node:crypto';
import type { Environment } from '../../core/base/settings/setting-names';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { TroupeError } from '../../core/base/errors';
import type { WorkflowToRun } from '../../providers/tools/n8n-node/program/run-workflow';
import type { ReportedSubject } from '../report/reported-run';
import type { WorkflowResult } from './inside/workflow-program';
import type { WorkflowPortTask } from './ports/port-calls';
import type { ProgramHost } from './agent';
import type { Program } from './perform-program';

export interface NodesToRun extends Omit<WorkflowToRun, 'items'> {
	subject: ReportedSubject;
	items?: object[];
	credentials?: WorkflowPortTask['credentials'];
}

/** n8n reads them to detect a container. */
const asked = ['/.dockerenv', '/run/.containerenv', '/proc/self/cgroup', '/proc/self/mountinfo'];
const maxNodes = 1_000;

/** Prepares nodes of the installed n8n. @throws TroupeError INPUT_INVALID if it lacks the package of one */
export function prepareNodes(
	{ subject, credentials = {}, name, nodes, connections, start, items = [{}] }: NodesToRun,
	{ host, manifest, program }: ProgramHost,
	environment?: Environment,
): Program<WorkflowPortTask, WorkflowResult> {
	const n8n = findN8n(environment);
	const packages = [...new Set(nodes.map(({ type }) => type.split('.', 1)[0]!))].map((each) => {
		const found = findNodePackage(n8n, each, environment);
		if (found) return found;
		throw notInstalled(each);
	});
	const workflow = { name, nodes, connections, start, items: items.map((json) => ({ json })) };
	const typeOf = (node: string) => nodes.find((one) => one.name === node)?.type;
	return {
		program,
		subject,
		input: JSON.stringify(items),
		task: ({ capabilities }) => ({
			agentFolders: [],
			policyFolders: [],
			demands: { policies: [] },
			manifest,
			tenant: host.tenant,
			n8n: n8n.folder,
			packages: packages.map((each) => ({ name: each.name, folder: each.folder })),
			credentials,
			workflow: JSON.stringify({ ...workflow, ...(capabilities && { permitted: capabilities.nodeTypes ?? [] }) }),
		}),
		uses: (result) => ({
			nodeTypes: result ? result.workflow.runs.flatMap(({ node }) => typeOf(node) ?? []) : nodes.map(({ type }) => type),
		}),
		...(subject.kind === 'node' && { place: { folder: packages[0]!.folder, installed: packages[0], nodeType: nodes[0]!.type } }),
		ports: { host, types: [] },
		readable: [findModules(n8n.folder), ...packages.map(({ folder }) => findModules(folder)), ...asked],
		hasScratch: true,
	};
}

/** Reads n8n's export. @param source for errors @throws TroupeError INPUT_INVALID */
export function parseWorkflow(document: unknown, source: string): Pick<WorkflowToRun, 'name' | 'nodes' | 'connections'> {
	const { name, nodes, connections } = (document ?? {}) as Partial<WorkflowToRun>;
	const isNode = (node: Partial<WorkflowToRun['nodes'][0]> | null) => typeof node?.type === 'string' && typeof node.name === 'string';
	if (Array.isArray(nodes) && nodes.length <= maxNodes && nodes.every(isNode) && typeof connections === 'object')
		return { name: String(name ?? ''), nodes, connections };
	throw invalid(`${source} is not a workflow of n8n.`, 'Export the workflow in n8n: it has "nodes" and "connections".');
}

/** @param type such as `n8n-nodes-base.httpRequest@4.2` @throws TroupeError INPUT_INVALID */
export function toSingleNode(
	text: string,
	parameters: object,
	credentials: WorkflowPortTask['credentials'] = {},
): Pick<NodesToRun, 'name' | 'nodes' | 'connections' | 'subject'> {
	const [, type, name, version] = /^((?:@[\w.-]+\/)?[\w.-]+\.(\w+))(?:@(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
	if (type === undefined || name === undefined)
		throw invalid(
			`"${text.slice(0, 200)}" is not a type of nodes.`,
			'Write package, node and, if needed, version: n8n-nodes-base.httpRequest@4.2.',
		);
	const types = Object.keys(credentials);
	const node: NodesToRun['nodes'][0] = {
		id: 'node',
		name,
		type,
		position: [0, 0],
		parameters: parameters as NodesToRun['nodes'][0]['parameters'],
		...(version !== undefined && { typeVersion: Number(version) }),
		...(types.length > 0 && { credentials: Object.fromEntries(types.map((one) => [one, { id: one, name: one }])) }),
	};
	const subject = { kind: 'node' as const, name: text, sha256: hashText(JSON.stringify(node)) };
	return { name, nodes: [node], connections: {}, subject };
}

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The outermost module folder: packages find their dependencies beside them. */
const findModules = (folder: string): string => /^(.*?[/\\]node_modules)[/\\]/.exec(folder)?.[1] ?? folder;

const notInstalled = (name: string) =>
	invalid(
		`The package ${name.slice(0, 200)} of a node is not installed in this n8n.`,
		'Install it in n8n, or set TROUPE_N8N to the n8n that has it.',
	);

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
