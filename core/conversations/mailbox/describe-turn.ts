import type { Mailbox, Turn } from '../../ports';
import { describeBurst } from './describe-burst';
import { describeMissed } from './describe-missed';

/** More than people write while the agent is silent, as far as an agent needs it. */
const maxMissed = 50;

/** Returns the text of a turn, as an agent gets it: what was said while a person had the conversation, and then what the customer wrote. */
export async function describeTurn(mailbox: Pick<Mailbox, 'readMessages'>, { messages, conversation }: Turn): Promise<string> {
	const recent = await mailbox.readMessages(conversation.tenant, conversation.id, maxMissed, conversation.session);
	const missed = describeMissed(recent, new Set(messages.map(({ number }) => number)));
	return [...(missed === undefined ? [] : [missed]), describeBurst(messages)].join('\n');
}
