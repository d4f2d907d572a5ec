import type { Mailbox, Turn } from '../../ports';
import { describeBurst } from './describe-burst';
import { describeMissed } from './describe-missed';

/** More than people write while the agent is silent, as far as an agent needs it. */
const maxMissed = 50;

/** Returns the text of a turn, as an agent gets it: what was said while a person had the conversation, and then what the customer wrote. */
export async function describeTurn(mailbox: Pick<Mailbox, 'readMessages'>, turn: Turn): Promise<string> {
	const missed = await readMissed(mailbox, turn);
	return [...(missed === undefined ? [] : [missed]), describeBurst(turn.messages)].join('\n');
}

/** Returns what was said while a person had the conversation; undefined if no person had. */
export async function readMissed(mailbox: Pick<Mailbox, 'readMessages'>, { messages, conversation }: Turn): Promise<string | undefined> {
	const recent = await mailbox.readMessages(conversation.tenant, conversation.id, maxMissed, conversation.session);
	return describeMissed(recent, new Set(messages.map(({ number }) => number)));
}
