import { toMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import type { UntoldConversation } from '../../ports/channels/waits';
import { describeUnanswered } from './describe-summary';

const words: Record<Language, Record<'agent' | 'queued' | 'settle', string>> = {
	en: {
		agent: 'The customer has waited for the agent since',
		queued: 'The answer cannot be sent since',
		settle: 'If it needs no answer',
	},
	pt: {
		agent: 'O cliente espera pelo agente desde',
		queued: 'Não é possível enviar a resposta desde',
		settle: 'Se não precisa de resposta',
	},
};

/** Returns the note about a customer who has waited for too long. */
export function describeWait(
	{ waitsFor, since, hasAnswer, conversation }: Pick<UntoldConversation, 'waitsFor' | 'since' | 'hasAnswer' | 'conversation'>,
	language: Language,
): string {
	const { agent, queued, settle } = words[language];
	const waits = waitsFor === 'person' ? describeUnanswered(since, language) : `${hasAnswer ? queued : agent} ${toMinute(since)} UTC.`;
	return `${waits}\n${settle}: troupe conversation settle ${conversation} --reason "…"`;
}
