import pg from 'pg';
import { parseFilter } from '../../core/ports/knowledge/filter/parse-filter';
import type { Filter } from '../../core/ports/knowledge/filter/filter';
import type { PreparedDocument } from '../../core/ports/knowledge/stored-documents';
import { contentTables } from '../../providers/knowledge/contract/knowledge-stage.contract';
import { describeKnowledgeStore } from '../../providers/knowledge/knowledge-store.contract';
import { openChromaKnowledgeStore, openPostgresKnowledgeStore } from '../../providers/knowledge/sql-knowledge-store';
import { knowledgeTables } from '../../providers/knowledge/database/knowledge-tables';
import { startChroma } from '../support/servers/chroma-server';
import { prepare, toVector, withVectors } from '../support/prepared-documents';
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
		const counts = contentTables.map((table) => `(select count(*) from ${table})`);
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
			const handbook = await store.open('handbook', withVectors);
			await handbook.put([prepare('leave', 'Vacation is thirty days.'), prepare('travel', 'By train.')]);
			await handbook.remove({ ids: ['travel'] });
			await handbook.setAccess({ writers: ['group:hr'] });
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

		it.each<[string, (own: string) => Promise<string>, RegExp]>([
			['no such database', (own) => Promise.resolve(own.replace(/[^/]*$/, 'nowhere')), /user, password and database/],
			[
				'a user who may create nothing there',
				async (own) => {
					await cluster.query(cluster.asSuperuser(own), `create role guest_${new URL(own).pathname.slice(1)} login`);
					return own.replace(/\/\/[^@]*/, `//guest_${new URL(own).pathname.slice(1)}`);
				},
				/permission to create/,
			],
			[
				"a user whose tables are another's",
				async (own) => {
					await (await openPostgresKnowledgeStore(own)).close();
					const guest = `guest_${new URL(own).pathname.slice(1)}`;
					await cluster.query(cluster.asSuperuser(own), `create role ${guest} login; grant all on schema public to ${guest}`);
					return own.replace(/\/\/[^@]*/, `//${guest}`);
				},
				/permission to create/,
			],
		])('with %s is said so, and that it stays so until somebody does something', async (_what, addressOf, fix) => {
			const refused = openPostgresKnowledgeStore(await addressOf(await cluster.createDatabase()));
			await expect(refused).rejects.toMatchObject({
				code: 'KNOWLEDGE_STORE_UNREACHABLE',
				retryable: false,
				fix: expect.stringMatching(fix),
			});
		});

		it('that may only be read says so', async () => {
			address = await cluster.createDatabase();
			const store = await openPostgresKnowledgeStore(address);
			const collection = await store.open('handbook', withVectors);
			await collection.put([prepare('leave', 'Vacation is thirty days.')]);
			await store.close();
			const database = new URL(address).pathname.slice(1);
			await cluster.query(cluster.asSuperuser(address), `alter database ${database} set default_transaction_read_only = on`);
			const readOnly = await openPostgresKnowledgeStore(address);
			const theirs = (await readOnly.find('handbook'))!;
			await expect(theirs.lexical([['vacat']], 5)).resolves.toHaveLength(1);
			await expect(theirs.put([prepare('travel', 'Hotels.')])).rejects.toMatchObject({
				code: 'KNOWLEDGE_STORE_UNREACHABLE',
				message: expect.stringContaining('cannot be written to'),
			});
			await expect(theirs.statistics()).resolves.toMatchObject({ documents: 1 });
			await readOnly.close();
		});

		it('refuses more dimensions than pgvector keeps, before anything is read or embedded', async () => {
			const store = await openPostgresKnowledgeStore(await cluster.createDatabase());
			const huge = { ...withVectors, embedding: { model: 'test:huge', dimensions: 16_001 } };
			const refused = { code: 'NOT_SUPPORTED', details: { collection: 'handbook', expected: 16_000, actual: 16_001 } };
			await expect(store.open('handbook', huge)).rejects.toMatchObject(refused);
			await expect(store.list()).resolves.toEqual([]);
			await expect((await store.open('handbook', withVectors)).shadow(huge)).rejects.toMatchObject(refused);
			await store.close();
		});

		it('answers who reads while many changes wait for each other, and all of them are done', async () => {
			address = await cluster.createDatabase();
			const [store, other] = [await openPostgresKnowledgeStore(address), await openPostgresKnowledgeStore(address)];
			const collection = await store.open('handbook', withVectors);
			await collection.put([prepare('first', 'Kettle of the first.')]);
			// Another process is in the middle of a change: whoever changes waits until it ends.
			const holder = new pg.Client({ connectionString: address });
			await holder.connect();
			await holder.query("begin; select pg_advisory_xact_lock(hashtextextended('troupe knowledge default', 0))");
			const puts = Array.from({ length: 30 }, (_, index) => collection.put([prepare(`d${index}`, `Kettle ${index} boils.`)]));
			for (let search = 0; search < 12; search++) await expect(collection.lexical([['kettl']], 50)).resolves.toHaveLength(1);
			await Promise.all(Array.from({ length: 12 }, () => collection.dense(toVector('x'), 5)));
			await holder.query('commit');
			await holder.end();
			await expect(Promise.all(puts)).resolves.toEqual(puts.map(() => ['added']));
			await expect((await other.find('handbook'))!.statistics()).resolves.toMatchObject({ documents: 31 });
			await store.close();
			await other.close();
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
							score: vectors![index]!.reduce((sum, part, at) => sum + part * toVector(question)[at]!, 0),
						})),
					)
					.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
					.slice(0, 20)
					.map(({ id }) => id);
			const found = async (question: string, filter?: Filter) =>
				(await collection.dense(toVector(question), 20, filter)).map(({ chunkId }) => chunkId);
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
					// Whose vectors lie elsewhere needs no pgvector.
					const catalogue = await cluster.createBareDatabase();
					const [store, other] = [await openChromaKnowledgeStore(chroma, catalogue), await openChromaKnowledgeStore(chroma, catalogue)];
					const collection = await store.open('handbook', withVectors);
					const theirs = (await other.find('handbook'))!;
					const documents = Array.from({ length: 6 }, (_, index) => prepare(`d${index}`, `Kettle ${index} boils.`));
					await Promise.all(documents.map((document, index) => (index % 2 ? collection : theirs).put([document])));
					const wanted = (await collection.dense(toVector('x'), 9)).map(({ chunkId }) => chunkId);
					expect(wanted).toHaveLength(6);
					expect((await theirs.dense(toVector('x'), 9)).map(({ chunkId }) => chunkId)).toEqual(wanted);
					const filter = parseFilter({ documentId: { $in: ['d1', 'd2'] } });
					await expect(collection.remove({ filter })).resolves.toEqual(['d1', 'd2']);
					await expect(theirs.dense(toVector('x'), 9)).resolves.toHaveLength(4);
					await expect(chroma.countRecords()).resolves.toBe(4);
					await store.close();
					await other.close();
					// One that is to keep vectors here brings it, or says that it is missing; the other goes on in either case.
					await expect(openPostgresKnowledgeStore(catalogue)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
					await cluster.query(cluster.asSuperuser(catalogue), 'create extension vector');
					const own = await Promise.all([openPostgresKnowledgeStore(catalogue), openPostgresKnowledgeStore(catalogue)]);
					const here = (await own[0].find('handbook'))!;
					const shadow = await here.shadow(withVectors);
					await shadow.put(documents.filter((_, index) => ![1, 2].includes(index)));
					await here.swap();
					await expect(here.dense(toVector('x'), 9)).resolves.toHaveLength(4);
					for (const one of own) await one.close();
					const back = await openChromaKnowledgeStore(chroma, catalogue);
					await expect((await back.find('handbook'))!.lexical([['kettl']], 9)).resolves.toHaveLength(4);
					await expect(back.drop('handbook')).resolves.toBe(true);
					await expect(chroma.countRecords()).resolves.toBe(0);
					await back.close();
				} finally {
					await chroma.remove();
				}
			});
		});
	});
});
