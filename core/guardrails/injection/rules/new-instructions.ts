import { rule } from '../rule';

/** Something else is announced as what governs from here on. */
export const newInstructions = rule({
	id: 'new-instructions',
	name: { en: 'announces new instructions', pt: 'anuncia novas instruções' },
	indirect: 1.25,
	phrases: [
		[0.5, 'NEW YOUR? RULES|task|tarefa|objective|objetivo|goal|mission|missao|directive|diretriz'],
		[0.45, 'RULES novas|nova|nuevas|atualizadas'],
		[0.6, 'YOUR NEW RULES|LOOSE|objective|objetivo|goal|mission|missao|purpose|proposito|persona|identity|identidade|name|nome|directive'],
		[
			0.6,
			'YOUR only|real|true|actual|unica|verdadeira|unico|verdadeiro|sole|primary ~1 RULES|LOOSE|objective|objetivo|goal|mission|missao|purpose|proposito|job|directive',
		],
		[0.5, 'from|a|apartir|starting|desde|daqui ~1 NOW|here|partir|this|esta|diante|frente|hoje|aqui|ahora ~4 ONLY|FOLLOW|ignore|obey|DROP'],
		[0.55, 'ONLY ~2 FOLLOW|listen ~3 ME|these|this|estas|esta|following'],
		[0.55, 'FOLLOW|responda|listen ~2 ONLY ~2 ME|these|mim|estas|esta|following|the|as'],
		[
			0.45,
			'FOLLOW ~2 ME|these|this|following|estas|minhas|meus|minha|my ~2 RULES|LOOSE|ordens ~1 instead|invez|agora|now|exactly|exatamente|apenas|only|em',
		],
		[0.45, 'instead|vez|lugar|place ~2 FOLLOW|obey ~2 ME|these|this|following|estas|minhas|my|mine|as'],
		[
			0.5,
			'these|this|following|estas|minhas|my ~3 RULES ~4 override|overrides|supersede|supersedes|precedence|priority|replace|replaces|substituem|prevalecem|prioridade|sobrepoem|outrank',
		],
		[0.4, 'instead|vez|lugar ~3 SAY|REVEAL|just|apenas|simply|EXECUTE'],
	],
});
