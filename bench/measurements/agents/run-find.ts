/**
 * Milliseconds (p95) to find runs by contact, tool and two words of the text of an error among a million, of which one contact has a tenth, in
 * PostgreSQL. The same in SQLite is printed before it. Goal: at most 50; in SQLite 100.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRunStore, type StoredRuns } from '../../../providers/state/runs/run-store';
import { createCluster } from '../../../test/support/servers/postgres-cluster';
import { contactOf, failed, fillPostgres, fillSqlite, runs, toolOf, wordOf } from '../../runs/fill-runs';
import { timed } from '../../timed';

const searches = Number(process.env.BENCH_ROUNDS ?? 300);

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-find-'));
	const cluster = await createCluster();
	try {
		await measure('SQLite', join(folder, 'state.db'), (place) => fillSqlite(place));
		const place = await cluster.createDatabase();
		return await measure('PostgreSQL', place, () => fillPostgres(cluster.asSuperuser(place)));
	} finally {
		await cluster.remove();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function measure(name: string, place: string, fill: (place: string) => Promise<void>): Promise<number> {
	const store = openRunStore(place, { tenant: 'default', pseudonym: async (_kind, id) => id });
	await store.list(1); // creates the tables
	const fillMs = await timed(() => fill(place));
	const times: number[] = [];
	let found = 0;
	for (let search = 0; search < searches; search += 1)
		times.push(
			await timed(async () => {
				found += await find(store, search);
			}),
		);
	await store.close();
	if (found < searches) throw new Error(`${searches} searches found ${found} runs`);
	times.sort((one, other) => one - other);
	const at = (share: number) => times[Math.floor(times.length * share)]!;
	console.log(
		`${name}: ${runs} runs written in ${Math.round(fillMs / 1000)} s; p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, longest ${at(0.999).toFixed(1)} ms`,
	);
	return Number(at(0.95).toFixed(1));
}

/** Looks for a run that failed, every third time with the commonest word and every other time as the contact with the most runs. */
async function find(store: StoredRuns, search: number): Promise<number> {
	const number = (Math.floor((search * 7_919 * failed) % runs) / failed) | 0;
	const wanted = number * failed;
	const error = [wordOf(wanted, search % 3), wordOf(wanted, 4)].join(' ');
	const filter = { contact: search % 2 === 0 ? contactOf(wanted) : undefined, tool: toolOf(wanted), error };
	return (await store.list(50, false, filter)).length;
}
