import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import { defaultHandOverSettings } from '../../../../core/ports/channels/hand-overs';
import { acme, channelSteps, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

const dayMs = 86_400_000;
/** So long that what comes after takes less, also on a busy machine. */
const agingMs = 4_000;
const ana = '5511900000001';
const rui = '5511900000002';

/** What every store promises of what it keeps for too long. @param pass lets time pass for the store */
export function describeRetention(open: () => ChannelStores, pass: (ms: number) => unknown): void {
	const { take } = channelSteps(open);
	const of = (phone: string): Partial<MessageEvent> => ({ address: phone, contact: [{ kind: 'phone', value: phone, proof: 'provider' }] });

	/** A customer writes and is answered; the request came with the message. */
	async function talk(phone: string, text: string, tenant = 'acme'): Promise<{ contact: string; conversation: string }> {
		const { receipts, mailbox, outbox } = open();
		await receipts.accept({ tenant, channel: 'whatsapp', key: `${phone} ${text}`, stored: JSON.stringify({ phone, text }), receivedAt: 1 });
		const work = (await takeReceipts(receipts))!;
		const applied = await mailbox.apply(fromContact(text, of(phone)), { ...acme, tenant, receipt: work.content[0]!.id }, hasty);
		if (applied.kind !== 'message') throw new Error(`The message was ${applied.kind}.`);
		await endReceipts(receipts, work);
		const turn = (await take())!;
		await mailbox.beginEffects(turn, 'a');
		await outbox.enqueue(tenant, applied.conversation, [{ key: `re ${turn.id}`, content: { kind: 'text', text: `re ${text}` } }]);
		const [send] = await outbox.queue.take('s', { max: 1, leaseMs: 60_000 });
		await outbox.note(send!, { kind: 'sent', messageIds: [`id of ${send!.content.id}`] });
		await mailbox.end(turn, 'a', { kind: 'done' });
		return applied;
	}
	const textsIn = async (conversation: string, tenant = 'acme'): Promise<string[]> =>
		(await open().mailbox.readMessages(tenant, conversation, 20)).flatMap(({ author, content: [first] }) =>
			author === 'contact' && first?.kind === 'text' ? [first.text] : [],
		);
	const sentIn = async (conversation: string) => (await open().outbox.list('acme', { conversation }, 20)).length;
	const removeOlder = (keptMs: number, tenant = 'acme') =>
		open().retention.removeOlder(tenant, { conversationMs: keptMs, requestMs: keptMs });

	let agedAt = 0;
	async function age(): Promise<void> {
		await pass(agingMs);
		agedAt = performance.now();
	}
	/** Between what was before the aging and what came after it. */
	const sinceAging = () => Math.round(agingMs / 2 + performance.now() - agedAt);

	describe('what channels keep', () => {
		it('leaves who was answered with a trial in it as long as it runs', async () => {
			const { settings } = open();
			const { conversation } = await talk(ana, 'of long ago');
			const change = (action: 'try' | 'undo', known: number) =>
				settings.change(
					...(['acme', 'whatsapp'] as const),
					{ action, changes: action === 'try' ? { greeting: 'Oi!' } : {}, share: action === 'try' ? 10 : null, by: 'user:ana' },
					{ known, waits: false },
				);
			const choose = (id: string, isOfTrial: boolean) =>
				settings.choose('acme', { id, conversation, channel: 'whatsapp' }, () => isOfTrial);
			await change('try', 0);
			await choose('first', true);
			await age();
			await talk(ana, 'of now');
			await removeOlder(sinceAging());
			expect(await choose('second', false)).toMatchObject({ isTrial: true, values: { greeting: 'Oi!' } });
			await change('undo', 1);
			await removeOlder(sinceAging());
			expect((await settings.listUsed('acme', [conversation])).get(conversation)).toMatchObject([{ isTrial: true, turns: 1 }]);
		});

		it('goes with a contact who has not written for too long, and nothing of other tenants', async () => {
			const { contact, conversation } = await talk(ana, 'of long ago');
			const other = await talk(ana, 'of globex', 'globex');
			expect(await removeOlder(dayMs)).toEqual({ contacts: 0, messages: 0, requests: 0 });
			await age();
			expect(await removeOlder(sinceAging())).toEqual({ contacts: 1, messages: 2, requests: 1 });
			expect(await open().contacts.find('acme', contact)).toBeUndefined();
			expect([await textsIn(conversation), await sentIn(conversation)]).toEqual([[], 0]);
			expect(await open().receipts.list('acme', {}, 9)).toEqual([]);
			expect(await textsIn(other.conversation, 'globex')).toEqual(['of globex']);
			expect(await open().receipts.list('globex', {}, 9)).toHaveLength(1);
		});

		it('goes message by message while the contact still writes', async () => {
			const { contact, conversation } = await talk(ana, 'old');
			await open().conversations.addNote('acme', conversation, { kind: 'note', by: 'user:bia', text: 'an old note', desk: null });
			await age();
			await talk(ana, 'new');
			expect(await removeOlder(sinceAging())).toEqual({ contacts: 0, messages: 2, requests: 1 });
			expect([await textsIn(conversation), await sentIn(conversation)]).toEqual([['new'], 1]);
			expect(await open().conversations.listNotes('acme', conversation, 9)).toEqual([]);
			expect((await open().contacts.find('acme', contact))!.aliases).toMatchObject([{ value: `+${ana}` }]);
			expect(await talk(ana, 'newer')).toMatchObject({ contact, conversation });
		});

		it('stays for a month more while a customer waits for an answer', async () => {
			await talk(rui, 'answered');
			await open().mailbox.apply(fromContact('hello?', of(ana)), acme, hasty);
			await age();
			expect(await removeOlder(0)).toMatchObject({ contacts: 1, messages: 2 });
			expect((await take())?.messages).toHaveLength(1);
			expect(await removeOlder(-29 * dayMs)).toMatchObject({ contacts: 0 });
			expect(await removeOlder(-31 * dayMs)).toMatchObject({ contacts: 1, messages: 1 });
		});

		it('stays for a month more while a customer waits for a person, whatever the agent said', async () => {
			const { contact, conversation } = await talk(ana, 'a person, please');
			await open().handOvers.begin('acme', conversation, {
				key: 'k',
				reason: 'asked',
				language: 'en',
				by: 'agent',
				lastWords: [],
				pauseMs: null,
				summary: {},
				settings: defaultHandOverSettings,
			});
			const waits = async () => (await open().conversations.list('acme', { isWaiting: true, from: 0 }, 9)).map(({ id }) => id);
			await age();
			await open().mailbox.apply(fromContact('ok', of(ana)), acme, hasty);
			expect([await removeOlder(0), await waits()]).toEqual([{ contacts: 0, messages: 0, requests: 1 }, [conversation]]);
			expect((await open().contacts.find('acme', contact))?.aliases).toMatchObject([{ value: `+${ana}` }]);
			expect(await removeOlder(-31 * dayMs)).toMatchObject({ contacts: 1, messages: 3 });
		});

		it('is not the opt-out of who is gone', async () => {
			const { contact } = await talk(ana, 'hello');
			await open().mailbox.apply(fromContact('stop', of(ana)), acme, hasty);
			await age();
			expect(await removeOlder(-31 * dayMs)).toMatchObject({ contacts: 1 });
			expect(await open().contacts.find('acme', contact)).toBeUndefined();
			const back = await open().mailbox.apply(fromContact('hello again', of(ana)), acme, hasty);
			expect(await open().rights.isOptedOut('acme', 'contact' in back ? back.contact : '')).toBe(true);
		});

		it('of two who were joined stays while one of them writes', async () => {
			const one = await talk(ana, 'as one');
			const two = await talk(rui, 'as two');
			await open().contacts.merge('acme', { from: one.contact, into: two.contact, by: 'user:bia', reason: 'the same' });
			await age();
			await talk(ana, 'still here');
			expect(await removeOlder(sinceAging())).toMatchObject({ contacts: 0, messages: 4 });
			expect((await open().contacts.find('acme', two.contact))!.aliases).toHaveLength(2);
		});

		it('of a request that nobody applied goes after a month more', async () => {
			await open().receipts.accept({ tenant: 'acme', channel: 'whatsapp', key: 'late', stored: '{}', receivedAt: Date.now() });
			expect(await removeOlder(-29 * dayMs)).toMatchObject({ requests: 0 });
			expect(await removeOlder(-31 * dayMs)).toMatchObject({ requests: 1 });
		});
	});
}
