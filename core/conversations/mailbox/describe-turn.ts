import type { Mailbox, Turn } from '../../ports/channels/mailbox';
import { describeOpening } from '../hours/business-hours';
import { leastRoom, type NamedDocument, writeDocuments } from './write-documents';
import { defaultMaxLength, describeBurst } from './describe-burst';
import { describeSilence } from './describe-silence';
import { describeMissed } from './describe-missed';
import { disarm, frame } from './frames';

/** More messages than an agent needs of what people wrote meanwhile. */
const maxMissed = 50;

/**
 * Returns an agent's turn text: the talk with a person, then the customer's words. @param maxLength the agent's limit on a message; the
 * customer's words come first, then their files
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

type DescribedTurn = Turn & {
	documents?: readonly NamedDocument[];
	canDecline?: true;
};

/**
 * Returns the customer's words, cut if they leave no room for documents, the closed notice, messages already sent, and the documents; for a
 * follow-up, its description.
 */
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

export async function readMissed(
	mailbox: Pick<Mailbox, 'readMessages'>,
	{ messages, conversation, language, timeZone }: Turn,
	maxLength = defaultMaxLength,
): Promise<string | undefined> {
	const recent = await mailbox.readMessages(conversation.tenant, conversation.id, maxMissed, conversation.session);
	return describeMissed(recent, new Set(messages.map(({ number }) => number)), { maxLength, ...(language && { language }), timeZone });
}
