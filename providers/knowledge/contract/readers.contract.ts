import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import { extractQuestionTerms } from '../../../core/words/terms';
import type { Asker } from '../../../core/ports/knowledge/readers';
import { prepare, toVector, wordsOnly } from '../../../test/support/prepared-documents';
import { idsOf, type KnowledgeStage } from './knowledge-stage.contract';

/** Tests the promises of stores about readers of documents. */
export function describeReaders(stage: KnowledgeStage): void {
	describe('readers', () => {
		const secret = 'The salary of the director is ten thousand.';
		const open = prepare('open', 'The salary is paid on the fifth. Vacation is thirty days.');
		const hr = prepare('hr', secret, { metadata: { readers: ['group:hr', 'person:ana@x'] } });
		const ended = prepare('ended', 'The salary was paid on the first.', { metadata: { validUntil: '1970-01-01' } });
		const find = async (asker?: Asker, filter?: unknown) => {
			const parsed = filter === undefined ? undefined : parseFilter(filter);
			const found = await stage.collection.lexical(extractQuestionTerms('salary director'), 10, parsed, asker);
			return found.map(({ chunkId }) => [open, hr, ended].find((one) => idsOf(one).includes(chunkId))?.id).sort();
		};
		const near = async (asker?: Asker) => {
			const found = await stage.collection.dense(toVector(secret), 10, undefined, asker);
			return [...new Set(found.map(({ chunkId }) => [open, hr, ended].find((one) => idsOf(one).includes(chunkId))?.id))].sort();
		};

		it('decide who finds a document, by words and by vectors; nobody known finds what has none', async () => {
			await stage.collection.put([open, hr]);
			for (const found of [find, near]) {
				await expect(found()).resolves.toEqual(['open']);
				await expect(found(['group:sales', 'person:hr'])).resolves.toEqual(['open']);
				await expect(found(['person:ana@x'])).resolves.toEqual(['hr', 'open']);
				await expect(found('operator')).resolves.toEqual(['hr', 'open']);
			}
		});

		it('hold whatever a filter says (langflow-ai/openrag#1336)', async () => {
			await stage.collection.put([open, hr]);
			for (const filter of [{ readers: 'group:hr' }, { $or: [{ documentId: 'hr' }, { documentId: 'open' }] }, { $not: { readers: 'x' } }])
				expect(await find(['group:sales'], filter)).not.toContain('hr');
			await expect(find(['group:hr'], { readers: 'group:hr' })).resolves.toEqual(['hr']);
		});

		it('leave no trace in the scores of what others find', async () => {
			await stage.collection.put([open]);
			const score = async () =>
				(await stage.collection.lexical(extractQuestionTerms('salary director'), 10, undefined, ['group:it']))[0]?.score;
			const before = await score();
			await stage.collection.put([hr]);
			await expect(score()).resolves.toBe(before);
		});

		it('change with the document, and stay after a re-embedding', async () => {
			await stage.collection.put([hr]);
			const shadow = await stage.collection.shadow(wordsOnly);
			await shadow.put([{ ...hr, vectors: undefined }]);
			await stage.collection.swap();
			await expect(find(['group:sales'])).resolves.toEqual([]);
			await stage.collection.put([{ ...prepare('hr', secret), vectors: undefined }]);
			expect(await stage.collection.lexical(extractQuestionTerms('salary director'), 10, undefined, [])).toHaveLength(1);
		});

		it('of the collection hide all of it, also after a re-embedding', async () => {
			await stage.collection.put([open]);
			await stage.collection.setAccess({ readers: ['group:hr'] });
			await expect(find(['group:sales'])).resolves.toEqual([]);
			await expect(near(['group:sales'])).resolves.toEqual([]);
			await expect(find(['group:hr'])).resolves.toEqual(['open']);
			const shadow = await stage.collection.shadow(wordsOnly);
			await shadow.put([{ ...open, vectors: undefined }]);
			await stage.collection.swap();
			await expect(find(['group:sales'])).resolves.toEqual([]);
			await expect(stage.collection.statistics()).resolves.toMatchObject({ readers: ['group:hr'] });
			await stage.collection.setAccess({ readers: undefined });
			await expect(find()).resolves.toEqual(['open']);
		});

		it('find no document after its end, the operator neither (milvus-io/milvus-docs#3302)', async () => {
			await stage.collection.put([ended]);
			stage.now = 24 * 3_600_000 - 1;
			await expect(find()).resolves.toEqual(['ended']);
			stage.now = 24 * 3_600_000;
			await expect(find('operator')).resolves.toEqual([]);
			await expect(near('operator')).resolves.toEqual([]);
		});

		it('find nothing in quarantine until it is released, also after a failure and a re-embedding', async () => {
			const order = { ...prepare('hr', secret), quarantined: 'It gives orders.' };
			await stage.collection.put([open, order]);
			await expect(find('operator')).resolves.toEqual(['open']);
			await expect(near('operator')).resolves.toEqual(['open']);
			const isListed = [{ id: 'hr', state: 'quarantined', quarantined: 'It gives orders.' }];
			await expect(stage.collection.documents({ state: 'quarantined' }, { limit: 9 })).resolves.toMatchObject(isListed);
			await expect(stage.collection.documents({ state: 'ready' }, { limit: 9 })).resolves.toMatchObject([{ id: 'open' }]);
			await stage.collection.put([order]);
			await stage.collection.fail({ id: 'hr' }, 'unreachable', 'It is away.');
			await expect(find('operator')).resolves.toEqual(['open']);
			const shadow = await stage.collection.shadow(wordsOnly);
			await shadow.put([open, order].map((document) => ({ ...document, vectors: undefined })));
			await expect(stage.collection.release(['hr', 'open', 'unknown'])).resolves.toEqual(['hr']);
			await expect(find()).resolves.toEqual(['hr', 'open']);
			await stage.collection.swap();
			await expect(find()).resolves.toEqual(['hr', 'open']);
			await expect(stage.collection.release(['hr'])).resolves.toEqual([]);
		});

		it('that cannot be read hide the document', async () => {
			await stage.collection.put([prepare('hr', secret, { metadata: { readers: 'everyone' } })]);
			await expect(find(['everyone'])).resolves.toEqual([]);
		});
	});
}
