import { mkdtempSync, rmSync } from 'node:fs';
import { setImmediate as letOthers, setTimeout as sleep } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTroupeError } from '../../core/base/errors';
import type { Collection, KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import { openChromaKnowledgeStore, openPostgresKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { startChroma } from '../support/servers/chroma-server';
import { prepare, toVector, withVectors } from '../support/prepared-documents';
import { onChroma } from './chroma';
import { createPgvectorCluster, onPgvector } from './pgvector-cluster';

interface Server {
	stop(): Promise<void>;
	start(): Promise<void>;
}

const versionOf = (id: string, round: number) => prepare(id, `Kettle ${id} ${round}.\n\nRound ${round}.`, { metadata: { round } });

/** Until it is done; what a server in the middle of a restart makes of it is told as that, and as what may be done again. */
async function insist<Result>(act: () => Promise<Result>, faults: string[]): Promise<Result> {
	for (;;)
		try {
			return await act();
		} catch (fault) {
			if (!isTroupeError(fault) || fault.code !== 'KNOWLEDGE_STORE_UNREACHABLE' || !fault.retryable) throw fault;
			faults.push(fault.code);
			await sleep(20);
		}
}

/** Two that ingest different documents and the same ones, one that removes and one that searches, while the server is restarted under them. */
async function restartInTheMiddle(open: () => Promise<KnowledgeStore>, server: Server, rounds: number): Promise<void> {
	const stores = [await open(), await open(), await open()];
	const faults: string[] = [];
	await stores[0]!.open('handbook', withVectors);
	const [one, other, third] = (await Promise.all(stores.map((store) => store.find('handbook')))) as Collection[];
	let ended = 0;
	const ingest = async (collection: Collection, who: string) => {
		for (let round = 0; round < rounds; round++) {
			await insist(() => collection.put([versionOf(`${who}-${round % 4}`, round), versionOf('both', round)]), faults);
			if (round % 3 === 2) await insist(() => collection.remove({ ids: [`${who}-${(round + 1) % 4}`] }), faults);
		}
	};
	const search = async () => {
		while (ended < 2) {
			// SQLite answers without letting go of the event loop.
			await letOthers();
			const hits = await insist(() => third!.dense(toVector('question'), 100), faults);
			const chunks = await insist(() => third!.chunks(hits.map(({ chunkId }) => chunkId)), faults);
			// Two pieces of each document, both of one round, or gone since.
			for (const some of Map.groupBy(chunks, ({ documentId }) => documentId).values()) {
				expect(some).toHaveLength(2);
				expect(new Set(some.map(({ metadata }) => metadata.round)).size).toBe(1);
			}
		}
	};
	const restart = async () => {
		for (let times = 0; times < 2; times++) {
			const before = faults.length;
			await server.stop();
			// Down until somebody met it.
			while (faults.length === before && ended < 2) await sleep(10);
			await server.start();
		}
	};
	// Also where it fails: what waits for the end does not wait for ever.
	const ends = (work: Promise<void>) => work.finally(() => ended++);
	await Promise.all([ends(ingest(one!, 'one')), ends(ingest(other!, 'other')), search(), restart()]);
	expect(faults.length).toBeGreaterThan(0);
	// What was answered for stands, as if nothing had happened.
	const fresh = await stores[0]!.open('fresh', withVectors);
	const known = await one!.documents({}, { limit: 100 });
	expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(['both', 'one-3', 'other-3']));
	await fresh.put(known.map(({ id, metadata }) => versionOf(id, metadata.round as number)));
	for (const collection of [one!, other!, third!]) {
		await expect(collection.lexical([['kettl'], ['round']], 100)).resolves.toEqual(await fresh.lexical([['kettl'], ['round']], 100));
		const ids = async (of: Collection) => (await of.dense(toVector('question'), 100)).map(({ chunkId }) => chunkId);
		await expect(ids(collection)).resolves.toEqual(await ids(fresh));
	}
	await stores[0]!.drop('fresh');
	for (const store of stores) await store.close();
}

describe('a server that is restarted while documents come, go and are searched', () => {
	onPgvector('PostgreSQL', () => {
		it('leaves nothing half, and nothing of what was answered for is lost', async () => {
			const cluster = await createPgvectorCluster();
			try {
				const address = await cluster.createDatabase();
				const server = { stop: () => cluster.stop('immediate'), start: () => cluster.start() };
				await restartInTheMiddle(() => openPostgresKnowledgeStore(address), server, 8);
			} finally {
				await cluster.remove();
			}
		});
	});

	onChroma('Chroma', (python) => {
		it('leaves nothing half, and nothing of what was answered for is lost, and in Chroma nothing else', async () => {
			const chroma = await startChroma(python);
			const folder = mkdtempSync(join(tmpdir(), 'troupe-knowledge-'));
			const file = join(folder, 'knowledge.db');
			try {
				await restartInTheMiddle(() => openChromaKnowledgeStore(chroma, file), chroma, 8);
				const store = await openChromaKnowledgeStore(chroma, file, { leaseClock: () => Date.now() + 3_600_000 });
				const collection = (await store.find('handbook'))!;
				await collection.remove({ ids: ['nobody'] });
				await expect(chroma.countRecords()).resolves.toBe((await collection.statistics()).chunks);
				await store.close();
			} finally {
				await chroma.remove();
				rmSync(folder, { recursive: true, force: true });
			}
		});
	});
});
