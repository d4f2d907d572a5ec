/**
 * Runs nodes of n8n in an n8n execution and as jobs of `troupe:n8n-node`, with the same inputs and credentials, against a stand-in of all services
 * that answers with what it was asked. The value is the share of nodes whose items are equal for every input. Goal: 1.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Job } from '../../../engine-adapter/engine/jobs';
import { n8nNodeJobHandler } from '../../../engine-adapter/workers/nodes/n8n-node-worker';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate, openNodeGate } from '../../../test/fakes/permissive-gate';
import { type OutsideService, startOutsideWorld } from '../../../test/fakes/outside-world';
import { createOwner, ensureN8nHost, startN8n } from '../../../scripts/lib/n8n.mjs';
import { N8nApi } from '../../../test/e2e/n8n-api';
import { storedCredentials } from '../../../test/support/stored-credentials';
import { inputs } from '../../samples/node-parity/inputs';
import { credentialData, type SampledNode, sampledNodes } from '../../samples/node-parity/nodes';

/** The items of a run, or why there are none. */
type Result = { items: unknown } | { fault: string };

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-node-parity-'));
	const outside = await startOutsideWorld({ '*': echo });
	Object.assign(process.env, outside.environment);
	const host = await ensureN8nHost({ progress: console.error });
	const n8n = await startN8n({ host, userFolder: join(folder, 'n8n'), env: outside.environment });
	try {
		const { cookie } = await createOwner({ url: n8n.url, email: 'bench@example.com', password: 'Bench-1234' });
		const api = new N8nApi(n8n.url, cookie);
		const inN8n = await publishAll(api);
		const environment = { TROUPE_N8N: host.folder, TROUPE_N8N_PROGRAM: host.node };
		const credentials = storedCredentials(...Object.entries(credentialData).map(([type, data]) => ({ name: type, type, data })));
		const parts = {
			gate: openGate(),
			nodeGate: openNodeGate(),
			agentFolders: [],
			providers: {},
			stateFolder: folder,
			environment,
			credentials,
		};
		const handle = n8nNodeJobHandler(parts);
		let equal = 0;
		for (const [index, node] of sampledNodes.entries()) if (await isEqual(node, (input) => inN8n(index, input), handle)) equal += 1;
		return Number((equal / sampledNodes.length).toFixed(3));
	} finally {
		await closeOpened();
		await n8n.stop();
		await outside.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Answers with the request, in the fields in which services put their results. */
const echo: OutsideService = ({ host, method, path, headers: { authorization, 'content-type': type = '', 'x-count': count }, body }) => {
	// Each form has a boundary of its own.
	const [, boundary] = /boundary=(.+)$/.exec(type) ?? [];
	const same = <Value>(value: Value): Value =>
		boundary === undefined || typeof value !== 'string' ? value : (value.replaceAll(boundary, 'boundary') as Value);
	const asked = { id: '1', host, method, path, authorization, type: same(type), count, body: same(body) };
	if (host.endsWith('.supabase.co') || path.includes('/database/fields/')) return { body: [asked] };
	const fields = { results: [asked], translations: [asked], channel: 'c', message: asked, token: 't' };
	return { body: { ok: true, success: true, ...asked, data: asked, ...fields } };
};

/** Creates a workflow with a webhook for each node: its input, the node, its items as the response. */
async function publishAll(api: N8nApi): Promise<(index: number, input: object) => Promise<Result>> {
	const credentials: Record<string, object> = {};
	for (const [type, data] of Object.entries(credentialData)) credentials[type] = await api.createCredential(type, data);
	for (const [index, node] of sampledNodes.entries()) await api.publish(workflowOf(node, `node-${index}`, credentials), `node-${index}`);
	return async (index, input) => {
		const { status, body } = await api.ask<{ message?: string }>(`node-${index}`, input);
		return status === 200 ? { items: body } : { fault: `${status}: ${body.message}` };
	};
}

function workflowOf({ type, typeVersion, parameters, credential }: SampledNode, path: string, credentials: Record<string, object>) {
	const at = (x: number): [number, number] => [x, 0];
	const nodes = [
		{
			id: '1',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: at(0),
			webhookId: path,
			parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries' },
		},
		{
			id: '2',
			name: 'Input',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: at(200),
			parameters: { mode: 'raw', jsonOutput: '={{ $json.body }}', options: {} },
		},
		{
			id: '3',
			name: 'Node',
			type: `n8n-nodes-base.${type}`,
			typeVersion,
			position: at(400),
			parameters,
			...(credential && { credentials: { [credential]: credentials[credential] } }),
		},
	];
	const link = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return { name: path, nodes, connections: { Webhook: link('Input'), Input: link('Node') } };
}

async function isEqual(
	node: SampledNode,
	execute: (input: object) => Promise<Result>,
	handle: ReturnType<typeof n8nNodeJobHandler>,
): Promise<boolean> {
	for (const input of inputs) {
		const expected = await execute(input);
		const found = await runJob(node, input, handle);
		if ('items' in expected && isDeepStrictEqual(expected, found)) continue;
		console.error(`${node.type} ${JSON.stringify(node.parameters).slice(0, 80)}\n  n8n:  ${tell(expected)}\n  task: ${tell(found)}`);
		return false;
	}
	return true;
}

const tell = (result: Result): string => JSON.stringify(result).slice(0, 400);

async function runJob(
	{ type, typeVersion, parameters, credential }: SampledNode,
	input: object,
	handle: ReturnType<typeof n8nNodeJobHandler>,
): Promise<Result> {
	const job: Job = {
		key: '1',
		type: 'troupe:n8n-node',
		instanceKey: '2',
		processId: 'parity',
		processDefinitionKey: '3',
		elementId: 'node',
		elementInstanceKey: '4',
		retries: 3,
		deadline: 0,
		headers: {
			nodeType: `n8n-nodes-base.${type}`,
			typeVersion: String(typeVersion),
			inputs: 'parameters, credentials, items',
			parameters: JSON.stringify(parameters),
		},
		variables: { items: [{ json: input }], ...(credential && { credentials: { [credential]: credential } }) },
	};
	const outcome = await handle({ ...job, key: randomUUID() }, new AbortController().signal);
	if (outcome.kind === 'wait') throw new Error(`${type} waits`);
	if (outcome.kind !== 'complete') return { fault: outcome.message };
	const { items } = outcome.variables as { items: Array<{ json: unknown }> };
	// A response over HTTP has no undefined fields.
	return { items: JSON.parse(JSON.stringify(items.map(({ json }) => json))) as unknown };
}
