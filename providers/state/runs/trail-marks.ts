import { TroupeError } from '../../../core/base/errors';
import type { StateConnection } from '../../../database/state-database';
import type { TextSeal } from './suspensions';

interface OneRun {
	tenant: string;
	runId: string;
}

/** An entry as it is stored, with the mark that chains it to the one before. */
interface MarkedEntry {
	number: number;
	entry: string;
	mark: string;
}

/**
 * Adds entries with marks, which show every change that somebody made in the database without the key of the installation: each mark covers the one
 * before, and the run counts its entries. If somebody cuts off the end and corrects the count too, only a run that waits shows it: its signed state
 * holds what came before.
 */
export async function appendMarked(
	connection: StateConnection,
	{ tenant, runId }: OneRun,
	{ entries, from }: { entries: unknown[]; from: number },
	seal: TextSeal,
): Promise<void> {
	const last = await connection.get<{ mark: string }>(
		'SELECT mark FROM run_entry WHERE tenant = ? AND run = ? AND number = ?',
		...[tenant, runId, from - 1],
	);
	let before = last?.mark ?? '';
	for (const [index, entry] of entries.entries()) {
		const stored = { number: from + index, entry: JSON.stringify(entry) };
		before = await seal.mark(textToMark({ tenant, runId }, stored, before));
		await connection.run(
			`INSERT INTO run_entry (tenant, run, number, entry, mark) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, run, number) DO NOTHING`,
			...[tenant, runId, stored.number, stored.entry, before],
		);
	}
}

/** Reads the first entries of a trail, or all. @throws TroupeError RUN_STATE_INVALID for one that was changed outside the product */
export async function readMarked(connection: StateConnection, run: OneRun, seal: TextSeal, limit?: number): Promise<unknown[]> {
	// In one statement: another process may add entries meanwhile.
	const found = await connection.all<Partial<MarkedEntry> & { counted: number }>(
		`SELECT number, entry, mark, entries AS counted FROM run LEFT JOIN run_entry ON run_entry.tenant = run.tenant AND run = id
		WHERE run.tenant = ? AND id = ? ORDER BY number LIMIT ?`,
		...[run.tenant, run.runId, limit ?? Number.MAX_SAFE_INTEGER],
	);
	const rows = found.filter((row): row is MarkedEntry & { counted: number } => typeof row.entry === 'string');
	let before = '';
	for (const [index, row] of rows.entries()) {
		if (row.number !== index || row.mark !== (await seal.mark(textToMark(run, row, before)))) throw wasChanged(run, index);
		before = row.mark;
	}
	const { counted = 0 } = found[0] ?? {};
	if (limit === undefined && counted !== rows.length) throw wasChanged(run, Math.min(counted, rows.length));
	return rows.map(({ entry }) => JSON.parse(entry) as unknown);
}

const textToMark = ({ tenant, runId }: OneRun, { number, entry }: Omit<MarkedEntry, 'mark'>, before: string): string =>
	JSON.stringify(['run entry', tenant, runId, number, before, entry]);

/** Creates the error for a trail that another program than this product wrote. */
export function wasChanged({ runId }: OneRun, number: number): TroupeError {
	return new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The stored steps of the run ${runId} cannot be used: step ${number + 1} was changed, added, moved or removed in the database without the installation's key.`,
		fix: 'Do not continue this run. Find out who writes the database, restore it from a backup, and start the run again.',
		details: { runId, step: number + 1 },
	});
}
