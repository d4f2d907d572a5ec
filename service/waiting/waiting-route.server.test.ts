import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { nodeCalls, openCalls } from '../../providers/compose/calls/with-call';
import type { Host } from '../../providers/compose/hosts/host';
import { createLink, hashLink } from '../../providers/compose/nodes/waiting-links';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../../test/fakes/permissive-gate';
import { buildWorkerService } from '../worker-service';

const environment = { TROUPE_PUBLIC_URL: 'http://localhost' };
const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-waiting-route-'));
const host: Host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder, database: '', environment };
const lines: unknown[] = [];
let service: Opened;
beforeAll(async () => (service = await openService(host)));
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(stateFolder, { recursive: true });
});

interface Opened {
	visit(path: string, request?: RequestInit): Promise<{ status: number; headers: Headers; body: string }>;
	close(): Promise<void>;
}

async function openService(of: Host, rateLimits = {}): Promise<Opened> {
	const parts = { host: of, metrics: new WorkerMetrics(), isDraining: () => false, clusterState: () => 'open', rateLimits };
	const built = await buildWorkerService({ ...parts, version: '1.0.0', address: '127.0.0.1', log: (...line) => void lines.push(line) });
	const address = await built.listen({ port: 0, host: '127.0.0.1' });
	return {
		async visit(path, request) {
			const response = await fetch(`${address}${path}`, request);
			return { status: response.status, headers: response.headers, body: await response.text() };
		},
		close: async () => void (await built.close()),
	};
}

/** A task that waits until then, and the path of the link to its approval. */
async function letWait(until: number): Promise<string> {
	const { store, seal, sign } = await openCalls(nodeCalls, host);
	const { id, key } = createLink(environment, sign);
	await store.begin('default', id, 'test', 1);
	const outcome = await seal('default', id, { task: { type: 'n8n-nodes-base.slack' }, until });
	await store.note('default', id, 'test', { state: 'running', executionId: hashLink(id), outcome }, 1);
	const path = `/waiting/7/${id}?approved=true`;
	return `${path}&signature=${createHmac('sha256', key).update(path).digest('hex')}`;
}

const post = (path: string, body: RequestInit['body'] = '') =>
	service.visit(path, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' } });

it('answers with a page that nobody stores, frames with scripts or finds', async () => {
	const { status, headers, body } = await service.visit('/waiting/7/guessed?approved=true&signature=00');
	expect(status).toBe(404);
	expect(body).toContain('This link is not valid');
	expect(body).not.toContain('guessed');
	expect(headers.get('cache-control')).toBe('no-store');
	expect(headers.get('x-robots-tag')).toBe('noindex');
	expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/);
	expect(headers.get('content-security-policy')).not.toContain('script-src');
	expect(headers.has('access-control-allow-origin')).toBe(false);
});

it('speaks Portuguese to who asks for it', async () => {
	const { body } = await service.visit('/waiting/7/guessed', { headers: { 'accept-language': 'pt-BR,pt;q=0.9' } });
	expect(body).toContain('Este link não é válido');
});

it('says that a link is over whose time has passed', async () => {
	const link = await letWait(Date.now() - 1);
	expect((await service.visit(link)).status).toBe(410);
	expect((await post(link)).status).toBe(410);
});

it('refuses an answer that is too large, before it reads it', async () => {
	const { status, body } = await post(await letWait(Date.now() + 60_000), Buffer.alloc(10 * 1024 * 1024 + 1));
	expect(status).toBe(413);
	expect(body).toContain('too large');
});

it('answers who has no fault that it could not be recorded, and tells no secret of the link in the log', async () => {
	const link = await letWait(Date.now() + 60_000);
	const { status, body } = await post(link);
	expect(status).toBe(500);
	expect(body).toContain('not recorded');
	expect(lines).toHaveLength(1);
	expect(JSON.stringify(lines)).not.toContain(link.slice('/waiting/7/'.length, -10));
});

it('takes neither other methods nor requests without a public address', async () => {
	expect((await service.visit('/waiting/7/guessed', { method: 'DELETE' })).status).toBe(405);
	const closed = await openService({ ...host, environment: {} });
	expect((await closed.visit(await letWait(Date.now() + 60_000))).status).toBe(404);
	await closed.close();
});

it('counts the requests of an address', async () => {
	const limited = await openService(host, { open: 2 });
	const statuses: number[] = [];
	for (let n = 0; n < 3; n += 1) statuses.push((await limited.visit('/waiting/7/guessed')).status);
	expect(statuses.slice(0, 2)).toEqual([404, 404]);
	expect(statuses[2]).toBe(503);
	await limited.close();
});
