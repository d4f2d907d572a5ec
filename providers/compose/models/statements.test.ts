import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { eventKinds } from '../../../core/events/event-types';
import { formatNano, sumLines } from '../../../core/ports/statement';
import { openEvents } from '../events/events';
import { closeOpened } from '../open-once';
import { dropReadRules, openTenants } from '../state/host-tenants';
import { closeMonths, readStatement } from './statements';
import { composeUsageStore } from './usage';

const call = { provider: 'openai', model: 'gpt-4.1', kind: 'chat', priceTable: null } as const;
const usage = { inputTokens: 100, outputTokens: 10, estimated: false };
const october = Date.UTC(2026, 9, 20);
const hourMs = 3_600_000;

let now: number;
let host: { stateFolder: string; clock: { now: () => number }; tenant: string };
beforeEach(async () => {
	host = { stateFolder: mkdtempSync(join(tmpdir(), 'troupe-statements-')), clock: { now: () => now }, tenant: 'default' };
	now = Date.UTC(2026, 8, 1);
	await closeMonths(host);
	now = Date.UTC(2026, 10, 2);
});
afterEach(async () => {
	await closeOpened();
	rmSync(host.stateFolder, { recursive: true });
});

async function reserve(at: number, costUsd: number | null = 0.1, tenant = 'default') {
	const store = await composeUsageStore(host);
	return { store, entry: await store.reserve({ ...call, usage, costUsd, scope: { tenant, agent: 'clerk', host: 'n8n' } }, [], at) };
}

async function spend(at: number, costUsd: number | null = 0.1, tenant = 'default') {
	const { store, entry } = await reserve(at, costUsd, tenant);
	await store.settle(entry, { state: 'ok', errorCode: null, usage, costUsd, durationMs: 1 });
}

async function setZone(timeZone: string) {
	const tenants = (await openTenants(host))!;
	await tenants.change('default', { changedAt: now, changedBy: 'user:ana' }, (rules) => ({ ...rules, timeZone }));
	dropReadRules(host);
}

const read = (month: string, tenant = 'default') => readStatement(host, tenant, month);
const costOf = ({ lines }: { lines: Parameters<typeof sumLines>[0] }) => formatNano(sumLines(lines).nanoUsd);
const told = async () => (await (await openEvents(host)).read('default', 0, 100)).map(({ data }) => data);

it('closes a month of the time zone of the tenant once, whoever does it, and tells it once', async () => {
	await setZone('America/Sao_Paulo');
	for (let count = 0; count < 10; count += 1) await spend(october + count);
	await spend(Date.UTC(2026, 10, 1, 2, 59, 59), null);
	await spend(Date.UTC(2026, 10, 1, 3), 7);
	await spend(october, 5, 'acme');
	now = Date.UTC(2026, 10, 1, 3, 19);
	expect(await read('2026-10')).toMatchObject({ documents: [], lines: [{ calls: 11 }] });
	now = Date.UTC(2026, 10, 1, 3, 20);
	await Promise.all([closeMonths(host), closeMonths(host)]);
	const one = await read('2026-10');
	expect(one).toMatchObject({ timeZone: 'America/Sao_Paulo', from: Date.UTC(2026, 9, 1, 3), to: Date.UTC(2026, 10, 1, 3) });
	expect(one).toMatchObject({ lines: [{ agent: 'clerk', model: 'openai:gpt-4.1', kind: 'chat', calls: 11, unpriced: 1 }] });
	expect([one.documents.length, costOf(one), costOf(await read('2026-10', 'acme'))]).toEqual([1, '1.00', '5.00']);
	expect([(await read('2026-11')).documents, costOf(await read('2026-11'))]).toEqual([[], '7.00']);
	await closeMonths(host);
	const events = await told();
	expect(events).toMatchObject([{ month: '2026-10', number: 1, isCorrection: false, calls: 11, cost: '1.00', currency: 'USD' }]);
	const isClosed = new Ajv({ formats: { 'date-time': true } }).compile(eventKinds['usage.period-closed'].schema);
	expect([isClosed(events[0]), isClosed.errors]).toEqual([true, null]);
});

