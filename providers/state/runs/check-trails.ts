import { everyTenant, type StateDatabase } from '../../database/state-database';
import { findTrailFault, type TrailFault } from './check-trail';
import { readTrail } from './marked-trails';
import type { Marker, OneRun } from './trail-marks';

export interface CheckedTrails {
	runs: number;
	entries: number;
	faults: TrailFault[];
}

interface Listed extends OneRun {
	isLost: number;
	counted: number;
	head: string;
}

const pageSize = 1_000;

/** Checks all stored trails, also of running runs. @param tenant or `everyTenant` */
export async function checkTrails(database: StateDatabase, tenant: string, seal: Marker): Promise<CheckedTrails> {
	const found: CheckedTrails = { runs: 0, entries: 0, faults: [] };
	for await (const { isLost, counted, head, ...run } of listTrails(database, tenant)) {
		// Most runs have no trail, which their mark confirms.
		const none = Number(counted) === 0 ? { ...run, entries: [], counted: 0, head } : undefined;
		const trail = none ?? (await database.read(tenant, (connection) => readTrail(connection, run)));
		// The product removes run and entries together; one alone shows tampering.
		if (!trail && isLost === 0) continue;
		found.runs += 1;
		found.entries += trail?.entries.length ?? 0;
		const fault = trail ? await findTrailFault(trail, seal, false) : { ...run, step: 1, problem: 'removed' as const };
		if (fault) found.faults.push(fault);
	}
	return found;
}

/** Lists runs, then orphaned entries, in pages: there can be millions. */
async function* listTrails(database: StateDatabase, tenant: string): AsyncGenerator<Listed> {
	const isAll = tenant === everyTenant;
	const pageOf = (id: string) =>
		`${isAll ? `(tenant, ${id}) > (?1, ?2)` : `tenant = ?1 AND ${id} > ?2`} ORDER BY tenant, ${id} LIMIT ${pageSize}`;
	const lists = [
		`SELECT tenant, id AS "runId", 0 AS "isLost", mark AS head,
			CASE WHEN EXISTS (SELECT 1 FROM run_entry WHERE run_entry.tenant = run.tenant AND run_entry.run = run.id) THEN 1 ELSE entries END AS counted
		FROM run WHERE ${pageOf('id')}`,
		`SELECT DISTINCT tenant, run AS "runId", 1 AS "isLost", '' AS head, 1 AS counted FROM run_entry
		WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.tenant = run_entry.tenant AND run.id = run_entry.run) AND ${pageOf('run')}`,
	];
	for (const list of lists)
		for (
			let last: OneRun = { tenant: isAll ? '' : tenant, runId: '' }, page: Listed[] | undefined;
			(page?.length ?? pageSize) === pageSize;
		) {
			page = await database.read(tenant, (connection) => connection.all<Listed>(list, last.tenant, last.runId));
			yield* page;
			last = page.at(-1) ?? last;
		}
}
