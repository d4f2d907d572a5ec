import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import { extractQuestionTerms } from '../../../core/words/terms';
import { prepare, withVectors, wordsOnly } from '../../../test/support/prepared-documents';
import { slowTest } from '../../../test/support/slow-tests';
import { leave, type KnowledgeStage } from './knowledge-stage.contract';

/** Tests the promises of stores about collections. */
export function describeCollections(stage: KnowledgeStage): void {
	describe('a collection', () => {
		it('is found, opened again with the same stamp, listed, and dropped with all it holds', async () => {
			await expect(stage.store.find('nothing')).resolves.toBeUndefined();
			await stage.store.drop('handbook');
			const bare = await stage.place.countRows();
			stage.collection = await stage.store.open('handbook', withVectors);
			await stage.collection.put([leave]);
			await stage.store.open('another', wordsOnly);
			expect((await stage.store.list()).map(({ name: one, documents }) => [one, documents])).toEqual([
				['another', 0],
				['handbook', 1],
			]);
			expect((await stage.store.find('handbook'))!.stamp).toEqual(withVectors);
			await stage.store.open('handbook', { ...withVectors });
			await expect(stage.store.drop('another')).resolves.toBe(true);
			await expect(stage.store.drop('handbook')).resolves.toBe(true);
			await expect(stage.store.drop('handbook')).resolves.toBe(false);
			await expect(stage.collection.put([leave])).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
			await expect(stage.place.countRows()).resolves.toBe(bare);
		});

		it('has a revision that is equal until it changes, for all that see it, and is not had again by a later one', async () => {
			const seen = new Set<string>();
			const next = async () => {
				const revision = await stage.collection.revision();
				expect(seen).not.toContain(revision);
				seen.add(revision);
			};
			await next();
			await stage.collection.put([leave]);
			await next();
			await stage.collection.put([leave]);
			const other = await stage.place.open();
			await expect((await other.find('handbook'))!.revision()).resolves.toBe(await stage.collection.revision());
			await other.close();
			expect(seen).toContain(await stage.collection.revision());
			await stage.collection.fail({ id: 'leave' }, 'timeout', 'It took too long.');
			await next();
			await stage.collection.put([leave]);
			await next();
			await stage.collection.remove({ ids: ['leave'] });
			await next();
			await stage.collection.shadow(withVectors);
			await stage.collection.swap();
			await next();
			await stage.store.drop('handbook');
			stage.collection = await stage.store.open('handbook', withVectors);
			await next();
		});

		it('of another stamp is refused, with both and the way out', async () => {
			const meant = { ...withVectors, embedding: { ...withVectors.embedding!, model: 'test:other', revision: 'abc' } };
			await expect(stage.store.open('handbook', meant)).rejects.toMatchObject({
				code: 'KNOWLEDGE_STAMP_DIFFERS',
				message: expect.stringMatching(/test:signs.*test:other/),
				fix: expect.stringMatching(/re-embed.*another name/),
				details: { expected: meant, actual: withVectors },
			});
		});

		it.each(['', 'x'.repeat(201), 'a\nb', '\ud800'])('cannot be called %j', async (bad) => {
			await expect(stage.store.open(bad, wordsOnly)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		});

		it('belongs to its tenant: another sees, counts and removes nothing of it', async () => {
			await stage.collection.put([leave]);
			const other = await stage.place.open({ tenant: 'globex' });
			await expect(other.list()).resolves.toEqual([]);
			await expect(other.find('handbook')).resolves.toBeUndefined();
			await expect(other.drop('handbook')).resolves.toBe(false);
			const theirs = await other.open('handbook', wordsOnly);
			await theirs.put([prepare('leave', 'Vacation is never.', { stamp: wordsOnly })]);
			await expect(theirs.lexical(extractQuestionTerms('parental'), 5)).resolves.toEqual([]);
			await expect(theirs.remove({})).resolves.toEqual(['leave']);
			await expect(stage.collection.statistics()).resolves.toMatchObject({ documents: 1 });
			await expect(stage.search('vacation')).resolves.toEqual([leave.chunks[0]!.id]);
			await other.close();
		});

		slowTest('is the same for two that change it at once, and each sees what the other did', async () => {
			const other = await stage.place.open();
			const theirs = (await other.find('handbook'))!;
			const rounds = Array.from({ length: 10 }, (_, index) => index);
			await Promise.all([
				...rounds.map((index) =>
					stage.collection.put([prepare(`ours${index}`, `Ours shared ${index}.`), prepare('both', `Both from us ${index}.`)]),
				),
				...rounds.map((index) =>
					theirs.put([prepare(`theirs${index}`, `Theirs shared ${index}.`), prepare('both', `Both from them ${index}.`)]),
				),
			]);
			await expect(stage.collection.statistics()).resolves.toMatchObject({ documents: 21, chunks: 21 });
			expect(await stage.search('shared', 50)).toHaveLength(20);
			await expect(stage.search('both', 50)).resolves.toHaveLength(1);
			expect(await theirs.lexical(extractQuestionTerms('shared'), 50)).toEqual(
				await stage.collection.lexical(extractQuestionTerms('shared'), 50),
			);
			await other.close();
		});

		slowTest('is seen whole by who reads while it changes', async () => {
			const [one, two] = ['one', 'two'].map((word) =>
				Array.from({ length: 5 }, (_, index) => prepare(`d${index}`, `Common ${word}.`, { metadata: { word } })),
			);
			await stage.collection.put(one!);
			const other = await stage.place.open();
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
				for (let round = 0; round < 10; round++) await stage.collection.put(round % 2 === 0 ? two! : one!);
			};
			await Promise.all([reading(), writing()]);
			await other.close();
		});
	});
}
