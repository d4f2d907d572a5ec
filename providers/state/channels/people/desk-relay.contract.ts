import type { ChannelEvent } from '../../../../core/ports/channels/channel-events';
import { acme, fromAccount, fromContact, hasty, leaseMs } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

const who = { address: '991', contact: [{ kind: 'telegram' as const, value: '991', proof: 'provider' as const }] };
const place = { address: '12', contact: [], writer: { id: '7', name: 'Ana' }, byProgram: false };

/** What every store promises where nothing but Troupe carries words between a desk and a customer. */
export function describeRelays(open: () => ChannelStores): void {
	const apply = (event: ChannelEvent, channel = acme.channel) => open().mailbox.apply(event, { ...acme, channel }, hasty);
	const takeSends = () => open().outbox.queue.take('s', { max: 10, leaseMs });
	const takeNotes = async () => {
		const notes: string[] = [];
		for (let [write] = await take(); write !== undefined; [write] = await take()) {
			const { content } = write.content;
			if (content.kind === 'note') notes.push(`${content.isCustomers ? 'customer: ' : ''}${content.text}`);
			await open().handOvers.noteWrite(write, { kind: 'sent', messageIds: ['9'] });
		}
		return notes;
	};
	const take = () => open().handOvers.writes.take('w', { max: 1, leaseMs });
	async function tie(relays = true): Promise<string> {
		const { conversation } = (await apply(fromContact('Hello', who))) as { conversation: string };
		await open().handOvers.link('acme', 'desk', conversation, '12', { relays });
		return conversation;
	}
	const authors = async (id: string) =>
		(await open().mailbox.readMessages('acme', id, 10)).map(({ author, content: [one] }) => `${author}: ${(one as { text: string }).text}`);

	describe('a desk that only Troupe connects to the customer', () => {
		it('has its answers sent, each once, and shows what the customer writes meanwhile', async () => {
			const id = await tie();
			const answer = fromAccount('Ana here.', place);
			expect(await apply(answer, 'desk')).toMatchObject({ kind: 'take-over', conversation: id });
			await apply(answer, 'desk');
			await apply(fromAccount('Ana here.', place), 'desk');
			for (const messageId of ['t-1', 't-2']) {
				const [send, ...others] = await takeSends();
				expect([send!.content, others]).toMatchObject([{ conversation: id, address: '991', content: { text: 'Ana here.' } }, []]);
				await open().outbox.note(send!, { kind: 'sent', messageIds: [messageId] });
				expect(await apply(fromAccount('Ana here.', { ...who, id: messageId }))).toMatchObject({ kind: 'echo' });
			}
			expect(await takeSends()).toEqual([]);
			expect(await apply(fromContact('Great!', who))).toMatchObject({ tellsDesk: true });
			expect(await takeNotes()).toEqual(['customer: Great!']);
			expect((await authors(id)).sort()).toEqual(['contact: Great!', 'contact: Hello', 'person: Ana here.', 'person: Ana here.']);
		});

		it('says so at the desk where the customer was removed meanwhile', async () => {
			const id = await tie();
			const { contact } = (await open().mailbox.find('acme', id))!;
			await open().contacts.forget('acme', contact);
			await apply(fromAccount('Bom dia, respondo sua pergunta.', place), 'desk');
			expect([await takeSends(), await takeNotes()]).toEqual([
				[],
				['Não enviada: o Troupe não conhece mais este cliente, cujos dados foram removidos.\n"Bom dia, respondo sua pergunta."'],
			]);
			await apply(fromContact('Hello again', who));
			await apply(fromAccount('A note of another conversation.', { ...place, address: '13' }), 'desk');
			expect(await takeNotes()).toEqual([]);
		});

		it('has its answers sent whoever goes on, the agent included, and they stay the words of a person', async () => {
			const id = await tie();
			await apply(fromAccount('Ana here.', place), 'desk');
			await open().mailbox.setMode('acme', id, { mode: 'off', until: null, by: 'user:bia' });
			await apply(fromAccount('I call you at ten.', place), 'desk');
			await open().mailbox.setMode('acme', id, { mode: 'agent', until: null, by: 'user:bia' });
			await open().mailbox.setMode('acme', id, { mode: 'person', until: null, by: 'user:bia' });
			const said = (await open().outbox.list('acme', {}, 9)).map(({ content, state }) => [content.kind === 'text' && content.text, state]);
			expect(said.toReversed()).toEqual([
				['Ana here.', 'queued'],
				['I call you at ten.', 'queued'],
			]);
		});

		it('shows what the customer corrects before a person has answered', async () => {
			await tie();
			await apply(fromAccount('Ana here.', place), 'desk');
			const first = fromContact('Ten, please', who);
			await apply(first);
			expect(await apply(fromContact('A hundred, please', { ...who, edits: first.id }))).toMatchObject({ tellsDesk: true });
			expect(await takeNotes()).toEqual(['customer: Ten, please', 'customer: [corrected] A hundred, please']);
		});

		it('is quiet while the agent answers, and so is one whose inbox has the number of the customer', async () => {
			await tie();
			await apply(fromContact('And now?', who));
			expect(await takeNotes()).toEqual([]);
			await open().contacts.forget('acme', (await open().contacts.findByAlias('acme', who.contact[0]!))!.id);
			await tie(false);
			await apply(fromAccount('Ana here.', place), 'desk');
			await apply(fromContact('Great!', who));
			expect([await takeNotes(), await takeSends()]).toEqual([[], []]);
		});

		it('learns that a customer who opted out gets nothing', async () => {
			await tie();
			await apply(fromContact('Stop', who));
			for (const send of await takeSends()) await open().outbox.note(send, { kind: 'sent', messageIds: ['t-9'] });
			await takeNotes();
			await apply(fromAccount('One more thing.', place), 'desk');
			expect(await takeSends()).toEqual([]);
			expect(await takeNotes()).toEqual(['Not sent: the customer has asked for no more messages.\n"One more thing."']);
		});

		it('shows after its first note what the customer wrote before that', async () => {
			const { conversation } = (await apply(fromContact('Hello', who))) as { conversation: string };
			const settings = { labels: [], assignee: null, team: null, status: null, unansweredMinutes: null, escalationLabel: '', desk: 'desk' };
			await open().handOvers.begin('acme', conversation, {
				key: 'h1',
				reason: 'wants to buy',
				summary: {},
				language: 'en',
				by: 'user:ana',
				lastWords: [],
				pauseMs: null,
				settings: { ...settings, whenUnanswered: 'agent' },
			});
			await apply(fromContact('Anybody?', who));
			expect(await takeNotes()).toEqual([expect.stringMatching(/^Handed over/), 'customer: Anybody?']);
		});
	});
}
