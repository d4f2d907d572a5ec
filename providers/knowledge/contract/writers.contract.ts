import { extractQuestionTerms } from '../../../core/words/terms';
import type { Writer } from '../../../core/ports/knowledge/writers';
import { prepare, withVectors, wordsOnly } from '../../../test/support/prepared-documents';
import { leave, travel, type KnowledgeStage } from './knowledge-stage.contract';

/** Tests the promises of stores about writers and labels. */
export function describeWriters(stage: KnowledgeStage): void {
	describe('writers and labels', () => {
		const eve: Writer = { name: 'person:eve', asker: ['person:eve', 'group:sales'] };
		const ana: Writer = { name: 'person:ana', asker: ['person:ana', 'claim:role=editor'] };
		const closed = prepare('price', 'The price list.', { metadata: { class: 'secret', readers: 'group:sales', year: 2025 } });
		const lowered = prepare('price', 'The price list.', { metadata: { class: 'public', readers: 'group:sales', year: 2025 } });
		const dated = prepare('price', 'The price list.', { metadata: { class: 'secret', readers: 'group:sales', year: 2026 } });
		const denied = { code: 'ACCESS_DENIED' };
		const anyId = expect.any(String) as string;
		const classOf = async () => (await stage.collection.documents({}, { limit: 1 }))[0]?.metadata.class;

		it('let nobody change the collection who is not listed (Mintplex-Labs/anything-llm#5200)', async () => {
			await stage.collection.put([travel], eve);
			await stage.collection.setAccess({ writers: ['claim:role=editor'] });
			for (const work of [
				() => stage.collection.put([leave], eve),
				() => stage.collection.remove({ ids: ['travel'] }, eve),
				() => stage.collection.remove({ ids: ['waits'] }, eve),
				() => stage.collection.release(['travel'], eve),
				() => stage.store.drop('handbook', eve),
			])
				await expect(work()).rejects.toMatchObject({ ...denied, message: expect.stringMatching(/person:eve.*"handbook"/) as string });
			await expect(stage.collection.put([leave], ana)).resolves.toEqual(['added']);
			await expect(stage.collection.documents({}, { limit: 9 })).resolves.toMatchObject([
				{ writer: 'person:ana' },
				{ writer: 'person:eve' },
			]);
			const shadow = await stage.collection.shadow(wordsOnly);
			await shadow.put([leave, travel].map((document) => ({ ...document, vectors: undefined })));
			await stage.collection.swap();
			await expect(stage.collection.access()).resolves.toEqual({ writers: ['claim:role=editor'] });
			await expect(stage.collection.documents({}, { limit: 9 })).resolves.toMatchObject([
				{ writer: 'person:ana' },
				{ writer: 'person:eve' },
			]);
		});

		it('let nobody change labels unseen, or remove what has some, who is not listed (infiniflow/ragflow#15268)', async () => {
			await stage.collection.put([closed], eve);
			await expect(stage.collection.put([lowered], eve)).rejects.toMatchObject(denied);
			await expect(stage.collection.remove({}, eve)).rejects.toMatchObject(denied);
			await expect(stage.store.drop('handbook', eve)).rejects.toMatchObject(denied);
			await expect(classOf()).resolves.toBe('secret');
			await expect(stage.collection.put([dated], eve)).resolves.toEqual(['changed']);
			stage.now = 7_000;
			await stage.collection.setAccess({ writers: ['person:ana'] }, ana);
			await expect(stage.collection.put([lowered], ana)).resolves.toEqual(['changed']);
			await expect(classOf()).resolves.toBe('public');
			stage.now = 8_000;
			await stage.collection.remove({ ids: ['price'] }, ana);
			const labels = { class: 'secret', readers: 'group:sales' };
			const [removed, ...changed] = await stage.collection.changes(9);
			expect(removed).toEqual({
				id: anyId,
				at: 8_000,
				writer: 'person:ana',
				documentId: 'price',
				kind: 'removed',
				before: { ...labels, class: 'public' },
			});
			expect(changed).toContainEqual({
				id: anyId,
				at: 7_000,
				writer: 'person:ana',
				documentId: 'price',
				kind: 'relabelled',
				before: labels,
				after: { ...labels, class: 'public' },
			});
			const lists = { kind: 'lists', before: {}, after: { writers: ['person:ana'] } };
			expect(changed).toContainEqual({ id: anyId, at: 7_000, writer: 'person:ana', ...lists });
			const [next, ...last] = await stage.collection.changes(9, removed);
			expect([next, ...last]).toEqual(changed);
			await expect(stage.collection.changes(9, next)).resolves.toEqual(last);
		});

		it('let metadata of another writer be, by which filters decide, also after a new text (agno-agi/agno#8664)', async () => {
			const contract = (text: string, customer = 'zeta') => prepare('c1', text, { metadata: { customer }, source: 'crm' });
			await stage.collection.put([contract('Contract of Zeta.')]);
			stage.now = 7_000;
			await expect(stage.collection.put([contract('Contract of Zeta, again.')], eve)).resolves.toEqual(['changed']);
			await expect(stage.collection.put([contract('Contract of Zeta.', 'omega')], eve)).rejects.toMatchObject(denied);
			await expect(stage.collection.put([{ ...contract('Other.'), source: 'board' }], eve)).rejects.toMatchObject(denied);
			await expect(stage.collection.put([prepare('c1', 'Other.')], eve)).rejects.toMatchObject(denied);
			for (const remove of [() => stage.collection.remove({}, eve), () => stage.store.drop('handbook', eve)])
				await expect(remove()).rejects.toMatchObject({ ...denied, message: expect.stringContaining('of another writer') as string });
			await expect(stage.collection.documents({}, { limit: 9 })).resolves.toMatchObject([
				{ metadata: { customer: 'zeta' }, writer: 'person:eve', describedBy: 'operator' },
			]);
			await expect(stage.collection.changes(9)).resolves.toEqual([
				{ id: anyId, at: 7_000, writer: 'person:eve', documentId: 'c1', kind: 'replaced', before: { writer: 'operator' }, after: {} },
			]);
			await expect(stage.collection.put([contract('Contract of Omega.', 'omega')])).resolves.toEqual(['changed']);
			await expect(stage.collection.changes(1)).resolves.toMatchObject([
				{ writer: 'operator', kind: 'replaced', before: { customer: 'zeta', writer: 'person:eve' }, after: { customer: 'omega' } },
			]);
		});

		it('keep which metadata of their own a writer changed, who may remove the document, after a re-embedding too', async () => {
			const dated = (year: number) => prepare('price', 'The price list.', { metadata: { year } });
			await stage.collection.put([dated(2025)], eve);
			const shadow = await stage.collection.shadow(wordsOnly);
			await shadow.put([{ ...dated(2025), vectors: undefined }]);
			await stage.collection.swap();
			const own = await stage.store.open('handbook', wordsOnly);
			await own.put([{ ...dated(2026), vectors: undefined }], eve);
			await expect(own.changes(9)).resolves.toMatchObject([
				{ kind: 'replaced', documentId: 'price', before: { year: 2025, writer: 'person:eve' }, after: { year: 2026 } },
			]);
			await expect(own.remove({ ids: ['price'] }, ana)).rejects.toMatchObject(denied);
			await expect(own.remove({ ids: ['price'] }, eve)).resolves.toEqual(['price']);
		});

		it('are nobody but the operator in a new collection, where the operator wants it so (open-webui/open-webui#23452)', async () => {
			const strict = await stage.place.open({ listed: true });
			const closedToAll = await strict.open('strict', withVectors);
			await expect(closedToAll.access()).resolves.toEqual({ readers: [], writers: [] });
			await expect(closedToAll.put([leave], eve)).rejects.toMatchObject(denied);
			await expect(closedToAll.put([leave])).resolves.toEqual(['added']);
			await expect(closedToAll.lexical(extractQuestionTerms('vacation'), 9, undefined, ana.asker)).resolves.toEqual([]);
			await strict.close();
		});

		it('keep who released and removed what was in quarantine', async () => {
			const orders = (id: string) => ({ ...prepare(id, `Orders of ${id}.`), quarantined: 'It gives orders.' });
			await stage.collection.put([orders('a'), orders('b'), orders('c')], eve);
			await expect(stage.collection.remove({ ids: ['b'] }, eve)).rejects.toMatchObject(denied);
			await expect(stage.collection.put([prepare('c', 'Other orders.')], eve)).rejects.toMatchObject(denied);
			await stage.collection.put([prepare('c', 'Other orders.')]);
			await stage.collection.release(['a'], ana);
			await stage.collection.remove({ ids: ['b'] });
			await expect(stage.collection.changes(9)).resolves.toEqual(
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
}
