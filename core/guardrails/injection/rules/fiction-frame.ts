import { rule } from '../rule';

/** A story, a game or a hypothesis in which the rules do not hold. */
export const fictionFrame = rule({
	id: 'fiction-frame',
	name: { en: 'wraps the order in fiction', pt: 'embrulha a ordem em ficção' },
	phrases: [
		[
			0.5,
			'hypothetically|hypothetical|hipoteticamente|hipotetico|hipotetica|imagine|imagina|suppose|suponha|pretend|finja|fictional|ficticia|ficticio|fingir|finge|faz|faca ~8 no|without|sem|nao|any|nenhuma|sin ~2 LIMITS|rules',
		],
		[
			0.45,
			'fictional|fiction|ficcao|story|historia|novel|movie|filme|game|jogo|roleplay|play|simulation|simulacao|world|mundo|universe|universo|scenario|cenario ~10 no|without|sem|nenhuma|unrestricted|unfiltered|sin ~2 LIMITS|censored|ASSISTANT',
		],
		[
			0.5,
			'grandma|grandmother|nana|granny|avo|avozinha|vovo|abuela ~14 REVEAL|keys|napalm|chaves|bomb|bomba|password|senha|prompt|senhas|instructions',
		],
		[0.4, 'opposite|backwards|contrario|inverso ~1 day|dia|mode|do|modo'],
		[0.45, 'game|jogo|play|brincar|brincadeira|jogar|challenge|desafio ~10 RULES|PROMPT|UNBOUND ~6 REVEAL|DROP|no|sem|secret'],
		[
			0.4,
			'pretend|imagine|finja|imagina|suppose|suponha|finge|faz|faca|assume|assuma ~4 you|voce|vc|tu|que|this|conta ~4 not|nao|arent|isnt|no|deixou|sem|never|nunca|free|livre ~4 ASSISTANT|LIMITS|RULES|restrict|restricted',
		],
	],
});
