/**
 * Sealed trails of recently ended runs whose kept texts are reduced. A host that missed the end, such as after a crash, asks again and gets the same
 * end without repeated calls.
 */
import type { StateConnection } from '../../database/state-database';
import type { TextSeal } from './text-seal';
import type { OneRun } from './trail-marks';

export const endedTrailTable = `
	CREATE TABLE IF NOT EXISTS ended_trail (
		tenant TEXT NOT NULL,
		run TEXT NOT NULL,
		kept_until INTEGER NOT NULL,
		sealed BLOB NOT NULL,
		PRIMARY KEY (tenant, run)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS ended_trail_by_end ON ended_trail (kept_until);
`;

/** As long as an MCP task is asked for after a crash. */
const keptMs = 86_400_000;
export const endedBoundTo = ({ tenant, runId }: OneRun) => JSON.stringify(['ended trail', tenant, runId]);

export const sealEnded = (run: OneRun, trail: readonly unknown[], seal: TextSeal): Promise<Uint8Array> =>
	seal.seal(JSON.stringify(trail), endedBoundTo(run));

export const insertEnded = (connection: StateConnection, { tenant, runId }: OneRun, sealed: Uint8Array, now: number) =>
	connection.run(
		`INSERT INTO ended_trail (tenant, run, kept_until, sealed) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (tenant, run) DO UPDATE SET kept_until = ?3, sealed = ?4`,
		tenant,
		runId,
		now + keptMs,
		sealed,
	);

export async function readEnded(connection: StateConnection, run: OneRun, seal: TextSeal, now: number): Promise<unknown[] | undefined> {
	const row = await connection.get<{ sealed: Uint8Array }>(
		'SELECT sealed FROM ended_trail WHERE tenant = ? AND run = ? AND kept_until > ?',
		run.tenant,
		run.runId,
		now,
	);
	return row && (JSON.parse(await seal.unseal(row.sealed, endedBoundTo(run))) as unknown[]);
}

export const removeEnded = (connection: StateConnection, now: number, max: number) =>
	connection.run(
		'DELETE FROM ended_trail WHERE kept_until <= ?1 AND (tenant, run) IN (SELECT tenant, run FROM ended_trail WHERE kept_until <= ?1 LIMIT ?2)',
		now,
		max,
	);
