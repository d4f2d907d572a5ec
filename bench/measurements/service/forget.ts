/**
 * Measures the seconds in which `troupe privacy forget` forgets one of 100,000 people of a filled installation: channels, runs, vault, audit, memory
 * and processes. Then it searches every byte of the home, with logs, journals and free pages, and fails where a value is left. Goal: 5.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { closeOpened } from '../../../providers/compose/open-once';
import { addPerson, fillWithCrowd } from '../../forget/fill-home';
import { searchBytes } from '../../../test/support/privacy/search-bytes';
import { mustTroupe } from '../../forget/troupe';
import { timed } from '../../timed';

const count = Number(process.env.BENCH_PEOPLE ?? 100_000);
/** People who are filled through the stores; the others are their copies. */
const templates = 20;

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const home = mkdtempSync(resolve('build', 'bench-forget-'));
	try {
		const filling = await timed(() => fillWithCrowd(count, templates, home));
		const person = await addPerson('zeta', home);
		await closeOpened();
		const before = searchBytes(home, person.values);
		const unseen = person.inClear.filter((value) => !before.some((hit) => hit.value === value));
		if (unseen.length > 0) throw new Error(`The search does not see ${unseen.join(', ')}, which is stored.`);
		const megabytes = listFiles(home).reduce((sum, { bytes }) => sum + bytes, 0) / 1024 / 1024;
		console.log(`${megabytes.toFixed(0)} MB in ${listFiles(home).length} files, filled in ${(filling / 1_000).toFixed(0)} s`);
		let answer = '';
		const taken = await timed(async () => {
			answer = await mustTroupe(['privacy', 'forget', `phone=+${person.phone}`, '--yes', '--json'], home);
		});
		const { status, receipt } = JSON.parse(answer) as { status: string; receipt: { places: Array<{ place: string; removed: number }> } };
		console.log(receipt.places.map(({ place, removed }) => `${place} ${removed}`).join(', '));
		console.log(
			`load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores: with more than the cores, the time is that of a wait for them`,
		);
		if (status !== 'complete') throw new Error(`The forgetting is ${status}.`);
		const hits = searchBytes(home, person.values);
		console.log(`${hits.length} values left`);
		if (hits.length > 0) throw new Error(hits.map(({ file, value }) => `${value} is left in ${file}`).join('; '));
		return Math.round(taken / 100) / 10;
	} finally {
		rmSync(home, { recursive: true, force: true });
	}
}

const listFiles = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => ({ name, bytes: statSync(join(parentPath, name)).size }));
