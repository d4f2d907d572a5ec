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
 * Marks entries so that whoever writes the database without the key of the installation can change, add or move none unnoticed: each mark covers
 * the one before. The end of a trail can still be cut off; the signed state of a run that waits holds what came before it.
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
	const rows = await connection.all<MarkedEntry>(
		'SELECT number, entry, mark FROM run_entry WHERE tenant = ? AND run = ? ORDER BY number LIMIT ?',
		...[run.tenant, run.runId, limit ?? Number.MAX_SAFE_INTEGER],
	);
	let before = '';
	for (const [index, row] of rows.entries()) {
		if (row.number !== index || row.mark !== (await seal.mark(textToMark(run, row, before)))) throw wasChanged(run, index);
		before = row.mark;
	}
	return rows.map(({ entry }) => JSON.parse(entry) as unknown);
}

const textToMark = ({ tenant, runId }: OneRun, { number, entry }: Omit<MarkedEntry, 'mark'>, before: string): string =>
	JSON.stringify(['run entry', tenant, runId, number, before, entry]);

function wasChanged({ runId }: OneRun, number: number): TroupeError {
	return new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The stored steps of the run ${runId} cannot be used: step ${number + 1} was changed, added or moved in the database without the installation's key.`,
		fix: 'Do not continue this run. Find out who writes the database, restore it from a backup, and start the run again.',
		details: { runId, step: number + 1 },
	});
}
