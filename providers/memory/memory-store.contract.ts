import { randomBytes } from 'node:crypto';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { createMemorySealing } from '../../core/memory/create-memory-sealing';
import { memoryBounds } from '../../core/ports/memory-bounds';
import type { MemoryStore, StoredMemory } from '../../core/ports/memory';
import type { MemoryStoreOptions } from './sql-memory-store';
import { slowTest } from '../../test/support/slow-tests';

/** A store of one kind, which the suite opens as several processes and tenants would. */
export interface StoreUnderTest {
	/** Another connection to the same place. */
	open(options: MemoryStoreOptions): Promise<MemoryStore>;
	/** How many rows all tables of all tenants hold together. */
	countRows(): Promise<number>;
	/** All that lies there, as bytes read as Latin-1. */
	written(): Promise<string>;
}

const turn = (number: number) => ({ message: `question ${number}`, reply: `answer ${number}`, at: number });
const fact = (id: string, more: Partial<StoredMemory> = {}): StoredMemory => {
	return { id, kind: 'fact', text: `fact ${id}`, importance: 0.5, at: 1, usedAt: 1, uses: 0, ...more };
};
const adding =
	(...put: StoredMemory[]) =>
	() => ({ put, remove: [] });

/** What `MemoryStore` promises, held against each driver. */
export function describeMemoryStore(name: string, start: () => Promise<StoreUnderTest>): void {
	describe(`the store of memory on ${name}`, () => {
		let place: StoreUnderTest;
		let store: MemoryStore;
		let now: number;
		const opened: MemoryStore[] = [];
		const masterKey = randomBytes(32);
		const sealingFor = (tenant = 'default', key = masterKey) => createMemorySealing(createVaultKeys(key), tenant);
		const open = async (options: Partial<MemoryStoreOptions> = {}) => {
			const another = await place.open({ sealing: sealingFor(options.tenant), now: () => now, kept: 1_000, ...options });
			opened.push(another);
			return another;
		};
		const textsOf = async (person: string, from = store) => (await from.memories(person)).map(({ text }) => text);
		const messagesOf = async (conversation: string, turns = 1_000, from = store) =>
			(await from.conversation(conversation, turns))?.turns.map(({ message }) => message);

		beforeEach(async () => {
			now = 1_000;
			place = await start();
			store = await open();
		});
		afterEach(async () => {
			for (const each of opened.splice(0)) await each.close();
		});

		it('keeps memories as they were given, also for who opens it later', async () => {
			const given = [
				fact('a', { text: 'Ana bebe chá às 5 \u0000 \ud83c', importance: 0.25, uses: 3 }),
				fact('b', { kind: 'preference', key: 'language', at: 2, vector: Float32Array.of(0.6, -0.8, 1e-30), stamp: 'model' }),
			];
			await store.changeMemories('ana', adding(...given));
			expect(await (await open()).memories('ana')).toEqual(given);
			expect(await store.memories('bob')).toEqual([]);
		});

		it('replaces a memory of the same id, and removes those that are named', async () => {
			await store.changeMemories('ana', adding(fact('a'), fact('b'), fact('c')));
			await store.changeMemories('ana', () => ({ put: [fact('a', { text: 'new' })], remove: ['b'] }));
			expect(await textsOf('ana')).toEqual(['new', 'fact c']);
		});

		it('notes what was recalled', async () => {
			await store.changeMemories('ana', adding(fact('a'), fact('b')));
			now = 1_500;
			await store.useMemories('ana', ['a', 'nobody']);
			await store.useMemories('ana', []);
			expect((await store.memories('ana')).map(({ usedAt, uses }) => [usedAt, uses])).toEqual([
				[1_500, 1],
				[1, 0],
			]);
		});

		slowTest('loses no change of several processes at once', async () => {
			const processes = [store, await open(), await open()];
			const each = Array.from({ length: 12 }, (_, number) => number);
			await Promise.all(
				each.map((number) =>
					processes[number % 3]!.changeMemories('ana', (kept) => ({
						put: [fact(`m${number}`), fact('count', { uses: (kept.find(({ id }) => id === 'count')?.uses ?? 0) + 1 })],
						remove: [],
					})),
				),
			);
			const memories = await store.memories('ana');
			expect([memories.length, memories.find(({ id }) => id === 'count')?.uses]).toEqual([13, 12]);
		});

		it('changes nothing where the change fails', async () => {
			await store.changeMemories('ana', adding(fact('a')));
			const failing = store.changeMemories('ana', () => {
				throw new RangeError('no');
			});
			await expect(failing).rejects.toThrow();
			expect(await textsOf('ana')).toEqual(['fact a']);
		});

		it('numbers the turns of a conversation, and gives the newest, oldest first', async () => {
			for (const number of [1, 2, 3]) await store.addTurns('c', [turn(number)]);
			await store.addTurns('other', [turn(9)]);
			expect(await (await open()).conversation('c', 2)).toEqual({
				turns: [
					{ ...turn(2), number: 2 },
					{ ...turn(3), number: 3 },
				],
				last: 3,
			});
			expect(await store.conversation('c', 0)).toEqual({ turns: [], last: 3 });
			expect(await store.conversation('nobody', 5)).toBeUndefined();
			expect((await store.turnsAfter('c', 1, 1)).map(({ number }) => number)).toEqual([2]);
		});

		it('adds a turn once that comes twice', async () => {
			await store.addTurns('c', [turn(1), turn(2)]);
			await store.addTurns('c', [turn(2), { ...turn(2), at: 3 }]);
			expect(await messagesOf('c')).toEqual(['question 1', 'question 2', 'question 2']);
		});

		slowTest('gives turns of several processes at once a number each', async () => {
			const processes = [store, await open(), await open()];
			await Promise.all(Array.from({ length: 12 }, (_, number) => processes[number % 3]!.addTurns('c', [turn(number)])));
			const { turns, last } = (await store.conversation('c', 100))!;
			expect([turns.map(({ number }) => number), last]).toEqual([Array.from({ length: 12 }, (_, index) => index + 1), 12]);
		});

		it('forgets the oldest of too many turns', async () => {
			const most = memoryBounds.turns;
			await store.addTurns(
				'c',
				Array.from({ length: most + 3 }, (_, number) => turn(number)),
			);
			await store.addTurns('c', [turn(most + 3)]);
			const messages = (await messagesOf('c'))!;
			expect([messages.length, messages[0], messages.at(-1)]).toEqual([most, 'question 4', `question ${most + 3}`]);
		});

		it('keeps what a summary and a turn can repeat, and what people approved', async () => {
			const labelled = { ...turn(1), from: ['tool' as const], approved: ['{"iban":"DE89"}'] };
			await store.addTurns('c', [labelled, turn(2)]);
			await store.putSummary('c', { text: 'one', upTo: 1, from: ['tool', 'document'] });
			expect(await store.conversation('c', 2)).toMatchObject({ turns: [labelled, {}], summary: { from: ['tool', 'document'] } });
			await store.putSummary('c', { text: 'two', upTo: 2 });
			expect((await store.conversation('c', 0))!.summary).toEqual({ text: 'two', upTo: 2 });
		});

		it('keeps the summary that reaches furthest, and no failure that it made good', async () => {
			await store.addTurns('c', [turn(1), turn(2), turn(3)]);
			await store.noteSummaryFailure('c', { code: 'MODEL_TIMEOUT', upTo: 2 });
			expect(await store.conversation('c', 0)).toMatchObject({ failure: { code: 'MODEL_TIMEOUT', upTo: 2 } });
			expect(await store.putSummary('c', { text: 'two', upTo: 2 })).toBe(true);
			expect(await store.putSummary('c', { text: 'one', upTo: 1 })).toBe(false);
			expect(await store.putSummary('c', { text: 'two again', upTo: 2 })).toBe(false);
			expect(await store.putSummary('c', { text: 'of turns that are not there', upTo: 4 })).toBe(false);
			expect(await store.putSummary('nobody', { text: 'x', upTo: 1 })).toBe(false);
			await store.noteSummaryFailure('c', { code: 'MODEL_TIMEOUT', upTo: 2 });
			expect(await store.conversation('c', 0)).toEqual({ turns: [], last: 3, summary: { text: 'two', upTo: 2 } });
		});

		it('finds and removes everything of one person, and nothing of another', async () => {
			const before = await place.countRows();
			for (const person of ['ana', 'bob']) {
				await store.changeMemories(person, adding(fact('a', { text: `of ${person}`, vector: Float32Array.of(1), stamp: 's' })));
				await store.addTurns(`with ${person}`, [turn(1)], person);
				await store.addTurns(`with ${person} too`, [turn(1), turn(2)], person);
			}
			const ofBob = await store.export('bob');
			await store.putSummary('with ana too', { text: 'hello', upTo: 1 });
			expect(await store.export('ana')).toEqual({
				memories: [fact('a', { text: 'of ana' })],
				conversations: expect.arrayContaining([
					{ conversation: 'with ana', turns: [turn(1)] },
					{ conversation: 'with ana too', summary: 'hello', turns: [turn(1), turn(2)] },
				]),
			});
			const names = await store.listConversations('ana');
			expect(await store.forgetPerson('ana')).toEqual({ removed: { memories: 1, conversations: 2, turns: 3 }, conversations: names });
			expect(await store.export('ana')).toEqual({ memories: [], conversations: [] });
			expect(await messagesOf('with ana')).toBeUndefined();
			expect(await store.export('bob')).toEqual(ofBob);
			expect((await store.forgetPerson('ana')).removed).toEqual({ memories: 0, conversations: 0, turns: 0 });
			await store.forgetPerson('bob');
			expect(await place.countRows()).toBe(before);
		});

		it('removes a conversation of two persons with the first of them', async () => {
			await store.addTurns('c', [turn(1)], 'ana');
			await store.addTurns('c', [turn(2)], 'bob');
			expect((await store.export('bob')).conversations).toHaveLength(1);
			expect((await store.forgetPerson('ana')).removed).toEqual({ memories: 0, conversations: 1, turns: 2 });
			expect((await store.export('bob')).conversations).toEqual([]);
		});

		it('knows whose conversation it is before anything was said', async () => {
			await store.nameConversation('c', 'ana');
			await store.nameConversation('c', 'ana');
			expect([await store.conversation('c', 5), (await store.listConversations('ana')).length]).toEqual([{ turns: [], last: 0 }, 1]);
			// What was said nowhere is forgotten, and not counted.
			expect((await store.forgetPerson('ana')).removed.conversations).toBe(0);
			expect(await store.listConversations('ana')).toEqual([]);
		});

		it('forgets one conversation', async () => {
			await store.addTurns('c', [turn(1), turn(2)], 'ana');
			expect((await store.forgetConversation('c')).removed).toEqual({ memories: 0, conversations: 1, turns: 2 });
			expect(await store.listConversations('ana')).toEqual([]);
			expect((await store.forgetConversation('c')).removed.conversations).toBe(0);
		});

		it('forgets many at once, also by two machines that name them in other orders', async () => {
			const { hash } = sealingFor();
			const people = Array.from({ length: 120 }, (_, index) => `person ${index}`);
			for (const person of people.slice(0, 4)) {
				await store.changeMemories(person, adding(fact(person)));
				await store.addTurns('shared', [turn(1)], person);
				await store.addTurns(`of ${person}`, [turn(1)], person);
			}
			const persons = people.map((person) => hash('person', person));
			const conversations = [hash('conversation', 'none')];
			const other = await open();
			const both = await Promise.all([
				store.forgetHashes({ persons, conversations }),
				other.forgetHashes({ persons: persons.toReversed(), conversations }),
			]);
			const sum = (name: keyof (typeof both)[0]['removed']) => both.reduce((total, { removed }) => total + removed[name], 0);
			expect([sum('memories'), sum('conversations'), sum('turns')]).toEqual([4, 5, 5]);
			expect(await store.export('person 0')).toEqual({ memories: [], conversations: [] });
		});

		it('does not take back what was forgotten while it was used', async () => {
			await store.changeMemories('ana', adding(fact('a')));
			await store.forgetPerson('ana');
			await store.useMemories('ana', ['a']);
			await store.noteSummaryFailure('c', { code: 'MODEL_TIMEOUT', upTo: 1 });
			expect([await store.memories('ana'), await store.conversation('c', 1)]).toEqual([[], undefined]);
		});

		it('keeps tenants apart', async () => {
			const theirs = await open({ tenant: 'theirs' });
			await store.changeMemories('ana', adding(fact('a')));
			await store.addTurns('c', [turn(1)], 'ana');
			expect(await theirs.export('ana')).toEqual({ memories: [], conversations: [] });
			expect(await theirs.conversation('c', 5)).toBeUndefined();
			await theirs.addTurns('c', [turn(7)], 'ana');
			expect((await theirs.forgetPerson('ana')).removed).toEqual({ memories: 0, conversations: 1, turns: 1 });
			expect([await textsOf('ana'), await messagesOf('c')]).toEqual([['fact a'], ['question 1']]);
		});

		it('removes what nobody touched for too long, little by little or at once', async () => {
			await store.changeMemories('ana', adding(fact('a')));
			await store.changeMemories('bob', adding(fact('a')));
			await store.addTurns('c', [turn(1)], 'ana');
			now += 999;
			await store.useMemories('bob', ['a']);
			now += 2;
			expect(await store.clean()).toEqual({ memories: 1, conversations: 1, turns: 1 });
			expect(await store.clean()).toEqual({ memories: 0, conversations: 0, turns: 0 });
			expect([await textsOf('ana'), await textsOf('bob')]).toEqual([[], ['fact a']]);
			now += 1_001;
			await store.addTurns('d', [turn(1)]);
			expect(await textsOf('bob')).toEqual([]);
		});

		it('writes down no name and no text, and of what was said twice no equal bytes', async () => {
			await store.changeMemories('ana@example.com', adding(fact('a', { text: 'Zebrawood' }), fact('b', { text: 'Zebrawood' })));
			await store.addTurns('+55 11 98765', [{ message: 'Quetzal', reply: 'Okapi', at: 1 }], 'ana@example.com');
			await store.putSummary('+55 11 98765', { text: 'Aardvark', upTo: 1 });
			const hidden = ['ana@example.com', '98765', 'Zebrawood', 'Quetzal', 'Okapi', 'Aardvark'];
			const spelled = hidden.flatMap((word) => [word, word.split('').join('\0'), Buffer.from(word).toString('hex')]);
			const written = await place.written();
			expect(spelled.filter((word) => written.includes(word))).toEqual([]);
		});

		it('refuses another master key, in place of finding nothing', async () => {
			await store.changeMemories('ana', adding(fact('a')));
			const other = sealingFor('default', randomBytes(32));
			await expect(open({ sealing: other })).rejects.toMatchObject({
				code: 'VAULT_UNREADABLE',
				fix: expect.stringContaining('TROUPE_VAULT_KEY'),
			});
			expect(await textsOf('ana')).toEqual(['fact a']);
		});
	});
}
