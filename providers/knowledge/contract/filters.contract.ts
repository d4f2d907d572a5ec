import fc from 'fast-check';
import { fitsFilter } from '../../../core/ports/knowledge/filter/fits-filter';
import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import { extractQuestionTerms } from '../../../core/words/terms';
import type { Metadata } from '../../../core/ports/knowledge/filter/filter';
import { prepare, toVector } from '../../../test/support/prepared-documents';
import { slowTest } from '../../../test/support/slow-tests';
import { idsOf, leave, travel, type KnowledgeStage } from './knowledge-stage.contract';

/** Tests the promises of stores about filters of searches. */
export function describeFilters(stage: KnowledgeStage): void {
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
			await stage.collection.put(documents);
			await fc.assert(
				fc.asyncProperty(filters, async (json) => {
					const filter = parseFilter(json);
					const fitting = documents
						.filter(({ id, title, source, mediaType, metadata: own }) =>
							fitsFilter(filter, { ...own, documentId: id, title, mediaType, ...(source && { source }) }),
						)
						.flatMap(idsOf)
						.sort();
					const lexical = await stage.collection.lexical(extractQuestionTerms('shared'), 100, filter);
					expect(lexical.map(({ chunkId }) => chunkId).sort()).toEqual(fitting);
					const dense = await stage.collection.dense(toVector('q'), 100, filter);
					expect(dense.map(({ chunkId }) => chunkId).sort()).toEqual(fitting);
					expect(await stage.collection.documents({ filter }, { limit: 100 })).toHaveLength(fitting.length);
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
				stage.now = at;
				// Metadata of the same name is not what is asked for.
				await stage.collection.put([prepare(id, `Shared of ${id}.`, { metadata: { labels: [...labels], ingestedAt: 9_999 } })]);
			}
			const drafts = parseFilter({ $and: [{ ingestedAt: { $lt: 4_000 } }, { labels: 'draft' }] });
			const listed = async () => (await stage.collection.documents({ filter: drafts }, { limit: 9 })).map(({ id }) => id);
			const found = async (chunks: Promise<Array<{ chunkId: string }>>) =>
				(await stage.collection.chunks((await chunks).map(({ chunkId }) => chunkId))).map(({ documentId }) => documentId).sort();
			await expect(listed()).resolves.toEqual(['middle', 'old']);
			await expect(found(stage.collection.lexical(extractQuestionTerms('shared'), 9, drafts))).resolves.toEqual(['middle', 'old']);
			await expect(found(stage.collection.dense(toVector('q'), 9, drafts))).resolves.toEqual(['middle', 'old']);
			stage.now = 5_000;
			// Unchanged it is as old as it was; changed it is new.
			await stage.collection.put([prepare('old', 'Shared of old.', { metadata: { labels: ['draft'], ingestedAt: 9_999 } })]);
			await stage.collection.put([prepare('middle', 'Shared again.', { metadata: { labels: ['draft'] } })]);
			await expect(listed()).resolves.toEqual(['old']);
			await expect(stage.collection.remove({ filter: drafts })).resolves.toEqual(['old']);
			await expect(found(stage.collection.lexical(extractQuestionTerms('shared'), 9))).resolves.toEqual(['kept', 'middle', 'young']);
		});

		it('follows what changes', async () => {
			await stage.collection.put([leave, travel]);
			await expect(stage.search('office days', 9, { year: 2024 })).resolves.toEqual([leave.chunks[0]!.id]);
			await stage.collection.put([{ ...travel, metadata: { year: 2024 }, contentHash: 'other' }]);
			expect((await stage.search('office days', 9, { year: 2024 })).sort()).toEqual([leave.chunks[0]!.id, travel.chunks[0]!.id].sort());
		});
	});
}
