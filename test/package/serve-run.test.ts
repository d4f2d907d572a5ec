import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endEvent, flow, processModel, serviceTask, startEvent } from '../../engine-adapter/contract/model-builder';
import type { Gate } from '../../core/ports';
import { TroupeError } from '../../core/base/errors';
import { openGate } from '../../sandbox/fakes/open-gate';
import { waitUntil, within } from '../support/wait-until';
import { connectCluster } from '../../cli/process/connect-cluster';
import { runServeCommand, type ServeOptions } from '../../cli/service/serve-run';
import { runTroupe } from '../../cli/program';
import { testTerminal, type TestTerminal } from '../../cli/terminal/test-terminal';

const agentProcess = processModel('asked', [
	startEvent(),
	serviceTask('answer', { type: 'troupe:agent', headers: { agent: 'support' } }),
	endEvent(),
	flow('a', 'start', 'answer'),
	flow('b', 'answer', 'end'),
]);

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-serve-'))));
const running = new Set<() => Promise<unknown>>();
afterEach(async () => {
	await Promise.all([...running].map((stop) => stop()));
	running.clear();
	rmSync(home, { recursive: true, force: true });
});

interface Running {
	url: string;
	terminal: TestTerminal;
	stop(): Promise<number>;
}

async function serve(options: Partial<ServeOptions> = {}, environment: NodeJS.ProcessEnv = {}, gate: Gate = openGate()): Promise<Running> {
	const terminal = testTerminal({ TROUPE_HOME: home, ...environment });
	const host = async () => ({ gate, agentFolders: [], providers: {}, stateFolder: home });
	const ended = runServeCommand({ port: 0, host: '127.0.0.1', worker: true, lint: true, ...options }, terminal, host);
	await within('the service', Promise.race([ended, firstLine(terminal)]), { seen: () => terminal.noted });
	const url = /http:\/\/\S+/.exec(terminal.printed[0] ?? '')?.[0] ?? '';
	const stop = () => {
		terminal.interrupt();
		return ended;
	};
	running.add(stop);
	return { url, terminal, stop };
}

function firstLine(terminal: TestTerminal): Promise<void> {
	return new Promise((resolve) => {
		const { print } = terminal;
		terminal.print = (line) => (print(line), resolve());
	});
}

/** What a caller on this machine sends who may read the home. */
const authorization = () => ({ authorization: `Bearer ${readFileSync(join(home, 'api-token'), 'utf8').trim()}` });

const postJson = (url: string, body: unknown, headers: Record<string, string> = authorization()) =>
	fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

async function deploy(url: string, headers: Record<string, string> = authorization()): Promise<Response> {
	const form = new FormData();
	form.append('resources', new Blob([agentProcess.content]), agentProcess.name);
	return fetch(`${url}/v2/deployments`, { method: 'POST', body: form, headers });
}

test('answers a customer through a process, keeps its state, and stops without a lock', async () => {
	const first = await serve();
	expect((await deploy(first.url)).status).toBe(200);
	const start = { processDefinitionId: 'asked', variables: { message: 'How long is the warranty?' }, awaitCompletion: true };
	const answer = (await (await postJson(`${first.url}/v2/process-instances`, start)).json()) as { variables: Record<string, unknown> };
	expect(answer.variables).toMatchObject({ outcome: 'reply', reply: expect.stringContaining('[1]') });
	const jobLines = first.terminal.noted.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(jobLines).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ message: 'job started', correlationId: expect.stringMatching(/^\d+$/), type: 'troupe:agent' }),
			expect.objectContaining({ message: 'job ended', outcome: 'complete', durationMs: expect.any(Number) }),
		]),
	);
	expect(first.terminal.noted.join()).not.toContain('warranty');
	expect(await first.stop()).toBe(0);
	expect(existsSync(join(home, 'engine.db'))).toBe(true);
	expect(existsSync(join(home, 'engine.db.lock'))).toBe(false);

	const second = await serve();
	const found = (await (await postJson(`${second.url}/v2/process-instances/search`, {})).json()) as { items: { state: string }[] };
	expect(found.items).toEqual([expect.objectContaining({ state: 'COMPLETED' })]);
	await second.stop();
});

