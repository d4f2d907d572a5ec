import { takeTurn } from '../../../../test/support/channels/take-turn';
import { fromAccount, fromContact } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';
import { byPerson, handOverSteps, leaseMs, sent, signalled, withDesk } from './hand-over-steps.contract';

/** What every store promises about conversations that are given to people. */
export function describeHandOvers(open: () => ChannelStores): void {
	const { apply, begin, beginTurn, putChannel, takeSends, takeWrites, modeOf } = handOverSteps(open);

	describe('a hand-over', () => {
		it('ends the turn, withdraws what waits, sends the last words, and is one however often it is begun', async () => {
			const turn = await beginTurn();
			const { id } = turn.conversation;
			await open().outbox.enqueue('acme', id, [signalled('old')]);
			expect(await begin(id, { lastWords: [signalled('bye')] })).toMatchObject({
				kind: 'handed-over',
				withdrawn: 1,
				handOver: { state: 'open' },
			});
			expect(await begin(id, { lastWords: [signalled('bye')] })).toMatchObject({ kind: 'repeated', withdrawn: 0 });
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe('stop');
			expect(await open().outbox.enqueue('acme', id, [signalled('late')])).toEqual({ kind: 'silent', mode: 'person' });
			expect(await takeSends()).toEqual(['bye']);
			expect(await begin('nobody', { key: 'h2' })).toEqual({ kind: 'unknown-conversation' });
		});

		it('shows the words of a person as theirs, and does not count them as an answer to the hand-over', async () => {
			const { id } = (await beginTurn()).conversation;
			await begin(id, { lastWords: [{ ...byPerson('Ana is coming.'), writer: 'Maria' }] });
			const [send] = await open().outbox.queue.take('s', { max: 1, leaseMs });
			await open().outbox.note(send!, sent);
			const messages = await open().mailbox.readMessages('acme', id, 9);
			expect(messages).toContainEqual(expect.objectContaining({ author: 'person', writer: 'Maria' }));
			const day = { conversations: [id], begun: [id], from: 0, to: Date.now() + 60_000 };
			expect(await open().conversations.measure('acme', day)).toMatchObject({ handOvers: [{ conversation: id }], personAnswerMs: [] });
		});

		it('keeps what a person wrote, whoever takes over afterwards (kevinrivm/vocero-crm#62)', async () => {
			const { id } = (await beginTurn()).conversation;
			expect(await begin(id, { lastWords: [byPerson('I am on it.')] })).toMatchObject({ withdrawn: 0 });
			expect(await begin(id, { key: 'h2', lastWords: [byPerson('So am I.'), signalled('A person goes on.')] })).toMatchObject({
				withdrawn: 0,
			});
			await apply(fromAccount('I am Ana.'));
			await open().mailbox.setMode('acme', id, { mode: 'off', until: null, by: 'user:ana' });
			await begin(id, { key: 'h3', lastWords: [byPerson('Bye.')] });
			const states = (await open().outbox.list('acme', {}, 9)).map(({ content, state }) => [
				content.kind === 'text' && content.text,
				state,
			]);
			expect(states.toReversed()).toEqual([
				['I am on it.', 'queued'],
				['So am I.', 'queued'],
				['Bye.', 'queued'],
			]);
			const { contact } = (await open().mailbox.find('acme', id))!;
			await open().rights.optOut('acme', contact, 'user:ana');
			expect(await open().outbox.list('acme', { state: 'queued' }, 9)).toEqual([]);
		});

		it('keeps what a person sends again', async () => {
			const { id } = (await beginTurn()).conversation;
			await open().outbox.enqueue('acme', id, [signalled('old')]);
			await begin(id);
			const [old] = await open().outbox.list('acme', { state: 'withdrawn' }, 1);
			expect(await open().outbox.resend('acme', old!.id)).toBe(true);
			await apply(fromAccount('I am Ana.'));
			expect(await open().outbox.find('acme', old!.id)).toMatchObject({ state: 'queued' });
		});

		it('lets its last words wait for the desk, also behind a message that is being sent', async () => {
			const turn = await beginTurn();
			const { id } = turn.conversation;
			await open().outbox.enqueue('acme', id, [signalled('first')]);
			const take = async () => (await open().outbox.queue.take('s', { max: 10, leaseMs }))[0];
			const first = await take();
			const promise = { key: 'h1 0', text: 'Ana will call you.' };
			const words = { key: 'h1 0', content: { kind: 'text' as const, text: 'Noted.' } };
			await begin(id, { lastWords: [words], promise: promise.text });
			await open().outbox.note(first!, sent);
			expect(await take()).toBeUndefined();
			const [note] = await takeWrites();
			await open().handOvers.noteWrite(note!, sent);
			expect(await take()).toMatchObject({ content: { content: { text: promise.text } } });
		});

		it('withdraws all parts of its last words where a person writes first', async () => {
			const turn = await beginTurn();
			const part = (index: number) => ({ ...signalled(`part ${index}`), key: `h1 ${index}` });
			await begin(turn.conversation.id, { lastWords: [part(0), part(1)], promise: 'Ana will call you.' });
			await apply(fromAccount('Hello, Ana here.'));
			expect((await open().outbox.list('acme', {}, 9)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
		});

		it('tells the number that the provider vouches for, unless the summary has another one', async () => {
			const { conversation } = await beginTurn();
			const own = await begin(conversation.id);
			expect(own).toMatchObject({ handOver: { summary: { name: 'Maria', phone: '+5544999999999' } } });
			const other = await begin(conversation.id, { key: 'h2', summary: { phone: '+551133334444' } });
			expect(other).toMatchObject({ handOver: { summary: { phone: '+551133334444' } } });
		});

		it('labels where the customer came from last (chatwoot/chatwoot#13995)', async () => {
			const origin = { via: 'ad' as const, source: '2372', title: 'Presses' };
			await apply(fromContact('', { content: [{ kind: 'text', text: '[came through the ad: Presses]', origin }] }));
			const turn = (await takeTurn(open().mailbox, 'a', leaseMs))!;
			await begin(turn.conversation.id);
			const [note] = await takeWrites();
			expect(note!.content.content).toMatchObject({ text: expect.stringMatching(/\n(Came from: ad|Origem: anúncio), Presses, 2372\n/) });
			await open().handOvers.noteWrite(note!, sent);
			expect((await takeWrites())[0]!.content.content).toEqual({ kind: 'labels', labels: ['hot', 'origin-ad'] });
		});

		it('sends no last words to somebody whom a person writes to already', async () => {
			const turn = await beginTurn();
			await apply(fromAccount('I take this.'));
			expect(await begin(turn.conversation.id, { lastWords: [signalled('bye')] })).toMatchObject({ handOver: { state: 'answered' } });
			expect(await takeSends()).toEqual([]);
		});

		it('leaves an agent that was switched off as it is', async () => {
			const turn = await beginTurn();
			await apply(fromAccount('/bot off'));
			expect(await begin(turn.conversation.id, { settings: { ...withDesk, unansweredMinutes: 0 } })).toMatchObject({ kind: 'handed-over' });
			expect([await modeOf(turn), (await takeWrites()).length]).toEqual(['off', 1]);
			const [late] = await open().waits.late.take('u', { max: 1, leaseMs });
			await open().waits.tell(late!, withDesk);
			expect(await modeOf(turn)).toBe('off');
		});

		it('uses what the agent wrote down last, and leaves nothing of its turn to answer', async () => {
			const turn = await beginTurn();
			const { id } = turn.conversation;
			const draft = (name: string) => open().handOvers.draft('acme', id, 'h1', { reason: 'hot', summary: { name }, language: 'pt' });
			await draft('Mario');
			await draft('Maria');
			expect(await open().handOvers.findDraft('acme', 'h1')).toEqual({ reason: 'hot', language: 'pt' });
			expect(await open().handOvers.list('acme', {}, 10)).toEqual([]);
			await begin(id, { summary: undefined, turn: turn.id, language: 'pt', lastWords: [signalled('bye')] });
			expect(await open().handOvers.findDraft('acme', 'h1')).toBeUndefined();
			const [stored] = await open().handOvers.list('acme', { channel: 'whatsapp' }, 10);
			expect(stored).toMatchObject({ summary: { name: 'Maria' }, state: 'open' });
			expect(stored!.writes[0]!.content).toMatchObject({
				kind: 'note',
				text: expect.stringMatching(/\nNome: Maria\nTelefone: \+5544999999999$/) as string,
			});
			await open().mailbox.setMode('acme', id, { mode: 'agent', until: null, by: 'user:ana' });
			expect(await takeTurn(open().mailbox, 'a', leaseMs)).toBeUndefined();
			expect(await open().handOvers.list('acme', {}, 10)).toMatchObject([{ state: 'returned' }]);
		});

		it('tells the desk in order, and looks up what became of a write whose worker is gone', async () => {
			const turn = await beginTurn();
			await begin(turn.conversation.id);
			const [note, ...others] = await takeWrites();
			expect([note!.content.content.kind, note!.content.state, others]).toEqual(['note', 'sending', []]);
			await open().handOvers.noteWrite({ ...note!, holder: 'another' }, sent);
			await open().handOvers.noteWrite(note!, { kind: 'unknown', reason: 'cut' }, 0);
			const [again] = await takeWrites('v');
			expect(again!.content).toMatchObject({ id: note!.key, state: 'unknown', attempts: 2, triedAt: note!.content.triedAt });
			await open().handOvers.noteWrite(again!, sent);
			const [labels] = await takeWrites();
			expect(labels!.content.content).toEqual({ kind: 'labels', labels: ['hot'] });
			await open().handOvers.noteWrite(labels!, { kind: 'refused', retryable: false, reason: 'no' });
			expect((await takeWrites()).map(({ content }) => content.content.kind)).toEqual(['assignee']);
			const states = (await open().handOvers.list('acme', {}, 10))[0]!.writes.map(({ state }) => state);
			expect(states).toEqual(['sent', 'refused', 'sending', 'queued']);
		});

		it('waits while a channel is paused, and goes on when it is active or removed', async () => {
			const turn = await beginTurn();
			for (const name of ['desk', 'whatsapp']) await putChannel(name, { state: 'paused' });
			await begin(turn.conversation.id, { settings: { ...withDesk, unansweredMinutes: 0 } });
			for (let look = 0; look < 2; look += 1) expect(await takeWrites()).toEqual([]);
			await open().channels.setState('acme', 'whatsapp', 'active', 'user:a');
			expect(await takeWrites()).toEqual([]);
			await open().channels.remove('acme', 'desk');
			expect(await takeWrites()).toMatchObject([{ attempts: 1, content: { attempts: 1 } }]);
		});

		it('is forgotten with its contact', async () => {
			const turn = await beginTurn();
			await begin(turn.conversation.id);
			await open().contacts.forget('acme', turn.conversation.contact);
			expect([await open().handOvers.list('acme', {}, 10), await takeWrites()]).toEqual([[], []]);
		});
	});

	it('whose last words have several parts sends none of them once a person wrote', async () => {
		const turn = await beginTurn();
		await begin(turn.conversation.id, { lastWords: [signalled('h1 0'), signalled('h1 1')] });
		expect(await apply(fromAccount('I take this.'))).toMatchObject({ kind: 'take-over', withdrawn: 2 });
		expect(await takeSends()).toEqual([]);
	});
}
