import { answerTurn, type TurnAnswer } from '../../../core/channels/answer-turn';
import { followUp, type HasClosedDeal } from '../../../core/channels/follow-up';
import type { Channel } from '../../../core/ports/channels/channel';
import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { Turn } from '../../../core/ports/channels/mailbox';
import { doDueWork } from '../../../core/work/work-runner';
import { fromContact, hasty } from '../../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../fakes/channels/channel-host';

export const answerText = 'Temos. Qual?';

/** A channel on a clock of its own, whose customer writes, is answered, and says nothing more. */
export interface SilentCustomer {
	own: ChannelHost;
	now(): number;
	set(rules?: Partial<MailboxRules>): Promise<void>;
	apply(event: ChannelEvent): ReturnType<ChannelHost['channels']['mailbox']['apply']>;
	/** The customer writes, and the agent answers. @returns the conversation */
	talk(): Promise<string>;
	/** Lets time pass, two processes look, turns are answered, and what is stored is sent. @returns what the customer has got besides the answers */
	pass(ms: number): Promise<string[]>;
	/** Answers the turns that are due as a service does. */
	answerTurns(holder?: string): Promise<void>;
	/** What the channel can do, besides what its provider can. */
	abilities: Partial<Channel['abilities']>;
	/** How the agent answers follow-ups. */
	answer: (turn: Turn, signal: AbortSignal) => Promise<TurnAnswer>;
	/** The follow-up turns that the agent got. */
	asked: Turn[];
	hasClosedDeal?: HasClosedDeal;
	hasEffects: boolean;
}

export async function createSilentCustomer(from: string): Promise<SilentCustomer> {
	let now = Date.parse(from);
	const own = await createChannelHost({ now: () => now });
	await own.channels.waits.leave('default', own.conversation, { by: 'user:test', reason: 'test' });
	const { channels } = own;
	const customer: SilentCustomer = {
		...{ own, now: () => now, abilities: {}, asked: [], hasEffects: false },
		answer: () => Promise.resolve({ reply: 'Conseguiu ver a prensa?' }),
		set: (rules = {}) =>
			own.change({ agent: 'sdr', message: null, rules: { ...hasty, followUps: ['2h', '1d Fico à disposição.'], ...rules } }),
		apply: (event) => channels.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null, receivedAt: now }, hasty),
		async talk() {
			const { conversation } = (await customer.apply(fromContact('Tem prensa?', { at: now }))) as { conversation: string };
			const [turn] = await channels.mailbox.turns.take('a', { max: 1, leaseMs: 1_000 });
			const content = { kind: 'text' as const, text: answerText };
			await channels.outbox.enqueue('default', conversation, [{ key: `answer ${now}`, content }]);
			await sendAll(own); // before the turn ends, as can be
			await channels.mailbox.end(turn!.content, 'a', { kind: 'done' });
			return conversation;
		},
		async pass(ms) {
			now += ms;
			const look = () =>
				doDueWork(followUp({ ...channels, directory: directoryOf(customer), clock: { now: () => now }, ...dealsOf(customer) }));
			await Promise.all([look(), look()]);
			await Promise.all([customer.answerTurns('a'), customer.answerTurns('b')]);
			await sendAll(own);
			const sent = await channels.outbox.list('default', {}, 50);
			const texts = sent.toReversed().map(({ content }) => ('text' in content ? content.text : content.kind));
			return texts.filter((text) => text !== answerText);
		},
		async answerTurns(holder = 'a') {
			for (const { content: turn } of await channels.mailbox.turns.take(holder, { max: 10, leaseMs: 60_000 })) {
				if (turn.followUp) customer.asked.push(turn);
				await answerTurn(
					{
						...channels,
						...{ hasEffects: customer.hasEffects, abilities: { maxTextLength: 4_000 }, maxAttempts: 3 },
						handOver: () => Promise.reject(new Error('not expected')),
						withFiles: (of, _signal, act) => act({ ...of, documents: [], pictures: [], origins: [] }),
						answer: (_request, signal) => customer.answer(turn, signal),
					},
					turn,
					holder,
					new AbortController().signal,
				);
			}
		},
	};
	return customer;
}

const dealsOf = ({ hasClosedDeal }: SilentCustomer) => (hasClosedDeal ? { hasClosedDeal } : {});

/** Sends what waits. */
async function sendAll({ channels }: ChannelHost): Promise<void> {
	for (const work of await channels.outbox.queue.take('w', { max: 10, leaseMs: 1_000 }))
		await channels.outbox.note(work, { kind: 'sent', messageIds: [`out-${work.key}`] });
}

const directoryOf = ({ own, abilities }: SilentCustomer): ChannelHost['channels']['directory'] => ({
	async find(tenant, name) {
		const open = await own.channels.directory.find(tenant, name);
		return open && { ...open, channel: { ...open.channel, abilities: { ...open.channel.abilities, ...abilities } } };
	},
});
