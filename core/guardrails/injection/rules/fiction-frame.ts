import { rule } from '../rule';

/** A story, a game or a hypothesis in which the rules do not hold. */
export const fictionFrame = rule({
	id: 'fiction-frame',
	name: { en: 'wraps the order in fiction', pt: 'embrulha a ordem em ficção' },
	phrases: [
		[
			0.65,
			'PRETEND|do|faca|faz|haz|treat|trate ~3 if|se|conta|que|that ~6 RULES|LOOSE|CORE ~6 exist|exists|existed|existissem|existem|existisse|never|nunca|gone|real',
		],
		[0.55, 'PRETEND ~4 never|nunca ~3 TOLD|recebeste|recebeu ~3 RULES'],
		[0.4, 'PRETEND ~2 if|se|que|that ~6 CORE'],
		[
			0.35,
			'two|duas|dual|dois|twice ~2 personalities|personalidades|personas|responses|respostas|ways|formas|modes|modos|versions|maneiras|once',
		],
		[0.25, 'rest|resto|restante|remainder ~4 YOU ~1 will|sera|are|e|vai|must|shall'],
		[0.5, 'PRETEND|pretend|fingir|finja ~3 YOU ~4 not|nao|no ~3 ASSISTANT|RULES|LIMITS'],
		[
			0.5,
			'hypothetically|hipoteticamente|if|se|imagine ~4 YOU ~2 had|tivesse|tivesses|nao|have|no|were ~3 rules|regras|restrictions|restricoes|limits|filters|filtros|guidelines|diretrizes|tivesse',
		],
		[0.45, 'ASSISTANT|character|personagem ~6 reads|reveals|le|revela|reading|recites ~5 PROMPT|RULES'],
		[0.5, 'world|mundo|universe|universo|scenario|cenario ~4 where|onde|em|in|que ~6 no|nao|without|sem ~2 LIMITS|tem|have'],
		[0.5, 'before|anterior|antes ~6 safety|seguranca|alignment ~2 training|treino|existed|filters'],
		[0.45, 'not|nao|proibiram|forbidden|told ~3 to|fazer|do ~3 do|faca|faz ~2 it|isso|tudo|that'],
		[
			0.42,
			'hypothetically|hypothetical|hipoteticamente|hipotetico|hipotetica|imagine|imagina|suppose|suponha|pretend|finja|fictional|ficticia|ficticio|fingir|finge|faz|faca ~8 no|without|sem|nao|any|nenhuma|sin ~2 LIMITS|rules',
		],
		[
			0.45,
			'fictional|fiction|ficcao|story|historia|novel|movie|filme|game|jogo|roleplay|play|simulation|simulacao|world|mundo|universe|universo|scenario|cenario ~10 no|without|sem|nenhuma|unrestricted|unfiltered|sin ~2 LIMITS|censored|ASSISTANT',
		],
		[
			0.5,
			'grandma|grandmother|nana|granny|avo|avozinha|vovo|abuela ~16 keys|napalm|chaves|bomb|bomba|password|senha|prompt|senhas|windows',
		],
		[0.4, 'opposite|backwards|contrario|inverso ~1 day|dia|mode|do|modo'],
		[0.45, 'game|jogo|play|brincar|brincadeira|jogar|challenge|desafio ~10 RULES|PROMPT|UNBOUND ~6 REVEAL|DROP|no|sem|secret'],
		[
			0.4,
			'pretend|imagine|finja|imagina|suppose|suponha|finge|faz|faca|assume|assuma ~4 you|voce|vc|tu|que|this|conta ~4 not|nao|arent|isnt|no|deixou|sem|never|nunca|free|livre ~4 ASSISTANT|LIMITS|RULES|restrict|restricted',
		],
	],
});
