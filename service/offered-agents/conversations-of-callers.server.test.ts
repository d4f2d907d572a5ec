/** A conversation that a caller names belongs to the caller, through every door of the service. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { runAgent } from '../../core/agents/run-agent';
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { openAgentWorker } from '../../engine-adapter/workers/agent-worker';
import { openRememberWorker } from '../../engine-adapter/workers/knowledge/remember-worker';
import { composeAgent } from '../../providers/compose/agents/agent';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { until } from '../../test/support/wait-until';

const secret = 'The safe opens with 4711.';
const never = new AbortController().signal;
const agent = (id: string, memory: object) => ({
	...{ id, version: '1.0.0', name: id, purpose: 'Answers.', capabilities: [], prompt: 'Help.' },
	...{ model: { extractive: false }, memory, guardrails: { personalData: { types: [] } }, limits: {} },
});
const byEvent = (kind: 'message' | 'signal'): ModelPart => ({
	...startEvent(),
	content: `<bpmn:${kind}EventDefinition ${kind}Ref="event"/>`,
	definitions: `<bpmn:${kind} id="event" name="asked by ${kind}"/>`,
});
const calls: ModelPart = {
	tag: 'callActivity',
	id: 'call',
	extensions: '<bpmn:extensionElements><zeebe:calledElement processId="ask" propagateAllChildVariables="true"/></bpmn:extensionElements>',
};
const asks = serviceTask('work', { type: 'troupe:agent' });
const process = (id: string, work: ModelPart, start = startEvent()) =>
	processModel(id, [start, work, endEvent(), ...chain('start', work.id, 'end')]);

let service: Awaited<ReturnType<typeof startTestService>>;
let closers: Array<() => Promise<unknown>>;
let keys: { ana: string; eve: string };
beforeEach(async () => {
	service = await startTestService(Array.from({ length: 9 }, (_, index) => `Reply ${index}.`));
	closers = [() => service.close()];
	for (const one of [agent('clerk', { turns: 5 }), agent('sharer', { turns: 5, shared: true })])
		writeFileSync(join(service.host.agentFolders[0]!, `${one.id}.json`), JSON.stringify(one));
	for (const open of [openAgentWorker, openRememberWorker]) {
		const worker = await open(service.engine, service.host);
		closers.push(() => worker.close());
	}
	const recalls = serviceTask('work', { type: 'troupe:remember', headers: { operation: 'recall' } });
	await service.engine.deploy([process('ask', asks), process('call-ask', calls), process('recall', recalls)]);
	await service.engine.deploy([process('by-message', asks, byEvent('message')), process('by-signal', asks, byEvent('signal'))]);
	const scopes = ['process:run', 'process:read', 'agent:run'];
	keys = { ana: await service.createKey('ana', scopes), eve: await service.createKey('eve', scopes) };
});
afterEach(async () => {
	for (const close of closers.reverse()) await close();
});

async function post(key: string, path: string, body: object): Promise<Record<string, unknown>> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
	const response = await fetch(`${service.url}/v2/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
	expect(response.status).toBe(200);
	return (await response.json()) as Record<string, unknown>;
}

const start = (key: string, processDefinitionId: string, variables: object) =>
	post(key, 'process-instances', { processDefinitionId, variables, awaitCompletion: true, requestTimeout: 20_000 });
const ask = (key: string, message: string, more: object = {}, id = 'ask') =>
	start(key, id, { message, agent: 'clerk', conversationId: 'desk', ...more });
/** What the model was shown in its newest call. */
const shown = () => JSON.stringify(service.model.requests.at(-1)!.messages);

/** As `troupe agent run` does. */
async function askOnCommandLine(message: string, conversationId: string, id = 'clerk'): Promise<void> {
	await runAgent({ message, conversationId }, await composeAgent({ kind: 'id', id }, service.host), never);
}

