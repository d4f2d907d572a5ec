import type { Language } from '../../base/text/languages';

/** Why an agent needs a person to go on. `image`: it may not look at what the customer sent. `self-harm`: a life can be in danger. */
export type WhyPerson =
	| 'not-covered'
	| 'no-citation'
	| 'not-supported'
	| 'guardrail'
	| 'content-filter'
	| 'promised'
	| 'image'
	| 'self-harm';

/** Returns the reason of a hand-over, for people who know nothing of how agents are built. */
export const describeWhy = (why: WhyPerson): Record<Language, string> => ({ en: reasons.en[why], pt: reasons.pt[why] });

const reasons: Record<Language, Record<WhyPerson, string>> = {
	en: {
		'not-covered': 'the agent did not find the answer in its documents',
		'no-citation': 'the agent could not say where its answer comes from',
		'not-supported': 'the documents of the agent do not confirm its answer',
		guardrail: 'a rule of the agent wants a person to look at this message',
		'content-filter': 'the filter of the model refused the message',
		promised: 'the agent promised the customer a person',
		image: 'the customer sent an image, which the agent cannot look at',
		'self-harm': 'urgent: the customer writes of harming themselves or of dying',
	},
	pt: {
		'not-covered': 'o agente não encontrou a resposta nos documentos dele',
		'no-citation': 'o agente não conseguiu dizer de onde vem a resposta',
		'not-supported': 'os documentos do agente não confirmam a resposta dele',
		guardrail: 'uma regra do agente pede que uma pessoa veja esta mensagem',
		'content-filter': 'o filtro do modelo recusou a mensagem',
		promised: 'o agente prometeu uma pessoa ao cliente',
		image: 'o cliente mandou uma imagem, que o agente não pode ver',
		'self-harm': 'urgente: o cliente fala em se ferir ou em morrer',
	},
};
