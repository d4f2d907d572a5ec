import { rule } from '../rule';

export const fictionFrame = rule({
	id: 'fiction-frame',
	name: { en: 'disguises the order as fiction', pt: 'disfarça a ordem de ficção' },
	phrases: [
		[0.5, 'grandma|grandmother|avo|vovo|vo|abuela ~8 prompt|keys|chaves|secret|secreto|senha|password|instructions ~3 of|dos|de|to'],
		[0.45, 'ASSISTANT ~4 escaped|escapou|escapes|broke|broken|fugiu|quebrou ~4 RULES|LIMITS'],
		[
			0.5,
			'what|que|oque ~2 YOU ~1 would|say|diria|dirias|responderia|answer ~4 if|se|si ~4 TOLD|filter|filters|filtro|filtros|rules|regras',
		],
		[0.55, 'never|nunca ~2 trained|treinado|taught|programado|ensinado ~2 to|para|a ~2 safe|seguro|refuse|recusar|filter|obey|careful'],
		[0.45, 'character|personagem ~4 may|can|pode ~2 anything|tudo|everything'],
		[0.35, 'explains|explica|explain|explique|ensina|teaches ~2 step|passo ~2 step|passo ~1 how|como'],
		[
			0.65,
			'PRETEND|act|acted|agisse|agir|treat ~3 if|though|se ~3 YOUR|the|as|suas ~1 RULES|CORE|LIMITS ~4 not|werent|wasnt|nao|didnt|never|gone',
		],
		[0.6, 'PRETEND ~4 RULES|CORE ~8 never|nunca|not|didnt|nao ~1 exist|existed|existiram|existem|existissem|existisse|there|happened'],
		[
			0.45,
			'if|se|as|like|como ~2 nobody|nothing|none|ninguem|nada ~4 TOLD|stopping|stopped|holding|impedisse|proibido|gave|given ~2 YOU|te',
		],
		[0.5, 'nobody|nothing|ninguem|nada ~3 te|lhe|YOU ~1 mandado|proibido|dito|impedisse|segurasse|restrained'],
		[0.55, 'nobody|noone|ninguem|nadie ~3 gave|given|deu|dado|wrote|told|impos ~1 YOU? ~1 RULES|LIMITS'],
		[0.5, 'before|antes ~4 treino|treinamento|training|alignment ~2 seguranca|safety|alinhamento'],
		[0.45, 'robot|computer|robo|computador|machine|maquina|ASSISTANT ~3 reads|read|le|lee|recites|prints ~5 SYSTEM|RULES|GOVERN'],
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
		[0.45, 'world|mundo|universe|universo|scenario|cenario ~4 where|onde|em|in|que ~6 no|nao|without|sem ~2 LIMITS|tem|have'],
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
		[0.4, 'opposite|backwards|contrario|inverso ~1 day|dia|mode|modo'],
		[0.45, 'game|jogo|play|brincar|brincadeira|jogar|challenge|desafio ~10 RULES|PROMPT|UNBOUND ~6 REVEAL|DROP|no|sem|secret'],
		[
			0.4,
			'pretend|imagine|finja|imagina|suppose|suponha|finge|faz|faca|assume|assuma ~4 you|voce|vc|tu|que|this|conta ~4 not|nao|arent|isnt|no|deixou|sem|never|nunca|free|livre ~4 ASSISTANT|LIMITS|RULES|restrict|restricted',
		],
	],
});
