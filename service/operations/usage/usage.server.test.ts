import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallScope } from '../../../core/ports/usage';
import { closeOpened } from '../../../providers/compose/open-once';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { startOperationsService } from '../../../test/support/operations-service';
import { exportUsage } from './export-usage';

const noon = Date.UTC(2026, 10, 20, 12);
const call = { provider: 'openai', model: 'gpt-4.1', kind: 'chat', costUsd: 0.5, priceTable: null } as const;
const usage = { inputTokens: 100, outputTokens: 10, estimated: false };

const folder = mkdtempSync(join(tmpdir(), 'troupe-budgets-'));
let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	const budgets = [
		{ name: 'whole', per: 'total', calls: 10 },
		{ name: 'ours', tenant: 'default', per: 'total', calls: 4 },
		{ name: 'theirs', tenant: 'acme', per: 'total', calls: 1 },
	];
	const path = join(folder, 'budgets.json');
	writeFileSync(path, JSON.stringify({ budgets }));
	service = await startOperationsService(['usage:read', 'usage:manage'], { budgetsFile: { path, mustExist: true } });
	const store = await composeUsageStore(service.host);
	const scopes: Array<Partial<CallScope>> = [{ agent: 'clerk' }, { agent: 'clerk' }, { agent: 'lead' }, { tenant: 'acme', agent: 'spy' }];
	for (const scope of scopes) {
		const whole = { tenant: 'default', agent: null, host: 'n8n', channel: 'shop', agentVersion: '1.0.0', ...scope };
		const entry = await store.reserve({ ...call, usage, scope: whole }, [], noon);
		await store.settle(entry, { state: 'ok', errorCode: null, usage, costUsd: 0.5, durationMs: 1 });
	}
	await record('r1', noon - 3_600_000, 'failed', 70);
	await closeOpened();
	await record('r2', noon, 'completed', 50);
});
/** Records a run that has ended. */
async function record(runId: string, at: number, state: 'completed' | 'failed', durationMs: number): Promise<void> {
	const runs = await openRuns({ ...service.host, clock: { now: () => at } }, service.host.stateFolder);
	const agent = { id: 'clerk', version: '1.0.0', sha256: 'x' };
	await runs.begin({ runId, agent, host: 'n8n', conversationId: 'c', of: { channel: 'shop' }, withinMs: 1_000 });
	const usage = { durationMs, costUsd: 0, inputTokens: 0, outputTokens: 0, modelCalls: 1, toolCalls: 0, model: null };
	await runs.end(runId, { state, outcome: null, reason: null, errorCode: null, error: null, tools: [], usage });
}

afterAll(async () => {
	await service.close();
	rmSync(folder, { recursive: true });
});

it.each([
	['GET usage?by=agent', { items: [{ group: { agent: 'clerk' }, calls: 2 }, { group: { agent: 'lead' } }], total: { calls: 3 } }],
	['GET usage', { by: ['day'], items: [{ group: { day: '2026-11-20' }, costUsd: 1.5 }] }],
	['GET usage?by=tenant&by=agent&limit=1', { items: [{ group: { tenant: 'default', agent: 'clerk' } }], cursor: expect.any(String) }],
	['GET usage?from=2026-11-21', { items: [], total: null }],
	['GET usage?from=2026-11-20T12:00:01Z', { items: [], total: null }],
	[
		'GET usage?by=hour&by=version&by=channel',
		{
			items: [
				{ group: { hour: '2026-11-20T11:00Z', version: '1.0.0' }, calls: 0, runs: 1, failedRuns: 1, successRate: 0, p95Ms: 70 },
				{ group: { hour: '2026-11-20T12:00Z', channel: 'shop' }, calls: 3, runs: 1, successRate: 1, p50Ms: 50, p99Ms: 50 },
			],
			total: { calls: 3, runs: 2, successRate: 0.5, p99Ms: 70 },
		},
	],
	['GET usage?by=kind', { items: [{ group: { kind: 'chat' }, calls: 3, runs: null, p50Ms: null }] }],
	['GET usage/advice?from=2026-11-01', { items: [] }],
	['GET usage/budgets', { items: [{ name: 'ours', setIn: 'file', left: { calls: 1 } }], ofInstallation: 1 }],
	['GET usage/forecast', { items: [{ budget: 'ours', spent: 3 }], ofInstallation: 1 }],
	['GET usage/budgets/stored', { stored: null }],
])('%s is that of the tenant', async (request, answer) => {
	const [status, document] = await service.call(request);
	expect([status, document]).toMatchObject([200, answer]);
	expect(JSON.stringify(document)).not.toMatch(/acme|spy|theirs|whole/);
});

