import { takeTurn } from '../../../../test/support/channels/take-turn';
import type { ChannelEvent, MessageEvent } from '../../../../core/ports/channels/channel-events';
import { defaultMailboxRules, type MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import type { Turn } from '../../../../core/ports/channels/mailbox';
import type { ChannelStores } from '../open-channel-stores';

export const acme = { tenant: 'acme', channel: 'whatsapp', receipt: null };
/** Turns are due at once. */
export const hasty: MailboxRules = { ...defaultMailboxRules, quietMs: 0, maxQuietMs: 0, transcriptMs: 0 };
export const leaseMs = 60_000;

let keys = 0;
/** A text of a customer, changed as wanted. */
export const fromContact = (text: string, changes: Partial<MessageEvent> = {}): MessageEvent => {
	keys += 1;
	return {
		kind: 'message',
		key: `in ${keys}`,
		id: `wa-${keys}`,
		address: '5544999999999',
		at: Date.now(),
		author: 'contact',
		contact: [{ kind: 'phone', value: '5544999999999', proof: 'provider' }],
		content: [{ kind: 'text', text }],
		...changes,
	};
};

/** A text that someone wrote as the account. */
export const fromAccount = (text: string, changes: Partial<MessageEvent> = {}): MessageEvent =>
	fromContact(text, { author: 'account', ...changes });

/** A report of the provider about a message that went out. */
export const statusOf = (id: string) => {
	keys += 1;
	return { kind: 'status' as const, key: `s ${keys}`, id, address: '5544999999999', at: Date.now(), contact: [] };
};

/** The texts that a turn reads; of other messages, their kind. */
export const texts = ({ messages }: Turn) =>
	messages.map(({ content }) => (content[0]!.kind === 'text' ? content[0]!.text : content[0]!.kind));

/** Does to a store what a service does to it: a message arrives, its turn begins, a reply goes out. */
export function channelSteps(open: () => ChannelStores) {
	const apply = (event: ChannelEvent, rules = hasty) => open().mailbox.apply(event, acme, rules);
	const take = (holder = 'a') => takeTurn(open().mailbox, holder, leaseMs);
	/** The turn of one message. */
	async function begin(text = 'hello', holder = 'a'): Promise<Turn> {
		await apply(fromContact(text));
		const turn = await take(holder);
		expect(await open().mailbox.beginEffects(turn!, holder)).toBe('go');
		return turn!;
	}
	async function send(turn: Turn, text: string, key = `${turn.id} ${text}`): Promise<string> {
		const enqueued = await open().outbox.enqueue('acme', turn.conversation.id, [{ key, content: { kind: 'text', text } }]);
		return enqueued.kind === 'queued' ? enqueued.ids[0]! : enqueued.kind;
	}
	return { apply, take, begin, send };
}
