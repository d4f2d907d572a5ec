import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Collection, KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import { bundleVictim } from '../support/bundle-victim';
import { openKnowledgeStore } from '../../providers/compose/knowledge/knowledge-store';
import type { KnowledgeStorePlace } from '../../providers/compose/hosts/knowledge-host';
import { toVector, withVectors } from '../support/prepared-documents';
import { openChromaKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { startChroma, type ChromaTestServer } from '../support/servers/chroma-server';
import { onChroma } from './chroma';
import { answeredRounds } from './answered-rounds';
import { createPgvectorCluster, onPgvector, type PgvectorCluster } from './pgvector-cluster';
import { createPlan, findVersion } from './victim-plan';

const rounds = 14;
let folder: string;
let victim: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
	victim = bundleVictim(folder, join(__dirname, 'knowledge-victim.ts'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const startVictim = (place: KnowledgeStorePlace, what: 'put' | 'swap' | 'hold', who: string) =>
	spawn(process.execPath, [victim, JSON.stringify(place), what, who, String(rounds)], { stdio: ['ignore', 'pipe', 'pipe'] });

/** @returns the rounds that were answered for */
function runVictim(place: KnowledgeStorePlace, who: string, killedAfter = Infinity): Promise<number> {
	const child = startVictim(place, 'put', who);
	return answeredRounds(child, killedAfter);
}

/** Each as many rounds as it was answered for, and perhaps the next one in whole or its first half. */
function possibleStates(who: string, answered: number): string[] {
	const state = new Map<string, number>();
	const told = () => JSON.stringify([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
	const states: string[] = [];
	for (let round = 0; round <= Math.min(answered, rounds - 1); round++) {
		const { put, remove } = createPlan(who, round);
		if (round === answered) states.push(told());
		for (const { id, metadata } of put) state.set(id, metadata.version as number);
		if (round === answered) states.push(told());
		for (const id of remove) state.delete(id);
	}
	return [...states, told()];
}

async function listVersions(collection: Collection, who: string): Promise<Array<[string, number]>> {
	const known = await collection.documents({}, { limit: 1_000 });
	return known.filter(({ id }) => id.startsWith(`${who}-`)).map(({ id, metadata }) => [id, metadata.version as number]);
}

async function expectWhole(store: KnowledgeStore, answered: Record<string, number>): Promise<void> {
	const collection = (await store.find('handbook'))!;
	const all: Array<[string, number]> = [];
	for (const [who, count] of Object.entries(answered)) {
		const versions = await listVersions(collection, who);
		expect(possibleStates(who, count)).toContain(JSON.stringify(versions.sort(([a], [b]) => (a < b ? -1 : 1))));
		all.push(...versions);
	}
	// The same as a collection into which these documents were put at once, to the last bit of a score.
	const fresh = await store.open('fresh', withVectors);
	await fresh.put(all.map(([id, version]) => findVersion(id, version)));
	const { documents, chunks, characters } = await fresh.statistics();
	await expect(collection.statistics()).resolves.toMatchObject({ documents, chunks, characters });
	for (const words of [[['share'], ['part']], [['version1', 'version2']]])
		await expect(collection.lexical(words, 10_000)).resolves.toEqual(await fresh.lexical(words, 10_000));
	const [dense, ofFresh] = await Promise.all([collection, fresh].map((one) => one.dense(toVector('question'), 10_000)));
	expect(dense!.map(({ chunkId }) => chunkId)).toEqual(ofFresh!.map(({ chunkId }) => chunkId));
	dense!.forEach(({ score }, index) => expect(score).toBeCloseTo(ofFresh![index]!.score, 5));
}

/** What a server outside of the catalogue holds, after whoever was killed has been found out. */
type CountOutside = (place: KnowledgeStorePlace) => Promise<{ held: number; kept: number }>;

async function killOneOfTwo(place: KnowledgeStorePlace, countOutside?: CountOutside): Promise<void> {
	for (const killedAfter of [1, 9]) {
		const names = [`lives${killedAfter}`, `dies${killedAfter}`] as const;
		const [lives, dies] = await Promise.all([runVictim(place, names[0]), runVictim(place, names[1], killedAfter)]);
		expect(lives).toBe(rounds);
		expect(dies).toBeGreaterThanOrEqual(killedAfter);
		const store = await openKnowledgeStore({ knowledgeStore: place });
		const before = Object.fromEntries(names.map((name, index) => [name, [lives, dies][index]!]));
		await expectWhole(store, before);
		await store.drop('fresh');
		if (countOutside) {
			const { held, kept } = await countOutside(place);
			expect(held).toBe(kept);
		}
		await store.drop('handbook');
		await store.close();
	}
}

/** Killed as soon as it says so: before, within and after the swap, as it happens. */
async function killAtSwap(place: KnowledgeStorePlace, countOutside?: CountOutside): Promise<void> {
	const store = await openKnowledgeStore({ knowledgeStore: place });
	const ids = Array.from({ length: 8 }, (_, index) => `d${index}`);
	await (await store.open('handbook', withVectors)).put(ids.map((id) => findVersion(id, 2)));
	for (const linesBefore of [1, 4, 5]) {
		const child = startVictim(place, 'swap', '');
		const ended = once(child, 'close');
		let lines = 0;
		for await (const _line of createInterface({ input: child.stdout })) if (++lines === linesBefore) child.kill('SIGKILL');
		await ended;
		const collection = (await store.find('handbook'))!;
		const { dimensions } = collection.stamp.embedding!;
		const found = await collection.dense(toVector('question', dimensions), 10_000);
		await expect(collection.statistics()).resolves.toMatchObject({ documents: ids.length, chunks: found.length });
		expect(found).toHaveLength(8 * ids.length);
		const vectors = await collection.vectors(found.map(({ chunkId }) => chunkId));
		expect(vectors.every((vector) => vector?.length === dimensions)).toBe(true);
		await collection.abandonShadow();
	}
	if (countOutside) {
		const { held, kept } = await countOutside(place);
		expect(held).toBe(kept);
	}
	await store.drop('handbook');
	await store.close();
}

/** The system, or the server, lets go of it: nobody has to wait for a time to pass. */
async function killWhileHeld(place: KnowledgeStorePlace): Promise<void> {
	const store = await openKnowledgeStore({ knowledgeStore: place });
	const collection = await store.open('handbook', withVectors);
	const child = startVictim(place, 'hold', '');
	const ended = once(child, 'close');
	for await (const line of createInterface({ input: child.stdout })) {
		expect(line).toBe('held');
		await expect(collection.holdShadow()).resolves.toBeUndefined();
		child.kill('SIGKILL');
	}
	await ended;
	const letGo = await untilFree(collection);
	await letGo();
	await store.drop('handbook');
	await store.close();
}

/** A server notices a moment later that a connection is gone. */
async function untilFree(collection: Collection): Promise<() => Promise<void>> {
	for (const until = Date.now() + 60_000; Date.now() < until; await new Promise((later) => setTimeout(later, 20))) {
		const letGo = await collection.holdShadow();
		if (letGo) return letGo;
	}
	throw new Error('The shadow is held a minute after its holder was killed.');
}

describe('on SQLite', () => {
	const place = () => ({ kind: 'sqlite' as const, file: join(folder, 'knowledge.db') });

	it('two processes write one collection, one of them is killed: what was answered stands, nothing is half', () => killOneOfTwo(place()));
	it('one is killed at a swap: all of the one model is there, or all of the other', () => killAtSwap(place()));
	it('one is killed that held a shadow: it is free', () => killWhileHeld(place()));
});

onPgvector('on PostgreSQL', () => {
	let cluster: PgvectorCluster;
	beforeAll(async () => {
		cluster = await createPgvectorCluster();
	});
	afterAll(() => cluster.remove());
	const place = async () => ({ kind: 'postgres' as const, address: await cluster.createDatabase() });

	it('two processes write one collection, one of them is killed: what was answered stands, nothing is half', async () =>
		killOneOfTwo(await place()));
	it('one is killed at a swap: all of the one model is there, or all of the other', async () => killAtSwap(await place()));
	it('one is killed that held a shadow: it is free', async () => killWhileHeld(await place()));
});

onChroma('on Chroma', (python) => {
	let chroma: ChromaTestServer;
	beforeAll(async () => {
		chroma = await startChroma(python);
	});
	afterAll(() => chroma.remove());
	const place = () => ({ kind: 'chroma' as const, url: chroma.url, catalogue: join(folder, 'of-chroma.db') });

	/** Later, when it is clear that who was killed does not come back, at the next change. */
	const countOutside: CountOutside = async () => {
		const later = () => Date.now() + 3_600_000;
		const store = await openChromaKnowledgeStore(chroma, place().catalogue, { leaseClock: later });
		const collection = (await store.find('handbook'))!;
		await collection.remove({ ids: ['nobody'] });
		const { chunks } = await collection.statistics();
		await store.close();
		return { held: await chroma.countRecords(), kept: chunks };
	};

	it('two processes write one collection, one of them is killed: what was answered stands, nothing is half or left behind', () =>
		killOneOfTwo(place(), countOutside));
	it('one is killed at a swap: all of the one model is there, or all of the other, and nothing else', () =>
		killAtSwap(place(), countOutside));
});
