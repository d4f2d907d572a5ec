import type { Language } from '../../base/text/languages';

/** `image`: it may not look at the customer's image. `self-harm`: a life can be in danger. */
export type WhyPerson =
	| 'not-covered'
	| 'no-citation'
	| 'not-supported'
	| 'guardrail'
	| 'content-filter'
	| 'promised'
	| 'image'
	| 'self-harm';

export const describeWhy = (why: WhyPerson): Record<Language, string> => reasons[why];

const reasons: Record<WhyPerson, Record<Language, string>> = {
	'not-covered': {
		en: 'the agent did not find the answer in its documents',
		pt: 'o agente não encontrou a resposta nos documentos dele',
	},
	'no-citation': {
		en: 'the agent could not say where its answer comes from',
		pt: 'o agente não conseguiu dizer de onde vem a resposta',
	},
	'not-supported': {
		en: 'the documents of the agent do not confirm its answer',
		pt: 'os documentos do agente não confirmam a resposta dele',
	},
	guardrail: {
		en: 'a rule of the agent wants a person to look at this message',
		pt: 'uma regra do agente pede que uma pessoa veja esta mensagem',
	},
	'content-filter': {
		en: 'the filter of the model refused the message',
		pt: 'o filtro do modelo recusou a mensagem',
	},
	promised: {
		en: 'the agent promised the customer a person',
		pt: 'o agente prometeu uma pessoa ao cliente',
	},
	image: {
		en: 'the customer sent an image, which the agent cannot look at',
		pt: 'o cliente mandou uma imagem, que o agente não pode ver',
	},
	'self-harm': {
		en: 'urgent: the customer writes of harming themselves or of dying',
		pt: 'urgente: o cliente fala em se ferir ou em morrer',
	},
};
