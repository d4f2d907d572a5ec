import fc from 'fast-check';
import { fitsFilter } from '../../core/ports/knowledge/filter/fits-filter';
import { parseFilter } from '../../core/ports/knowledge/filter/parse-filter';
import { extractQuestionTerms } from '../../core/words/terms';
import type { Metadata } from '../../core/ports/knowledge/filter/filter';
import type { Collection, KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../core/ports/knowledge/stored-documents';
import type { Asker } from '../../core/ports/knowledge/readers';
import type { Writer } from '../../core/ports/knowledge/writers';
import { dimensions, prepare, unit, toVector, withVectors, wordsOnly } from '../../test/support/prepared-documents';
import { knowledgeTables } from './database/knowledge-tables';
import { slowTest } from '../../test/support/slow-tests';

/** Tables of what is stored; what was changed stays known. */
export const contentTables = knowledgeTables.own.filter((table) => table !== 'knowledge_changes');

/** A store of one kind, which the suite opens as several processes and tenants would. */
export interface StoreUnderTest {
	/** Another connection to the same place. */
	open(options?: { tenant?: string; now?: () => number; listed?: boolean }): Promise<KnowledgeStore>;
	/** Returns the number of rows in `contentTables` of all tenants; what points to nothing counts. */
	countRows(): Promise<number>;
	close(): Promise<void>;
}

/** Tests each driver for the promises of `KnowledgeStore` and `Collection`. */
export function describeKnowledgeStore(name: string, start: () => Promise<StoreUnderTest>): void {
	describe(`the store of knowledge on ${name}`, () => {
		let place: StoreUnderTest;
		let store: KnowledgeStore;
		let collection: Collection;
		let now = 1_000;
		const search = async (question: string, limit = 10, filter?: unknown) =>
			(await collection.lexical(extractQuestionTerms(question), limit, filter === undefined ? undefined : parseFilter(filter))).map(
				({ chunkId }) => chunkId,
			);
		const idsOf = (document: PreparedDocument) => document.chunks.map(({ id }) => id);

		beforeEach(async () => {
			now = 1_000;
			place = await start();
			store = await place.open({ now: () => now });
			collection = await store.open('handbook', withVectors);
		});
		afterEach(async () => {
			await store.close();
			await place.close();
		});

		const leave = prepare('leave', 'Vacation is thirty days a year.\n\nParental leave is six months.', {
			title: 'Leave',
			source: 'https://example.com/leave',
			metadata: { year: 2024, labels: ['hr', 'Brazil'], draft: false },
		});
		const travel = prepare('travel', 'Hotels are booked by the office.\n\nThe train is preferred to the plane.', {
			title: 'Travel',
			metadata: { year: 2020, status: 'final' },
		});

		describe('documents', () => {
			it('are added, then unchanged, then changed; each call says so in its order', async () => {
				await expect(collection.put([leave, travel])).resolves.toEqual(['added', 'added']);
				const { revision } = await collection.statistics();
				await expect(collection.put([travel, leave])).resolves.toEqual(['unchanged', 'unchanged']);
				await expect(collection.statistics()).resolves.toMatchObject({ revision });
				const changed = prepare('travel', 'Everybody walks.');
				await expect(collection.put([changed, leave])).resolves.toEqual(['changed', 'unchanged']);
				expect((await collection.statistics()).revision).toBeGreaterThan(revision);
				await expect(search('hotels booked train')).resolves.toEqual([]);
				await expect(search('everybody walks')).resolves.toEqual(idsOf(changed));
				await expect(collection.chunks(idsOf(travel))).resolves.toEqual([]);
				await expect(collection.text('travel')).resolves.toBe('Everybody walks.');
			});

			it('are known as they were given, whole, in the order of their ids, page after page', async () => {
				now = 5_000;
				await collection.put([travel, leave]);
				const known = await collection.documents({}, { limit: 10 });
				expect(known).toEqual([
					{
						...{ id: 'leave', title: 'Leave', source: 'https://example.com/leave', mediaType: 'text/plain', metadata: leave.metadata },
						...{
							contentHash: leave.contentHash,
							state: 'ready',
							chunks: 2,
							characters: leave.text.length,
							ingestedAt: 5_000,
							writer: 'operator',
						},
					},
					expect.objectContaining({ id: 'travel' }),
				]);
				expect(known[1]).not.toHaveProperty('source');
				await expect(collection.documents({}, { limit: 1 })).resolves.toMatchObject([{ id: 'leave' }]);
				await expect(collection.documents({}, { limit: 1, after: 'leave' })).resolves.toMatchObject([{ id: 'travel' }]);
				await expect(collection.documents({}, { limit: 1, after: 'travel' })).resolves.toEqual([]);
				await expect(collection.documents({ ids: ['travel', 'nobody', 'travel'] }, { limit: 9 })).resolves.toMatchObject([
					{ id: 'travel' },
				]);
				const filter = parseFilter({ year: { $gte: 2024 } });
				await expect(collection.documents({ filter }, { limit: 9 })).resolves.toMatchObject([{ id: 'leave' }]);
				await expect(collection.documents({ ids: ['travel'], filter }, { limit: 9 })).resolves.toEqual([]);
			});

			it('are told apart by their state, also where they are named or fit a filter', async () => {
				await collection.put([leave, travel]);
				await collection.fail({ id: 'travel' }, 'timeout', 'It took too long.');
				await collection.fail({ id: 'scan' }, 'no_text_layer', 'It holds pictures alone.');
				const failed = { state: 'failed' as const };
				await expect(collection.documents(failed, { limit: 9 })).resolves.toMatchObject([{ id: 'scan' }, { id: 'travel' }]);
				await expect(collection.documents(failed, { limit: 1, after: 'scan' })).resolves.toMatchObject([{ id: 'travel' }]);
				await expect(collection.documents({ state: 'ready' }, { limit: 9 })).resolves.toMatchObject([{ id: 'leave' }]);
				await expect(collection.documents({ ...failed, ids: ['leave', 'scan'] }, { limit: 9 })).resolves.toMatchObject([{ id: 'scan' }]);
				const filter = parseFilter({ year: 2020 });
				await expect(collection.remove({ ...failed, filter })).resolves.toEqual(['travel']);
				await expect(collection.remove(failed)).resolves.toEqual(['scan']);
				await expect(search('vacation hotels')).resolves.toEqual([leave.chunks[0]!.id]);
			});

			it('of any number of pages are listed once each, in one order', async () => {
				const many = Array.from({ length: 23 }, (_, index) => prepare(`d${(index * 7) % 23}-é🙂`, `Text ${index}.`));
				await collection.put(many);
				const seen: string[] = [];
				for (let after: string | undefined; ; after = seen.at(-1)) {
					const page = await collection.documents({}, { limit: 4, ...(after !== undefined && { after }) });
					seen.push(...page.map(({ id }) => id));
					if (page.length < 4) break;
				}
				const byCodePoint = many.map(({ id }) => id).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
				expect(seen).toEqual(byCodePoint);
			});

			it('keep every character, also those that databases do not like', async () => {
				const text = 'Nul \0 here, \ud800 half a pair, \u{1F642} a whole one.\r\n\r\n\ufeffde\u0301composed\n\nlast';
				const odd = prepare('odd/ünï 🙂', text, { title: 'T\0\udfff', metadata: { note: 'a\0b\ud800' }, headings: ['H\0'] });
				await collection.put([odd]);
				await expect(collection.text(odd.id)).resolves.toBe(text);
				await expect(collection.documents({}, { limit: 1 })).resolves.toMatchObject([{ title: odd.title, metadata: odd.metadata }]);
				const chunks = await collection.chunks(idsOf(odd));
				expect(chunks.map((chunk) => chunk.text)).toEqual(odd.chunks.map((chunk) => chunk.text));
				for (const { start, end, text: piece } of chunks) expect(text.slice(start, end)).toBe(piece);
				expect(chunks[0]!.headingPath).toEqual(['H\0']);
			});

			it('without a text are there, and are found by nothing', async () => {
				await expect(collection.put([prepare('empty', '')])).resolves.toEqual(['added']);
				await expect(collection.put([prepare('empty', '')])).resolves.toEqual(['unchanged']);
				await expect(collection.text('empty')).resolves.toBe('');
				await expect(collection.neighbours('empty', 0, 5)).resolves.toEqual([]);
			});

			it('are removed by id, by filter, by both and all; nothing of them is left', async () => {
				const bare = await place.countRows();
				await collection.put([leave, travel]);
				await expect(collection.remove({ ids: ['nobody'] })).resolves.toEqual([]);
				await expect(collection.remove({ ids: ['travel'], filter: parseFilter({ year: 2024 }) })).resolves.toEqual([]);
				await expect(collection.remove({ filter: parseFilter({ year: 2024 }) })).resolves.toEqual(['leave']);
				await expect(search('vacation parental')).resolves.toEqual([]);
				await expect(collection.text('leave')).resolves.toBeUndefined();
				await expect(search('hotels')).resolves.toEqual([travel.chunks[0]!.id]);
				await expect(collection.remove({})).resolves.toEqual(['travel']);
				await expect(collection.statistics()).resolves.toMatchObject({ documents: 0, chunks: 0, characters: 0 });
				await expect(place.countRows()).resolves.toBe(bare);
			});

			slowTest('may come and go at the same moment in one process', async () => {
				const many = Array.from({ length: 12 }, (_, index) => prepare(`d${index}`, `Kettle ${index} boils.`));
				await collection.put(many.slice(0, 6));
				await Promise.all([
					...many.slice(0, 6).map(({ id }) => collection.remove({ ids: [id] })),
					...many.slice(6).map((document) => collection.put([document])),
				]);
				await expect(collection.documents({}, { limit: 20 })).resolves.toHaveLength(6);
				await expect(search('kettle', 20)).resolves.toHaveLength(6);
			});

			slowTest('leave no row behind when they change, however often', async () => {
				await collection.put([leave, travel]);
				const rows = await place.countRows();
				for (let round = 0; round < 5; round++) {
					await collection.put([prepare('travel', `Round ${round} of other words, some of them new: w${round}.`)]);
					await collection.put([travel]);
				}
				await expect(place.countRows()).resolves.toBe(rows);
			});

			it('of one call are all kept or none', async () => {
				const bad = prepare('bad', 'One.');
				bad.chunks[0]!.text = 'Two.';
				await expect(collection.put([leave, bad])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
				const taken = { ...prepare('thief', 'x'), chunks: [{ ...prepare('thief', 'x').chunks[0]!, id: leave.chunks[0]!.id }] };
				await collection.put([leave]);
				await expect(collection.put([travel, taken])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
				await expect(collection.documents({}, { limit: 10 })).resolves.toMatchObject([{ id: 'leave' }]);
				await expect(search('hotels')).resolves.toEqual([]);
			});

			it.each<[string, () => PreparedDocument[], string]>([
				['the same document twice', () => [leave, leave], 'INPUT_INVALID'],
				['no vectors', () => [prepare('a', 'Text.', { stamp: wordsOnly })], 'INPUT_INVALID'],
				['a vector of another size', () => [prepare('a', 'Text.', { vectors: [unit([1, 2])] })], 'INPUT_INVALID'],
				[
					'a vector that is not of length 1',
					() => [prepare('a', 'Text.', { vectors: [new Float32Array(dimensions).fill(1)] })],
					'INPUT_INVALID',
				],
				['a vector of no numbers', () => [prepare('a', 'Text.', { vectors: [new Float32Array(dimensions).fill(NaN)] })], 'INPUT_INVALID'],
				['an id without characters', () => [prepare('', 'Text.')], 'INPUT_INVALID'],
				['an id with half a pair', () => [prepare('\ud800', 'Text.')], 'INPUT_INVALID'],
				['metadata without end', () => [prepare('a', 'Text.', { metadata: { long: 'x'.repeat(70_000) } })], 'INPUT_TOO_LARGE'],
				['more than a call may have', () => Array.from({ length: 1_001 }, (_, index) => prepare(`d${index}`, 'x')), 'INPUT_TOO_LARGE'],
			])('are refused with %s', async (_what, documents, code) => {
				await expect(collection.put(documents())).rejects.toMatchObject({ code });
				await expect(collection.statistics()).resolves.toMatchObject({ documents: 0 });
			});

			it('that fail are noted, and what was known of them stays searchable', async () => {
				await collection.put([leave]);
				await collection.fail({ id: 'leave' }, 'timeout', 'It took too long.');
				await collection.fail({ id: 'scan', source: 'scan.pdf' }, 'no_text_layer', 'It holds pictures alone.');
				await expect(collection.documents({}, { limit: 9 })).resolves.toMatchObject([
					{ id: 'leave', state: 'failed', failure: { failure: 'timeout', message: 'It took too long.' }, title: 'Leave', chunks: 2 },
					{ id: 'scan', state: 'failed', source: 'scan.pdf', failure: { failure: 'no_text_layer' }, chunks: 0, contentHash: '' },
				]);
				await expect(collection.statistics()).resolves.toMatchObject({ documents: 2, failed: 2, chunks: 2 });
				await expect(search('vacation')).resolves.toEqual([leave.chunks[0]!.id]);
				await expect(collection.put([leave, prepare('scan', 'Now it has a text.')])).resolves.toEqual(['unchanged', 'added']);
				await expect(collection.statistics()).resolves.toMatchObject({ documents: 2, failed: 0 });
				expect((await collection.documents({}, { limit: 1 }))[0]).not.toHaveProperty('failure');
			});
		});

		describe('chunks', () => {
			it('are given in the order of the ids, with all that is known of them, without those that are gone', async () => {
				const paged = prepare('paged', 'First page.\n\nSecond page.', {
					...{ title: 'Paged', source: 'paged.pdf', headings: ['Part', 'Chapter'], metadata: { year: 1 } },
					pages: [
						{ number: 1, start: 0, end: 13 },
						{ number: 2, start: 13, end: 25 },
					],
				});
				await collection.put([leave, paged]);
				const [first, second] = idsOf(paged);
				const { text, pages, contentHash } = paged;
				await expect(collection.document('paged')).resolves.toMatchObject({
					id: 'paged',
					title: 'Paged',
					text,
					pages,
					contentHash,
					chunks: 2,
				});
				await collection.fail({ id: 'scan' }, 'no_text_layer', 'a scan');
				await expect(Promise.all(['scan', 'gone'].map((id) => collection.document(id)))).resolves.toEqual([undefined, undefined]);
				await expect(collection.chunks([second!, 'gone', leave.chunks[1]!.id, first!, second!])).resolves.toEqual([
					{
						...paged.chunks[1],
						page: 2,
						headingPath: ['Part', 'Chapter'],
						documentId: 'paged',
						title: 'Paged',
						source: 'paged.pdf',
						metadata: { year: 1 },
					},
					expect.objectContaining({ documentId: 'leave', ordinal: 1 }),
					expect.objectContaining({ documentId: 'paged', page: 1 }),
					expect.objectContaining({ id: second }),
				]);
				await expect(collection.chunks([])).resolves.toEqual([]);
			});

			it('have neighbours in their document, both ends included, as far as it goes', async () => {
				const long = prepare('long', Array.from({ length: 6 }, (_, index) => `Paragraph ${index}.`).join('\n\n'));
				await collection.put([leave, long, travel]);
				const ordinals = async (from: number, to: number) => (await collection.neighbours('long', from, to)).map(({ ordinal }) => ordinal);
				await expect(ordinals(1, 3)).resolves.toEqual([1, 2, 3]);
				await expect(ordinals(-4, 0)).resolves.toEqual([0]);
				await expect(ordinals(4, 99)).resolves.toEqual([4, 5]);
				await expect(ordinals(7, 9)).resolves.toEqual([]);
				await expect(collection.neighbours('nobody', 0, 9)).resolves.toEqual([]);
			});

			it('have the vectors that came with them', async () => {
				await collection.put([leave]);
				const [first] = idsOf(leave);
				await expect(collection.vectors(['gone', first!])).resolves.toEqual([undefined, leave.vectors![0]]);
				const bare = await store.open('bare', wordsOnly);
				await bare.put([prepare('a', 'Text.', { stamp: wordsOnly })]);
				await expect(bare.vectors(idsOf(prepare('a', 'Text.')))).resolves.toEqual([undefined]);
			});
		});

		describe('a search by words', () => {
			it('finds them in text, title and headings, best first, at most as many as wanted', async () => {
				const titled = prepare('titled', 'Something else.', { title: 'Reimbursement', headings: ['Allowances'] });
				await collection.put([leave, travel, titled]);
				await expect(search('reimbursement')).resolves.toEqual(idsOf(titled));
				await expect(search('allowances')).resolves.toEqual(idsOf(titled));
				await expect(search('train plane preferred hotel', 1)).resolves.toEqual([travel.chunks[1]!.id]);
				await expect(search('train plane preferred hotel')).resolves.toEqual([travel.chunks[1]!.id, travel.chunks[0]!.id]);
				await expect(search('train', 0)).resolves.toEqual([]);
				await expect(collection.lexical([], 5)).resolves.toEqual([]);
				await expect(collection.lexical([['nowhere'], []], 5)).resolves.toEqual([]);
			});

			slowTest('gives the same scores in whatever order and calls the documents came, and whatever was there in between', async () => {
				const documents = Array.from({ length: 9 }, (_, index) =>
					prepare(`d${index}`, `Coffee ${'beans '.repeat((index % 3) + 1)}number ${index}.\n\nThe mill ${index} grinds coffee.`),
				);
				await collection.put(documents);
				const wanted = await collection.lexical(extractQuestionTerms('coffee beans mill'), 10);
				expect(wanted).toHaveLength(10);
				const other = await store.open('other', withVectors);
				for (const document of documents.toReversed()) {
					await other.put([prepare('passing', `Coffee and mill for ${document.id}.`)]);
					await other.put([document]);
				}
				await other.remove({ ids: ['passing'] });
				await expect(other.lexical(extractQuestionTerms('coffee beans mill'), 10)).resolves.toEqual(wanted);
			});

			it('breaks ties by id, also at the end of what is wanted', async () => {
				const same = Array.from({ length: 8 }, (_, index) => prepare(`same${index}`, 'Equal words.', { title: 'Equal' }));
				await collection.put(same);
				const ids = same.flatMap(idsOf).sort();
				await expect(search('equal', 3)).resolves.toEqual(ids.slice(0, 3));
				await expect(search('equal')).resolves.toEqual(ids);
			});
		});

		describe('a search by vector', () => {
			it('finds the nearest by cosine similarity, ties by id, at most as many as wanted', async () => {
				const at = (degrees: number) => unit([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180), 0, 0, 0, 0, 0, 0]);
				const fan = [0, 10, 30, 60, 90, 180].map((degrees) => prepare(`a${degrees}`, `At ${degrees}.`, { vectors: [at(degrees)] }));
				await collection.put(fan);
				const near = await collection.dense(at(8), 3);
				expect(near.map(({ chunkId }) => chunkId)).toEqual([fan[1]!, fan[0]!, fan[2]!].flatMap(idsOf));
				expect(near[0]!.score).toBeCloseTo(Math.cos((2 * Math.PI) / 180), 5);
				const all = await collection.dense(at(8), 10);
				expect(all).toHaveLength(6);
				expect(all.at(-1)!.score).toBeLessThan(-0.9);
				const twins = Array.from({ length: 5 }, (_, index) => prepare(`twin${index}`, 'Twin.', { vectors: [at(45)] }));
				await collection.put(twins);
				const ids = twins.flatMap(idsOf).sort();
				expect((await collection.dense(at(45), 3)).map(({ chunkId }) => chunkId)).toEqual(ids.slice(0, 3));
				await expect(collection.dense(at(45), 0)).resolves.toEqual([]);
			});

			slowTest('agrees with looking at each of several hundred, with and without a filter', async () => {
				const documents = Array.from({ length: 40 }, (_, index) =>
					prepare(`d${index}`, Array.from({ length: 10 }, (__, part) => `Part ${part} of ${index}.`).join('\n\n'), {
						metadata: { even: index % 2 === 0 },
					}),
				);
				await collection.put(documents);
				const wanted = toVector('a question');
				const exact = (some: PreparedDocument[]) =>
					some
						.flatMap(({ chunks, vectors }) =>
							chunks.map(({ id }, index) => ({ id, score: vectors![index]!.reduce((sum, part, at) => sum + part * wanted[at]!, 0) })),
						)
						.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
						.slice(0, 20)
						.map(({ id }) => id);
				const found = async (filter?: unknown) =>
					(await collection.dense(wanted, 20, filter === undefined ? undefined : parseFilter(filter))).map(({ chunkId }) => chunkId);
				await expect(found()).resolves.toEqual(exact(documents));
				await expect(found({ even: true })).resolves.toEqual(exact(documents.filter((_, index) => index % 2 === 0)));
			});

			it('is refused with another number of dimensions, and where there are no vectors', async () => {
				await collection.put([leave]);
				const differs = { code: 'KNOWLEDGE_STAMP_DIFFERS', fix: expect.stringContaining('embed') };
				await expect(collection.dense(toVector('x', 3), 5)).rejects.toMatchObject({
					...differs,
					details: { expected: dimensions, actual: 3 },
				});
				const bare = await store.open('bare', wordsOnly);
				await expect(bare.dense(toVector('x'), 5)).rejects.toMatchObject(differs);
			});

			it.each([-1, 1.5, NaN, 10_001])('is refused with a limit of %d, as are pages', async (limit) => {
				const refused = { code: 'INPUT_INVALID' };
				await expect(collection.dense(toVector('x'), limit)).rejects.toMatchObject(refused);
				await expect(collection.lexical([['x']], limit)).rejects.toMatchObject(refused);
				await expect(collection.documents({}, { limit })).rejects.toMatchObject(refused);
			});
		});

		describe('a filter', () => {
			slowTest('means the same as fitsFilter, for both searches, the list and removal', async () => {
				const value = fc.oneof(
					fc.constantFrom('a', 'b', 'ab', 'é', '🙂', '\uffee'),
					fc.integer({ min: -2, max: 2 }),
					fc.double({ noNaN: true, noDefaultInfinity: true }),
					fc.boolean(),
				);
				const metadata: fc.Arbitrary<Metadata> = fc.dictionary(
					fc.constantFrom('x', 'y', 'title'),
					fc.oneof(value, fc.array(fc.constantFrom('a', 'b', 'é'))),
					{ maxKeys: 3 },
				);
				const field = fc.constantFrom('x', 'y', 'z', 'title', 'documentId', 'source', 'mediaType');
				const ordered = fc.oneof(fc.constantFrom('a', 'ab', '🙂', '\uffee'), fc.integer({ min: -2, max: 2 }));
				const condition = fc.oneof(
					fc
						.record({ name: field, value: fc.oneof(value, fc.constantFrom('d0', 'text/plain', 'T1')) })
						.map((one) => ({ [one.name]: one.value })),
					fc
						.record({ name: field, operator: fc.constantFrom('$gt', '$gte', '$lt', '$lte'), value: ordered })
						.map((one) => ({ [one.name]: { [one.operator]: one.value } })),
					fc
						.record({ name: field, values: fc.array(value, { minLength: 1, maxLength: 3 }), operator: fc.constantFrom('$in', '$nin') })
						.map((one) => ({ [one.name]: { [one.operator]: one.values } })),
					fc.record({ name: field, value: fc.constantFrom('', 'a', 'd') }).map((one) => ({ [one.name]: { $contains: one.value } })),
				);
				const filters = fc.oneof(
					condition,
					fc
						.record({ join: fc.constantFrom('$and', '$or'), parts: fc.array(condition, { minLength: 1, maxLength: 3 }) })
						.map((one) => ({ [one.join]: one.parts })),
					condition.map((one) => ({ $not: one })),
				);
				const every = fc.sample(metadata, { numRuns: 24, seed: 8 });
				const documents = every.map((one, index) =>
					prepare(`d${index}`, `Shared word ${index}.`, {
						title: `T${index}`,
						metadata: one,
						...(index % 3 === 0 && { source: `s${index}` }),
					}),
				);
				await collection.put(documents);
				await fc.assert(
					fc.asyncProperty(filters, async (json) => {
						const filter = parseFilter(json);
						const fitting = documents
							.filter(({ id, title, source, mediaType, metadata: own }) =>
								fitsFilter(filter, { ...own, documentId: id, title, mediaType, ...(source && { source }) }),
							)
							.flatMap(idsOf)
							.sort();
						const lexical = await collection.lexical(extractQuestionTerms('shared'), 100, filter);
						expect(lexical.map(({ chunkId }) => chunkId).sort()).toEqual(fitting);
						const dense = await collection.dense(toVector('q'), 100, filter);
						expect(dense.map(({ chunkId }) => chunkId).sort()).toEqual(fitting);
						expect(await collection.documents({ filter }, { limit: 100 })).toHaveLength(fitting.length);
					}),
					{ numRuns: 40 },
				);
			});

			it('knows when documents came, together with what they are labelled, for searches, the list and removal', async () => {
				for (const [at, id, labels] of [
					[1_000, 'old', ['draft']],
					[2_000, 'middle', ['draft', 'hr']],
					[3_000, 'kept', ['legal']],
					[4_000, 'young', ['draft']],
				] as const) {
					now = at;
					// Metadata of the same name is not what is asked for.
					await collection.put([prepare(id, `Shared of ${id}.`, { metadata: { labels: [...labels], ingestedAt: 9_999 } })]);
				}
				const drafts = parseFilter({ $and: [{ ingestedAt: { $lt: 4_000 } }, { labels: 'draft' }] });
				const listed = async () => (await collection.documents({ filter: drafts }, { limit: 9 })).map(({ id }) => id);
				const found = async (chunks: Promise<Array<{ chunkId: string }>>) =>
					(await collection.chunks((await chunks).map(({ chunkId }) => chunkId))).map(({ documentId }) => documentId).sort();
				await expect(listed()).resolves.toEqual(['middle', 'old']);
				await expect(found(collection.lexical(extractQuestionTerms('shared'), 9, drafts))).resolves.toEqual(['middle', 'old']);
				await expect(found(collection.dense(toVector('q'), 9, drafts))).resolves.toEqual(['middle', 'old']);
				now = 5_000;
				// Unchanged it is as old as it was; changed it is new.
				await collection.put([prepare('old', 'Shared of old.', { metadata: { labels: ['draft'], ingestedAt: 9_999 } })]);
				// oxlint-disable-next-line troupe/plain-words -- text of a document
				await collection.put([prepare('middle', 'Shared anew.', { metadata: { labels: ['draft'] } })]);
				await expect(listed()).resolves.toEqual(['old']);
				await expect(collection.remove({ filter: drafts })).resolves.toEqual(['old']);
				await expect(found(collection.lexical(extractQuestionTerms('shared'), 9))).resolves.toEqual(['kept', 'middle', 'young']);
			});

			it('follows what changes', async () => {
				await collection.put([leave, travel]);
				await expect(search('office days', 9, { year: 2024 })).resolves.toEqual([leave.chunks[0]!.id]);
				await collection.put([{ ...travel, metadata: { year: 2024 }, contentHash: 'other' }]);
				expect((await search('office days', 9, { year: 2024 })).sort()).toEqual([leave.chunks[0]!.id, travel.chunks[0]!.id].sort());
			});
		});

		describe('readers', () => {
			const secret = 'The salary of the director is ten thousand.';
			const open = prepare('open', 'The salary is paid on the fifth. Vacation is thirty days.');
			const hr = prepare('hr', secret, { metadata: { readers: ['group:hr', 'person:ana@x'] } });
			const ended = prepare('ended', 'The salary was paid on the first.', { metadata: { validUntil: '1970-01-01' } });
			const find = async (asker?: Asker, filter?: unknown) => {
				const parsed = filter === undefined ? undefined : parseFilter(filter);
				const found = await collection.lexical(extractQuestionTerms('salary director'), 10, parsed, asker);
				return found.map(({ chunkId }) => [open, hr, ended].find((one) => idsOf(one).includes(chunkId))?.id).sort();
			};
			const near = async (asker?: Asker) => {
				const found = await collection.dense(toVector(secret), 10, undefined, asker);
				return [...new Set(found.map(({ chunkId }) => [open, hr, ended].find((one) => idsOf(one).includes(chunkId))?.id))].sort();
			};

			it('decide who finds a document, by words and by vectors; nobody known finds what has none', async () => {
				await collection.put([open, hr]);
				for (const found of [find, near]) {
					await expect(found()).resolves.toEqual(['open']);
					await expect(found(['group:sales', 'person:hr'])).resolves.toEqual(['open']);
					await expect(found(['person:ana@x'])).resolves.toEqual(['hr', 'open']);
					await expect(found('operator')).resolves.toEqual(['hr', 'open']);
				}
			});

			it('hold whatever a filter says (langflow-ai/openrag#1336)', async () => {
				await collection.put([open, hr]);
				for (const filter of [{ readers: 'group:hr' }, { $or: [{ documentId: 'hr' }, { documentId: 'open' }] }, { $not: { readers: 'x' } }])
					expect(await find(['group:sales'], filter)).not.toContain('hr');
				await expect(find(['group:hr'], { readers: 'group:hr' })).resolves.toEqual(['hr']);
			});

			it('leave no trace in the scores of what others find', async () => {
				await collection.put([open]);
				const score = async () =>
					(await collection.lexical(extractQuestionTerms('salary director'), 10, undefined, ['group:it']))[0]?.score;
				const before = await score();
				await collection.put([hr]);
				await expect(score()).resolves.toBe(before);
			});

			it('change with the document, and stay after a re-embedding', async () => {
				await collection.put([hr]);
				const shadow = await collection.shadow(wordsOnly);
				await shadow.put([{ ...hr, vectors: undefined }]);
				await collection.swap();
				await expect(find(['group:sales'])).resolves.toEqual([]);
				await collection.put([{ ...prepare('hr', secret), vectors: undefined }]);
				expect(await collection.lexical(extractQuestionTerms('salary director'), 10, undefined, [])).toHaveLength(1);
			});

			it('of the collection hide all of it, also after a re-embedding', async () => {
				await collection.put([open]);
				await collection.setAccess({ readers: ['group:hr'] });
				await expect(find(['group:sales'])).resolves.toEqual([]);
				await expect(near(['group:sales'])).resolves.toEqual([]);
				await expect(find(['group:hr'])).resolves.toEqual(['open']);
				const shadow = await collection.shadow(wordsOnly);
				await shadow.put([{ ...open, vectors: undefined }]);
				await collection.swap();
				await expect(find(['group:sales'])).resolves.toEqual([]);
				await expect(collection.statistics()).resolves.toMatchObject({ readers: ['group:hr'] });
				await collection.setAccess({ readers: undefined });
				await expect(find()).resolves.toEqual(['open']);
			});

			it('find no document after its end, the operator neither (milvus-io/milvus-docs#3302)', async () => {
				await collection.put([ended]);
				now = 24 * 3_600_000 - 1;
				await expect(find()).resolves.toEqual(['ended']);
				now = 24 * 3_600_000;
				await expect(find('operator')).resolves.toEqual([]);
				await expect(near('operator')).resolves.toEqual([]);
			});

			it('find nothing in quarantine until it is released, also after a failure and a re-embedding', async () => {
				const order = { ...prepare('hr', secret), quarantined: 'It gives orders.' };
				await collection.put([open, order]);
				await expect(find('operator')).resolves.toEqual(['open']);
				await expect(near('operator')).resolves.toEqual(['open']);
				const isListed = [{ id: 'hr', state: 'quarantined', quarantined: 'It gives orders.' }];
				await expect(collection.documents({ state: 'quarantined' }, { limit: 9 })).resolves.toMatchObject(isListed);
				await expect(collection.documents({ state: 'ready' }, { limit: 9 })).resolves.toMatchObject([{ id: 'open' }]);
				await collection.put([order]);
				await collection.fail({ id: 'hr' }, 'unreachable', 'It is away.');
				await expect(find('operator')).resolves.toEqual(['open']);
				const shadow = await collection.shadow(wordsOnly);
				await shadow.put([open, order].map((document) => ({ ...document, vectors: undefined })));
				await expect(collection.release(['hr', 'open', 'unknown'])).resolves.toEqual(['hr']);
				await expect(find()).resolves.toEqual(['hr', 'open']);
				await collection.swap();
				await expect(find()).resolves.toEqual(['hr', 'open']);
				await expect(collection.release(['hr'])).resolves.toEqual([]);
			});

			it('that cannot be read hide the document', async () => {
				await collection.put([prepare('hr', secret, { metadata: { readers: 'everyone' } })]);
				await expect(find(['everyone'])).resolves.toEqual([]);
			});
		});

		describe('writers and labels', () => {
			const eve: Writer = { name: 'person:eve', asker: ['person:eve', 'group:sales'] };
			const ana: Writer = { name: 'person:ana', asker: ['person:ana', 'claim:role=editor'] };
			const closed = prepare('price', 'The price list.', { metadata: { class: 'secret', readers: 'group:sales', year: 2025 } });
			const lowered = prepare('price', 'The price list.', { metadata: { class: 'public', readers: 'group:sales', year: 2025 } });
			const dated = prepare('price', 'The price list.', { metadata: { class: 'secret', readers: 'group:sales', year: 2026 } });
			const denied = { code: 'ACCESS_DENIED' };
			const classOf = async () => (await collection.documents({}, { limit: 1 }))[0]?.metadata.class;

			it('let nobody change the collection who is not listed (Mintplex-Labs/anything-llm#5200)', async () => {
				await collection.put([travel], eve);
				await collection.setAccess({ writers: ['claim:role=editor'] });
				for (const work of [
					() => collection.put([leave], eve),
					() => collection.remove({ ids: ['travel'] }, eve),
					() => collection.release(['travel'], eve),
					() => store.drop('handbook', eve),
				])
					await expect(work()).rejects.toMatchObject({ ...denied, message: expect.stringMatching(/person:eve.*"handbook"/) as string });
				await expect(collection.put([leave], ana)).resolves.toEqual(['added']);
				await expect(collection.documents({}, { limit: 9 })).resolves.toMatchObject([{ writer: 'person:ana' }, { writer: 'person:eve' }]);
				const shadow = await collection.shadow(wordsOnly);
				await shadow.put([leave, travel].map((document) => ({ ...document, vectors: undefined })));
				await collection.swap();
				await expect(collection.access()).resolves.toEqual({ writers: ['claim:role=editor'] });
				await expect(collection.documents({}, { limit: 9 })).resolves.toMatchObject([{ writer: 'person:ana' }, { writer: 'person:eve' }]);
			});

			it('let nobody change labels unseen, or remove what has some, who is not listed (infiniflow/ragflow#15268)', async () => {
				await collection.put([closed], eve);
				await expect(collection.put([lowered], eve)).rejects.toMatchObject(denied);
				await expect(collection.remove({}, eve)).rejects.toMatchObject(denied);
				await expect(store.drop('handbook', eve)).rejects.toMatchObject(denied);
				await expect(classOf()).resolves.toBe('secret');
				await expect(collection.put([dated], eve)).resolves.toEqual(['changed']);
				now = 7_000;
				await collection.setAccess({ writers: ['person:ana'] }, ana);
				await expect(collection.put([lowered], ana)).resolves.toEqual(['changed']);
				await expect(classOf()).resolves.toBe('public');
				now = 8_000;
				await collection.remove({ ids: ['price'] }, ana);
				const labels = { class: 'secret', readers: 'group:sales' };
				const [removed, ...changed] = await collection.changes(9);
				expect(removed).toEqual({
					at: 8_000,
					writer: 'person:ana',
					documentId: 'price',
					kind: 'removed',
					before: { ...labels, class: 'public' },
				});
				expect(changed).toContainEqual({
					...{ at: 7_000, writer: 'person:ana', documentId: 'price', kind: 'relabelled' },
					...{ before: labels, after: { ...labels, class: 'public' } },
				});
				expect(changed).toContainEqual({ at: 7_000, writer: 'person:ana', kind: 'lists', before: {}, after: { writers: ['person:ana'] } });
			});

			it('let metadata of another writer be, by which filters decide, also after a new text (agno-agi/agno#8664)', async () => {
				const contract = (text: string, customer = 'zeta') => prepare('c1', text, { metadata: { customer }, source: 'crm' });
				await collection.put([contract('Contract of Zeta.')]);
				now = 7_000;
				await expect(collection.put([contract('Contract of Zeta, again.')], eve)).resolves.toEqual(['changed']);
				await expect(collection.put([contract('Contract of Zeta.', 'omega')], eve)).rejects.toMatchObject(denied);
				await expect(collection.put([{ ...contract('Other.'), source: 'board' }], eve)).rejects.toMatchObject(denied);
				await expect(collection.put([prepare('c1', 'Other.')], eve)).rejects.toMatchObject(denied);
				for (const remove of [() => collection.remove({}, eve), () => store.drop('handbook', eve)])
					await expect(remove()).rejects.toMatchObject({ ...denied, message: expect.stringContaining('of another writer') as string });
				await expect(collection.documents({}, { limit: 9 })).resolves.toMatchObject([
					{ metadata: { customer: 'zeta' }, writer: 'person:eve', describedBy: 'operator' },
				]);
				await expect(collection.changes(9)).resolves.toEqual([
					{ at: 7_000, writer: 'person:eve', documentId: 'c1', kind: 'replaced', before: { writer: 'operator' }, after: {} },
				]);
				await expect(collection.put([contract('Contract of Omega.', 'omega')])).resolves.toEqual(['changed']);
				await expect(collection.changes(1)).resolves.toMatchObject([
					{ writer: 'operator', kind: 'replaced', before: { customer: 'zeta', writer: 'person:eve' }, after: { customer: 'omega' } },
				]);
			});

			it('keep which metadata of their own a writer changed, who may remove the document, after a re-embedding too', async () => {
				const dated = (year: number) => prepare('price', 'The price list.', { metadata: { year } });
				await collection.put([dated(2025)], eve);
				const shadow = await collection.shadow(wordsOnly);
				await shadow.put([{ ...dated(2025), vectors: undefined }]);
				await collection.swap();
				const own = await store.open('handbook', wordsOnly);
				await own.put([{ ...dated(2026), vectors: undefined }], eve);
				await expect(own.changes(9)).resolves.toMatchObject([
					{ kind: 'replaced', documentId: 'price', before: { year: 2025, writer: 'person:eve' }, after: { year: 2026 } },
				]);
				await expect(own.remove({ ids: ['price'] }, ana)).rejects.toMatchObject(denied);
				await expect(own.remove({ ids: ['price'] }, eve)).resolves.toEqual(['price']);
			});

			it('are nobody but the operator in a new collection, where the operator wants it so (open-webui/open-webui#23452)', async () => {
				const strict = await place.open({ listed: true });
				const closedToAll = await strict.open('strict', withVectors);
				await expect(closedToAll.access()).resolves.toEqual({ readers: [], writers: [] });
				await expect(closedToAll.put([leave], eve)).rejects.toMatchObject(denied);
				await expect(closedToAll.put([leave])).resolves.toEqual(['added']);
				await expect(closedToAll.lexical(extractQuestionTerms('vacation'), 9, undefined, ana.asker)).resolves.toEqual([]);
				await strict.close();
			});

			it('keep who released and removed what was in quarantine', async () => {
				const orders = (id: string) => ({ ...prepare(id, `Orders of ${id}.`), quarantined: 'It gives orders.' });
				await collection.put([orders('a'), orders('b'), orders('c')], eve);
				await expect(collection.remove({ ids: ['b'] }, eve)).rejects.toMatchObject(denied);
				await expect(collection.put([prepare('c', 'Other orders.')], eve)).rejects.toMatchObject(denied);
				await collection.put([prepare('c', 'Other orders.')]);
				await collection.release(['a'], ana);
				await collection.remove({ ids: ['b'] });
				await expect(collection.changes(9)).resolves.toEqual(
					expect.arrayContaining([
						expect.objectContaining({
							kind: 'released',
							documentId: 'a',
							writer: 'person:ana',
							before: { quarantined: 'It gives orders.' },
						}),
						expect.objectContaining({ kind: 'released', documentId: 'c', writer: 'operator' }),
						expect.objectContaining({ kind: 'removed', documentId: 'b', writer: 'operator' }),
					]),
				);
			});
		});

		describe('a collection', () => {
			it('is found, opened again with the same stamp, listed, and dropped with all it holds', async () => {
				await expect(store.find('nothing')).resolves.toBeUndefined();
				await store.drop('handbook');
				const bare = await place.countRows();
				collection = await store.open('handbook', withVectors);
				await collection.put([leave]);
				await store.open('another', wordsOnly);
				expect((await store.list()).map(({ name: one, documents }) => [one, documents])).toEqual([
					['another', 0],
					['handbook', 1],
				]);
				expect((await store.find('handbook'))!.stamp).toEqual(withVectors);
				await store.open('handbook', { ...withVectors });
				await expect(store.drop('another')).resolves.toBe(true);
				await expect(store.drop('handbook')).resolves.toBe(true);
				await expect(store.drop('handbook')).resolves.toBe(false);
				await expect(collection.put([leave])).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
				await expect(place.countRows()).resolves.toBe(bare);
			});

			it('has a revision that is equal until it changes, for all that see it, and is not had again by a later one', async () => {
				const seen = new Set<string>();
				const next = async () => {
					const revision = await collection.revision();
					expect(seen).not.toContain(revision);
					seen.add(revision);
				};
				await next();
				await collection.put([leave]);
				await next();
				await collection.put([leave]);
				const other = await place.open();
				await expect((await other.find('handbook'))!.revision()).resolves.toBe(await collection.revision());
				await other.close();
				expect(seen).toContain(await collection.revision());
				await collection.fail({ id: 'leave' }, 'timeout', 'It took too long.');
				await next();
				await collection.put([leave]);
				await next();
				await collection.remove({ ids: ['leave'] });
				await next();
				await collection.shadow(withVectors);
				await collection.swap();
				await next();
				await store.drop('handbook');
				collection = await store.open('handbook', withVectors);
				await next();
			});

			it('of another stamp is refused, with both and the way out', async () => {
				const meant = { ...withVectors, embedding: { ...withVectors.embedding!, model: 'test:other', revision: 'abc' } };
				await expect(store.open('handbook', meant)).rejects.toMatchObject({
					code: 'KNOWLEDGE_STAMP_DIFFERS',
					message: expect.stringMatching(/test:signs.*test:other/),
					fix: expect.stringMatching(/re-embed.*another name/),
					details: { expected: meant, actual: withVectors },
				});
			});

			it.each(['', 'x'.repeat(201), 'a\nb', '\ud800'])('cannot be called %j', async (bad) => {
				await expect(store.open(bad, wordsOnly)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
			});

			it('belongs to its tenant: another sees, counts and removes nothing of it', async () => {
				await collection.put([leave]);
				const other = await place.open({ tenant: 'globex' });
				await expect(other.list()).resolves.toEqual([]);
				await expect(other.find('handbook')).resolves.toBeUndefined();
				await expect(other.drop('handbook')).resolves.toBe(false);
				const theirs = await other.open('handbook', wordsOnly);
				await theirs.put([prepare('leave', 'Vacation is never.', { stamp: wordsOnly })]);
				await expect(theirs.lexical(extractQuestionTerms('parental'), 5)).resolves.toEqual([]);
				await expect(theirs.remove({})).resolves.toEqual(['leave']);
				await expect(collection.statistics()).resolves.toMatchObject({ documents: 1 });
				await expect(search('vacation')).resolves.toEqual([leave.chunks[0]!.id]);
				await other.close();
			});

			slowTest('is the same for two that change it at once, and each sees what the other did', async () => {
				const other = await place.open();
				const theirs = (await other.find('handbook'))!;
				const rounds = Array.from({ length: 10 }, (_, index) => index);
				await Promise.all([
					...rounds.map((index) =>
						collection.put([prepare(`ours${index}`, `Ours shared ${index}.`), prepare('both', `Both from us ${index}.`)]),
					),
					...rounds.map((index) =>
						theirs.put([prepare(`theirs${index}`, `Theirs shared ${index}.`), prepare('both', `Both from them ${index}.`)]),
					),
				]);
				await expect(collection.statistics()).resolves.toMatchObject({ documents: 21, chunks: 21 });
				expect(await search('shared', 50)).toHaveLength(20);
				await expect(search('both', 50)).resolves.toHaveLength(1);
				expect(await theirs.lexical(extractQuestionTerms('shared'), 50)).toEqual(
					await collection.lexical(extractQuestionTerms('shared'), 50),
				);
				await other.close();
			});

			slowTest('is seen whole by who reads while it changes', async () => {
				const [one, two] = ['one', 'two'].map((word) =>
					Array.from({ length: 5 }, (_, index) => prepare(`d${index}`, `Common ${word}.`, { metadata: { word } })),
				);
				await collection.put(one!);
				const other = await place.open();
				const theirs = (await other.find('handbook'))!;
				const reading = async () => {
					for (let round = 0; round < 30; round++) {
						const sizes = await Promise.all(
							['one', 'two'].map(async (word) => (await theirs.lexical([[word], ['common']], 50, parseFilter({ word }))).length),
						);
						for (const size of sizes) expect([0, 5]).toContain(size);
						expect(await theirs.lexical([['common']], 50)).toHaveLength(5);
					}
				};
				const writing = async () => {
					for (let round = 0; round < 10; round++) await collection.put(round % 2 === 0 ? two! : one!);
				};
				await Promise.all([reading(), writing()]);
				await other.close();
			});
		});

		describe('a re-embedding', () => {
			const next = { ...withVectors, embedding: { model: 'test:next', dimensions: 4 } };
			const anew = (document: PreparedDocument) => ({ ...document, vectors: document.chunks.map(({ text }) => toVector(text, 4)) });

			it('fills a shadow while the old one is searched, is found again, and takes its place in one step', async () => {
				await collection.put([leave, travel]);
				await collection.fail({ id: 'scan' }, 'corrupt', 'It is cut off.');
				await collection.fail({ id: 'travel' }, 'timeout', 'It took too long.');
				now = 9_000;
				const shadow = await collection.shadow(next);
				await shadow.put([anew(leave)]);
				await expect(collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT', message: expect.stringContaining('"travel"') });
				const again = await collection.shadow(next);
				await expect(again.put([anew(leave)])).resolves.toEqual(['unchanged']);
				await expect(collection.statistics()).resolves.toMatchObject({
					stamp: withVectors,
					documents: 3,
					shadow: { stamp: next, documents: 1 },
				});
				await expect(collection.dense(toVector('x'), 9)).resolves.toHaveLength(4);
				expect(await store.list()).toHaveLength(1);
				await again.put([anew(travel)]);
				const other = (await store.find('handbook'))!;
				await collection.swap();
				expect(collection.stamp).toEqual(next);
				await expect(collection.dense(toVector('x', 4), 9)).resolves.toHaveLength(4);
				await expect(search('vacation')).resolves.toEqual([leave.chunks[0]!.id]);
				await expect(collection.documents({}, { limit: 9 })).resolves.toMatchObject([
					{ id: 'leave', state: 'ready', ingestedAt: 1_000 },
					{ id: 'scan', state: 'failed' },
					{ id: 'travel', state: 'failed', ingestedAt: 1_000 },
				]);
				expect(await collection.statistics()).not.toHaveProperty('shadow');
				await expect(other.dense(toVector('x'), 9)).rejects.toMatchObject({
					code: 'KNOWLEDGE_STAMP_DIFFERS',
					details: { expected: withVectors, actual: next },
				});
				await expect(other.put([travel])).rejects.toMatchObject({ code: 'KNOWLEDGE_STAMP_DIFFERS' });
				await expect(collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
			});

			slowTest('misses what changed meanwhile, and brings back nothing that was removed', async () => {
				await collection.put([leave, travel]);
				const shadow = await collection.shadow(next);
				await shadow.put([anew(leave), anew(travel)]);
				await collection.put([prepare('travel', 'Everybody walks.')]);
				await expect(collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
				await collection.remove({ ids: ['travel'] });
				await expect(shadow.text('travel')).resolves.toBeUndefined();
				await shadow.put([anew(travel)]);
				await collection.swap();
				await expect(collection.documents({}, { limit: 9 })).resolves.toMatchObject([{ id: 'leave' }]);
				await expect(search('hotels walks')).resolves.toEqual([]);
			});

			it('is one’s at a time to fill, whoever opened the store, and another’s when it is let go of', async () => {
				const other = await place.open();
				const stranger = await place.open({ tenant: 'other' });
				try {
					const theirs = (await other.find('handbook'))!;
					const letGo = (await collection.holdShadow())!;
					await expect(theirs.holdShadow()).resolves.toBeUndefined();
					await expect(collection.holdShadow()).resolves.toBeUndefined();
					const others = [await other.open('second', withVectors), await stranger.open('handbook', withVectors)];
					for (const free of others) await (await free.holdShadow())!();
					await collection.put([leave]);
					await letGo();
					const next = (await theirs.holdShadow())!;
					await expect(collection.holdShadow()).resolves.toBeUndefined();
					await next();
				} finally {
					await other.close();
					await stranger.close();
				}
			});

			it('is refused with a shadow of another stamp, and given up without a trace', async () => {
				await collection.put([leave]);
				const rows = await place.countRows();
				const shadow = await collection.shadow(next);
				await shadow.put([anew(leave)]);
				await expect(collection.shadow(wordsOnly)).rejects.toMatchObject({ code: 'KNOWLEDGE_STAMP_DIFFERS' });
				await expect(shadow.shadow(next)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
				await collection.abandonShadow();
				await collection.abandonShadow();
				await expect(place.countRows()).resolves.toBe(rows);
				await expect(shadow.put([anew(leave)])).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
				await expect(collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
			});
		});
	});
}
