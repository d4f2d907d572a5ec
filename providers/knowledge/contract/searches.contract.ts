import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import { extractQuestionTerms } from '../../../core/words/terms';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import { dimensions, prepare, toVector, unit, withVectors, wordsOnly } from '../../../test/support/prepared-documents';
import { slowTest } from '../../../test/support/slow-tests';
import { idsOf, leave, travel, type KnowledgeStage } from './knowledge-stage.contract';

/** Tests the promises of stores about searches by words and by vector. */
export function describeSearches(stage: KnowledgeStage): void {
	describe('a search by words', () => {
		it('finds them in text, title and headings, best first, at most as many as wanted', async () => {
			const titled = prepare('titled', 'Something else.', { title: 'Reimbursement', headings: ['Allowances'] });
			await stage.collection.put([leave, travel, titled]);
			await expect(stage.search('reimbursement')).resolves.toEqual(idsOf(titled));
			await expect(stage.search('allowances')).resolves.toEqual(idsOf(titled));
			await expect(stage.search('train plane preferred hotel', 1)).resolves.toEqual([travel.chunks[1]!.id]);
			await expect(stage.search('train plane preferred hotel')).resolves.toEqual([travel.chunks[1]!.id, travel.chunks[0]!.id]);
			await expect(stage.search('train', 0)).resolves.toEqual([]);
			await expect(stage.collection.lexical([], 5)).resolves.toEqual([]);
			await expect(stage.collection.lexical([['nowhere'], []], 5)).resolves.toEqual([]);
		});

		slowTest('gives the same scores in whatever order and calls the documents came, and whatever was there in between', async () => {
			const documents = Array.from({ length: 9 }, (_, index) =>
				prepare(`d${index}`, `Coffee ${'beans '.repeat((index % 3) + 1)}number ${index}.\n\nThe mill ${index} grinds coffee.`),
			);
			await stage.collection.put(documents);
			const wanted = await stage.collection.lexical(extractQuestionTerms('coffee beans mill'), 10);
			expect(wanted).toHaveLength(10);
			const other = await stage.store.open('other', withVectors);
			for (const document of documents.toReversed()) {
				await other.put([prepare('passing', `Coffee and mill for ${document.id}.`)]);
				await other.put([document]);
			}
			await other.remove({ ids: ['passing'] });
			await expect(other.lexical(extractQuestionTerms('coffee beans mill'), 10)).resolves.toEqual(wanted);
		});

		it('breaks ties by id, also at the end of what is wanted', async () => {
			const same = Array.from({ length: 8 }, (_, index) => prepare(`same${index}`, 'Equal words.', { title: 'Equal' }));
			await stage.collection.put(same);
			const ids = same.flatMap(idsOf).sort();
			await expect(stage.search('equal', 3)).resolves.toEqual(ids.slice(0, 3));
			await expect(stage.search('equal')).resolves.toEqual(ids);
		});
	});

	describe('a search by vector', () => {
		it('finds the nearest by cosine similarity, ties by id, at most as many as wanted', async () => {
			const at = (degrees: number) => unit([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180), 0, 0, 0, 0, 0, 0]);
			const fan = [0, 10, 30, 60, 90, 180].map((degrees) => prepare(`a${degrees}`, `At ${degrees}.`, { vectors: [at(degrees)] }));
			await stage.collection.put(fan);
			const near = await stage.collection.dense(at(8), 3);
			expect(near.map(({ chunkId }) => chunkId)).toEqual([fan[1]!, fan[0]!, fan[2]!].flatMap(idsOf));
			expect(near[0]!.score).toBeCloseTo(Math.cos((2 * Math.PI) / 180), 5);
			const all = await stage.collection.dense(at(8), 10);
			expect(all).toHaveLength(6);
			expect(all.at(-1)!.score).toBeLessThan(-0.9);
			const twins = Array.from({ length: 5 }, (_, index) => prepare(`twin${index}`, 'Twin.', { vectors: [at(45)] }));
			await stage.collection.put(twins);
			const ids = twins.flatMap(idsOf).sort();
			expect((await stage.collection.dense(at(45), 3)).map(({ chunkId }) => chunkId)).toEqual(ids.slice(0, 3));
			await expect(stage.collection.dense(at(45), 0)).resolves.toEqual([]);
		});

		slowTest('agrees with looking at each of several hundred, with and without a filter', async () => {
			const documents = Array.from({ length: 40 }, (_, index) =>
				prepare(`d${index}`, Array.from({ length: 10 }, (__, part) => `Part ${part} of ${index}.`).join('\n\n'), {
					metadata: { even: index % 2 === 0 },
				}),
			);
			await stage.collection.put(documents);
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
				(await stage.collection.dense(wanted, 20, filter === undefined ? undefined : parseFilter(filter))).map(({ chunkId }) => chunkId);
			await expect(found()).resolves.toEqual(exact(documents));
			await expect(found({ even: true })).resolves.toEqual(exact(documents.filter((_, index) => index % 2 === 0)));
		});

		it('is refused with another number of dimensions, and where there are no vectors', async () => {
			await stage.collection.put([leave]);
			const differs = { code: 'KNOWLEDGE_STAMP_DIFFERS', fix: expect.stringContaining('embed') };
			await expect(stage.collection.dense(toVector('x', 3), 5)).rejects.toMatchObject({
				...differs,
				details: { expected: dimensions, actual: 3 },
			});
			const bare = await stage.store.open('bare', wordsOnly);
			await expect(bare.dense(toVector('x'), 5)).rejects.toMatchObject(differs);
		});

		it.each([-1, 1.5, NaN, 10_001])('is refused with a limit of %d, as are pages', async (limit) => {
			const refused = { code: 'INPUT_INVALID' };
			await expect(stage.collection.dense(toVector('x'), limit)).rejects.toMatchObject(refused);
			await expect(stage.collection.lexical([['x']], limit)).rejects.toMatchObject(refused);
			await expect(stage.collection.documents({}, { limit })).rejects.toMatchObject(refused);
		});
	});
}
