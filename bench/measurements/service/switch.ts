/**
 * Seconds from a `troupe switch off all` until the last of 200 runs made its last call of a model or a tool. The runs are in three processes on one
 * PostgreSQL, as on three machines: a service that others call over A2A, a worker that does jobs of its engine, and a command. Goal: 1.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { connectCamundaRest } from '../../../engine-adapter/zeebe/connect-camunda-rest';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { createCluster } from '../../../test/support/servers/postgres-cluster';
import { waitUntil } from '../../../test/support/wait-until';
import { startServer, stopServer } from '../../compare-servers';

const runs = { service: 100, worker: 99, command: 1 };
const all = runs.service + runs.worker + runs.command;
const token = 'a-token-of-the-bench';
const modelMs = 3_000;
/** A run that goes on calls again in this time. */
const watchedMs = 12_000;

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-switch-'));
	const closers: Array<() => unknown> = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })];
	try {
		const calls = await startOutside();
		closers.push(() => calls.close());
		const cluster = await createCluster();
		closers.push(() => cluster.remove());
		const children: ChildProcess[] = [];
		closers.push(() => Promise.all(children.map(stopServer)));
		const machine = machinesOf(folder, await cluster.createDatabase(), calls.url, calls.toolUrl);
		await startRuns(machine, children);
		await waitUntil(`${all} runs at work`, () => calls.seen.size === all, { seen: () => calls.seen.size, forMs: 120_000 });
		const stop = spawn(process.execPath, ['bin/troupe', 'switch', 'off', 'all', '--everywhere', '--reason', 'drill', '--yes', '--json'], {
			env: machine('operator'),
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		const [printed] = (await once(stop.stdout, 'data')) as [Buffer];
		const stoppedAt = Date.parse((JSON.parse(String(printed)) as { changedAt: string }).changedAt);
		await sleep(watchedMs);
		const late = calls.at.filter((at) => at > stoppedAt);
		const last = Math.max(0, ...late.map((at) => at - stoppedAt)) / 1_000;
		console.log(`${calls.at.length} calls of ${all} runs, ${late.length} of them after the stop, the last after ${last.toFixed(2)} s`);
		return Math.round(last * 100) / 100;
	} finally {
		for (const close of closers.reverse()) await close();
	}
}

/** A model that calls a tool again and again, and the tool; both note when they are called. */
async function startOutside() {
	const at: number[] = [];
	const seen = new Set<string>();
	const tool = createServer((_request, response) => {
		at.push(Date.now());
		response.setHeader('content-type', 'application/json');
		response.end('{"found": true}');
	}).listen(0, '127.0.0.1');
	await once(tool, 'listening');
	let number = 0;
	const models = await startOpenAiServer({
		respond: ({ messages }) => {
			at.push(Date.now());
			// Its beginning is over.
			if (messages.some(({ role }) => role === 'tool')) seen.add(messages.find(({ role }) => role === 'user')!.content);
			return { text: '', calls: [{ name: 'look', input: { number: (number += 1) } }], delayMs: modelMs };
		},
	});
	return {
		at,
		seen,
		url: `${models.url}/v1`,
		toolUrl: `http://127.0.0.1:${(tool.address() as AddressInfo).port}`,
		async close() {
			tool.closeAllConnections();
			tool.close();
			await models.close();
		},
	};
}

type MachineEnvironment = (name: string) => NodeJS.ProcessEnv;

function machinesOf(folder: string, database: string, models: string, toolUrl: string): MachineEnvironment {
	mkdirSync(join(folder, 'agents'));
	writeFileSync(join(folder, 'agents', 'looker.json'), JSON.stringify(looker(toolUrl)));
	return (name) => ({
		...process.env,
		TROUPE_HOME: join(folder, name),
		TROUPE_DATABASE_URL: database,
		TROUPE_AGENTS: join(folder, 'agents'),
		TROUPE_API_TOKEN: token,
		TROUPE_UNLISTED_AGENTS: 'allow',
		TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
		TROUPE_TENANT: '',
		TROUPE_REGISTRY_URL: '',
		OPENAI_API_KEY: 'sk-fake',
		OPENAI_BASE_URL: models,
		TROUPE_VAULT_KEY: Buffer.alloc(32, 7).toString('base64'),
	});
}

const looker = (toolUrl: string) => ({
	id: 'looker',
	version: '1.0.0',
	name: 'Looker',
	purpose: 'Looks.',
	capabilities: [],
	prompt: 'Look.',
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: {
		rules: [{ tool: '*', permission: 'allow' }],
		define: [
			{
				kind: 'http',
				name: 'look',
				description: 'Looks.',
				method: 'GET',
				url: `${toolUrl}/{number}`,
				parameters: { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'], additionalProperties: false },
			},
		],
	},
	guardrails: { personalData: { types: [] } },
	limits: { modelCalls: 50, toolCalls: 50, tokens: 400_000, wallClockMs: 600_000 },
});

async function startRuns(machine: MachineEnvironment, children: ChildProcess[]): Promise<void> {
	const service = ['bin/troupe', 'serve', '--port', '0', '--no-registry', '--no-worker'];
	const url = await startServer(service, children, machine('service'));
	const worker = spawn(process.execPath, ['bin/troupe', 'worker', '--engine', url, '--jobs', String(runs.worker)], {
		env: machine('worker'),
		stdio: 'ignore',
	});
	const command = spawn(process.execPath, ['bin/troupe', 'agent', 'run', 'looker', '--message', 'command'], {
		env: machine('command'),
		stdio: 'ignore',
	});
	children.push(worker, command);
	const engine = await connectCamundaRest({ address: url, token });
	const task = serviceTask('work', { type: 'troupe:agent', retries: 3 });
	await engine.deploy([processModel('looking', [startEvent(), task, endEvent(), ...chain('start', 'work', 'end')])]);
	for (let number = 1; number <= runs.worker; number += 1)
		await engine.start({ processId: 'looking', variables: { agent: 'looker', message: `worker ${number}` } });
	await engine.close();
	for (let number = 1; number <= runs.service; number += 1) void askOverA2a(url, `service ${number}`);
}

/** Ends with the run, or with the service. */
async function askOverA2a(url: string, text: string): Promise<void> {
	const message = { messageId: text, role: 'ROLE_USER', parts: [{ text }] };
	await fetch(`${url}/a2a/looker`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'a2a-version': '1.0' },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } }),
	}).catch(() => undefined);
}
