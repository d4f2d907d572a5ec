import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { NodeGate } from '../../core/ports/manifests';
import { n8nNodeJobHandler } from '../../engine-adapter/workers/nodes/n8n-node-worker';
import { closeOpened } from '../../providers/compose/open-once';
import { type NodeTaskRequest, runNodeTask } from '../../providers/compose/nodes/node-task';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { reply, type Service, startService } from './service';

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-permissions-'));
let service: Service;
beforeAll(async () => {
	service = await startService((response) => reply(response, 200, { ok: true }));
});
beforeEach(() => (service.asked.length = 0));
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(stateFolder, { recursive: true });
});

/** A gate whose manifest has this list. */
function gateWith(permissions: Capabilities | undefined): NodeGate {
	const open = openNodeGate();
	return { admit: async (...subject) => ({ ...(await open.admit(...subject)), ...(permissions && { permissions }) }) };
}

function send(parameters: object, permissions?: Capabilities, settings: NodeTaskRequest['settings'] = {}) {
	const request = {
		...{ type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, name: 'ask', items: [{ json: {} }], settings },
		...{ execution: '7', workflow: 'leads', timeoutMs: 60_000, parameters: { options: {}, ...parameters } },
	};
	const host = { gate: openGate(), nodeGate: gateWith(permissions), agentFolders: [], providers: {}, stateFolder };
	return runNodeTask(request, host, new AbortController().signal);
}

const port = () => new URL(service.url).port;
const list = (...requests: string[]): Capabilities => ({ version: 1, requests });

it('a node asks what its manifest allows, with the helper of n8n', async () => {
	expect(await send({ url: `${service.url}/items` }, list(`GET 127.0.0.1:${port()}`))).toMatchObject({ kind: 'returned' });
	expect(await send({ url: `${service.url}/items` })).toMatchObject({ kind: 'returned' });
	expect(service.asked).toHaveLength(2);
});

it.each([
	['another method', { method: 'POST' }, (port: string) => [`GET 127.0.0.1:${port}`], 'POST'],
	['another path', {}, (port: string) => [`GET 127.0.0.1:${port}/other`], 'GET'],
	['anything, where the list has no requests', {}, () => undefined, 'GET'],
])('a node that asks %s is refused, with the capability and how it is approved', async (_case, parameters, requests, method) => {
	const permissions: Capabilities = { version: 1, requests: requests(port()) };
	await expect(send({ url: `${service.url}/items`, ...parameters }, permissions)).rejects.toMatchObject({
		code: 'CAPABILITY_MISSING',
		message: expect.stringMatching(
			`The node n8n-nodes-base.httpRequest of task "ask" sent ${method} ${service.url}/items, which the manifest of n8n-nodes-base .* does not allow`,
		) as string,
		fix: expect.stringMatching(`"${method} 127.0.0.1:${port()}" among its requests approved`) as string,
		details: { capability: 'requests', actual: `${method} ${service.url}/items` },
	});
	expect(service.asked).toEqual([]);
});

it('a node that goes on after the refusal has it as an error, and the next task is not restricted', async () => {
	const outcome = await send({ url: `${service.url}/items` }, list('GET api.example.com'), { onError: 'continueRegularOutput' });
	expect(JSON.stringify(outcome)).toContain('does not allow');
	expect(service.asked).toEqual([]);
	expect(await send({ url: `${service.url}/items` })).toMatchObject({ kind: 'returned' });
});

it('a job whose node is refused is an incident at once', async () => {
	const host = { gate: openGate(), nodeGate: gateWith(list('GET api.example.com')), agentFolders: [], providers: {}, stateFolder };
	const parameters = JSON.stringify({ url: `${service.url}/items`, options: {} });
	const outcome = await n8nNodeJobHandler(host)(
		{
			...{ key: 'refused', type: 'troupe:n8n-node', instanceKey: '7', processId: 'leads', processDefinitionKey: '3', elementId: 'ask' },
			...{ elementInstanceKey: '8', retries: 3, deadline: 0, variables: {} },
			headers: { nodeType: 'n8n-nodes-base.httpRequest', typeVersion: '4.2', inputs: 'parameters, credentials, items', parameters },
		},
		new AbortController().signal,
	);
	expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining('CAPABILITY_MISSING') as string });
	expect(service.asked).toEqual([]);
});