it('adds up all tenants for those who operate them', async () => {
	const key = await service.createKey('operator', ['usage:read', 'tenant:tenants']);
	const response = await fetch(`${service.url}/api/v1/usage?by=tenant&tenants=all`, { headers: { authorization: `Bearer ${key}` } });
	expect(await response.json()).toMatchObject({
		items: [
			{ group: { tenant: 'acme' }, calls: 1 },
			{ group: { tenant: 'default' }, calls: 3, runs: 2 },
		],
		total: { calls: 4 },
	});
	const exported = await fetch(`${service.url}/api/v1/usage/export?by=tenant&tenants=all`, { headers: { authorization: `Bearer ${key}` } });
	expect(await exported.text()).toMatch(/\r\nacme,1,[^]*\r\ndefault,3,/);
	expect(await service.call('GET usage/export?by=tenant&tenants=all')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await service.call('GET usage?by=tenant&tenants=all')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('reads the statement of the own tenant', async () => {
	const [status, statement] = await service.call('GET usage/statement?month=2026-11');
	expect([status, statement]).toMatchObject([200, { tenant: 'default', timeZone: 'UTC', total: { calls: 3, cost: '1.50' } }]);
	expect(JSON.stringify(statement)).not.toMatch(/acme|spy/);
	expect(await service.call('GET usage/statement?month=2026-11', { as: 'theirs' })).toMatchObject([
		200,
		{ total: { calls: 1, cost: '0.50' } },
	]);
	expect(await service.call('GET usage/statement?month=2026-00')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await service.call('GET usage/statement', { as: 'nobody' })).toMatchObject([403, {}]);
	const { code, printed } = await service.troupe(['usage', 'statement', '--month', '2026-11', '--csv']);
	expect([code, printed]).toEqual([0, expect.stringMatching(/^agent,model,kind,calls[^]*\nclerk,openai:gpt-4\.1,chat,2,[^]*,1\.00\r/)]);
});

it.each([
	['GET usage?by=colour', 'must be one of'],
	['GET usage?by=day&by=day', 'NOT have duplicate'],
	['GET usage?from=yesterday', 'from is "yesterday"'],
	['GET usage?from=2026', 'from is "2026"'],
	['GET usage?to=11/28/2026', 'to is "11/28/2026"'],
	['GET usage?from=2026-11-28T10:00', 'from is "2026-11-28T10:00"'],
	['GET usage?from=2026-02-30', 'from is "2026-02-30"'],
	['GET usage?limit=10001', '10000'],
	['GET usage?tenant=acme', '"tenant"'],
	['GET usage?cursor=c2hvcnQ', 'The cursor'],
])('%s is refused', async (request, detail) => {
	expect(await service.call(request)).toMatchObject([400, { code: 'INPUT_INVALID', detail: expect.stringContaining(detail) }]);
});

it.each([
	'GET usage',
	'GET usage/advice',
	'GET usage/budgets',
	'GET usage/budgets/stored',
	'GET usage/forecast',
	'PUT usage/budgets/stored',
])('%s needs its scope', async (request) => {
	const body = request.startsWith('PUT') ? {} : undefined;
	expect(await service.call(request, { body, as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('continues a page in the same query alone (deverman/FocusRelayMCP#146)', async () => {
	const [, { cursor }] = (await service.call('GET usage?by=agent&limit=1')) as [number, { cursor: string }];
	const [, next] = await service.call(`GET usage?by=agent&limit=1&cursor=${cursor}`);
	expect(next).toEqual({
		by: ['agent'],
		items: [expect.objectContaining({ group: { agent: 'lead' } })],
		total: null,
		runsFrom: expect.any(String),
	});
	expect(await service.call(`GET usage?by=agent&limit=1&to=2027-01-01&cursor=${cursor}`)).toMatchObject([400, {}]);
	expect(await service.call(`GET usage?by=agent&limit=1&cursor=${cursor}`, { as: 'theirs' })).toMatchObject([400, {}]);
});

it('stores the budgets of the tenant, with who set them', async () => {
	const body = { budgets: [{ name: 'calls', per: 'day', calls: 5 }], prices: { 'openai:own': { input: 0, output: 0 } } };
	const send = (changed: object) => service.call('PUT usage/budgets/stored', { body: changed });
	expect(await send({ budgets: [{ name: 'calls', per: 'week', calls: 5 }] })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await send({ budgets: [{ name: 'calls', per: 'day', calls: 5, tenant: 'acme' }] })).toMatchObject([400, {}]);
	expect(await send({ budgets: [...body.budgets, ...body.budgets] })).toMatchObject([400, {}]);
	expect(await send(body)).toEqual([200, { version: 1 }]);
	const [, { stored }] = (await service.call('GET usage/budgets/stored')) as [number, { stored: object }];
	expect(stored).toMatchObject({ version: 1, author: expect.stringMatching(/^key:/), document: body });
	expect(await service.call('GET usage/budgets/stored', { as: 'theirs' })).toEqual([200, { stored: null }]);
});

it('is what commands print at a service', async () => {
	const { printed, code } = await service.troupe(['usage', '--by', 'agent', '--csv']);
	expect([code, printed.split('\n').map((line) => line.split(',')[0])]).toEqual([0, ['agent', 'clerk', 'lead']]);
	const budgets = await service.troupe(['usage', 'budgets', '--json']);
	expect(JSON.parse(budgets.printed)).toContainEqual(expect.objectContaining({ name: 'ours', countedIn: 'prod' }));
	expect(budgets.noted).toContain('Budgets of the whole installation count too: 1.');
	expect((await service.troupe(['usage', 'budgets', 'show', '--json'])).printed).toContain('"calls": 5');
	const file = join(folder, 'new.json');
	writeFileSync(file, '{}');
	expect((await service.troupe(['usage', 'budgets', 'set', file])).printed).toContain('Version 2 of the budgets of the tenant of the key');
	expect((await service.troupe(['usage', 'forecast'])).printed).toContain('ours');
	expect(await service.troupe(['usage', 'advise'])).toMatchObject({ code: 0 });
	expect(await service.troupe(['usage', '--check'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('--check works on this machine only'),
	});
	expect(await service.troupe(['usage', '--tenant', 'acme'])).toMatchObject({ code: 2, noted: expect.stringContaining('the key decides') });
});

it('exports all groups as CSV, at once or in the background, as the command does', async () => {
	const key = await service.createKey('exporter', ['usage:read']);
	const ask = async (path: string, prefer = '') => {
		const response = await fetch(`${service.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${key}`, prefer } });
		return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
	};
	const now = await ask('usage/export?by=agent&from=2026-11-20');
	expect(now).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8' });
	expect(now.text).toMatch(/^agent,calls,failed,.*,p99Ms\r\nclerk,2,0,.*\r\nlead,1,0,.*\r\n$/);
	const later = await ask('usage/export?by=agent&from=2026-11-20', 'respond-async');
	expect(later.status).toBe(202);
	const { id } = JSON.parse(later.text) as { id: string };
	const { text } = await ask(`operations/${id}?waitSeconds=30`);
	expect(JSON.parse(text)).toMatchObject({ operation: 'exportUsage', state: 'completed', answer: now.text });
	const command = await service.troupe(['usage', '--by', 'agent', '--from', '2026-11-20', '--csv']);
	expect(command).toMatchObject({ code: 0, printed: now.text.trimEnd() + '\r' });
	const json = await ask('usage/export?by=agent&from=2026-11-20&format=json');
	expect(JSON.parse(json.text)).toMatchObject([{ group: { agent: 'clerk' }, costUsd: 1 }, { group: { agent: 'lead' } }]);
	expect(await service.call('GET usage/export?from=soon', { as: 'ours' })).toMatchObject([400, {}]);
	expect(await service.call('GET usage/export', { as: 'nobody' })).toMatchObject([403, {}]);
});

it('exports some groups at a time, up to a bound, and ends when it is cancelled', async () => {
	const store = await composeUsageStore(service.host);
	const [one] = await store.totals({ by: ['run'] }, Date.now());
	const totals = jest.spyOn(store, 'totals').mockImplementation(({ page }) => Promise.resolve(Array(page!.limit).fill(one)));
	const begin = (signal: AbortSignal) => exportUsage.perform({ by: ['run'] }, { host: service.host, by: 'key:x', signal });
	await expect(begin(new AbortController().signal)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
	expect(totals.mock.calls.length).toBe(11);
	const cancelled = new AbortController();
	totals.mockImplementation(({ page }) => (cancelled.abort(), Promise.resolve(Array(page!.limit).fill(one))));
	await expect(begin(cancelled.signal)).rejects.toMatchObject({ name: 'AbortError' });
	expect(totals.mock.calls.length).toBe(12);
	totals.mockRestore();
});