test('reports its health, its keys and its OpenAPI document', async () => {
	const { url, stop } = await serve();
	expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
	const ready = await fetch(`${url}/readyz`);
	expect([ready.status, await ready.json()]).toEqual([
		200,
		{ status: 'ready', checks: { engine: 'open', registry: 'off', worker: 'open', gate: 'admitted' } },
	]);
	const keys = await fetch(`${url}/api/v1/keys`);
	expect([200, 503]).toContain(keys.status);
	const api = (await (await fetch(`${url}/openapi.json`)).json()) as { openapi: string; paths: Record<string, unknown> };
	expect(api.openapi).toMatch(/^3\./);
	expect(Object.keys(api.paths)).toEqual(
		expect.arrayContaining(
			['/healthz', '/readyz', '/api/v1/keys', '/v2/deployments', '/v2/process-instances/', '/v2/user-tasks/{key}/completion'].map((path) =>
				path.replace(/\/$/, ''),
			),
		),
	);
	await stop();
});

test('is not ready once the manifest allows its worker no more, and says the code only', async () => {
	const gate = openGate();
	let revoked = false;
	const { url, stop } = await serve(
		{},
		{},
		{
			admit: (subject) =>
				revoked ? Promise.reject(new TroupeError({ code: 'MANIFEST_REVOKED', message: 'revoked in /secret/place' })) : gate.admit(subject),
		},
	);
	revoked = true;
	const ready = await fetch(`${url}/readyz`);
	expect([ready.status, await ready.json()]).toEqual([
		503,
		{ status: 'not-ready', checks: { engine: 'open', registry: 'off', worker: 'open', gate: 'MANIFEST_REVOKED' } },
	]);
	await stop();
});

test('logs and counts that its jobs are refused, although none is waiting', async () => {
	const shut = new AbortController();
	const revoked = new TroupeError({ code: 'MANIFEST_REVOKED', message: 'revoked', fix: 'Install another.' });
	const open = openGate();
	const gate: Gate = {
		admit: (subject) => (shut.signal.aborted ? Promise.reject(revoked) : open.admit(subject)),
		watch: () => ({ signal: shut.signal, close: () => undefined }),
	};
	const { url, terminal, stop } = await serve({}, {}, gate);
	shut.abort(revoked);
	const refused = () => terminal.noted.filter((line) => line.includes('"jobs refused"')).map((line) => JSON.parse(line) as object);
	await waitUntil('the refusal of each job type', () => refused().length === 6, { seen: refused });
	expect(refused()[0]).toMatchObject({ level: 'error', type: 'troupe:agent', code: 'MANIFEST_REVOKED', error: 'revoked' });
	const metrics = await (await fetch(`${url}/metrics`, { headers: authorization() })).text();
	expect(metrics).toContain('troupe_gate_refused{type="troupe:agent"} 1\n');
	expect(metrics).toContain('troupe_gate_refusals_total{type="troupe:agent"} 1\n');
	await stop();
});

test('does not start when the manifest does not allow it', async () => {
	const refused = new TroupeError({ code: 'MANIFEST_TAMPERED', message: 'changed' });
	await expect(serve({}, {}, { admit: () => Promise.reject(refused) })).rejects.toBe(refused);
	expect(existsSync(join(home, 'engine.db'))).toBe(false);
});

test('says that the port is in use, and leaves no lock behind', async () => {
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	const { port } = other.address() as AddressInfo;
	await expect(serve({ port })).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
		message: `Port ${port} of 127.0.0.1 is in use by another process.`,
		fix: expect.stringContaining('--port 0'),
	});
	expect(existsSync(join(home, 'engine.db.lock'))).toBe(false);
	other.close();
});

test('refuses a second service on the same state', async () => {
	const { stop } = await serve();
	await expect(serve()).rejects.toMatchObject({ code: 'ENGINE_LOCKED' });
	await stop();
});

