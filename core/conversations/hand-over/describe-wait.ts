import { toLocalMinute } from '../../base/iso-time';
import type { Language } from '../../base/text/languages';
import type { UntoldConversation } from '../../ports/channels/waits';
import { describeUnanswered } from './describe-summary';

const words: Record<Language, Record<'agent' | 'queued' | 'decision' | 'settle', string>> = {
	en: {
		agent: 'The customer has waited for the agent since',
		queued: 'The answer cannot be sent since',
		decision: 'The customer waits for a decision, which the agent asked for, since',
		settle: 'If it needs no answer',
	},
	pt: {
		agent: 'O cliente espera pelo agente desde',
		queued: 'Não é possível enviar a resposta desde',
		decision: 'O cliente espera por uma decisão, que o agente pediu, desde',
		settle: 'Se não precisa de resposta',
	},
};

export function describeWait(
	{ waitsFor, since, hasAnswer, run, conversation }: Pick<UntoldConversation, 'waitsFor' | 'since' | 'hasAnswer' | 'run' | 'conversation'>,
	language: Language,
	timeZone?: string,
): string {
	const { agent, queued, decision, settle } = words[language];
	if (run !== undefined) return `${decision} ${toLocalMinute(since, timeZone)}: troupe run resume ${run}`;
	const waits =
		waitsFor === 'person'
			? describeUnanswered(since, language, timeZone)
			: `${hasAnswer ? queued : agent} ${toLocalMinute(since, timeZone)}.`;
	return `${waits}\n${settle}: troupe conversation settle ${conversation} --reason "…"`;
}

/** Returns the text for a customer when the agent is back and no person answered. */
export const describeMissed = (language: Language): string => missed[language];

const missed: Record<Language, string> = {
	en: 'Nobody of our team has been able to answer you yet. Your request is not forgotten. You can write to me here in the meantime.',
	pt: 'Até agora ninguém da nossa equipe conseguiu responder. O seu pedido continua registrado. Enquanto isso, pode escrever para mim por aqui.',
};
