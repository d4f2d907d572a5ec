import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import { prepare, toVector, withVectors, wordsOnly } from '../../../test/support/prepared-documents';
import { slowTest } from '../../../test/support/slow-tests';
import { leave, travel, type KnowledgeStage } from './knowledge-stage.contract';

/** Tests the promises of stores about re-embeddings. */
export function describeReEmbedding(stage: KnowledgeStage): void {
	describe('a re-embedding', () => {
		const next = { ...withVectors, embedding: { model: 'test:next', dimensions: 4 } };
		const newlyEmbedded = (document: PreparedDocument) => ({ ...document, vectors: document.chunks.map(({ text }) => toVector(text, 4)) });

		it('fills a shadow while the old one is searched, is found again, and takes its place in one step', async () => {
			await stage.collection.put([leave, travel]);
			await stage.collection.fail({ id: 'scan' }, 'corrupt', 'It is cut off.');
			await stage.collection.fail({ id: 'travel' }, 'timeout', 'It took too long.');
			stage.now = 9_000;
			const shadow = await stage.collection.shadow(next);
			await shadow.put([newlyEmbedded(leave)]);
			await expect(stage.collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT', message: expect.stringContaining('"travel"') });
			const again = await stage.collection.shadow(next);
			await expect(again.put([newlyEmbedded(leave)])).resolves.toEqual(['unchanged']);
			await expect(stage.collection.statistics()).resolves.toMatchObject({
				stamp: withVectors,
				documents: 3,
				shadow: { stamp: next, documents: 1 },
			});
			await expect(stage.collection.dense(toVector('x'), 9)).resolves.toHaveLength(4);
			expect(await stage.store.list()).toHaveLength(1);
			await again.put([newlyEmbedded(travel)]);
			const other = (await stage.store.find('handbook'))!;
			await stage.collection.swap();
			expect(stage.collection.stamp).toEqual(next);
			await expect(stage.collection.dense(toVector('x', 4), 9)).resolves.toHaveLength(4);
			await expect(stage.search('vacation')).resolves.toEqual([leave.chunks[0]!.id]);
			await expect(stage.collection.documents({}, { limit: 9 })).resolves.toMatchObject([
				{ id: 'leave', state: 'ready', ingestedAt: 1_000 },
				{ id: 'scan', state: 'failed' },
				{ id: 'travel', state: 'failed', ingestedAt: 1_000 },
			]);
			expect(await stage.collection.statistics()).not.toHaveProperty('shadow');
			await expect(other.dense(toVector('x'), 9)).rejects.toMatchObject({
				code: 'KNOWLEDGE_STAMP_DIFFERS',
				details: { expected: withVectors, actual: next },
			});
			await expect(other.put([travel])).rejects.toMatchObject({ code: 'KNOWLEDGE_STAMP_DIFFERS' });
			await expect(stage.collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		});

		slowTest('misses what changed meanwhile, and brings back nothing that was removed', async () => {
			await stage.collection.put([leave, travel]);
			const shadow = await stage.collection.shadow(next);
			await shadow.put([newlyEmbedded(leave), newlyEmbedded(travel)]);
			await stage.collection.put([prepare('travel', 'Everybody walks.')]);
			await expect(stage.collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
			await stage.collection.remove({ ids: ['travel'] });
			await expect(shadow.text('travel')).resolves.toBeUndefined();
			await shadow.put([newlyEmbedded(travel)]);
			await stage.collection.swap();
			await expect(stage.collection.documents({}, { limit: 9 })).resolves.toMatchObject([{ id: 'leave' }]);
			await expect(stage.search('hotels walks')).resolves.toEqual([]);
		});

		it('is one’s at a time to fill, whoever opened the store, and another’s when it is let go of', async () => {
			const other = await stage.place.open();
			const stranger = await stage.place.open({ tenant: 'other' });
			try {
				const theirs = (await other.find('handbook'))!;
				const letGo = (await stage.collection.holdShadow())!;
				await expect(theirs.holdShadow()).resolves.toBeUndefined();
				await expect(stage.collection.holdShadow()).resolves.toBeUndefined();
				const others = [await other.open('second', withVectors), await stranger.open('handbook', withVectors)];
				for (const free of others) await (await free.holdShadow())!();
				await stage.collection.put([leave]);
				await letGo();
				const next = (await theirs.holdShadow())!;
				await expect(stage.collection.holdShadow()).resolves.toBeUndefined();
				await next();
			} finally {
				await other.close();
				await stranger.close();
			}
		});

		it('is refused with a shadow of another stamp, and given up without a trace', async () => {
			await stage.collection.put([leave]);
			const rows = await stage.place.countRows();
			const shadow = await stage.collection.shadow(next);
			await shadow.put([newlyEmbedded(leave)]);
			await expect(stage.collection.shadow(wordsOnly)).rejects.toMatchObject({ code: 'KNOWLEDGE_STAMP_DIFFERS' });
			await expect(shadow.shadow(next)).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
			await stage.collection.abandonShadow();
			await stage.collection.abandonShadow();
			await expect(stage.place.countRows()).resolves.toBe(rows);
			await expect(shadow.put([newlyEmbedded(leave)])).rejects.toMatchObject({ code: 'KNOWLEDGE_NOT_FOUND' });
			await expect(stage.collection.swap()).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
		});
	});
}