test('leaves jobs to others with --no-worker', async () => {
	const { url, stop } = await serve({ worker: false });
	expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ checks: { worker: 'off' } });
	await deploy(url);
	await postJson(`${url}/v2/process-instances`, { processDefinitionId: 'asked', variables: { message: 'Hi' } });
	const jobs = (await (
		await postJson(`${url}/v2/jobs/activation`, { type: 'troupe:agent', timeout: 1000, maxJobsToActivate: 5 })
	).json()) as { jobs: unknown[] };
	expect(jobs.jobs).toHaveLength(1);
	await stop();
});

test('stops at once while a caller waits for jobs', async () => {
	const { url, stop } = await serve();
	const polling = postJson(`${url}/v2/jobs/activation`, {
		type: 'none',
		timeout: 1000,
		maxJobsToActivate: 1,
		requestTimeout: 600_000,
	}).catch(() => undefined);
	await new Promise((resolve) => setTimeout(resolve, 50));
	await stop();
	await polling;
});

test('asks callers of the engine for the token, and leaves health and keys open', async () => {
	const token = 'a-token-of-thirty-two-characters';
	const { url, stop } = await serve({}, { TROUPE_API_TOKEN: token });
	expect((await fetch(`${url}/healthz`)).status).toBe(200);
	const refused = await deploy(url, {});
	expect([refused.status, refused.headers.get('content-type'), await refused.json()]).toEqual([
		401,
		expect.stringContaining('problem+json'),
		expect.objectContaining({ title: 'Unauthorized' }),
	]);
	for (const path of ['/v2/topology', '/%762/topology', '/v%32/topology', '//v2/topology', '/V2/topology', '/v2', '/v2/'])
		expect((await fetch(`${url}${path}`)).status).toBeGreaterThanOrEqual(400);
	expect((await deploy(url, { authorization: `Bearer ${token}` })).status).toBe(200);
	await stop();
});

test('asks for the token of a private file where none is set, and keeps it', async () => {
	const { url, terminal, stop } = await serve();
	const file = join(home, 'api-token');
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readFileSync(file, 'utf8').trim()).toMatch(/^[\w-]{43}$/);
	expect(terminal.printed.join('\n')).toContain(file);
	const strangers: Array<Record<string, string>> = [
		{},
		{ authorization: 'Bearer guess' },
		{ authorization: `Basic ${btoa('troupe:guess')}` },
	];
	for (const headers of strangers) {
		expect((await deploy(url, headers)).status).toBe(401);
		expect((await fetch(`${url}/metrics`, { headers })).status).toBe(401);
	}
	const before = authorization();
	expect((await deploy(url, { authorization: `Basic ${btoa(`troupe:${before.authorization.slice(7)}`)}` })).status).toBe(200);
	await stop();
	const again = await serve();
	expect((await deploy(again.url, before)).status).toBe(200);
	await again.stop();
});

test('commands on this machine find the token; other services never get it', async () => {
	const { url, stop } = await serve();
	const environment = { TROUPE_HOME: home };
	const engine = await connectCluster(url, { environment, onProblem: () => undefined });
	expect((await engine.deploy([agentProcess])).processes).toHaveLength(1);
	await engine.close();
	const elsewhere = { TROUPE_HOME: join(home, 'elsewhere') };
	await expect(connectCluster(url, { environment: elsewhere, onProblem: () => undefined })).rejects.toMatchObject({
		message: expect.stringContaining('401') as string,
	});
	await stop();

	const received: unknown[] = [];
	const other = createHttpServer(({ headers }, response) => {
		received.push(headers.authorization);
		response.writeHead(401, { 'www-authenticate': 'Bearer realm="camunda"' }).end('{}');
	});
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
	await expect(connectCluster(address, { environment, onProblem: () => undefined })).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
	expect(received).toEqual([undefined, undefined]);
	other.close();
});

