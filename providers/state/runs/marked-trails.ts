import type { StateConnection } from '../../database/state-database';
import { findTrailFault, wasChanged } from './check-trail';
import type { TextSeal } from './text-seal';
import { type EntryKey, openEntries, sealEntry } from './sealed-entries';
import { markEntry, type MarkedEntry, type Marker, markHead, type OneRun, type StoredTrail } from './trail-marks';

const writtenAtOnce = 100;

/**
 * Adds entries with chained marks: each covers the previous one, the run's mark the last and the count. This reveals changes without the
 * installation's key. A restored older copy of a whole run is only noticed by the signed state of a waiting run.
 */
export async function appendMarked(
	connection: StateConnection,
	run: OneRun,
	{ entries, from }: { entries: unknown[]; from: number },
	seal: TextSeal,
): Promise<void> {
	if (entries.length === 0) return;
	const { tenant, runId } = run;
	const last = await connection.get<{ mark: string }>(
		'SELECT mark FROM run_entry WHERE tenant = ? AND run = ? AND number = ?',
		tenant,
		runId,
		from - 1,
	);
	const before = { number: from - 1, mark: last?.mark ?? '' };
	for (const entry of entries) {
		before.number += 1;
		const text = await sealEntry(run, before.number, entry, seal);
		before.mark = await markEntry(run, { number: before.number, entry: text }, before.mark, seal);
		await connection.run(
			`INSERT INTO run_entry (tenant, run, number, entry, mark) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, run, number) DO NOTHING`,
			tenant,
			runId,
			before.number,
			text,
			before.mark,
		);
	}
	const mark = await markHead(run, [before], seal);
	await connection.run('UPDATE run SET mark = ? WHERE tenant = ? AND id = ?', mark, tenant, runId);
}

export type WholeTrail = Omit<StoredTrail, 'counted'>;

export async function markTrail(run: OneRun, entries: readonly unknown[], seal: Marker, key?: EntryKey): Promise<WholeTrail> {
	const marked: MarkedEntry[] = [];
	for (const [number, entry] of entries.entries()) {
		const text = key ? await sealEntry(run, number, entry, key) : JSON.stringify(entry);
		marked.push({ number, entry: text, mark: await markEntry(run, { number, entry: text }, marked.at(-1)?.mark ?? '', seal) });
	}
	return { ...run, entries: marked, head: await markHead(run, marked, seal) };
}

export async function putTrail(connection: StateConnection, { tenant, runId, entries }: WholeTrail): Promise<void> {
	await connection.run('DELETE FROM run_entry WHERE tenant = ? AND run = ? AND number >= ?', tenant, runId, entries.length);
	for (let from = 0; from < entries.length; from += writtenAtOnce) {
		const rows = entries.slice(from, from + writtenAtOnce);
		const places = rows.map((_, index) => `(?1, ?2, ?${3 + index * 3}, ?${4 + index * 3}, ?${5 + index * 3})`);
		await connection.run(
			`INSERT INTO run_entry (tenant, run, number, entry, mark) VALUES ${places.join(', ')}
			ON CONFLICT (tenant, run, number) DO UPDATE SET entry = excluded.entry, mark = excluded.mark`,
			tenant,
			runId,
			...rows.flatMap(({ number, entry, mark }) => [number, entry, mark]),
		);
	}
}

export async function dropTrail(connection: StateConnection, { tenant, runId }: OneRun, head: string): Promise<void> {
	await connection.run('DELETE FROM run_entry WHERE tenant = ? AND run = ?', tenant, runId);
	await connection.run('UPDATE run SET entries = 0, mark = ? WHERE tenant = ? AND id = ?', head, tenant, runId);
}

/** @param limit max number of entries; default all */
export async function readTrail(
	connection: StateConnection,
	{ tenant, runId }: OneRun,
	limit = Number.MAX_SAFE_INTEGER,
): Promise<StoredTrail | undefined> {
	// One statement: another process may add entries meanwhile.
	const rows = await connection.all<Partial<MarkedEntry> & { counted: number; head: string }>(
		`SELECT number, entry, run_entry.mark, entries AS counted, run.mark AS head
		FROM run LEFT JOIN run_entry ON run_entry.tenant = run.tenant AND run_entry.run = run.id
		WHERE run.tenant = ? AND id = ? ORDER BY number LIMIT ?`,
		tenant,
		runId,
		limit,
	);
	if (!rows[0]) return undefined;
	const { counted, head } = rows[0];
	return { tenant, runId, entries: rows.filter((row): row is typeof row & MarkedEntry => typeof row.entry === 'string'), counted, head };
}

/** @throws TroupeError RUN_STATE_INVALID for a trail changed outside the product */
export async function readMarked(connection: StateConnection, run: OneRun, seal: TextSeal, limit?: number): Promise<unknown[]> {
	const trail = await readTrail(connection, run, limit);
	if (!trail) return [];
	const fault = await findTrailFault(trail, seal, limit !== undefined);
	if (fault) throw wasChanged(fault);
	return openEntries(
		connection,
		run,
		trail.entries.map(({ entry }) => entry),
		seal,
	);
}
