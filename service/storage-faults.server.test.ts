import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { EmbeddedEngine } from '../engine-adapter/embedded/embedded-engine';
import { sandboxPrograms } from '../sandbox/kinds/inside/programs';
import { openEmbeddedEngine } from '../engine-adapter/embedded/open-embedded-engine';
import { endEvent, flow, processModel, startEvent } from '../test/contract/model-builder';
import { countMeasured } from '../test/support/prometheus/count-measured';
import { OneTimeLinks } from './console/one-time-links';
import { WorkerMetrics } from '../engine-adapter/worker-metrics';
import { RegistryMetrics } from '../manifests/registry/http/metrics';
import { openGate } from '../test/fakes/permissive-gate';
import { slowTest } from '../test/support/slow-tests';
import { openAccess } from './access/open-access';
import { buildService } from './build-service';
import type { Log } from './log/log';

const token = 'a-token-of-the-tests';
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const lines: unknown[][] = [];
const log: Log = (...line) => void lines.push(line);
let engine: EmbeddedEngine;
let service: FastifyInstance;
let url: string;
let home: string;

beforeEach(async () => {
	lines.length = 0;
	home = mkdtempSync(join(tmpdir(), 'troupe-storage-faults-'));
	engine = await openEmbeddedEngine({ file: ':memory:' });
	await engine.deploy([processModel('p', [startEvent(), endEvent(), flow('a', 'start', 'end')])]);
	service = await buildService({
		engine,
		metrics: new WorkerMetrics(),
		registryHint: '',
		registryMetrics: new RegistryMetrics(),
		isDraining: () => false,
		host: { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home },
		readKeys: () => ({ keys: [] }),
		version: '0.0.0',
		log,
		...(await openAccess({ home: '', environment: {}, token, log })),
		links: new OneTimeLinks(),
		address: '127.0.0.1',
		sandboxPrograms,
		diagnose: () => Promise.reject(new Error('Not asked for.')),
		readRoot: () => Promise.reject(new Error('Not asked for.')),
	});
	url = await service.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
	await service.close();
	await engine.close();
	rmSync(home, { recursive: true, force: true });
});

const limitPages = (pages: number) => engine.read(({ database }) => void database.get(`PRAGMA max_page_count = ${pages}`));
const ask = async (path: string, body?: object) => {
	const answer = await fetch(`${url}${path}`, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
	return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
};
const start = () => ask('/v2/process-instances', { processDefinitionId: 'p', variables: { text: 'x'.repeat(300_000) } });
const ready = async () => {
	const { status, body } = await ask('/readyz');
	return [status, (JSON.parse(body) as { checks: { engine: string } }).checks.engine];
};

slowTest('answers a full disk with 503, is not ready, logs one line, counts each request, and recovers', async () => {
	const counted = countMeasured('troupe_http_requests_total');
	await limitPages(1);
	for (let number = 0; number < 20; number++) {
		const { status, type, body } = await start();
		expect([status, type, JSON.parse(body)]).toEqual([
			503,
			expect.stringContaining('problem+json'),
			expect.objectContaining({ title: 'UNAVAILABLE', detail: expect.stringContaining('storage') as string }),
		]);
	}
	expect(await ready()).toEqual([503, 'STORAGE_FULL']);
	const again = await fetch(`${url}/v2/process-instances`, {
		...{ method: 'POST', headers, body: JSON.stringify({ processDefinitionId: 'p', variables: { text: 'x'.repeat(300_000) } }) },
	});
	expect([again.status, again.headers.get('retry-after')]).toEqual([503, '5']);
	expect(lines).toEqual([
		[
			'warn',
			'request failed',
			expect.objectContaining({
				code: 'STORAGE_FULL',
				url: '/v2/process-instances',
				fix: expect.stringContaining('Free space') as string,
			}),
		],
		['warn', 'not ready', expect.objectContaining({ code: 'STORAGE_FULL' })],
	]);
	const { body } = await ask('/metrics');
	expect(counted({ method: 'POST', route: '/v2/process-instances', status: '503' })).toBe(21);
	expect(body).toContain('troupe_instances_active 0\n');
	await limitPages(1_000_000);
	expect(await ready()).toEqual([200, 'open']);
	expect((await start()).status).toBe(200);
});

it('exports the other metrics while the state cannot be read', async () => {
	engine.readStatus = () => Promise.reject(new Error('no status'));
	const { status, body } = await ask('/metrics');
	expect(status).toBe(200);
	expect(body).toContain('troupe_info{');
	expect(body).not.toMatch(/^troupe_instances_active/m);
});

it('exports the other metrics while the state stalls (prometheus-community/postgres_exporter#388)', async () => {
	engine.readStatus = () => Promise.withResolvers<never>().promise;
	const begunAt = Date.now();
	const { status, body } = await ask('/metrics');
	expect([status, body]).toEqual([200, expect.stringContaining('troupe_info{')]);
	// Prometheus waits for ten seconds.
	expect(Date.now() - begunAt).toBeLessThan(9_000);
	expect(lines).toMatchObject([['warn', 'not ready', { code: 'STORAGE_UNREACHABLE' }]]);
});
