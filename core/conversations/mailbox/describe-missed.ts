import type { StoredMessage } from '../../ports';
import { describeBurst } from './describe-burst';

const maxLength = 8_000;

/**
 * Returns what the agent has not seen of the conversation since its own last message, if a person of the company spoke in it: without that, it would
 * go on as if nothing had been said. Undefined if no person did.
 * @param recent the last messages of the session
 * @param turn the numbers of the messages that the agent is asked to answer
 */
export function describeMissed(recent: readonly StoredMessage[], turn: ReadonlySet<number>): string | undefined {
	// In the order of arrival: the clocks of two providers differ.
	const arrived = recent.toSorted((one, other) => one.number - other.number);
	const last = arrived.findLastIndex(({ author }) => author === 'agent');
	const missed = arrived.slice(last + 1).filter(({ number }) => !turn.has(number));
	if (!missed.some(({ author }) => author === 'person')) return undefined;
	const lines = missed.map((message) => `${names[message.author]}: ${describeBurst([message]).replace(/\s+/g, ' ')}`);
	return `[What was said while a person of the company had the conversation]\n${lines.join('\n').slice(-maxLength)}\n[The message to answer]`;
}

const names: Record<StoredMessage['author'], string> = { contact: 'Customer', person: 'Person', agent: 'You', program: 'Program' };
