import type { Language } from '../../base/text/languages';
import type { StoredMessage } from '../../ports/channels/mailbox';
import { defaultMaxLength, describeBurst, keepEnd } from './describe-burst';
import { frame } from './frames';

const mostSaid = 8_000;
/** Fewer characters would be half a sentence. */
const leastSaid = 100;

/**
 * Returns the conversation since the agent's last message that arrived, if a person of the company spoke in it, or an answer did not arrive.
 * Undefined otherwise, or without room. @param recent the last messages of the session @param turn the numbers of the messages that the agent
 * is asked to answer
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
	// By arrival: the clocks of two providers differ.
	const arrived = recent.toSorted((one, other) => one.number - other.number);
	const last = arrived.findLastIndex(({ author, isUnsent }) => author === 'agent' && !isUnsent);
	const missed = arrived.slice(last + 1).filter(({ number }) => !turn.has(number));
	const hasPerson = missed.some(({ author }) => author === 'person');
	const before = `${frame(language, hasPerson ? 'missed' : 'unread')}\n`;
	const after = `\n${frame(language, 'asked')}`;
	const room = Math.min(maxLength - before.length - after.length, mostSaid);
	if (room < leastSaid || !(hasPerson || missed.some(({ isUnsent }) => isUnsent))) return undefined;
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
