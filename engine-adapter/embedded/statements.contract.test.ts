import { DatabaseSync } from 'node:sqlite';
import { asStep } from '../contract/as-process-case';
import { contractCases } from '../contract/cases';
import { readRecording } from '../contract/recording';
import { CaseEngine } from '../cases/case-engine';
import { parseProcessCase } from '../cases/parse-process-case';
import { CasePlay } from '../cases/play-case';

/** Reads without an index that do not grow with what waits: of a table's end, of a table that is empty in rest, or for a person's question. */
const allowed = [
	'SEARCH event_log: SELECT max(',
	'SCAN pending_step: SELECT position, step FROM pending_step ORDER BY position LIMIT ?',
	'SCAN pending_step: SELECT 1 FROM pending_step LIMIT 1',
	'SCAN incident: SELECT * FROM incident WHERE ?1 IS NULL OR instance_key = ?1 ORDER BY key',
	'SCAN user_task: SELECT * FROM user_task WHERE ?1 IS NULL OR instance_key = ?1 ORDER BY key',
	'SEARCH element_instance: SELECT min(key) AS key FROM element_instance WHERE element_id = ?',
	'SCAN element_instance: SELECT key FROM element_instance WHERE instance_key = ? AND element_id IN',
];

const known = contractCases.filter(
	(one) => one.script.every((action) => asStep(action) !== undefined) && readRecording(one).trace.deploy === 'ok',
);

/** What SQLite's plan for a statement reads without an index: `SCAN job`, or `SEARCH job` for min() and max(). */
function listReadsOfAll(database: DatabaseSync, sql: string): string[] {
	const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as Array<{ detail: string }>;
	return plan.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH) \w+$/.test(detail));
}

async function play({ resources, script }: (typeof known)[number]): Promise<CaseEngine> {
	const at = await CaseEngine.open(1_800_000_000_000);
	const steps = { script: script.map(asStep), autoComplete: false };
	await new CasePlay(at).play(resources, await parseProcessCase(JSON.stringify(steps), 'case.json'));
	return at;
}

test('no statement of the engine reads a whole table, so that a command costs the same however many instances wait', async () => {
	const prepared = new Map<string, DatabaseSync>();
	const prepare = DatabaseSync.prototype.prepare;
	const spy = jest.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, sql) {
		if (/^\s*(SELECT|UPDATE|DELETE)/i.test(sql)) prepared.set(sql.replace(/\s+/g, ' '), this);
		return prepare.call(this, sql);
	});
	const reads = new Set<string>();
	for (const one of known) {
		const at = await play(one);
		for (const [sql, database] of [...prepared]) for (const read of listReadsOfAll(database, sql)) reads.add(`${read}: ${sql}`);
		prepared.clear();
		await at.close();
	}
	spy.mockRestore();
	// Otherwise nothing was looked at.
	expect([...reads].some((read) => read.startsWith(allowed[0]!))).toBe(true);
	expect([...reads].filter((read) => !allowed.some((one) => read.startsWith(one)))).toEqual([]);
});
