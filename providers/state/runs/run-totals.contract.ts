import { openStateDatabase } from '../../database/state-database';
import { runSchema } from './run-schema';
import { openRunTotals } from './run-totals';

const noon = Date.UTC(2026, 10, 20, 12, 30);

interface Run {
	at?: number;
	tenant?: string;
	agent?: string;
	state?: string;
	durationMs?: number | null;
	channel?: string;
	outcome?: string;
	caller?: string;
	evaluation?: string;
	node?: string;
	sandbox?: string;
}

export function testRunTotals(create: () => Promise<string>): void {
	test('groups have the number of runs, their success and percentiles of their time', async () => {
		const place = await create();
		const totals = openRunTotals(place);
		const database = openStateDatabase(place, runSchema);
		const put = (id: string, { at = noon, tenant = 'acme', agent = 'clerk', state = 'completed', ...run }: Run = {}) =>
			database.change(tenant, (connection) =>
				connection.run(
					`INSERT INTO run (tenant, id, leased_until, entries, mark, touched_at, state, agent, agent_version, host, channel, outcome, caller, evaluation, node, sandbox, model, started_at, ended_at, duration)
					VALUES (?, ?, 0, 0, '', 0, ?, ?, '1.0.0', 'n8n', ?, ?, ?, ?, ?, ?, 'openai:small', ?, ?, ?)`,
					tenant,
					id,
					state,
					agent,
					run.channel ?? null,
					run.outcome ?? null,
					run.caller ?? null,
					run.evaluation ?? null,
					run.node ?? null,
					run.sandbox ?? null,
					at,
					...(run.durationMs === null ? [null, null] : [at, run.durationMs ?? 100]),
				),
			);
		for (let index = 1; index <= 100; index += 1)
			await put(`r${index}`, { durationMs: index * 10, ...(index <= 4 && { state: 'failed' }) });
		await put('later', { at: noon + 3_600_000, channel: 'shop', durationMs: 1_449 });
		await put('limit', { agent: 'lead', outcome: 'limit-reached' });
		await put('cancelled', { state: 'cancelled', durationMs: 0 });
		await put('refused', { state: 'failed', outcome: 'refused', durationMs: 0 });
		for (const kind of ['caller', 'evaluation', 'node', 'sandbox']) await put(kind, { [kind]: 'x' });
		await put('other', { agent: 'lead' });
		await put('theirs', { tenant: 'globex', state: 'failed' });
		await put('at-work', { state: 'running', durationMs: null });
		const acme = { tenant: 'acme', from: noon - 2 * 86_400_000, to: noon + 86_400_000 };
		expect((await totals.totals({ ...acme, by: ['agent', 'hour', 'channel'] })).groups).toHaveLength(3);
		expect((await totals.totals({ ...acme, by: ['agent', 'hour'], to: noon + 1 })).groups).toEqual(
			expect.arrayContaining([
				{
					group: { agent: 'clerk', hour: '2026-11-20T12:00Z' },
					runs: 100,
					failedRuns: 4,
					successRate: 0.96,
					p50Ms: 500,
					p95Ms: 950,
					p99Ms: 990,
				},
				{
					group: { agent: 'lead', hour: '2026-11-20T12:00Z' },
					runs: 2,
					failedRuns: 1,
					successRate: 0.5,
					p50Ms: 100,
					p95Ms: 100,
					p99Ms: 100,
				},
			]),
		);
		const { from, to } = acme;
		expect((await totals.totals({ ...acme, by: [], from: noon + 1 })).whole).toMatchObject({ runs: 1, p50Ms: 1_400 });
		expect(await totals.totals({ by: ['tenant'], from, to })).toMatchObject({
			groups: [{}, {}],
			whole: { runs: 104, failedRuns: 6, p50Ms: 490 },
		});
		expect(await totals.totals({ ...acme, by: [], tenant: 'nobody' })).toEqual({ groups: [], whole: null });
		await Promise.all([totals.close(), database.close()]);
	});
}
