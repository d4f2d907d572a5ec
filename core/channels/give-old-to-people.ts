import { toLocalMinute } from '../base/iso-time';
import { detectLanguage } from '../base/text/language';
import type { Language } from '../base/text/languages';
import { readWords } from '../conversations/hand-over/describe-unsent';
import { describeBurst } from '../conversations/mailbox/describe-burst';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { PeopleFacts } from '../ports/channels/people-facts';
import type { Turn } from '../ports/channels/mailbox';
import { leastOldMs } from '../ports/channels/mailbox-rules';
import { handOverKey } from '../conversations/mailbox/hand-over-key';
import { findDesk } from '../conversations/hand-over/find-desk';
import { findRecord, handOver, type HandOverParts } from './hand-over';

/** The max length of a summary field. */
const maxNotes = 2_000;

const reasons: Record<Language, (written: string, arrived: string) => string> = {
	en: (written, arrived) => `old messages: the last one was written at ${written} and arrived at ${arrived}`,
	pt: (written, arrived) => `mensagens antigas: a última foi escrita em ${written} e chegou em ${arrived}`,
};

type OldParts = Omit<HandOverParts, 'handOvers'> & {
	handOvers: Pick<HandOvers, 'begin' | 'list'>;
};

/**
 * Hands a turn of old messages over to the people at the desk, as a summary, once: the matter may be settled. Without a desk the agent answers and
 * sees their times. Our own delay does not count. @returns whether people have it
 */
export async function giveOldToPeople(parts: OldParts, turn: Turn, people: PeopleFacts = {}): Promise<boolean> {
	const { tenant, channel, id: conversation } = turn.conversation;
	const last = turn.messages.reduce((one, other) => (other.at > one.at ? other : one));
	const lateMs = last.arrivedAt - last.at;
	if (lateMs < leastOldMs) return false;
	const open = await parts.directory.find(tenant, channel);
	if (open === undefined || lateMs <= open.rules.oldMs) return false;
	const desk = await findDesk(findRecord(parts.directory, tenant), open.record);
	if (!('name' in desk)) return false;
	const [before] = await parts.handOvers.list(tenant, { conversation }, 1);
	if (before !== undefined && before.at >= last.arrivedAt) return false;
	const talk = detectLanguage(turn.messages.flatMap(({ content }) => content.map(readWords)).join('\n'), people.language);
	const language = people.language ?? talk;
	const timeZone = open.rules.timeZone ?? people.timeZone;
	const notes = describeBurst(turn.messages, { maxLength: maxNotes, language, timeZone });
	const reason = reasons[language](toLocalMinute(last.at, timeZone), toLocalMinute(last.arrivedAt, timeZone));
	const request = { tenant, conversation, key: handOverKey(turn), reason, summary: { notes }, language, by: 'agent', turn: turn.id };
	await handOver(parts, request);
	return true;
}
