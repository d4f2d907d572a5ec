import { parseFilter } from '../../../core/ports/knowledge/filter/parse-filter';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import { dimensions, prepare, unit, wordsOnly } from '../../../test/support/prepared-documents';
import { slowTest } from '../../../test/support/slow-tests';
import { idsOf, leave, travel, type KnowledgeStage } from './knowledge-stage.contract';

/** Tests the promises of stores about documents and chunks. */
export function describeDocuments(stage: KnowledgeStage): void {
	describe('documents', () => {
		it('are added, then unchanged, then changed; each call says so in its order', async () => {
			await expect(stage.collection.put([leave, travel])).resolves.toEqual(['added', 'added']);
			const { revision } = await stage.collection.statistics();
			await expect(stage.collection.put([travel, leave])).resolves.toEqual(['unchanged', 'unchanged']);
			await expect(stage.collection.statistics()).resolves.toMatchObject({ revision });
			const changed = prepare('travel', 'Everybody walks.');
			await expect(stage.collection.put([changed, leave])).resolves.toEqual(['changed', 'unchanged']);
			expect((await stage.collection.statistics()).revision).toBeGreaterThan(revision);
			await expect(stage.search('hotels booked train')).resolves.toEqual([]);
			await expect(stage.search('everybody walks')).resolves.toEqual(idsOf(changed));
			await expect(stage.collection.chunks(idsOf(travel))).resolves.toEqual([]);
			await expect(stage.collection.text('travel')).resolves.toBe('Everybody walks.');
		});

		it('are known as they were given, whole, in the order of their ids, page after page', async () => {
			stage.now = 5_000;
			await stage.collection.put([travel, leave]);
			const known = await stage.collection.documents({}, { limit: 10 });
			expect(known).toEqual([
				{
					id: 'leave',
					title: 'Leave',
					source: 'https://example.com/leave',
					mediaType: 'text/plain',
					metadata: leave.metadata,
					contentHash: leave.contentHash,
					state: 'ready',
					chunks: 2,
					characters: leave.text.length,
					ingestedAt: 5_000,
					writer: 'operator',
				},
				expect.objectContaining({ id: 'travel' }),
			]);
			expect(known[1]).not.toHaveProperty('source');
			await expect(stage.collection.documents({}, { limit: 1 })).resolves.toMatchObject([{ id: 'leave' }]);
			await expect(stage.collection.documents({}, { limit: 1, after: 'leave' })).resolves.toMatchObject([{ id: 'travel' }]);
			await expect(stage.collection.documents({}, { limit: 1, after: 'travel' })).resolves.toEqual([]);
			await expect(stage.collection.documents({ ids: ['travel', 'nobody', 'travel'] }, { limit: 9 })).resolves.toMatchObject([
				{ id: 'travel' },
			]);
			const filter = parseFilter({ year: { $gte: 2024 } });
			await expect(stage.collection.documents({ filter }, { limit: 9 })).resolves.toMatchObject([{ id: 'leave' }]);
			await expect(stage.collection.documents({ ids: ['travel'], filter }, { limit: 9 })).resolves.toEqual([]);
		});

		it('do not replace a version that was asked for later', async () => {
			stage.now = 5_000;
			await stage.collection.put([travel]);
			const other = prepare('travel', 'Everybody walks.');
			await expect(stage.collection.put([{ ...other, askedAt: 4_000 }])).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
			await expect(stage.collection.text('travel')).resolves.toBe(travel.text);
			stage.now = 9_000;
			await expect(stage.collection.put([{ ...other, askedAt: 6_000 }])).resolves.toEqual(['changed']);
			await expect(stage.collection.put([{ ...travel, askedAt: 7_000 }])).resolves.toEqual(['changed']);
			await expect(stage.collection.documents({}, { limit: 1 })).resolves.toMatchObject([{ ingestedAt: 7_000 }]);
		});

		it('do not come back by a version that was asked for before they were removed', async () => {
			stage.now = 5_000;
			await stage.collection.put([travel]);
			await stage.collection.remove({ ids: ['travel'] });
			await stage.collection.remove({ ids: ['waits'] });
			await stage.collection.remove({ ids: ['leave'], state: 'failed' });
			await expect(stage.collection.put([{ ...leave, askedAt: 4_000 }])).resolves.toEqual(['added']);
			// Also one of which the first version still waited.
			for (const id of ['travel', 'waits'])
				await expect(stage.collection.put([{ ...travel, id, askedAt: 4_000 }])).rejects.toMatchObject({
					code: 'STATE_CONFLICT',
					message: expect.stringContaining('it was removed after this version was sent') as string,
				});
			await expect(stage.collection.put([{ ...travel, askedAt: 6_000 }])).resolves.toEqual(['added']);
		});

		it('are told apart by their state, also where they are named or fit a filter', async () => {
			await stage.collection.put([leave, travel]);
			await stage.collection.fail({ id: 'travel' }, 'timeout', 'It took too long.');
			await stage.collection.fail({ id: 'scan' }, 'no_text_layer', 'It holds pictures alone.');
			const failed = { state: 'failed' as const };
			await expect(stage.collection.documents(failed, { limit: 9 })).resolves.toMatchObject([{ id: 'scan' }, { id: 'travel' }]);
			await expect(stage.collection.documents(failed, { limit: 1, after: 'scan' })).resolves.toMatchObject([{ id: 'travel' }]);
			await expect(stage.collection.documents({ state: 'ready' }, { limit: 9 })).resolves.toMatchObject([{ id: 'leave' }]);
			await expect(stage.collection.documents({ ...failed, ids: ['leave', 'scan'] }, { limit: 9 })).resolves.toMatchObject([
				{ id: 'scan' },
			]);
			const filter = parseFilter({ year: 2020 });
			await expect(stage.collection.remove({ ...failed, filter })).resolves.toEqual(['travel']);
			await expect(stage.collection.remove(failed)).resolves.toEqual(['scan']);
			await expect(stage.search('vacation hotels')).resolves.toEqual([leave.chunks[0]!.id]);
		});

		it('of any number of pages are listed once each, in one order', async () => {
			const many = Array.from({ length: 23 }, (_, index) => prepare(`d${(index * 7) % 23}-é🙂`, `Text ${index}.`));
			await stage.collection.put(many);
			const seen: string[] = [];
			for (let after: string | undefined; ; after = seen.at(-1)) {
				const page = await stage.collection.documents({}, { limit: 4, ...(after !== undefined && { after }) });
				seen.push(...page.map(({ id }) => id));
				if (page.length < 4) break;
			}
			const byCodePoint = many.map(({ id }) => id).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
			expect(seen).toEqual(byCodePoint);
		});

		it('keep every character, also those that databases do not like', async () => {
			const text = 'Nul \0 here, \ud800 half a pair, \u{1F642} a whole one.\r\n\r\n\ufeffde\u0301composed\n\nlast';
			const odd = prepare('odd/ünï 🙂', text, { title: 'T\0\udfff', metadata: { note: 'a\0b\ud800' }, headings: ['H\0'] });
			await stage.collection.put([odd]);
			await expect(stage.collection.text(odd.id)).resolves.toBe(text);
			await expect(stage.collection.documents({}, { limit: 1 })).resolves.toMatchObject([{ title: odd.title, metadata: odd.metadata }]);
			const chunks = await stage.collection.chunks(idsOf(odd));
			expect(chunks.map((chunk) => chunk.text)).toEqual(odd.chunks.map((chunk) => chunk.text));
			for (const { start, end, text: piece } of chunks) expect(text.slice(start, end)).toBe(piece);
			expect(chunks[0]!.headingPath).toEqual(['H\0']);
		});

		it('without a text are there, and are found by nothing', async () => {
			await expect(stage.collection.put([prepare('empty', '')])).resolves.toEqual(['added']);
			await expect(stage.collection.put([prepare('empty', '')])).resolves.toEqual(['unchanged']);
			await expect(stage.collection.text('empty')).resolves.toBe('');
			await expect(stage.collection.neighbours('empty', 0, 5)).resolves.toEqual([]);
		});

		it('are removed by id, by filter, by both and all; nothing of them is left', async () => {
			const bare = await stage.place.countRows();
			await stage.collection.put([leave, travel]);
			await expect(stage.collection.remove({ ids: ['nobody'] })).resolves.toEqual([]);
			await expect(stage.collection.remove({ ids: ['travel'], filter: parseFilter({ year: 2024 }) })).resolves.toEqual([]);
			await expect(stage.collection.remove({ filter: parseFilter({ year: 2024 }) })).resolves.toEqual(['leave']);
			await expect(stage.search('vacation parental')).resolves.toEqual([]);
			await expect(stage.collection.text('leave')).resolves.toBeUndefined();
			await expect(stage.search('hotels')).resolves.toEqual([travel.chunks[0]!.id]);
			await expect(stage.collection.remove({})).resolves.toEqual(['travel']);
			await expect(stage.collection.statistics()).resolves.toMatchObject({ documents: 0, chunks: 0, characters: 0 });
			await expect(stage.place.countRows()).resolves.toBe(bare);
		});

		slowTest('may come and go at the same moment in one process', async () => {
			const many = Array.from({ length: 12 }, (_, index) => prepare(`d${index}`, `Kettle ${index} boils.`));
			await stage.collection.put(many.slice(0, 6));
			await Promise.all([
				...many.slice(0, 6).map(({ id }) => stage.collection.remove({ ids: [id] })),
				...many.slice(6).map((document) => stage.collection.put([document])),
			]);
			await expect(stage.collection.documents({}, { limit: 20 })).resolves.toHaveLength(6);
			await expect(stage.search('kettle', 20)).resolves.toHaveLength(6);
		});

		slowTest('leave no row behind when they change, however often', async () => {
			await stage.collection.put([leave, travel]);
			const rows = await stage.place.countRows();
			for (let round = 0; round < 5; round++) {
				await stage.collection.put([prepare('travel', `Round ${round} of other words, some of them new: w${round}.`)]);
				await stage.collection.put([travel]);
			}
			await expect(stage.place.countRows()).resolves.toBe(rows);
		});

		it('of one call are all kept or none', async () => {
			const bad = prepare('bad', 'One.');
			bad.chunks[0]!.text = 'Two.';
			await expect(stage.collection.put([leave, bad])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
			const taken = { ...prepare('thief', 'x'), chunks: [{ ...prepare('thief', 'x').chunks[0]!, id: leave.chunks[0]!.id }] };
			await stage.collection.put([leave]);
			await expect(stage.collection.put([travel, taken])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
			await expect(stage.collection.documents({}, { limit: 10 })).resolves.toMatchObject([{ id: 'leave' }]);
			await expect(stage.search('hotels')).resolves.toEqual([]);
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
			await expect(stage.collection.put(documents())).rejects.toMatchObject({ code });
			await expect(stage.collection.statistics()).resolves.toMatchObject({ documents: 0 });
		});

		it('that fail are noted, and what was known of them stays searchable', async () => {
			await stage.collection.put([leave]);
			await stage.collection.fail({ id: 'leave' }, 'timeout', 'It took too long.');
			await stage.collection.fail({ id: 'scan', source: 'scan.pdf' }, 'no_text_layer', 'It holds pictures alone.');
			await expect(stage.collection.documents({}, { limit: 9 })).resolves.toMatchObject([
				{ id: 'leave', state: 'failed', failure: { failure: 'timeout', message: 'It took too long.' }, title: 'Leave', chunks: 2 },
				{ id: 'scan', state: 'failed', source: 'scan.pdf', failure: { failure: 'no_text_layer' }, chunks: 0, contentHash: '' },
			]);
			await expect(stage.collection.statistics()).resolves.toMatchObject({ documents: 2, failed: 2, chunks: 2 });
			await expect(stage.search('vacation')).resolves.toEqual([leave.chunks[0]!.id]);
			await expect(stage.collection.put([leave, prepare('scan', 'Now it has a text.')])).resolves.toEqual(['unchanged', 'added']);
			await expect(stage.collection.statistics()).resolves.toMatchObject({ documents: 2, failed: 0 });
			expect((await stage.collection.documents({}, { limit: 1 }))[0]).not.toHaveProperty('failure');
		});
	});

	describe('chunks', () => {
		it('are given in the order of the ids, with all that is known of them, without those that are gone', async () => {
			const paged = prepare('paged', 'First page.\n\nSecond page.', {
				title: 'Paged',
				source: 'paged.pdf',
				headings: ['Part', 'Chapter'],
				metadata: { year: 1 },
				pages: [
					{ number: 1, start: 0, end: 13 },
					{ number: 2, start: 13, end: 25 },
				],
			});
			await stage.collection.put([leave, paged]);
			const [first, second] = idsOf(paged);
			const { text, pages, contentHash } = paged;
			await expect(stage.collection.document('paged')).resolves.toMatchObject({
				id: 'paged',
				title: 'Paged',
				text,
				pages,
				contentHash,
				chunks: 2,
			});
			await stage.collection.fail({ id: 'scan' }, 'no_text_layer', 'a scan');
			await expect(Promise.all(['scan', 'gone'].map((id) => stage.collection.document(id)))).resolves.toEqual([undefined, undefined]);
			await expect(stage.collection.chunks([second!, 'gone', leave.chunks[1]!.id, first!, second!])).resolves.toEqual([
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
			await expect(stage.collection.chunks([])).resolves.toEqual([]);
		});

		it('have neighbours in their document, both ends included, as far as it goes', async () => {
			const long = prepare('long', Array.from({ length: 6 }, (_, index) => `Paragraph ${index}.`).join('\n\n'));
			await stage.collection.put([leave, long, travel]);
			const ordinals = async (from: number, to: number) =>
				(await stage.collection.neighbours('long', from, to)).map(({ ordinal }) => ordinal);
			await expect(ordinals(1, 3)).resolves.toEqual([1, 2, 3]);
			await expect(ordinals(-4, 0)).resolves.toEqual([0]);
			await expect(ordinals(4, 99)).resolves.toEqual([4, 5]);
			await expect(ordinals(7, 9)).resolves.toEqual([]);
			await expect(stage.collection.neighbours('nobody', 0, 9)).resolves.toEqual([]);
		});

		it('have the vectors that came with them', async () => {
			await stage.collection.put([leave]);
			const [first] = idsOf(leave);
			await expect(stage.collection.vectors(['gone', first!])).resolves.toEqual([undefined, leave.vectors![0]]);
			const bare = await stage.store.open('bare', wordsOnly);
			await bare.put([prepare('a', 'Text.', { stamp: wordsOnly })]);
			await expect(bare.vectors(idsOf(prepare('a', 'Text.')))).resolves.toEqual([undefined]);
		});
	});
}
