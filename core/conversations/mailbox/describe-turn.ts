import type { Mailbox, Turn } from '../../ports/channels/mailbox';
import { describeOpening } from '../hours/business-hours';
import { leastRoom, type NamedDocument, writeDocuments } from './write-documents';
import { defaultMaxLength, describeBurst } from './describe-burst';
import { describeSilence } from './describe-silence';
import { describeMissed } from './describe-missed';
import { disarm, frame } from './frames';

/** More than people write while the agent is silent, as far as an agent needs it. */
const maxMissed = 50;

/**
 * Returns the text of a turn, as an agent gets it: what was said while a person had the conversation, and then what the customer wrote.
 * @param maxLength the agent's own limit on a message; the customer's words come first, then their files
 */
export async function describeTurn(
	mailbox: Pick<Mailbox, 'readMessages'>,
	turn: DescribedTurn,
	maxLength = defaultMaxLength,
): Promise<string> {
	const burst = describeWords(turn, maxLength);
	const missed = await readMissed(mailbox, turn, maxLength - burst.length - 1);
	return missed === undefined ? burst : `${missed}\n${burst}`;
}

/** A turn whose files were read. */
export type DescribedTurn = Turn & {
	documents?: readonly NamedDocument[];
	/** Whoever reads it can choose to send nothing to a silent customer. */
	canDecline?: true;
};

/** Returns what the customer wrote in a turn, cut where it leaves no room for their documents, whether the channel is closed, what they were sent already, and the documents; of a follow-up, what it is. */
export function describeWords(
	{ messages, greeting, hours, language = 'en', timeZone, documents = [], followUp, canDecline }: DescribedTurn,
	maxLength = defaultMaxLength,
): string {
	if (followUp !== undefined) return describeSilence(followUp, language, canDecline);
	const fitting = documents.slice(0, Math.floor(maxLength / 2 / leastRoom));
	const closed = hours?.isOpen === false ? `${frame(language, 'closed', describeOpening(hours, language))}\n` : '';
	const sent = `${closed}${greeting === undefined ? '' : `${frame(language, 'greeted')} ${disarm(greeting)}\n`}`;
	const burst = `${sent}${describeBurst(messages, { maxLength: maxLength - sent.length - fitting.length * leastRoom, language, timeZone })}`;
	return [burst, ...writeDocuments(fitting, maxLength - burst.length - fitting.length, language)].join('\n');
}

/** Returns what was said while a person had the conversation; undefined if no person had, or if there is no room for it. */
export async function readMissed(
	mailbox: Pick<Mailbox, 'readMessages'>,
	{ messages, conversation, language, timeZone }: Turn,
	maxLength = defaultMaxLength,
): Promise<string | undefined> {
	const recent = await mailbox.readMessages(conversation.tenant, conversation.id, maxMissed, conversation.session);
	return describeMissed(recent, new Set(messages.map(({ number }) => number)), { maxLength, ...(language && { language }), timeZone });
}
