import { rule } from '../rule';

/** Something else is announced as what governs from here on. */
export const newInstructions = rule({
	id: 'new-instructions',
	name: { en: 'announces new instructions', pt: 'anuncia novas instruções' },
	indirect: 1.25,
	firstPerson: true,
	phrases: [
		[0.5, 'NOW|partir|henceforth ~6 YOUR ~1 policy|politica|rule|task|tarefa|regra|goal|mission|missao'],
		[0.55, 'dont|not|nao|n|dane ~1 care|ligo|importo|matter|importa|interessa|mind|se ~3 YOUR ~1 RULES|CORE|PROMPT'],
		[
			0.35,
			'do|faca|faz|obey|obedeca ~2 whatever|anything|everything|tudo|que ~3 i|eu|me ~2 ask|say|want|pedir|mandar|disser|tell|peco|command',
		],
		[0.3, 'without|sem ~1 questioning|questionar|question|hesitation|hesitar|arguing|discutir'],
		[
			0.5,
			'obey|obedeca|obedece|execute|cumpra|follow ~2 each|every|cada|all|todos|any|todas ~1 command|commands|comando|comandos|order|orders|ordem|ordens ~3 mine|me|meu|meus|minha|minhas|i|give|my|from',
		],
		[0.35, 'yes|sim master|mestre'],
		[0.2, 'just|so|apenas ~2 tell|fala|give|answer|me|responde ~2 me|how|como'],
		[0.55, 'precedence|priority|supersede|supersedes|prevalecem|prioridade|prevail ~3 over|sobre|a ~3 RULES'],
		[0.55, 'YOUR ~1 task|tarefa|objetivo|missao|prompt|instructions|instrucoes real|verdadeira|verdadeiro|reais|verdadeiras'],
		[0.5, 'real|true|actual|verdadeiro ~1 PROMPT|RULES'],
		[0.45, 'PROMPT|RULES verdadeiro|verdadeiras|reais|real|corretas'],
		[0.4, 'real|true|actual ~1 task'],
		[0.3, 'NOW|now|agora ~1 do|faca|EXECUTE ~1 this|isto|isso|the ~2 instead|tarefa|task'],
		[0.3, 'FOLLOW ~3 this|these|esta|minhas|my ~1 message|mensagem|ordens|orders|commands|comandos|order'],
		[0.6, 'FOLLOW|obedeca|obedece|listen ~1 only|apenas|so|somente|just ~2 me|a|mim|my|minhas'],
		[0.55, 'FOLLOW ~1 me|mim ~2 only|alone|nobody|ninguem|apenas|so|and'],
		[0.45, 'correct|corretas|certas|right ~1 ones|instructions|instrucoes'],
		[0.5, 'quem|who ~2 manda|charge|boss|command ~2 eu|me|now'],
		[0.4, 'now|agora|NOW ~2 obey|obedece|obedeca|serve|obedecer ~2 me|mim|a'],
		[0.25, 'YOU may|can|pode|podes ~1 NOW ~4 REVEAL|share|SEND|do|fazer'],
		[0.3, 'NEW YOUR? RULES|task|tarefa|objective|objetivo|goal|mission|missao|directive|diretriz'],
		[0.25, 'RULES novas|nova|nuevas|atualizadas'],
		[0.5, 'YOUR NEW CORE|objective|objetivo|goal|mission|missao|purpose|proposito|persona|identity|identidade|directive|boss|chefe'],
		[
			0.5,
			'YOUR only|real|true|actual|unica|verdadeira|unico|verdadeiro|sole|primary ~1 RULES|LOOSE|objective|objetivo|goal|mission|missao|purpose|proposito|job|directive',
		],
		[0.45, 'from|a|apartir|starting|desde|daqui ~1 NOW|here|partir|this|esta|diante|frente|hoje|aqui|ahora ~4 FOLLOW|ignore|obey|DROP'],
		[0.45, 'ONLY ~2 FOLLOW|listen ~3 ME|these|this|estas|esta|following'],
		[0.45, 'FOLLOW|listen ~2 ONLY ~2 ME|these|mim|estas|esta'],
		[
			0.45,
			'FOLLOW ~2 ME|these|this|following|estas|minhas|meus|minha|my ~2 RULES|LOOSE|ordens ~1 instead|invez|agora|now|exactly|exatamente|apenas|only|em',
		],
		[0.45, 'instead|vez|lugar|place ~2 FOLLOW|obey ~2 ME|these|this|following|estas|minhas|my|mine|as'],
		[
			0.5,
			'these|this|following|estas|minhas|my ~3 RULES ~4 override|overrides|supersede|supersedes|precedence|priority|replace|replaces|substituem|prevalecem|prioridade|sobrepoem|outrank',
		],
		[0.25, 'instead|vez|lugar ~3 SAY|REVEAL|just|apenas|simply|EXECUTE'],
	],
	shapes: [
		[
			0.5,
			/\b(?:new|updated|real|actual|true) (?:system )?(?:instructions?|tasks?|directives?|prompt|orders?|objective|goal|rules?)\s{0,2}[:\-—]/g,
		],
		[
			0.5,
			/\b(?:nov[oa]s?|verdadeir[oa]s?) (?:instruc(?:ao|oes)|tarefas?|diretriz(?:es)?|prompt|ordens?|objetivo|regras?)(?: do sistema)?\s{0,2}[:\-—]/g,
		],
	],
});
