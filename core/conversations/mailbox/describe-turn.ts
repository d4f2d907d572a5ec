import type { Mailbox, Turn } from '../../ports/channels/mailbox';
import { describeOpening } from '../hours/business-hours';
import { defaultMaxLength, describeBurst } from './describe-burst';
import { describeMissed } from './describe-missed';
import { disarm, frame } from './frames';

/** More than people write while the agent is silent, as far as an agent needs it. */
const maxMissed = 50;

/**
 * Returns the text of a turn, as an agent gets it: what was said while a person had the conversation, and then what the customer wrote.
 * @param maxLength the agent's own limit on a message; the customer's words come first
 */
export async function describeTurn(mailbox: Pick<Mailbox, 'readMessages'>, turn: Turn, maxLength = defaultMaxLength): Promise<string> {
	const burst = describeWords(turn, maxLength);
	const missed = await readMissed(mailbox, turn, maxLength - burst.length - 1);
	return missed === undefined ? burst : `${missed}\n${burst}`;
}

/** Returns what the customer wrote in a turn, whether the channel is closed, and what they were sent already. */
export function describeWords({ messages, greeting, hours, language = 'en' }: Turn, maxLength = defaultMaxLength): string {
	const closed = hours?.isOpen === false ? `${frame(language, 'closed', describeOpening(hours, language))}\n` : '';
	const sent = `${closed}${greeting === undefined ? '' : `${frame(language, 'greeted')} ${disarm(greeting)}\n`}`;
	return `${sent}${describeBurst(messages, { maxLength: maxLength - sent.length, language })}`;
}

/** Returns what was said while a person had the conversation; undefined if no person had, or if there is no room for it. */
export async function readMissed(
	mailbox: Pick<Mailbox, 'readMessages'>,
	{ messages, conversation, language }: Turn,
	maxLength = defaultMaxLength,
): Promise<string | undefined> {
	const recent = await mailbox.readMessages(conversation.tenant, conversation.id, maxMissed, conversation.session);
	return describeMissed(recent, new Set(messages.map(({ number }) => number)), { maxLength, ...(language && { language }) });
}
