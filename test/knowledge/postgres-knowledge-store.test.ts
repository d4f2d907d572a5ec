import { parseFilter } from '../../core/knowledge/filter/parse-filter';
import type { Filter, PreparedDocument } from '../../core/ports';
import { describeKnowledgeStore } from '../../providers/knowledge/knowledge-store.contract';
import { openChromaKnowledgeStore, openPostgresKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { knowledgeTables } from '../../providers/knowledge/database/tables';
import { startChroma } from '../../sandbox/chroma-server';
import { prepare, vectorOf, withVectors } from '../../sandbox/prepared-documents';
import { onChroma } from './chroma';
import { createPgvectorCluster, onPgvector, type PgvectorCluster } from './pgvector-cluster';

onPgvector('PostgreSQL with pgvector', () => {
	let cluster: PgvectorCluster;
	let address: string;
	beforeAll(async () => {
		cluster = await createPgvectorCluster();
	});
	afterAll(() => cluster.remove());

	const countRows = async () => {
		const counts = knowledgeTables.own.map((table) => `(select count(*) from ${table})`);
		return Number((await cluster.query<{ rows: string }>(cluster.asSuperuser(address), `select ${counts.join(' + ')} as rows`))[0]!.rows);
	};

	describe.each<[string, (address: string) => string]>([
		['as the owner of its database', (own) => own],
		['as the superuser, who bypasses policies', (own) => cluster.asSuperuser(own)],
	])('%s', (_who, as) => {
		describeKnowledgeStore('PostgreSQL', async () => {
			address = await cluster.createDatabase();
			return { open: (options) => openPostgresKnowledgeStore(as(address), options), countRows, close: () => Promise.resolve() };
		});
	});

	describe('the database itself', () => {
		it('shows a transaction the rows of the tenant that it names, and without one none', async () => {
			address = await cluster.createDatabase();
			const store = await openPostgresKnowledgeStore(address, { tenant: 'acme' });
			await (await store.open('handbook', withVectors)).put([prepare('leave', 'Vacation is thirty days.')]);
			// As a store writes it whose vectors lie elsewhere.
			const columns = 'tenant, generation, delivery, document, state, first_chunk, chunks, since';
			const note = `insert into knowledge_outside_vectors (${columns}) values ('acme', 1, '', '', 'leaving', 0, 0, 0)`;
			await cluster.query(cluster.asSuperuser(address), note);
			const rows = async (tenant: string) => {
				const seen = [];
				for (const table of knowledgeTables.own) {
					const text = `select set_config('troupe.tenant', '${tenant}', false), (select count(*) from ${table}) as rows`;
					seen.push(Number((await cluster.query<{ rows: string }>(address, text))[0]!.rows));
				}
				return seen;
			};
			expect(await rows('globex')).toEqual(knowledgeTables.own.map(() => 0));
			expect(await rows('')).toEqual(knowledgeTables.own.map(() => 0));
			expect((await rows('acme')).every((count) => count > 0)).toBe(true);
			await store.close();
		});

		it('that does not answer is named without its password', async () => {
			const wrong = new URL(address);
			wrong.password = 'hunter2';
			wrong.port = '1';
			const refused = openPostgresKnowledgeStore(wrong.href);
			await expect(refused).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE', retryable: true });
			await expect(refused).rejects.not.toThrow(/hunter2/);
		});

		it('without pgvector is refused, with the way out', async () => {
			address = await cluster.createBareDatabase();
			await expect(openPostgresKnowledgeStore(address)).rejects.toMatchObject({
				code: 'NOT_SUPPORTED',
				message: expect.stringContaining('pgvector'),
				fix: expect.stringContaining('create extension vector'),
			});
		});

		it('that goes away and comes back loses nothing that was answered for', async () => {
			address = await cluster.createDatabase();
			const store = await openPostgresKnowledgeStore(address);
			const collection = await store.open('handbook', withVectors);
			await collection.put([prepare('leave', 'Vacation is thirty days.')]);
			await cluster.stop('immediate');
			await expect(collection.put([prepare('travel', 'Hotels.')])).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
			await expect(collection.lexical([['vacat']], 5)).rejects.toMatchObject({ code: 'KNOWLEDGE_STORE_UNREACHABLE' });
			await cluster.start();
			await expect(collection.put([prepare('travel', 'Hotels.')])).resolves.toEqual(['added']);
			await expect(collection.statistics()).resolves.toMatchObject({ documents: 2 });
			await store.close();
		});

		it('is searched by the server at first, then in memory, with the same result, also by many at once and while it changes', async () => {
			const store = await openPostgresKnowledgeStore(await cluster.createDatabase());
			const collection = await store.open('handbook', withVectors);
			const documents = Array.from({ length: 60 }, (_, index) =>
				prepare(`d${index}`, Array.from({ length: 10 }, (__, part) => `Part ${part} of ${index}.`).join('\n\n'), {
					metadata: { even: index % 2 === 0 },
				}),
			);
			await collection.put(documents.slice(0, 50));
			const exact = (some: PreparedDocument[], question: string) =>
				some
					.flatMap(({ chunks, vectors }) =>
						chunks.map(({ id }, index) => ({
							id,
							score: vectors![index]!.reduce((sum, part, at) => sum + part * vectorOf(question)[at]!, 0),
						})),
					)
					.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
					.slice(0, 20)
					.map(({ id }) => id);
			const found = async (question: string, filter?: Filter) =>
				(await collection.dense(vectorOf(question), 20, filter)).map(({ chunkId }) => chunkId);
			const questions = Array.from({ length: 12 }, (_, index) => `question ${index}`);
			const even = parseFilter({ even: true });
			for (const question of questions.slice(0, 3)) await expect(found(question)).resolves.toEqual(exact(documents.slice(0, 50), question));
			const all = await Promise.all(questions.map((question) => found(question, even)));
			all.forEach((ids, index) =>
				expect(ids).toEqual(
					exact(
						documents.slice(0, 50).filter((_, number) => number % 2 === 0),
						questions[index]!,
					),
				),
			);
			const [, ...meanwhile] = await Promise.all([collection.put(documents), ...questions.map((question) => found(question))]);
			meanwhile.forEach((ids, index) =>
				expect([exact(documents, questions[index]!), exact(documents.slice(0, 50), questions[index]!)]).toContainEqual(ids),
			);
			await expect(found('question 1')).resolves.toEqual(exact(documents, 'question 1'));
			await store.close();
		});

		it('keeps vectors of more dimensions than pgvector has an index for', async () => {
			const store = await openPostgresKnowledgeStore(await cluster.createDatabase());
			const wide = { ...withVectors, embedding: { model: 'test:wide', dimensions: 4_096 } };
			const collection = await store.open('handbook', wide);
			const document = prepare('leave', 'Vacation.\n\nParental leave.', { stamp: wide });
			await collection.put([document]);
			for (let search = 0; search < 4; search++)
				await expect(collection.dense(document.vectors![1]!, 1)).resolves.toMatchObject([{ chunkId: document.chunks[1]!.id }]);
			await expect(collection.vectors([document.chunks[0]!.id])).resolves.toEqual([document.vectors![0]]);
			await store.close();
		});

		onChroma('as the catalogue of Chroma', (python) => {
			it('keeps collections that several machines share, whose vectors lie there', async () => {
				const chroma = await startChroma(python);
				try {
					const catalogue = await cluster.createDatabase();
					const [store, other] = [await openChromaKnowledgeStore(chroma, catalogue), await openChromaKnowledgeStore(chroma, catalogue)];
					const collection = await store.open('handbook', withVectors);
					const theirs = (await other.find('handbook'))!;
					const documents = Array.from({ length: 6 }, (_, index) => prepare(`d${index}`, `Kettle ${index} boils.`));
					await Promise.all(documents.map((document, index) => (index % 2 ? collection : theirs).put([document])));
					const wanted = (await collection.dense(vectorOf('x'), 9)).map(({ chunkId }) => chunkId);
					expect(wanted).toHaveLength(6);
					expect((await theirs.dense(vectorOf('x'), 9)).map(({ chunkId }) => chunkId)).toEqual(wanted);
					const filter = parseFilter({ documentId: { $in: ['d1', 'd2'] } });
					await expect(collection.remove({ filter })).resolves.toEqual(['d1', 'd2']);
					await expect(theirs.dense(vectorOf('x'), 9)).resolves.toHaveLength(4);
					await expect(chroma.countRecords()).resolves.toBe(4);
					await store.close();
					await other.close();
				} finally {
					await chroma.remove();
				}
			});
		});
	});
});
