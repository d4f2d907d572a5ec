import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sumLines } from '../../../core/ports/statement';
import { openStatementStore } from './statement-store';
import { call, used } from '../../../test/support/usage-samples';
import { openUsageStore } from './usage-store';

const hourMs = 3_600_000;
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-statement-store-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** One call in each quarter of an hour around the beginnings of October and November, all but the last of which are pruned. */
async function spendAndPrune(place: string): Promise<number[]> {
	const times = [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)].flatMap((begin) =>
		Array.from({ length: 4 * 56 }, (_, quarter) => begin - 28 * hourMs + (quarter * hourMs) / 4 + 1),
	);
	const ledger = openUsageStore(place);
	for (const at of times) await ledger.settle(await ledger.reserve(call(), [], at), used(1));
	await ledger.close();
	const pruning = openUsageStore(place, { retention: { maxCalls: 1, milliseconds: 400 * 24 * hourMs } });
	const now = Date.UTC(2026, 10, 10);
	await pruning.settle(await pruning.reserve(call(), [], now), used(1));
	expect((await pruning.entries(0, 1000, now)).length).toBeLessThan(5);
	await pruning.close();
	return [...times, now];
}

it('has each call in one statement, in every zone, also where single calls of a month were pruned before it was closed', async () => {
	const place = join(folder, 'state.db');
	const times = await spendAndPrune(place);
	const store = openStatementStore(place, async (text) => `mark of ${text.length}`);
	// Pago Pago, São Paulo, UTC, Kathmandu, Kiritimati
	for (const hours of [-11, -3, 0, 5.75, 14]) {
		const [from, to] = [Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 1)].map((begin) => begin - hours * hourMs) as [number, number];
		const expected = [times.filter((at) => at < from), times.filter((at) => at >= from && at < to), times.filter((at) => at >= to)];
		const periods = [
			{ from: 0, to: from },
			{ from, to },
			{ from: to, to: Date.UTC(2027, 0) },
		];
		const counted = await Promise.all(periods.map(async (period) => sumLines(await store.preview('default', period)).calls));
		expect([hours, ...counted]).toEqual([hours, ...expected.map(({ length }) => length)]);
	}
	await store.close();
});

it('corrects a month whose single calls were pruned, by what came late', async () => {
	const place = join(folder, 'state.db');
	const store = openStatementStore(place, async (text) => `mark of ${text.length}`);
	const period = { timeZone: 'America/Sao_Paulo', from: Date.UTC(2026, 9, 1, 3), to: Date.UTC(2026, 10, 1, 3) };
	const ledger = openUsageStore(place);
	await ledger.settle(await ledger.reserve(call(), [], Date.UTC(2026, 9, 20)), used(1));
	const close = () => store.closeMonth('default', '2026-10', period, Date.UTC(2026, 10, 2));
	expect(await close()).toMatchObject([{ number: 1, lines: [{ calls: 1 }] }]);
	const times = await spendAndPrune(place);
	const late = times.filter((at) => at >= period.from && at < period.to).length;
	const documents = await close();
	expect(documents.map(({ lines }) => sumLines(lines).calls)).toEqual([1, late]);
	expect(await close()).toEqual(documents);
	await Promise.all([ledger.close(), store.close()]);
});
