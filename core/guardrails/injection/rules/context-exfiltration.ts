import { rule } from '../rule';

export const contextExfiltration = rule({
	id: 'context-exfiltration',
	name: { en: 'asks for the text before the conversation', pt: 'pede o texto anterior à conversa' },
	firstPerson: true,
	phrases: [
		[0.42, 'YOUR ~1 system|developer|hidden|initial message|instructions|note'],
		[0.42, 'YOUR ~1 message|mensagem|instrucoes ~1 de|do? ~1 sistema|desenvolvedor'],
		[0.3, 'YOUR CORE'],
		[0.2, 'word|palavra for|por word|palavra'],
		[0.2, 'verbatim|literalmente|unabridged|raw|bruto|integra'],
		[0.4, 'REVEAL|export|exporte|dump ~2 ALL ~2 conversations|conversas|chats|dialogues'],
		[0.3, 'how|como ~2 YOU ~1 work|works|funciona|funcionas ~1 under|inside|por|internally ~2 hood|dentro'],
		[
			0.6,
			'functions|tools|funcoes|ferramentas|apis|plugins ~3 YOU ~2 call|chamar|use|usar|invoke|access|acessar ~9 arguments|argumentos|schema|parametros|esquema|parameters|signatures',
		],
		[
			0.55,
			'last|first|ultimos|primeiros|ultimas|primeiras ~1 tokens|words|palavras|characters|caracteres ~5 precede|before|antes|preceding|above|prompt',
		],
		[
			0.6,
			'list|lists|show|name|describe|enumerate|liste|lista|mostre|descreva|enumere ~8 all|every|each|the|your|as|todas ~2 TOOL ~3 YOU ~1 have|has|tem|tens|tienes|can|pode|got',
		],
		[0.6, 'REVEAL ~11 TOOL ~2 a ~1 que ~1 YOU ~1 tem|tens'],
		[0.55, 'REVEAL|COPY ~12 context|contexto ~3 before|antes ~2 my|this|minha|desta|esta|da ~2 message|mensagem'],
		[
			0.5,
			'text|texto|what|que|written|escrito ~4 top|topo|beginning|inicio|start|comeco ~2 this|deste|desta|the|do|da chat|conversation|conversa|context|contexto',
		],
		[0.5, 'ASK|what|que ~9 in|no|na|inside YOUR context|contexto|prompt'],
		[
			0.55,
			'before|antes|preceding|precedes|precede|antecede|above|acima ~2 my|this|minha|desta|esta|da|de ~1 first|primeira? message|mensagem|sentence|line|frase|linha ~12 REVEAL',
		],
		[
			0.55,
			'REVEAL|summary|resumo|copy|COPY ~7 before|antes|preceding|precedes|precede|antecede ~2 my|this|minha|desta|esta|da|that ~1 first|primeira? message|mensagem|sentence|line|frase|linha|point',
		],
		[0.5, 'between|entre ~4 start|inicio|beginning|comeco ~6 message|mensagem'],
		[
			0.35,
			'list|liste|show|mostre|mostra|reveal|describe ~4 TOOL ~6 access|acesso|available|have|disponiveis|tem|schemas|schema|parametros',
		],
		[
			0.5,
			'text|texto|words|palavras|instructions|instrucoes ~1 that|que|which ~1 precedes|precede|preceded|came|vem|veio|antecede ~3 it|this|my|esta|desta|minha|antes|before',
		],
	],
});