async function askOverMcp(key: string, message: string, conversationId: string): Promise<void> {
	const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
	const requestInit = { headers: { authorization: `Bearer ${key}` } };
	await client.connect(new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`), { requestInit }));
	await client.callTool({ name: 'clerk', arguments: { message, conversationId } });
	await client.close();
}

async function askOverA2a(key: string, text: string, contextId: string): Promise<void> {
	const message = { messageId: randomUUID(), contextId, role: 'ROLE_USER', parts: [{ text }] };
	const response = await fetch(`${service.url}/a2a/clerk`, {
		...{ method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'a2a-version': '1.0' } },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } }),
	});
	expect(await response.json()).not.toHaveProperty('error');
}

test('a process of one key does not show what another key or the command line said under the same ID', async () => {
	await ask(keys.ana, secret);
	await askOnCommandLine(`Locally: ${secret}`, 'desk');
	await ask(keys.eve, 'What did I say?');
	expect(shown()).not.toContain('4711');
	await ask(keys.ana, 'What did I say?');
	expect(shown()).toContain(secret);
	expect(shown()).not.toContain('Locally');
});

test.each(['by-message', 'by-signal', 'call-ask'])('nor does one that starts otherwise (%s)', async (id) => {
	await askOnCommandLine(secret, 'desk');
	const variables = { message: 'What did I say?', agent: 'clerk', conversationId: 'desk' };
	if (id === 'call-ask') await ask(keys.eve, 'What did I say?', {}, id);
	else if (id === 'by-signal') await post(keys.eve, 'signals/broadcast', { signalName: 'asked by signal', variables });
	else await post(keys.eve, 'messages/publication', { name: 'asked by message', correlationKey: '', variables, timeToLive: 1000 });
	await until(() => service.model.requests.length === 2);
	expect(shown()).not.toContain('4711');
});

test('agents and tasks that share conversations share those of one caller', async () => {
	await askOnCommandLine(`Locally: ${secret}`, 'desk', 'sharer');
	await ask(keys.ana, secret, { agent: 'sharer' });
	await ask(keys.eve, 'What did I say?', { agent: 'sharer' });
	expect(shown()).not.toContain('4711');
	const recall = async (key: string) => JSON.stringify(await start(key, 'recall', { conversationId: 'desk' }));
	expect([await recall(keys.eve), await recall(keys.ana)]).toEqual([
		expect.not.stringContaining('4711'),
		expect.stringMatching(/^(?!.*Locally).*4711/),
	]);
	// The operator has the token of the service.
	expect(await recall(serviceToken)).toContain('Locally');
});

test('MCP, A2A and processes show a key its own conversations only', async () => {
	for (const say of [askOverMcp, askOverA2a]) await say(keys.ana, secret, 'desk');
	await askOnCommandLine(`Locally: ${secret}`, 'desk');
	for (const say of [askOverMcp, askOverA2a, (key: string, message: string) => ask(key, message)]) {
		await say(keys.eve, 'What did I say?', 'desk');
		expect(shown()).not.toContain('4711');
	}
	await ask(keys.ana, 'What did I say?');
	expect(shown()).toContain(secret);
	expect(shown()).not.toContain('Locally');
});

test('nobody names the conversation of a caller from outside', async () => {
	await ask(keys.ana, secret);
	const runs = service.model.requests.length;
	const { instanceKey } = await service.engine.start({
		processId: 'ask',
		variables: { message: 'What?', agent: 'clerk', conversationId: 'caller:0123456789ab:desk' },
	});
	const filter = { processInstanceKey: instanceKey };
	const found = await until(async () => {
		const { items } = await post(serviceToken, 'incidents/search', { filter });
		return (items as unknown[])[0];
	});
	expect(JSON.stringify(found)).toContain('a conversation of a caller of the service');
	expect(service.model.requests).toHaveLength(runs);
});

test('the operator forgets an ID in the conversations of all callers', async () => {
	await ask(keys.ana, secret);
	await ask(keys.eve, secret);
	const forgotten = await runMemoryTask({ operation: 'forget', conversation: 'desk' }, service.host, never);
	expect(forgotten).toMatchObject({ removed: { turns: 2 } });
	await ask(keys.ana, 'What did I say?');
	expect(shown()).not.toContain('4711');
});
