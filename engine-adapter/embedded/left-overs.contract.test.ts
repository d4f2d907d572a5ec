import { DatabaseSync } from 'node:sqlite';
import { contractCases } from '../../test/contract/cases';
import { asStep } from '../../test/contract/as-process-case';
import { readRecording } from '../../test/contract/recording';
import { sampleOf } from '../../test/support/slow-tests';
import { CaseEngine } from '../cases/case-engine';
import { CasePlay } from '../cases/play-case';
import { parseProcessCase } from '../cases/parse-process-case';
import { isTroupeError } from '../../core/base/errors';

/** Tables that an instance writes to while it runs. */
const tables = [
	'element_instance',
	'taken_flow',
	'variable',
	'job',
	'user_task',
	'incident',
	'message_subscription',
	'multi_instance',
	'completed_activity',
	'pending_step',
	...['signal_subscription WHERE element_instance_key <> 0', 'timer WHERE element_instance_key <> 0'],
	"process_instance WHERE state = 'ACTIVE'",
	'message_correlation WHERE message_key NOT IN (SELECT key FROM message)',
];

/** Statements that may read without an index: the tables of the file, once; the end of a table, a table that is empty in rest, and what a person asks for. */
const mayReadAll = [
	/FROM sqlite_schema/,
	/max\(position\)/,
	/FROM pending_step/,
	/WHERE \?1 IS NULL OR instance_key = \?1/,
	/FROM element_instance WHERE (instance_key = \? AND )?element_id/,
];

/** The statements that the engine prepared, by their text. */
const prepared = new Map<string, DatabaseSync>();
/** Query plans of SQLite. */
const plans = new Map<string, string[]>();

function notePlans(): void {
	for (const [sql, database] of prepared) {
		const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as Array<{ detail: string }>;
		plans.set(
			sql,
			plan.map(({ detail }) => detail),
		);
	}
	prepared.clear();
}

/** `SCAN job`, or `SEARCH job` for min() and max(): without an index. */
const readsAll = (details: string[]): boolean => details.some((detail) => /^(SCAN|SEARCH) \w+$/.test(detail));

beforeAll(() => {
	const prepare = DatabaseSync.prototype.prepare;
	jest.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, sql) {
		if (/^\s*(SELECT|UPDATE|DELETE)/i.test(sql)) prepared.set(sql, this);
		return prepare.call(this, sql);
	});
});

async function endAll(at: CaseEngine): Promise<void> {
	// A message that waited for an instance to end may start the next one.
	for (let rounds = 0; rounds < 20; rounds++) {
		const active = await at.engine.read(({ database }) =>
			database.all<{ key: number }>("SELECT key FROM process_instance WHERE state = 'ACTIVE' AND caller_key IS NULL"),
		);
		if (active.length === 0) return;
		for (const { key } of active) await at.engine.cancel(String(key)).catch((error: unknown) => expect(isTroupeError(error)).toBe(true));
		await at.settle();
	}
}

const known = sampleOf(
	contractCases.filter((one) => one.script.every((action) => asStep(action) !== undefined) && readRecording(one).trace.deploy === 'ok'),
);

describe('instances that ended or were cancelled', () => {
	test.each(known.map((one) => [one.id, one] as const))('leave nothing in the state: %s', async (_id, { resources, script }) => {
		prepared.clear();
		const at = await CaseEngine.open(1_800_000_000_000);
		await new CasePlay(at).play(
			resources,
			await parseProcessCase(JSON.stringify({ script: script.map(asStep), autoComplete: false }), 'case.json'),
		);
		notePlans();
		await endAll(at);
		const left = await at.engine.read(({ database }) =>
			tables.filter((table) => database.get(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined),
		);
		expect(left).toEqual([]);
		await at.close();
	});

	// Otherwise each command would cost more with every instance that waits.
	test('had no table read as a whole for them', () => {
		expect(plans.size).toBeGreaterThan(50);
		const found = [...plans].filter(([sql, details]) => readsAll(details) && !mayReadAll.some((allowed) => allowed.test(sql)));
		expect(found).toEqual([]);
	});
});
