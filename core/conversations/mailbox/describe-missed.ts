import type { Language } from '../../base/text/languages';
import type { StoredMessage } from '../../ports/channels/mailbox';
import { defaultMaxLength, describeBurst, keepEnd } from './describe-burst';
import { frame } from './frames';

const mostSaid = 8_000;
/** Fewer characters would be half a sentence. */
const leastSaid = 100;

/**
 * Returns what the agent has not seen of the conversation since its own last message, if a person of the company spoke in it: without that, it would
 * go on as if nothing had been said. Undefined if no person did, or if there is no room.
 * @param recent the last messages of the session
 * @param turn the numbers of the messages that the agent is asked to answer
 */
export function describeMissed(
	recent: readonly StoredMessage[],
	turn: ReadonlySet<number>,
	{
		maxLength = defaultMaxLength,
		language = 'en',
		timeZone,
	}: { maxLength?: number; language?: Language; timeZone?: string | undefined } = {},
): string | undefined {
	const [before, after] = [`${frame(language, 'missed')}\n`, `\n${frame(language, 'asked')}`];
	const room = Math.min(maxLength - before.length - after.length, mostSaid);
	// In the order of arrival: the clocks of two providers differ.
	const arrived = recent.toSorted((one, other) => one.number - other.number);
	const last = arrived.findLastIndex(({ author }) => author === 'agent');
	const missed = arrived.slice(last + 1).filter(({ number }) => !turn.has(number));
	if (room < leastSaid || !missed.some(({ author }) => author === 'person')) return undefined;
	const lines = missed.map(
		(message) =>
			`${names[language][message.author]}: ${JSON.stringify(describeBurst([message], { language, timeZone }).replace(/\s+/g, ' '))}`,
	);
	return `${before}${keepEnd(lines.join('\n'), room)}${after}`;
}

const names: Record<Language, Record<StoredMessage['author'], string>> = {
	en: { contact: 'Customer', person: 'Person', agent: 'You', program: 'Program' },
	pt: { contact: 'Cliente', person: 'Pessoa', agent: 'Você', program: 'Programa' },
};