test('its state is copied while it works, by the command', async () => {
	const { url, stop } = await serve();
	await deploy(url);
	const start = { processDefinitionId: 'asked', variables: { message: 'Hello' }, awaitCompletion: true };
	expect((await postJson(`${url}/v2/process-instances`, start)).status).toBe(200);
	expect((await postJson(`${url}/state/engine`, {}, {})).status).toBe(401);
	const folder = join(home, 'copies');
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['state', 'backup', folder, '--url', url, '--json'], terminal)).toBe(0);
	const { files } = JSON.parse(terminal.printed[0]!) as { files: Array<{ name: string }> };
	expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['engine.db', 'runs.db']));
	expect(readdirSync(folder).sort()).toEqual(files.map(({ name }) => name));
	expect(readdirSync(home).filter((name) => name.endsWith('.copy'))).toEqual([]);
	for (const name of ['.', ...readdirSync(folder)]) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
	await stop();

	home = folder;
	const restored = await serve({}, { TROUPE_API_TOKEN: 'a-token-of-the-tests' });
	const headers = { authorization: 'Bearer a-token-of-the-tests' };
	const found = (await (await postJson(`${restored.url}/v2/process-instances/search`, {}, headers)).json()) as {
		items: { state: string }[];
	};
	expect(found.items).toEqual([expect.objectContaining({ state: 'COMPLETED' })]);
	await restored.stop();
});

test('refuses foreign pages and foreign names of the loopback address', async () => {
	const { url, stop } = await serve();
	expect((await deploy(url, { ...authorization(), origin: 'https://evil.example' })).status).toBe(403);
	expect(await statusFor(url, 'evil.example')).toBe(403);
	await stop();
});

test('binds to another address only with a token', async () => {
	await expect(serve({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

/** fetch sets the Host header itself. */
function statusFor(url: string, host: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		request(`${url}/healthz`, { headers: { host } }, (response) => resolve(response.resume().statusCode))
			.on('error', reject)
			.end();
	});
}

test('reports an address of another machine', async () => {
	const environment = { TROUPE_API_TOKEN: '0123456789abcdef' };
	await expect(serve({ host: '192.0.2.1' }, environment)).rejects.toMatchObject({
		message: '192.0.2.1 is not an address of this machine.',
	});
});

test('names the state file that is damaged', async () => {
	const file = join(home, 'engine.db');
	writeFileSync(file, 'no database');
	await expect(serve()).rejects.toMatchObject({
		code: 'STORAGE_DAMAGED',
		message: expect.stringContaining(file) as string,
		fix: expect.stringContaining('restore it from a backup') as string,
	});
	expect(readFileSync(file, 'utf8')).toBe('no database');
});

test('tells what it does as metrics, which ask for the token where there is one', async () => {
	const token = 'a-token-of-thirty-two-characters';
	const { url, stop } = await serve({}, { TROUPE_API_TOKEN: token });
	const headers = { authorization: `Bearer ${token}` };
	expect((await fetch(`${url}/metrics`)).status).toBe(401);
	await deploy(url, headers);
	await postJson(
		`${url}/v2/process-instances`,
		{ processDefinitionId: 'asked', variables: { message: 'How long is the warranty?' }, awaitCompletion: true },
		headers,
	);
	await postJson(`${url}/v2/process-instances`, { processDefinitionId: 'asked', variables: { message: 7 } }, headers);
	const read = async () => (await fetch(`${url}/metrics`, { headers })).text();
	let text = '';
	const rested = ['troupe_incidents_open 1', 'troupe_jobs_running{type="troupe:agent"} 0', 'troupe_command_queue_length 0'];
	const isAtRest = async () => {
		text = await read();
		return rested.every((line) => text.split('\n').includes(line));
	};
	await waitUntil('the incident', isAtRest, { seen: () => text });
	expect(text).toMatch(/^# HELP troupe_info .*\n# TYPE troupe_info gauge\ntroupe_info\{version="\d+\.\d+\.\d+"\} 1\n/);
	for (const line of [
		'troupe_instances_started_total 2',
		'troupe_instances_completed_total 1',
		'troupe_instances_active 1',
		'troupe_jobs_activated_total{type="troupe:agent"} 2',
		'troupe_jobs_completed_total{type="troupe:agent"} 1',
		'troupe_jobs_failed_total{type="troupe:agent"} 1',
		'troupe_jobs_running{type="troupe:agent"} 0',
		'troupe_command_queue_length 0',
		'troupe_draining 0',
	])
		expect(text.split('\n')).toContain(line);
	expect(text).toMatch(/troupe_last_error_age_seconds \d/);
	await stop();
});
