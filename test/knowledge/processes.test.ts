import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Collection, KnowledgeStore } from '../../core/ports';
import { bundleVictim } from '../../engine-adapter/embedded/kills/bundle-victim';
import { openPostgresKnowledgeStore, openSqliteKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { vectorOf, withVectors } from '../../sandbox/prepared-documents';
import { createPgvectorCluster, onPgvector } from './pgvector-cluster';
import { planOf, versionOf } from './victim-plan';

const rounds = 25;
let folder: string;
let victim: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
	victim = bundleVictim(folder, join(__dirname, 'knowledge-victim.ts'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @returns the rounds that were answered for */
async function runVictim(place: string, who: string, killedAfter = Infinity): Promise<number> {
	const child = spawn(process.execPath, [victim, place, who, String(rounds)], { stdio: ['ignore', 'pipe', 'pipe'] });
	let complaints = '';
	child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
	const ended = once(child, 'close');
	let answered = 0;
	for await (const line of createInterface({ input: child.stdout })) {
		answered = Number(line) + 1;
		if (answered === killedAfter) child.kill('SIGKILL');
	}
	await ended;
	expect(complaints).toBe('');
	return answered;
}

/** Each as many rounds as it was answered for, and perhaps the next one in whole or its first half. */
function possibleStates(who: string, answered: number): string[] {
	const state = new Map<string, number>();
	const told = () => JSON.stringify([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
	const states: string[] = [];
	for (let round = 0; round <= Math.min(answered, rounds - 1); round++) {
		const { put, remove } = planOf(who, round);
		if (round === answered) states.push(told());
		for (const { id, metadata } of put) state.set(id, metadata.version as number);
		if (round === answered) states.push(told());
		for (const id of remove) state.delete(id);
	}
	return [...states, told()];
}

async function versionsOf(collection: Collection, who: string): Promise<Array<[string, number]>> {
	const known = await collection.documents({}, { limit: 1_000 });
	return known.filter(({ id }) => id.startsWith(`${who}-`)).map(({ id, metadata }) => [id, metadata.version as number]);
}

async function expectWhole(store: KnowledgeStore, answered: Record<string, number>): Promise<void> {
	const collection = (await store.find('handbook'))!;
	const all: Array<[string, number]> = [];
	for (const [who, count] of Object.entries(answered)) {
		const versions = await versionsOf(collection, who);
		expect(possibleStates(who, count)).toContain(JSON.stringify(versions.sort(([a], [b]) => (a < b ? -1 : 1))));
		all.push(...versions);
	}
	// The same as a collection into which these documents were put at once, to the last bit of a score.
	const fresh = await store.open('fresh', withVectors);
	await fresh.put(all.map(([id, version]) => versionOf(id, version)));
	const { documents, chunks, characters } = await fresh.statistics();
	await expect(collection.statistics()).resolves.toMatchObject({ documents, chunks, characters });
	for (const words of [[['share'], ['part']], [['version1', 'version2']]])
		await expect(collection.lexical(words, 10_000)).resolves.toEqual(await fresh.lexical(words, 10_000));
	await expect(collection.dense(vectorOf('question'), 10_000)).resolves.toEqual(await fresh.dense(vectorOf('question'), 10_000));
}

async function killOneOfTwo(place: string, open: () => Promise<KnowledgeStore>): Promise<void> {
	for (const killedAfter of [1, 7, 16]) {
		const names = [`lives${killedAfter}`, `dies${killedAfter}`] as const;
		const [lives, dies] = await Promise.all([runVictim(place, names[0]), runVictim(place, names[1], killedAfter)]);
		expect(lives).toBe(rounds);
		expect(dies).toBeGreaterThanOrEqual(killedAfter);
		const store = await open();
		const before = Object.fromEntries(names.map((name, index) => [name, [lives, dies][index]!]));
		await expectWhole(store, before);
		await store.drop('fresh');
		await store.drop('handbook');
		await store.close();
	}
}

describe('two processes that write one collection, one of them killed: what was answered stands, nothing is half', () => {
	it('on SQLite', async () => {
		const file = join(folder, 'knowledge.db');
		await killOneOfTwo(file, () => openSqliteKnowledgeStore(file));
	});

	onPgvector('on PostgreSQL', () => {
		it('as well', async () => {
			const cluster = await createPgvectorCluster();
			try {
				const address = await cluster.createDatabase();
				await killOneOfTwo(address, () => openPostgresKnowledgeStore(address));
			} finally {
				await cluster.remove();
			}
		});
	});
});
