import type { StateConnection } from '../../database/state-database';
import { findTrailFault, wasChanged } from './check-trail';
import type { TextSeal } from './suspensions';
import { markEntry, type MarkedEntry, markHead, type OneRun, type StoredTrail } from './trail-marks';

/**
 * Adds entries with marks, which show every change that somebody made in the database without the key of the installation: each mark covers the one
 * before, and the mark of the run covers the last one and their number. Only an earlier copy of a whole run, put back with its mark, is not noticed
 * here; the signed state of a run that waits shows it.
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
		...[tenant, runId, from - 1],
	);
	const before = { number: from - 1, mark: last?.mark ?? '' };
	for (const entry of entries) {
		before.number += 1;
		const text = JSON.stringify(entry);
		before.mark = await markEntry(run, { number: before.number, entry: text }, before.mark, seal);
		await connection.run(
			`INSERT INTO run_entry (tenant, run, number, entry, mark) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, run, number) DO NOTHING`,
			...[tenant, runId, before.number, text, before.mark],
		);
	}
	const mark = await markHead(run, [before], seal);
	await connection.run('UPDATE run SET mark = ? WHERE tenant = ? AND id = ?', mark, tenant, runId);
}

/** Reads the trail of a run as it is stored. @param limit max number of entries; default all */
export async function readTrail(
	connection: StateConnection,
	{ tenant, runId }: OneRun,
	limit = Number.MAX_SAFE_INTEGER,
): Promise<StoredTrail | undefined> {
	// In one statement: another process may add entries meanwhile.
	const rows = await connection.all<Partial<MarkedEntry> & { counted: number; head: string }>(
		`SELECT number, entry, run_entry.mark, entries AS counted, run.mark AS head
		FROM run LEFT JOIN run_entry ON run_entry.tenant = run.tenant AND run_entry.run = run.id
		WHERE run.tenant = ? AND id = ? ORDER BY number LIMIT ?`,
		...[tenant, runId, limit],
	);
	if (!rows[0]) return undefined;
	const { counted, head } = rows[0];
	return { tenant, runId, entries: rows.filter((row): row is typeof row & MarkedEntry => typeof row.entry === 'string'), counted, head };
}

/** Reads the first entries of a trail, or all. @throws TroupeError RUN_STATE_INVALID for one that was changed outside the product */
export async function readMarked(connection: StateConnection, run: OneRun, seal: TextSeal, limit?: number): Promise<unknown[]> {
	const trail = await readTrail(connection, run, limit);
	if (!trail) return [];
	const fault = await findTrailFault(trail, seal, limit !== undefined);
	if (fault) throw wasChanged(fault);
	return trail.entries.map(({ entry }) => JSON.parse(entry) as unknown);
}
