import { closeOpened } from '../../../providers/compose/open-once';
import { openAudit } from '../../../providers/compose/state/host-audit';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { startOperationsService } from '../../../test/support/operations-service';
import { exportAuditEntries } from '../audit/export-audit';
import { exportRows, nameExport } from './export-rows';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => void (service = await startOperationsService(['run:read', 'audit:read'])));
afterAll(() => service.close());

const day = (number: number, hour = 12) => Date.UTC(2026, 10, number, hour);

async function ask(path: string, headers: Record<string, string> = {}) {
	const key = await service.createKey('exporter', ['run:read', 'audit:read']);
	const response = await fetch(`${service.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${key}`, ...headers } });
	return { status: response.status, type: response.headers.get('content-type'), text: await response.text(), key };
}

async function finish(path: string) {
	const { text, key } = await ask(path, { prefer: 'respond-async' });
	const { id } = JSON.parse(text) as { id: string };
	const headers = { authorization: `Bearer ${key}` };
	const ended = await fetch(`${service.url}/api/v1/operations/${id}?waitSeconds=30`, { headers });
	return (await ended.json()) as { state: string; about: string; answer: string; progress?: object };
}

async function record(runId: string, at: number): Promise<void> {
	const runs = await openRuns({ ...service.host, clock: { now: () => at } }, service.host.stateFolder);
	const agent = { id: 'clerk', version: '1.0.0', sha256: 'x' };
	await runs.begin({ runId, agent, host: 'n8n', conversationId: 'of Maria', of: { channel: '=1+1' }, withinMs: 1_000 });
}

it('exports the runs of a period alone, at once or in the background, in pages that the caller does not see (datalust/seq-tickets#336)', async () => {
	for (let number = 1; number <= 205; number += 1) await record(`r${number}`, day(3));
	for (const [name, at] of [
		['before', day(2, 23)],
		['after', day(4, 0)],
	] as const) {
		// The clock is that of whoever opened the store.
		await closeOpened();
		await record(name, at);
	}
	const now = await ask('run-export?from=2026-11-03&to=2026-11-04');
	expect([now.status, now.type]).toEqual([200, 'text/csv; charset=utf-8']);
	const lines = now.text.trimEnd().split('\r\n');
	expect([lines.length, lines[0]!.slice(0, 30), lines[1]!.slice(0, 5)]).toEqual([206, 'runId,tenant,agent,version,sha', 'r99,d']);
	expect(now.text).toContain(`,'=1+1,`);
	expect(now.text).not.toContain('Maria');
	const later = await finish('run-export?from=2026-11-03&to=2026-11-04&format=json');
	expect(later).toMatchObject({ state: 'completed', about: 'runs-from-2026-11-03-before-2026-11-04.json', progress: { done: 205 } });
	expect(JSON.parse(later.answer)).toHaveLength(205);
});

it('exports the audit log of a period', async () => {
	const { store } = (await openAudit(service.host))!;
	const entries = [1, 2, 3].map((number) => ({
		id: `${number}`.padStart(32, '0'),
		entry: {
			...{ at: day(10) + number, tenant: 'default', action: 'api_key.created', outcome: 'success' as const },
			who: { kind: 'user', value: '@ana', subject: { kind: 'subject' as const, id: 'ana' } },
			object: { kind: 'key', value: `k${number}` },
		},
	}));
	await store.take(entries);
	const { answer, about } = await finish('audit/export?from=2026-11-10T12:00:00.002Z&act=api_key&object=key&to=2026-11-11');
	expect(about).toBe('audit-from-2026-11-10T120000002Z-before-2026-11-11.csv');
	expect(answer.split('\r\n').map((line) => line.split(',').slice(3, 7).join(' '))).toEqual([
		'action outcome whoKind who',
		...['api_key.created success user', 'api_key.created success user'].map((line) => `${line} '@ana`),
		'',
	]);
	expect((await ask('audit/export?from=soon', { prefer: 'respond-async' })).status).toBe(400);
	expect(await service.call('GET audit/export', { as: 'nobody' })).toMatchObject([403, {}]);
});

it('exports the audit log with one look for entries that wait, and ends between pages where nobody wants it any more', async () => {
	const { store } = (await openAudit(service.host))!;
	const controller = new AbortController();
	const [sequence, search] = [jest.spyOn(store, 'sequence'), jest.spyOn(store, 'search')];
	const end = { entries: [], next: 9 };
	search.mockResolvedValueOnce(end).mockImplementationOnce(async () => (controller.abort(new Error('cancelled')), end));
	const context = { host: { ...service.host, tenant: 'default' }, by: 'user:ana', signal: controller.signal };
	await expect(exportAuditEntries.perform({}, context)).rejects.toThrow('cancelled');
	expect([sequence.mock.calls.length, search.mock.calls.length]).toEqual([1, 2]);
	jest.restoreAllMocks();
});

it('refuses more rows than a file may have, and names a file by nothing that a caller could make a path of', async () => {
	const parts = { columns: [{ name: 'n', value: (row: number) => row }], unit: 'run', maxRows: 2 };
	const context = { signal: new AbortController().signal };
	expect(await exportRows([1, 2], parts, context)).toBe('n\r\n1\r\n2\r\n');
	expect(await exportRows([], { ...parts, format: 'json' }, context)).toBe('[\n\n]\n');
	await expect(exportRows([1, 2, 3], parts, context)).rejects.toMatchObject({
		code: 'INPUT_TOO_LARGE',
		fix: expect.stringContaining('shorter') as string,
	});
	expect(nameExport('runs', { from: '../../etc/x', format: 'json' })).toBe('runs-from-etcx.json');
});
