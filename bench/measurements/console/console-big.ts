/**
 * Milliseconds (p95) until the list of runs is usable in a browser, with a million runs in PostgreSQL: the first page, and pages of a state and an agent.
 * Goal: 300.
 */
import { openRunStore } from '../../../providers/state/runs/run-store';
import { createCluster } from '../../../test/support/servers/postgres-cluster';
import { openServed } from '../../console/open-served';
import { fillPostgres, runs } from '../../runs/fill-runs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 40);
const paths = ['runs', 'runs?state=failed', 'runs?state=completed&agent=support'];

export async function run(): Promise<number> {
	const cluster = await createCluster();
	try {
		const place = await cluster.createDatabase();
		const store = openRunStore(place, { tenant: 'default', pseudonym: async (_kind, id) => id });
		await store.list(1); // creates the tables
		await store.close();
		await fillPostgres(cluster.asSuperuser(place));
		console.log(`${runs} runs`);
		return await measure(place);
	} finally {
		await cluster.remove();
	}
}

async function measure(place: string): Promise<number> {
	const served = await openServed({ TROUPE_DATABASE_URL: place });
	try {
		const page = await (await served.signIn()).newPage();
		const times: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			// Another room first: the list is read again, by a page that is loaded already.
			await page.goto(`${served.service.url}/console/health`);
			const path = paths[round % paths.length]!;
			const begin = performance.now();
			await page.evaluate(
				`history.pushState(null, '', ${JSON.stringify(`/console/${path}`)}); dispatchEvent(new PopStateEvent('popstate'));`,
			);
			await page.getByRole('table').getByRole('row').nth(1).waitFor();
			const took = performance.now() - begin;
			times.push(took);
			if (took > 300) console.log(`${path}: ${took.toFixed(0)} ms`);
		}
		times.sort((one, other) => one - other);
		const at = (share: number) => times[Math.floor(times.length * share)]!;
		console.log(`p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, longest ${times.at(-1)!.toFixed(0)} ms`);
		return Math.round(at(0.95));
	} finally {
		await served.close();
	}
}
