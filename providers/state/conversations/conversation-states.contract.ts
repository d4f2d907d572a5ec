import { advance } from '../../../core/guardrails/policy/conversation-state';
import type { ConversationStateStore } from '../../../core/ports/guardrails/conversation-state';
import { forgetInState } from '../forget-person';
import type { openConversationStates } from './conversation-states';

type Options = Partial<Parameters<typeof openConversationStates>[1]>;

export const ask = (store: ConversationStateStore, id: string) => store.change(id, (state) => advance(state, 'Qual é o seu nome?'));

/** Tests the states of conversations on any database. `open` opens the same one each time; it is empty at the start of a test. */
export function testConversationStates(
	openAll: (options?: Options) => ReturnType<typeof openConversationStates>,
	place: () => string,
): void {
	const open = (options?: Options) => openAll(options).of();
	const forget = (tenant: string) =>
		forgetInState(place(), { tenant, pseudonyms: [Buffer.from('c').toString('hex')], pseudonym: () => '', now: Date.now() });

	test('a state is undefined at first, and then what the last change made it', async () => {
		const store = open();
		expect(await store.read('c')).toBeUndefined();
		await ask(store, 'c');
		expect(await ask(store, 'c')).toEqual({ replies: 2, questionsInARow: 2 });
		expect(await store.read('c')).toEqual({ replies: 2, questionsInARow: 2 });
		expect(await store.read('other')).toBeUndefined();
		expect(await store.change('c', (state) => advance(state, 'Fine, that is all.'))).toEqual({ replies: 3, questionsInARow: 0 });
	});

	test('no change of many at once is lost, whoever makes it', async () => {
		const stores = [open(), open(), open()];
		await Promise.all(Array.from({ length: 30 }, (_, number) => ask(stores[number % 3]!, 'c')));
		expect(await stores[0]!.read('c')).toMatchObject({ replies: 30 });
	});

	test('a tenant sees its own', async () => {
		await ask(open(), 'c');
		expect(await open({ tenant: 'theirs' }).read('c')).toBeUndefined();
		await forget('theirs');
		expect(await open().read('c')).toMatchObject({ replies: 1 });
	});

	test('an owner sees its own, and forgetting the conversation forgets that of every owner', async () => {
		const states = openAll();
		const first = states.of('one');
		const second = states.of('two');
		const shared = states.of();
		await ask(first, 'c');
		await ask(first, 'c');
		expect([await second.read('c'), await shared.read('c')]).toEqual([undefined, undefined]);
		expect(await ask(second, 'c')).toEqual({ replies: 1, questionsInARow: 1 });
		expect(await first.read('c')).toEqual({ replies: 2, questionsInARow: 2 });
		await forget('ours');
		expect([await first.read('c'), await second.read('c')]).toEqual([undefined, undefined]);
	});

	test('a conversation that is silent for long enough is forgotten', async () => {
		let now = 1_000;
		const store = open({ ttlMs: 100, clock: { now: () => now } });
		await ask(store, 'c');
		now = 1_100;
		expect(await store.read('c')).toBeUndefined();
		expect(await ask(store, 'other')).toEqual({ replies: 1, questionsInARow: 1 });
		expect(await ask(store, 'c')).toEqual({ replies: 1, questionsInARow: 1 });
	});

	test('a conversation is removed by the keyed hash of its id', async () => {
		const store = open();
		for (const id of ['c', 'd']) await ask(store, id);
		await forget('ours');
		expect([await store.read('c'), await store.read('d')]).toEqual([undefined, { replies: 1, questionsInARow: 1 }]);
	});
}
