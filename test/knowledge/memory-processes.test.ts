import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemorySealing } from '../../core/memory/create-memory-sealing';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import type { MemoryStore } from '../../core/ports/memory';
import { bundleVictim } from '../support/bundle-victim';
import { type MemoryStoreOptions, openPostgresMemoryStore, openSqliteMemoryStore } from '../../providers/memory/sql-memory-store';
import { answeredRounds } from './answered-rounds';
import { createPgvectorCluster, onPgvector } from './pgvector-cluster';

const rounds = 40;
const key = randomBytes(32);
const sealing = createMemorySealing(createVaultKeys(key), 'default');
let folder: string;
let victim: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-memory-'));
	victim = bundleVictim(folder, join(__dirname, 'memory-victim.ts'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @returns the rounds that were answered for */
function runVictim(place: string, who: string, killedAfter = Infinity): Promise<number> {
	const child = spawn(process.execPath, [victim, place, key.toString('hex'), who, String(rounds)], { stdio: ['ignore', 'pipe', 'pipe'] });
	return answeredRounds(child, killedAfter);
}

async function killOneOfThree(place: string, open: (options: MemoryStoreOptions) => Promise<MemoryStore>): Promise<void> {
	const answered = await Promise.all([runVictim(place, 'one'), runVictim(place, 'two'), runVictim(place, 'dies', 12)]);
	const store = await open({ sealing });
	const { turns, last } = (await store.conversation('c', 200))!;
	expect(turns.map(({ number }) => number)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
	const memories = await store.memories('ana');
	for (const [index, who] of ['one', 'two', 'dies'].entries()) {
		const said = turns.filter(({ message }) => message === who).map(({ at }) => at);
		expect(said).toEqual(Array.from({ length: said.length }, (_, round) => round));
		expect(said.length).toBeGreaterThanOrEqual(answered[index]!);
		expect(memories.filter(({ id }) => id.startsWith(`${who} `)).length).toBeGreaterThanOrEqual(answered[index]!);
	}
	// Each change saw what the one before it left: the count is that of the memories.
	expect(memories.find(({ id }) => id === 'count')!.uses).toBe(memories.length - 1);
	await store.forgetPerson('ana');
	expect(await store.export('ana')).toEqual({ memories: [], conversations: [] });
	await store.close();
}

it('three processes remember the same person at once, and one is killed: what was answered for is there, once', async () => {
	const file = join(folder, 'memory.db');
	await killOneOfThree(file, (options) => openSqliteMemoryStore(file, options));
});

onPgvector('on PostgreSQL', () => {
	it('the same', async () => {
		const cluster = await createPgvectorCluster();
		try {
			const address = await cluster.createBareDatabase();
			await killOneOfThree(address, (options) => openPostgresMemoryStore(address, options));
		} finally {
			await cluster.remove();
		}
	});
});