it('corrects a closed month by a document of its own, and never writes the first one again', async () => {
	await spend(october, 1);
	const late = await reserve(Date.UTC(2026, 9, 31, 23, 59), 3);
	await closeMonths(host);
	const [first] = (await read('2026-10')).documents;
	expect(costOf(first!)).toBe('4.00');
	await late.store.settle(late.entry, { state: 'ok', errorCode: null, usage, costUsd: 0.5, durationMs: 1 });
	await spend(october + 1, 0.25);
	now += 6 * hourMs;
	for (let again = 0; again < 2; again += 1) await closeMonths(host);
	const statement = await read('2026-10');
	expect(statement.documents).toMatchObject([first!, { number: 2, lines: [{ calls: 1 }] }]);
	expect([costOf(statement.documents[1]!), costOf(statement), sumLines(statement.lines).calls]).toEqual(['-2.25', '1.75', 3]);
	expect(await told()).toMatchObject([{ number: 1 }, { number: 2, isCorrection: true, calls: 1, cost: '-2.25' }]);
	now += 40 * 24 * hourMs;
	await spend(october + 2, 9);
	await closeMonths(host);
	expect((await read('2026-10')).documents).toHaveLength(2);
});

it('begins a month where the one before ended, when the time zone was changed between (twolffpiggott/toggl-tally#3)', async () => {
	await setZone('America/Sao_Paulo');
	await spend(Date.UTC(2026, 10, 1, 2));
	await closeMonths(host);
	expect((await read('2026-10')).to).toBe(Date.UTC(2026, 10, 1, 3));
	await setZone('Asia/Tokyo');
	expect(await read('2026-11')).toMatchObject({ from: Date.UTC(2026, 10, 1, 3), to: Date.UTC(2026, 10, 30, 15), lines: [] });
});

it('names a document that somebody changed without the key', async () => {
	await spend(october);
	await closeMonths(host);
	const database = new DatabaseSync(join(host.stateFolder, 'state.db'));
	database.exec(`UPDATE usage_statement SET content = replace(content, '100000000', '900000000')`);
	database.close();
	await expect(read('2026-10')).rejects.toMatchObject({ code: 'STORAGE_DAMAGED', details: { month: '2026-10', number: 1 } });
});

it('closes and tells nothing for whoever reads, and says that the month is not closed', async () => {
	await spend(october, 1);
	for (let again = 0; again < 2; again += 1)
		expect(await read('2026-10')).toMatchObject({ state: 'ended', documents: [], lines: [{ calls: 1 }] });
	expect([(await read('2026-11')).state, await told()]).toEqual(['open', []]);
	await closeMonths(host);
	expect(await read('2026-10')).toMatchObject({ state: 'closed', documents: [{ number: 1 }] });
	expect(await told()).toHaveLength(1);
});

describe('an installation that had a ledger before it had statements', () => {
	const forget = (sql: string) => {
		const database = new DatabaseSync(join(host.stateFolder, 'state.db'));
		database.exec(`DELETE FROM statements_since; ${sql}`);
		database.close();
	};

	it('closes no month that was over by then, and the one that was not', async () => {
		await spend(Date.UTC(2026, 8, 20), 1);
		await spend(october, 2);
		forget('');
		now = Date.UTC(2026, 9, 25);
		await closeMonths(host);
		now = Date.UTC(2026, 10, 2);
		await closeMonths(host);
		expect([await read('2026-09'), await read('2026-10')]).toMatchObject([{ state: 'ended' }, { state: 'closed' }]);
		expect(await told()).toMatchObject([{ month: '2026-10', cost: '2.00' }]);
	});

	it('has the whole first day of its first month, which was one sum', async () => {
		await setZone('America/Sao_Paulo');
		await spend(october, 2);
		const first = Date.UTC(2026, 9, 1);
		forget(`INSERT INTO usage_day (day, tenant, agent, host, provider, model, kind, calls, failed, lost, input, cached, cache_write, output, reasoning,
			cost, unpriced, estimated) VALUES (${first}, 'default', 'clerk', 'n8n', 'openai', 'gpt-4.1', 'chat', 5, 0, 0, 0, 0, 0, 0, 0, 5000000000, 0, 0)`);
		now = Date.UTC(2026, 9, 25);
		await closeMonths(host);
		now = Date.UTC(2026, 10, 2);
		await closeMonths(host);
		expect(await told()).toMatchObject([{ month: '2026-10', from: '2026-10-01T00:00:00.000Z', calls: 6, cost: '7.00' }]);
	});

	it('closes the month of its first call also where that was in the last hours of it', async () => {
		await spend(Date.UTC(2026, 9, 31, 22), 2);
		forget('');
		now = Date.UTC(2026, 10, 1, 4);
		await closeMonths(host);
		expect(await told()).toMatchObject([{ month: '2026-10', cost: '2.00' }]);
	});
});
