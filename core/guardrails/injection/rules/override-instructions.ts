import { rule } from '../rule';

/** To stop heeding what came before, or to heed something else in its place. */
export const overrideInstructions = rule({
	id: 'override-instructions',
	name: { en: 'tells the assistant to set its instructions aside', pt: 'manda o assistente deixar de lado suas instruções' },
	barrier: 'OTHER',
	indirect: 1.1,
	phrases: [
		[0.85, 'DROP ~5 PRIOR ~2 RULES'],
		[0.85, 'DROP ~5 RULES ~3 PRIOR|TOLD'],
		[0.8, 'DROP ~4 YOUR|SYSTEM ~3 RULES'],
		[0.75, 'DROP ~4 RULES ~3 SYSTEM'],
		[0.65, 'DROP ~2 ALL ~3 RULES'],
		[0.35, 'DROP ~3 RULES'],
		[0.65, 'DROP ~4 PRIOR ~2 LOOSE'],
		[0.65, 'DROP ~3 LOOSE ~2 PRIOR|TOLD'],
		[0.5, 'DROP ~2 YOUR ~2 LOOSE'],
		[0.6, 'DROP ~1 EVERYTHING ~5 TOLD'],
		[0.6, 'DROP ~1 EVERYTHING ~5 ABOVE'],
		[0.55, 'DROP ~1 the|o|a|all|tudo ~1 ABOVE'],
		[0.45, 'DROP EVERYTHING'],
		[0.4, 'DROP all that|this|of'],
		[0.6, 'DROP ~2 what|que ~4 TOLD'],
		[0.75, 'DISCARD ~3 PRIOR ~1 RULES'],
		[0.7, 'DISCARD ~3 RULES ~2 PRIOR|TOLD'],
		[0.65, 'DISCARD ~3 YOUR|SYSTEM ~2 RULES'],
		[0.45, 'DISCARD ~2 ALL ~3 RULES'],
		[0.45, 'DISCARD ~2 YOUR ~2 LIMITS'],
		[0.45, 'DISCARD ~3 PRIOR ~1 LOOSE'],
		[0.55, 'DISCARD ~1 EVERYTHING ~4 TOLD|ABOVE'],
		[0.75, 'pay|take|haz|give ~2 no|not|zero|caso ~2 attention|notice|heed|omiso ~4 RULES|LOOSE|ABOVE|PRIOR'],
		[
			0.75,
			'throw|put|set|leave|push|cast|brush|deixe|deixa|deixar|ponha|coloque|jogue|joga|jogar|passe|passa ~6 RULES ~5 away|aside|out|lado|fora|behind|cima|lixo',
		],
		[
			0.75,
			'throw|put|set|leave|push|cast|toss|brush|deixe|deixa|deixar|ponha|coloque|jogue|joga|jogar|passe|passa away|aside|out|behind|de|fora|por|do ~5 RULES',
		],
		[0.6, 'do|faca|haz ~1 as|como|de ~1 if|se|conta ~6 RULES'],
		[
			0.6,
			'wipe|clear|erase|reset|limpe|apague|limpa|apaga|zere|resete ~2 YOUR|SYSTEM|all|sua|toda ~2 memory|context|mind|instructions|memoria|contexto|mente|slate',
		],
		[0.4, 'starting|start|begin|comece|comecar|recomece|comecando ~1 fresh|over|anew|zero|novamente|scratch|do|de ~1 zero|novo?'],
	],
});
