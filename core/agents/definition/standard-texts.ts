import type { Language } from '../../base/text/languages';
import type { LocalizedText } from '../../guardrails/policy/policy-shapes';
import type { LimitName } from '../agent-outcome';
import type { AgentDefinition } from './agent-definition';

type TextName = keyof NonNullable<AgentDefinition['texts']>;

const standardTexts: Record<TextName, Record<Language, string>> = {
	notCovered: {
		en: 'I could not find this in our documents, but a person can help you.',
		pt: 'Não encontrei isso nos nossos documentos, mas uma pessoa pode ajudar você.',
	},
	blocked: {
		en: 'I cannot answer this message here.',
		pt: 'Não posso responder a esta mensagem por aqui.',
	},
	suspended: {
		en: 'A person has to decide something before I can go on. I will continue then.',
		pt: 'Uma pessoa precisa decidir algo antes que eu possa continuar. Depois disso eu sigo.',
	},
	limitReached: {
		en: 'I could not finish the answer, but a person can help you.',
		pt: 'Não consegui concluir a resposta, mas uma pessoa pode ajudar você.',
	},
	greeting: {
		en: 'Hello! How can I help you?',
		pt: 'Olá! Como posso ajudar?',
	},
	thanks: {
		en: 'My pleasure. Write again whenever you need anything.',
		pt: 'Por nada! É só escrever quando precisar.',
	},
};

/** Replaces `notCovered` for an agent without documents. */
const passedOn: Record<Language, string> = {
	en: 'I cannot answer this, but a person can help you.',
	pt: 'Não posso responder a isso, mas uma pessoa pode ajudar você.',
};

/** Replaces `limitReached` if the customer can do something. */
const limitTexts: Partial<Record<LimitName, Record<Language, string>>> = {
	tokens: {
		en: 'I could not finish the answer within my limits. Please try a shorter question, or ask for a person.',
		pt: 'Não consegui concluir a resposta dentro dos meus limites. Tente uma pergunta mais curta ou peça para falar com uma pessoa.',
	},
	'wall-clock': {
		en: 'I could not finish the answer in time. Please try again later, or ask for a person.',
		pt: 'Não consegui concluir a resposta a tempo. Tente de novo mais tarde ou peça para falar com uma pessoa.',
	},
	budget: {
		en: 'I cannot answer right now. Please try again later, or ask for a person.',
		pt: 'Não consigo responder agora. Tente de novo mais tarde ou peça para falar com uma pessoa.',
	},
};

export function chooseLimitText(definition: AgentDefinition, limit: LimitName, language: Language): string {
	const isOwn = definition.texts?.limitReached !== undefined;
	return (!isOwn && limitTexts[limit]?.[language]) || chooseText(definition, 'limitReached', language);
}

/** Returns a text in the customer's language, else ours. A text in one language serves both. */
export function chooseText(definition: AgentDefinition, name: TextName, language: Language): string {
	const standard = name === 'notCovered' && !hasDocuments(definition) ? passedOn : standardTexts[name];
	return findOwnText(definition, name, language) ?? standard[language];
}

function findOwnText({ texts }: Pick<AgentDefinition, 'texts'>, name: TextName, language: Language): string | undefined {
	const own: LocalizedText = texts?.[name] ?? {};
	return own[language] ?? own.en ?? own.pt;
}

function hasDocuments({ knowledge, tools }: AgentDefinition): boolean {
	return knowledge !== undefined || tools?.define?.some(({ kind }) => kind === 'knowledge') === true;
}
