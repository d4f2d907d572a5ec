import { toMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import type { LateConversation } from '../../ports/channels/waits';
import { describeUnanswered } from './describe-summary';

const words: Record<Language, Record<'agent' | 'settle', string>> = {
	en: { agent: 'The customer has waited for the agent since', settle: 'If it needs no answer' },
	pt: { agent: 'O cliente espera pelo agente desde', settle: 'Se não precisa de resposta' },
};

/** Returns the note about a customer who has waited for too long. */
export function describeWait(
	{ waitsFor, since, conversation }: Pick<LateConversation, 'waitsFor' | 'since' | 'conversation'>,
	language: Language,
): string {
	const { agent, settle } = words[language];
	const waits = waitsFor === 'person' ? describeUnanswered(since, language) : `${agent} ${toMinute(since)} UTC.`;
	return `${waits}\n${settle}: troupe conversation settle ${conversation} --reason "…"`;
}
