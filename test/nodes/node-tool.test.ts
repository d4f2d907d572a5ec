/** Nodes of the real n8n as tools of an agent. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../core/agents/run-agent';
import { TroupeError } from '../../core/base/errors';
import { composeAgent } from '../../providers/compose/agents/agent';
import type { Host } from '../../providers/compose/hosts/host';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling } from '../fakes/tool-agent';
import { reply, type Service, startService } from './service';

const folder = mkdtempSync(join(tmpdir(), 'troupe-node-tools-'));
let service: Service;
beforeAll(async () => {
	service = await startService((response) => reply(response, 200, { id: 7, name: 'Ada' }));
});
beforeEach(() => void (service.asked.length = 0));
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(folder, { recursive: true });
});

const find = () => ({
	...{ kind: 'n8n-node', name: 'find', description: 'Finds a lead.', nodeType: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
	fixed: { url: `=${service.url}/leads/{{ $json.lead }}`, options: {} },
	parameters: { type: 'object', properties: { lead: { type: 'string' } }, required: ['lead'] },
	fill: {},
	effect: 'reads',
});

async function ask(tool: object, input: object, changes: Partial<Host> = {}, rules: object[] = []) {
	const definition = {
		...{ id: 'seller', version: '1.0.0', name: 'Seller', purpose: 'Sells.', prompt: 'Sell.' },
		// The first call starts n8n.
		tools: { define: [tool], rules, timeoutMs: 110_000 },
		...{ guardrails: { personalData: { types: [] } }, limits: { wallClockMs: 115_000 } },
	};
	writeFileSync(join(folder, 'seller.json'), JSON.stringify(definition));
	const model = scriptedChatModel(calling(['find', input as Record<string, unknown>, 'f']), 'Done.');
	const host: Host = {
		...{ gate: openGate(), nodeGate: openNodeGate(), agentFolders: [folder], providers: {}, stateFolder: folder, model },
		...changes,
	};
	const parts = await composeAgent({ kind: 'id', id: 'seller' }, host);
	const outcome = await runAgent({ message: 'Who is lead 7?', conversationId: 'c' }, parts, new AbortController().signal);
	return { outcome, result: model.requests[1]?.messages.at(-1)?.content };
}

it('runs a node with fixed parameters, whose expressions see the arguments', async () => {
	const { outcome, result } = await ask(find(), { lead: '7' });
	expect(outcome).toMatchObject({ kind: 'reply', usage: { toolCalls: 1 } });
	expect(JSON.parse(result!)).toEqual({ id: 7, name: 'Ada' });
	expect(service.asked.map(({ url }) => url)).toEqual(['/leads/7']);
});

it('never evaluates what the model fills, and puts it at its place in a parameter', async () => {
	const set = {
		...find(),
		...{ nodeType: 'n8n-nodes-base.set', typeVersion: 3.4, fill: { jsonOutput: 'lead' } },
		fixed: { mode: 'raw', options: {} },
	};
	const { result } = await ask(set, { lead: '{"name": "={{ 1 + 1 }}"}' });
	expect(JSON.parse(result!)).toEqual({ name: '={{ 1 + 1 }}' });
});

it('asks a person where neither the definition nor a rule allows it', async () => {
	const writes = { ...find(), effect: undefined };
	expect((await ask(writes, { lead: '7' })).outcome).toMatchObject({ kind: 'needs-human', reason: 'approval' });
	const allowed = [{ tool: 'find', arguments: { lead: '[0-9]+' }, permission: 'allow' }];
	expect((await ask(writes, { lead: '7' }, {}, allowed)).outcome).toMatchObject({ kind: 'reply' });
});

it('ends the run if the gate refuses the package, before a model is asked', async () => {
	const refused = new TroupeError({ code: 'MANIFEST_NOT_APPROVED', message: 'n8n-nodes-base is not approved.' });
	const nodeGate = { ...openNodeGate(), admit: () => Promise.reject(refused) };
	await expect(ask(find(), { lead: '7' }, { nodeGate })).rejects.toMatchObject({
		...{ code: refused.code, message: refused.message, details: { runId: expect.any(String) } },
	});
	await expect(ask(find(), { lead: '7' }, { nodeGate: undefined })).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
});

it('tells the model what the service said', async () => {
	const { result } = await ask({ ...find(), fixed: { url: 'http://127.0.0.1:9/', options: {} } }, { lead: '7' });
	expect(result).toMatch(/^The node failed/);
});
