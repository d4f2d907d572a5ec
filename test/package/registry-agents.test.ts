/** Agents of the registry in a process: the service, a worker that follows it, and what happens when somebody decides in between. Real commands only. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { withoutEvents } from '../../bench/fleet/without-events';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { HttpRegistry } from '../../manifests/registry-over-http/http-registry';
import { parseToken } from '../../manifests/token/read-token';
import { createRegistry } from '../../manifests/registry/create-registry';
import { computeBucket } from '../../manifests/registry/rollouts/bucket';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { waitUntil, within } from '../support/wait-until';
import { freePort } from '../../scripts/lib/free-port.mjs';

const exec = promisify(execFile);
const ada = 'ada@example.com';
const bob = 'bob@example.com';
const tenant = 'acme';
/** What callers of the engine send; a machine has a home of its own. */
const engineToken = 'a-token-of-the-tests';
let folder: string;
let installed: string;
let models: FakeServer;
let url: string;
let service: ChildProcess;
const running = new Map<ChildProcess, () => string>();
const at = (...path: string[]) => join(folder, 'founded', ...path);

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-registry-agents-'));
	installed = join(folder, 'n8n-nodes-troupe');
	for (const name of ['bin', 'dist', 'package.json']) cpSync(name, join(installed, name), { recursive: true });
	symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
	models = await startOpenAiServer({ keys: null, respond: () => ({ text: 'Hello!' }) });
	const people = { authors: [ada], approvers: [bob], approvals: 1, rootHolders: 1, rootThreshold: 1, tenant };
	await createRegistry({ into: at(), ...people, url: 'http://127.0.0.1', nowMs: Date.now() });
	// One that stays free while the service is down, for its restart.
	url = await serve(String(await freePort()));
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	await troupe('manifest', 'publish', installed, ...as(ada));
	await troupe('manifest', 'approve', `n8n-nodes-troupe@${version}`, ...as(bob), '--yes');
}, 120_000);
afterAll(async () => {
	for (const child of running.keys()) child.kill('SIGKILL');
	await models?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The checkout's own, under its development root; a machine that follows the registry runs what is installed. */
const command = (of = '') => ['--disable-warning=ExperimentalWarning', join(of, 'bin/troupe')];
const as = (who: string) => ['--as', at('people', who), '--registry', url];
const tokenOf = (place: string) => readFileSync(at(place, 'token'), 'utf8').trim();

function start(args: string[], env: NodeJS.ProcessEnv, of?: string): { child: ChildProcess; log: () => string } {
	const child = spawn(process.execPath, [...command(of), ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
	let text = '';
	child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
	const log = () => text;
	running.set(child, log);
	child.once('exit', () => running.delete(child));
	return { child, log };
}

async function serve(port: string): Promise<string> {
	const { child, log } = start(['serve', '--port', port, '--no-worker', '--no-lint'], {
		TROUPE_HOME: at('server'),
		TROUPE_WEBHOOK_PRIVATE: 'allow',
		TROUPE_API_TOKEN: engineToken,
	});
	service = child;
	const ready = () => {
		if (child.exitCode !== null) throw new Error(log());
		return /ready at (\S+)/.exec(log())?.[1];
	};
	return waitUntil('troupe serve', ready, { seen: log });
}

async function troupe(...args: string[]): Promise<string> {
	return (await exec(process.execPath, [...command(), ...args], { env: { ...process.env, TROUPE_HOME: join(folder, 'home') } })).stdout;
}

function machine(name: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const home = join(folder, name);
	cpSync(at('machines'), home, { recursive: true });
	return {
		...{ TROUPE_HOME: home, TROUPE_TENANT: tenant, TROUPE_REGISTRY_URL: url, TROUPE_REGISTRY_TOKEN: tokenOf('machines') },
		...{ TROUPE_INSTANCE: name, TROUPE_API_TOKEN: engineToken, OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: `${models.url}/v1`, ...more },
	};
}

const definition = (version: string, more: object = {}) => ({
	...{ id: 'support', version, name: 'Support', purpose: 'Answers questions.', capabilities: ['support.answer'], prompt: 'Answer.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	...{ guardrails: { personalData: { types: [] } }, limits: { wallClockMs: 60_000 }, ...more },
});

async function publish(content: ReturnType<typeof definition>): Promise<void> {
	const file = join(folder, `${content.id}-${content.version}.json`);
	writeFileSync(file, JSON.stringify(content));
	await troupe('manifest', 'publish', file, ...as(ada));
	await troupe('manifest', 'approve', `agent:${content.id}@${content.version}`, ...as(bob), '--yes');
}

const bpmn = (process: string, agent: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
<bpmn:process id="${process}" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t"/>
<bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="troupe:agent" retries="3"/><zeebe:taskHeaders><zeebe:header key="agent" value="${agent}"/></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:sequenceFlow id="b" sourceRef="t" targetRef="e"/><bpmn:endEvent id="e"/></bpmn:process></bpmn:definitions>`;

async function rest<Answer>(path: string, body: unknown): Promise<Answer> {
	const headers = { authorization: `Bearer ${engineToken}`, ...(!(body instanceof FormData) && { 'content-type': 'application/json' }) };
	const answer = await fetch(`${url}/v2${path}`, { method: 'POST', headers, body: body instanceof FormData ? body : JSON.stringify(body) });
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
	return (await answer.json()) as Answer;
}

async function startProcess(process: string, agent: string): Promise<string> {
	await rest('/deployments', form(process, agent));
	const variables = { message: 'Hello', conversationId: `c-${process}` };
	const { processInstanceKey } = await rest<{ processInstanceKey: string }>('/process-instances', {
		processDefinitionId: process,
		variables,
	});
	return processInstanceKey;
}

/** Its end: the agent's version, or the incident's message. */
async function awaitEnd(processInstanceKey: string, forMs?: number): Promise<string> {
	const filter = { processInstanceKey };
	return waitUntil(
		`the end of ${processInstanceKey}`,
		async () => {
			const { items: incidents } = await rest<{ items: Array<{ errorMessage: string }> }>('/incidents/search', { filter });
			if (incidents[0]) return incidents[0].errorMessage;
			const { items } = await rest<{ items: Array<{ name: string; value: string }> }>('/variables/search', { filter });
			const agent = items.find(({ name }) => name === 'agent');
			return agent && (JSON.parse(agent.value) as { version: string }).version;
		},
		{ forMs, everyMs: 50, seen: () => [...running.values()].map((log) => log()).join('\n') },
	);
}

const stop = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') => {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill(signal);
	await within(`the end by ${signal}`, once(child, 'exit'));
};

async function startWorker(env: NodeJS.ProcessEnv, ...more: string[]) {
	const worker = start(['worker', '--engine', url, ...more], env, installed);
	const open = () => {
		if (worker.child.exitCode !== null) throw new Error(worker.log());
		return /troupe:agent/.test(worker.log());
	};
	await waitUntil('the worker', open, { seen: worker.log });
	return worker;
}

it('runs what was approved, from cold; what is revoked ends the job that runs, and refuses the one that waits', async () => {
	await publish(definition('1.2.0'));
	const { child } = await startWorker(machine('one'));
	expect(await awaitEnd(await startProcess('first', 'support@^1.2'))).toBe('1.2.0');

	await publish(definition('1.3.0', { memory: { turns: 2 } }));
	await waitUntil('the new version', async () => (await awaitEnd(await startProcess('second', 'support@^1.2'))) === '1.3.0');

	models.script([{ text: 'Too late.', delayMs: 60_000 }]);
	const asked = models.calls.length;
	const instance = await startProcess('third', 'support@1.3.0');
	await waitUntil('the model to be asked', () => models.calls.length > asked);
	await troupe('manifest', 'revoke', 'agent:support@1.3.0', ...as(bob), '--reason', 'it leaks', '--yes');
	const ended = await awaitEnd(instance);
	expect(ended).toMatch(/^MANIFEST_REVOKED: .*it leaks/);
	expect(await awaitEnd(await startProcess('fourth', 'support@1.3.0'))).toMatch(/^MANIFEST_REVOKED: .*it leaks/);
	expect(await awaitEnd(await startProcess('fifth', 'support@^2'))).toMatch(/^MANIFEST_NOT_APPROVED: /);
	expect(await awaitEnd(await startProcess('sixth', 'nobody@^2'))).toMatch(/^AGENT_NOT_FOUND: /);
	await stop(child);
}, 120_000);

it('hears of a revocation by the webhook at its own port, where no stream of events reaches it and nobody asks it', async () => {
	await publish(definition('1.0.0', { id: 'hinted' }));
	const proxy = await withoutEvents(url);
	const port = await freePort();
	const hints = `http://127.0.0.1:${port}/hints`;
	const admin = new HttpRegistry({ url, token: tokenOf('admin') });
	const { id, secret } = await admin.addWebhook({ url: hints, events: ['manifest.revoked'] });
	const env = machine('hinted', { TROUPE_REGISTRY_URL: proxy.url, TROUPE_HINT_SECRET: secret });
	const { child, log } = await startWorker(env, '--port', String(port));
	try {
		const kept = () => {
			const bytes = readFileSync(join(env.TROUPE_HOME!, `registry-cache/${tenant}/snapshot.jwt`));
			const { manifests, ver }: SnapshotDocument = parseToken('the snapshot', 'troupe-snapshot+jwt', bytes).claimed;
			return { ver, state: manifests.find((entry) => entry.package === 'hinted')?.state };
		};
		const before = await waitUntil('the first snapshot', kept);
		expect(before.state).toBe('approved');
		// What this webhook does not tell of stays unknown: it is not the events, nor the time, that has it ask.
		await publish(definition('1.1.0', { id: 'unheard' }));
		expect((await fetch(hints, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(401);
		expect(kept()).toEqual(before);
		await troupe('manifest', 'revoke', 'agent:hinted@1.0.0', ...as(bob), '--reason', 'it leaks', '--yes');
		const after = await waitUntil('the hint', () => kept().state === 'revoked' && kept(), { seen: log });
		expect(after.ver).toBeGreaterThan(before.ver);
	} finally {
		await stop(child);
		await admin.removeWebhook(id);
		proxy.close();
	}
}, 60_000);

it('goes on with the version that it began with, when the worker is killed and another version was approved', async () => {
	const slow = {
		limits: { wallClockMs: 60_000, softStop: false },
		tools: { define: [order()], rules: [{ tool: 'order', permission: 'allow' }] },
	};
	await publish(definition('2.0.0', { ...slow, id: 'clerk' }));
	const env = machine('killed');
	const first = await startWorker(env);
	const call = { name: 'order', input: { order: 'A-1' } };
	models.script([
		{ text: '', calls: [call] },
		{ text: 'Too late.', delayMs: 60_000 },
	]);
	const asked = models.calls.length;
	const instance = await startProcess('killed', 'clerk@^2');
	await waitUntil('the model to be asked for the second time', () => models.calls.length > asked + 1, { seen: first.log });
	await stop(first.child, 'SIGKILL');
	await publish(definition('2.1.0', { ...slow, id: 'clerk', memory: { turns: 2 } }));
	const second = await startWorker(env);
	expect(await awaitEnd(instance, 90_000)).toBe('2.0.0');
	expect(await awaitEnd(await startProcess('after-it', 'clerk@^2'))).toBe('2.1.0');
	await stop(second.child);
}, 180_000);

const order = () => ({
	...{ kind: 'http', name: 'order', description: 'An order.', method: 'GET', url: `${models.url}/v1/models?order={order}` },
	parameters: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'], additionalProperties: false },
});

it('says what is wrong without a registry or with another tenant; once warm it goes on while the registry is away', async () => {
	const warm = machine('warm');
	await rest('/deployments', form('warm', 'support@^1.2'));
	const { child } = await startWorker(warm);
	expect(await ask(machine('other', { TROUPE_TENANT: 'other' }))).toMatch(
		/the registry has sent no snapshot for the tenant other so far[\s\S]*TROUPE_TENANT/,
	);
	const away = await ask(machine('cold', { TROUPE_REGISTRY_URL: 'http://127.0.0.1:9' }));
	expect(away).toMatch(/the registry has sent no snapshot for the tenant acme so far/);
	expect(away).toMatch(/ECONNREFUSED/);
	expect(await ask(machine('nobody', { TROUPE_REGISTRY_TOKEN: 'a.b.c' }))).toMatch(/does not allow this machine to read \S+ \(401\)/);
	expect(await ask(warm)).toMatch(/Hello!/);
	const port = new URL(url).port;
	await stop(service);
	expect(await ask(warm)).toMatch(/Hello!/);
	await serve(port);
	expect(await awaitEnd(await startProcess('warm', 'support@^1.2'), 60_000)).toBe('1.2.0');
	await stop(child);
}, 180_000);

function form(process: string, agent: string): FormData {
	const data = new FormData();
	data.append('resources', new Blob([bpmn(process, agent)]), `${process}.bpmn`);
	return data;
}

/** What `troupe agent run` says. */
async function ask(env: NodeJS.ProcessEnv, agent = 'support@^1.2', ...more: string[]): Promise<string> {
	const { child, log } = start(['agent', 'run', agent, '-m', 'Hello', ...more], env, installed);
	await within('the answer', once(child, 'close'), { seen: log });
	return log();
}

it('takes a version back by itself that fails where a rollout gave it, on every instance, with what is told of it', async () => {
	await publish(definition('3.0.0', { id: 'desk' }));
	await publish(definition('3.1.0', { id: 'desk', memory: { turns: 2 } }));
	const thresholds = ['--max-failures', '0.2', '--min-samples', '4'];
	await troupe(
		'manifest',
		'rollout',
		'start',
		'desk',
		'--from',
		'3.0.0',
		'--to',
		'3.1.0',
		'--id',
		'desks',
		'--stages',
		'30:0,100:0',
		...thresholds,
		...as(bob),
	);
	const names = Array.from({ length: 50 }, (_, index) => `machine-${index}`);
	const chosen = names.find((name) => computeBucket('desks', name) <= 30)!;
	const spared = names.find((name) => computeBucket('desks', name) > 30)!;
	const [one, other] = [machine(chosen), machine(spared)];
	const versionsOf = async (env: NodeJS.ProcessEnv) => /"version": "(3\.\d\.\d)"/.exec(await ask(env, 'desk', '--json'))?.[1];
	expect([await versionsOf(one), await versionsOf(other), await versionsOf(one)]).toEqual(['3.1.0', '3.0.0', '3.1.0']);
	models.script(Array.from({ length: 4 }, () => ({ status: 400, body: { error: { message: 'no' } } })));
	for (let run = 0; run < 4; run += 1) await ask(one, 'desk');
	const list = await troupe('manifest', 'rollout', 'list', ...as(bob));
	expect(list).toMatch(/desks +agent:desk +3\.0\.0 +3\.1\.0 +aborted .*failed, more than 20 % of 4; back to 3\.0\.0/);
	for (const env of [one, other]) rmSync(join(env.TROUPE_HOME!, `registry-cache/${tenant}/checked.json`), { force: true });
	expect([await versionsOf(one), await versionsOf(other)]).toEqual(['3.0.0', '3.0.0']);
}, 180_000);
