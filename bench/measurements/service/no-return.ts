/**
 * Restores 100 backups that are older than a forgetting, each into a home of its own, with the list of who was forgotten since; one in five is killed
 * and repeated. People come before the backups and are forgotten after them, by each command that forgets. The value is the number of restores after
 * which some byte of the home still has something of a person who was forgotten. Goal: 0.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Random } from '../../../test/contract/random/random';
import { closeOpened } from '../../../providers/compose/open-once';
import { forgottenFileName } from '../../../providers/state/conversations/forgotten-list';
import { addPerson, type FilledPerson, nameNumber } from '../../forget/fill-home';
import { searchBytes } from '../../../test/support/privacy/search-bytes';
import { mustTroupe, troupe } from '../../forget/troupe';

const restores = Number(process.env.BENCH_RESTORES ?? 100);
const seed = Number(process.env.BENCH_SEED ?? Date.now() % 1_000_000);
const killedEvery = 5;
const maxKillMs = 3_000;
/** The person of a round is still there in the backups of these rounds after it. */
const roundsAlive = 2;

const ways: Array<(person: FilledPerson) => string[]> = [
	({ phone }) => ['privacy', 'forget', `phone=+${phone}`, '--yes'],
	({ phone }) => ['contacts', 'forget', `phone=+${phone}`, '--yes'],
	({ id }) => ['privacy', 'forget', id, '--yes'],
];

export async function run(): Promise<number> {
	console.log(`seed ${seed}`);
	const random = new Random(seed);
	mkdirSync('build', { recursive: true });
	const folder = mkdtempSync(resolve('build', 'bench-no-return-'));
	try {
		const { home, people, stays } = await live(folder);
		await checkSearch(folder, people[0]!);
		let returned = 0;
		for (let round = 0; round < restores; round++) {
			const restored = join(folder, 'restored');
			const isKilled = round % killedEvery === 0;
			await restore(archiveOf(folder, round), restored, join(home, forgottenFileName), isKilled ? random.next() * maxKillMs : undefined);
			const hits = searchBytes(
				restored,
				people.flatMap(({ values }) => values),
			);
			for (const { file, value } of hits.slice(0, 5)) console.log(`restore ${round}: ${value} is back in ${file}`);
			if (hits.length > 0) returned += 1;
			if (searchBytes(restored, stays.inClear).length === 0) throw new Error(`Restore ${round} lost who was not forgotten.`);
			rmSync(restored, { recursive: true, force: true });
		}
		console.log(`${restores} restores, ${Math.ceil(restores / killedEvery)} of them killed, ${people.length} people forgotten`);
		return returned;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const archiveOf = (folder: string, round: number) => join(folder, `archive-${round}`);

/** In each round a person comes, a backup is made, and who came some rounds ago is forgotten. In the end nobody is left but one. */
async function live(folder: string): Promise<{ home: string; people: FilledPerson[]; stays: FilledPerson }> {
	const home = join(folder, 'home');
	mkdirSync(home);
	const stays = await addPerson('stays', home);
	const people: FilledPerson[] = [];
	for (let round = 0; round < restores; round++) {
		people.push(await addPerson(`p${nameNumber(round)}`, home));
		await closeOpened();
		await mustTroupe(['backup', archiveOf(folder, round)], home);
		if (round >= roundsAlive) await forget(round - roundsAlive, people, home);
	}
	for (let left = Math.max(0, restores - roundsAlive); left < restores; left++) await forget(left, people, home);
	return { home, people, stays };
}

async function forget(round: number, people: readonly FilledPerson[], home: string): Promise<void> {
	const person = people[round]!;
	await mustTroupe(ways[round % ways.length]!(person), home);
	const hits = searchBytes(home, person.values);
	if (hits.length > 0) throw new Error(`Not forgotten: ${hits.map(({ file, value }) => `${value} in ${file}`).join(', ')}`);
}

/** Without the list, the oldest backup has its person: the search sees what a restore brings back. */
async function checkSearch(folder: string, { inClear }: FilledPerson): Promise<void> {
	const control = join(folder, 'control');
	await mustTroupe(['restore', archiveOf(folder, 0)], control);
	const found = new Set(searchBytes(control, inClear).map(({ value }) => value));
	if (found.size < inClear.length) throw new Error('The search does not see what a restore without the list brings back.');
	rmSync(control, { recursive: true, force: true });
}

async function restore(archive: string, home: string, list: string, killAfterMs: number | undefined): Promise<void> {
	const args = ['restore', archive, '--forgotten', list];
	if (killAfterMs !== undefined && (await troupe(args, home, {}, killAfterMs)).code === 0) return;
	await mustTroupe(args, home);
}
