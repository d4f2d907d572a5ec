import type { ILoadOptionsFunctions, INode, INodeParameters, INodeType, Workflow } from 'n8n-workflow';
import type { ListChoice } from '../../../../core/base/n8n-lists';
import type { ListResult, ListTask } from '../node-task';
import { nameCredentials, toAdditionalData } from './additional-data';
import type { AskWorker } from './credentials-helper';
import type { N8n } from './n8n-api';
import type { LoadedPackages } from './node-types';
import { shareIsolate } from './prepare-task';
import { refuse } from './task-problem';

const maxPages = 20;
const maxNameCharacters = 200;

/** Requests a list like n8n's editor. @throws TaskProblem, or the error of the node */
export async function listChoices(n8n: N8n, packages: LoadedPackages, task: ListTask, ask: AskWorker): Promise<ListResult> {
	const type = packages.findRunnable(task.type, task.typeVersion);
	const node = toNode(n8n, type, task);
	refuseEmpty(task, node.parameters);
	const workflow = new n8n.workflow.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: packages.nodeTypes });
	shareIsolate(n8n, workflow);
	const additionalData = { ...toAdditionalData(n8n, packages, ask), currentNodeParameters: node.parameters };
	const context = new n8n.core.LoadOptionsContext(workflow, node, additionalData, `parameters.${task.path}`);
	const choices = await askNode(n8n, { type, node, workflow, additionalData, context }, task);
	return { choices: choices === undefined || choices.length > task.maxChoices ? undefined : choices };
}

function toNode(
	{ workflow: { NodeHelpers } }: N8n,
	{ description }: INodeType,
	{ type, typeVersion, parameters, credentials }: ListTask,
): INode {
	const node: INode = {
		id: '1',
		name: 'list',
		type,
		typeVersion,
		position: [0, 0],
		parameters: parameters as INodeParameters,
		credentials: nameCredentials(credentials),
	};
	// With defaults of all shown parameters.
	const whole = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description);
	return { ...node, parameters: whole ?? node.parameters };
}

/** Hidden parameters have no value and are not needed. */
function refuseEmpty({ dependsOn }: ListTask, parameters: INodeParameters): void {
	for (const path of dependsOn) {
		const [name = ''] = path.replace(/^[&/]/, '').split('.');
		const value = parameters[name];
		const inner = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
		if (inner === '' || inner === null) throw refuse(`It depends on "${name}", which is empty.`);
	}
}

interface Asked {
	type: INodeType;
	node: INode;
	workflow: Workflow;
	additionalData: object;
	context: ILoadOptionsFunctions;
}

/** Undefined beyond the max pages. */
async function askNode(n8n: N8n, asked: Asked, { source, maxChoices }: ListTask): Promise<ListChoice[] | undefined> {
	if (source.kind === 'request') return toChoices(await sendRequest(n8n, asked, source.routing));
	const { methods = {} } = asked.type;
	const kind = ({ options: 'loadOptions', search: 'listSearch', columns: 'resourceMapping' } as const)[source.kind];
	const method = methods[kind]?.[source.method] as ((this: ILoadOptionsFunctions, ...rest: unknown[]) => Promise<unknown>) | undefined;
	if (method === undefined) throw refuse(`The node has no method ${kind}.${source.method}.`);
	if (source.kind === 'options') return toChoices(await method.call(asked.context));
	if (source.kind === 'columns') return toColumns(await method.call(asked.context));
	const choices: ListChoice[] = [];
	let token: unknown;
	for (let page = 0; page < maxPages && choices.length <= maxChoices; page++) {
		const { results, paginationToken } = (await method.call(asked.context, undefined, token)) as {
			results?: unknown;
			paginationToken?: unknown;
		};
		choices.push(...toChoices(results));
		if (paginationToken === undefined || paginationToken === null || paginationToken === '') return choices;
		token = typeof paginationToken === 'number' ? String(paginationToken) : paginationToken;
	}
	return undefined;
}

async function sendRequest({ core, workflow: library }: N8n, asked: Asked, routing: object): Promise<unknown> {
	const { type, node, workflow, additionalData } = asked;
	const property = { displayName: '', type: 'string', name: '', default: '', routing };
	const only = { ...type, description: { ...type.description, properties: [property] } } as unknown as INodeType;
	const items = [{ json: {} }];
	const data = library.createRunExecutionData({});
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		data,
		0,
		[],
		{ main: [items] },
		{ node, source: null, data: {} },
		[],
	);
	const [first = []] = (await new core.RoutingNode(context, only).runNode()) ?? [];
	return first.map(({ json }) => json);
}

function toChoices(list: unknown): ListChoice[] {
	if (!Array.isArray(list)) return [];
	return list.flatMap((entry: { name?: unknown; value?: unknown } | null) => {
		const { name, value } = entry ?? {};
		const isValue = (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean';
		return isValue ? [{ name: toName(name, value), value }] : [];
	});
}

function toColumns(result: unknown): ListChoice[] {
	const { fields = [] } = (result ?? {}) as { fields?: Array<{ id: unknown; displayName?: unknown }> };
	return fields.map(({ id, displayName }) => ({ name: toName(displayName, String(id)), value: String(id) }));
}

function toName(name: unknown, value: string | number | boolean): string {
	const text = typeof name === 'string' || typeof name === 'number' ? String(name) : '';
	// oxlint-disable-next-line no-control-regex -- a name with them would break a form
	const line = text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
	return line === '' ? String(value) : line.slice(0, maxNameCharacters);
}
