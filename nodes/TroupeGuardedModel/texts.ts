import { explanations } from '../../core/prompt-texts/explanations';
import type { Violation } from '../../core/guardrails/policy/guard';
import type { Language } from '../../core/base/text/languages';
import { type ModelMessage, withFields } from '../shared/connected/langchain-shape';

export const hidden: Record<Language, string> = {
	en: '(A guardrail removed this message.)',
	pt: '(Uma proteção removeu esta mensagem.)',
};

const refusals: Record<'message' | 'reply' | 'person', Record<Language, string>> = {
	message: { en: 'I cannot answer this message here.', pt: 'Não posso responder a esta mensagem por aqui.' },
	reply: { en: 'I cannot answer this here.', pt: 'Não posso dar uma resposta para isso por aqui.' },
	person: {
		en: 'I cannot answer this, but a person can help you.',
		pt: 'Não posso responder a isso, mas uma pessoa pode ajudar você.',
	},
};

/** Returns the text that replaces a stopped one. */
export function refusalFor({ action, stage }: Violation, language: Language): string {
	return refusals[action === 'ask-person' ? 'person' : stage === 'output' || stage === 'tool-arguments' ? 'reply' : 'message'][language];
}

export function explainTokens(messages: ModelMessage[], language: Language): ModelMessage[] {
	const explanation = explanations[language].token('[EMAIL_1_x]');
	const system = messages.findIndex(({ type }) => type === 'system');
	if (system < 0) return messages;
	const { content } = messages[system]!;
	const explained = typeof content === 'string' ? `${content}\n\n${explanation}` : [...content, { type: 'text', text: explanation }];
	return messages.with(system, withFields(messages[system]!, { content: explained }));
}
