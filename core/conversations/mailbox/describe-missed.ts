import type { StoredMessage } from '../../ports/channels/mailbox';
import { defaultMaxLength, describeBurst, keepEnd } from './describe-burst';

const mostSaid = 8_000;
/** Fewer characters would be half a sentence. */
const leastSaid = 100;

const before = '[What was said while a person of the company had the conversation]\n';
const after = '\n[The message to answer]';
const frame = /\[(?=\s*(?:what was said while|the message to answer))/gi;

/** Takes the form of the lines above from what somebody wrote: it would pass for them. */
export const withoutFrame = (text: string): string => text.replace(frame, '(');

/**
 * Returns what the agent has not seen of the conversation since its own last message, if a person of the company spoke in it: without that, it would
 * go on as if nothing had been said. Undefined if no person did, or if there is no room.
 * @param recent the last messages of the session
 * @param turn the numbers of the messages that the agent is asked to answer
 */
export function describeMissed(
	recent: readonly StoredMessage[],
	turn: ReadonlySet<number>,
	maxLength = defaultMaxLength,
): string | undefined {
	const room = Math.min(maxLength - before.length - after.length, mostSaid);
	// In the order of arrival: the clocks of two providers differ.
	const arrived = recent.toSorted((one, other) => one.number - other.number);
	const last = arrived.findLastIndex(({ author }) => author === 'agent');
	const missed = arrived.slice(last + 1).filter(({ number }) => !turn.has(number));
	if (room < leastSaid || !missed.some(({ author }) => author === 'person')) return undefined;
	const lines = missed.map(
		(message) => `${names[message.author]}: ${JSON.stringify(withoutFrame(describeBurst([message]).replace(/\s+/g, ' ')))}`,
	);
	return `${before}${keepEnd(lines.join('\n'), room)}${after}`;
}

const names: Record<StoredMessage['author'], string> = { contact: 'Customer', person: 'Person', agent: 'You', program: 'Program' };
