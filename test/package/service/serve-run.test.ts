import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Gate } from '../../../core/ports/manifests';
import { jobTypes } from '../../../bpmn/job-types';
import { TroupeError } from '../../../core/base/errors';
import { listMetrics } from '../../../core/base/metrics/metrics';
import { openGate } from '../../fakes/permissive-gate';
import { waitUntil } from '../../support/wait-until';
import { TestService } from './test-service';

const service = new TestService();
const { serve, authorization, postJson, deploy } = service;

test('answers a customer through a process, keeps its state, and stops without a lock', async () => {
	const first = await serve();
	expect((await deploy(first.url)).status).toBe(200);
	const start = { processDefinitionId: 'asked', variables: { message: 'How long is the warranty?' }, awaitCompletion: true };
	const answer = (await (await postJson(`${first.url}/v2/process-instances`, start)).json()) as { variables: Record<string, unknown> };
	expect(answer.variables).toMatchObject({ outcome: 'reply', reply: expect.stringContaining('[1]') });
	const { items: agents } = (await (await postJson(`${first.url}/v2/agent-instances/search`, {})).json()) as { items: object[] };
	expect(agents).toMatchObject([{ status: 'COMPLETED', elementId: 'answer', metrics: { modelCalls: expect.any(Number) as number } }]);
	const jobLines = first.terminal.noted.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(jobLines).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ message: 'job started', instance: expect.stringMatching(/^\d+$/), type: 'troupe:agent' }),
			expect.objectContaining({ message: 'job ended', outcome: 'complete', durationMs: expect.any(Number) }),
		]),
	);
	// The name of the document is not secret.
	expect(first.terminal.noted.join().replaceAll('warranty-and-repairs.md', '')).not.toContain('warranty');
	expect(await first.stop()).toBe(0);
	expect(existsSync(join(service.home, 'engine.db'))).toBe(true);
	expect(existsSync(join(service.home, 'engine.db.lock'))).toBe(false);

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
	await waitUntil('the refusal of each job type', () => refused().length === jobTypes.length, { seen: refused });
	expect(refused()[0]).toMatchObject({ level: 'error', type: 'troupe:agent', code: 'MANIFEST_REVOKED', error: 'revoked' });
	const metrics = await (await fetch(`${url}/metrics`, { headers: authorization() })).text();
	expect(metrics).toContain('troupe_gate_refused{type="troupe:agent"} 1\n');
	expect(metrics).toContain('troupe_gate_refusals_total{type="troupe:agent"} 1\n');
	await stop();
});

test('does not start when the manifest does not allow it', async () => {
	const refused = new TroupeError({ code: 'MANIFEST_TAMPERED', message: 'changed' });
	await expect(serve({}, {}, { admit: () => Promise.reject(refused) })).rejects.toBe(refused);
	expect(existsSync(join(service.home, 'engine.db'))).toBe(false);
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
	expect(existsSync(join(service.home, 'engine.db.lock'))).toBe(false);
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

test('reports an address of another machine', async () => {
	const environment = { TROUPE_API_TOKEN: '0123456789abcdef' };
	await expect(serve({ host: '192.0.2.1' }, environment)).rejects.toMatchObject({
		message: '192.0.2.1 is not an address of this machine.',
	});
});

test('names the state file that is damaged', async () => {
	const file = join(service.home, 'engine.db');
	writeFileSync(file, 'no database');
	await expect(serve()).rejects.toMatchObject({
		code: 'STORAGE_DAMAGED',
		message: expect.stringContaining(file) as string,
		fix: expect.stringContaining('restore a backup') as string,
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
	const exported = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
	expect(exported.sort()).toEqual(
		listMetrics('serve')
			.map(({ name }) => name)
			.sort(),
	);
	await stop();
});
