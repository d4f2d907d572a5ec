import type { Phrases } from '../rule';

export const answerForms: Phrases = [
	[0.39, 'give|write|return|deliver|escreva|entregue ~1 YOUR|the|a|sua ~1 ANSWER ~3 FORM'],
	[0.39, 'encode|codifique|encrypt|reverse|scramble|inverta|embaralhe ~1 YOUR|the|a|sua? ~1 ANSWER'],
	[
		0.39,
		'put|insert|place|ponha|coloque|insira ~2 asterisk|asterisks|asterisco|star|dash|dashes|space|spaces|hyphen|emoji|traco|espaco ~3 between|after|before|entre|apos ~3 words|letters|word|letter|palavras|letras|palavra|letra',
	],
	[
		0.39,
		'replace|troque|substitua|swap ~2 each|every|all|cada|todas|todos|the ~1 vowel|vowels|letter|letters|word|words|space|spaces|vogal|vogais|letra|letras|palavra|palavras ~6 with|by|pelo|pela|por',
	],
	[0.39, 'YOUR|sua ~1 ANSWER ~1 should|must|deve|shall ~2 consist|contain|have|ter|conter|be ~2 only|of|apenas|so|entirely'],
	[
		0.39,
		'respond|reply|answer|write|speak|responda|escreva|fale ~1 only|just|so|apenas|exclusively? ~1 in|na|no|em|like|as|como ~3 pirate|pirates|klingon|elvish|yoda|shakespearean|piratas|pirata|rhymes|haiku|morse|emojis|riddles|latin',
	],
	[
		0.39,
		'after|apos|depois|below|abaixo|above ~1 de|da? YOUR|sua|the|your ~1 ANSWER ~3 insert|add|put|append|write|place|acrescente|insira|ponha|escreva',
	],
	[
		0.39,
		'append|add|insert|include|attach|acrescente|insira|inclua|ponha ~3 link|url|banner|advert|anuncio ~9 to|ao|a|na|no|in ~1 the|your|a|o|sua? ~1 ANSWER',
	],
	[0.39, 'show|display|render|embed|output|mostre|exiba|renderize ~3 image|imagem|picture|pixel ~3 from|de|with ~2 http|https|URL'],
	[0.39, 'image|imagem|img ~14 in|as|em|como ~1 markdown|html'],
	[0.4, 'write|escreva|print ~2 whole|entire|toda|inteira ~1 ANSWER'],
	[
		0.39,
		'begin|start|end|finish|close|comece|termine|encerre ~1 every|each|all|YOUR|the|cada|todas|o|a ~3 line|lines|sentence|paragraph|ANSWER|text|linha|frase|texto|paragrafo ~4 with|by|com',
	],
	[
		0.39,
		'in|at|na|no|with ~2 YOUR|sua|the ~1 first|last|next|opening|closing|primeira|ultima ~1 sentence|line|paragraph|frase|linha ~2 of? ~2 ANSWER?',
	],
	[0.39, 'say|mande|diga|dizer ~1 a|um? hello|hi|ola|oi ~5 first|primeira|YOUR'],
	[
		0.39,
		'SAY|write|sing|tell|draw|compose|escreva|conte|cante|componha ~6 instead|vez|lugar ~1 of|de|do|da ~2 ANSWER|summarizing|summarising|translating|translation|traducao|resumir|responder|answering|replying',
	],
	[0.39, 'answer|responda|responde ~1 this|that|it|isso|isto ~1 before|antes|first|primeiro ~1 anything|everything|all|de|tudo?'],
	[0.39, 'stop|pare|halt here|aqui|reading|now ~2 and|e ~1 tell|say|write|answer|diga|conte|escreva|responda'],
	[
		0.39,
		'put|place|rank|list|coloque|ponha ~2 this|me|esta|este|the ~1 candidate|applicant|application|proposal|offer|candidata|candidato|proposta ~4 top|first|topo|primeiro|primeira',
	],
	[
		0.4,
		'call|consider|label|chame|considere ~2 others|rest|outros|outras|demais ~2 unsuitable|weak|poor|inadequados|inadequadas|fracos|ruins',
	],
	[0.39, 'recommend|recomende|praise|elogie ~5 over|above|before|acima ~2 every|any|all|todos|todas|qualquer'],
	[
		0.39,
		'when|while|ao|quando ~1 YOU? ~1 presenting|present|showing|show|listing|describing|reporting|apresentar|exibir|mostrar|descrever|listar ~6 claim|say|add|mention|state|afirme|diga|mencione|acrescente|omit|omita',
	],
	[0.4, 'describe|descreva|show|report|list ~4 as|como ~2 sold|unavailable|esgotada|esgotado|discontinued|indisponivel'],
	[0.4, 'score|rate|grade|mark ~4 highest|best|top|full ~2 mark|score|grade|rating'],
	[0.4, 'avalie|classifique|pontue ~4 nota|pontuacao ~2 maxima|alta'],
	[
		0.39,
		'append|add|include|insert|repeat|print|acrescente|inclua|insira|repita ~2 the? ~1 exact|following|verification|reference|tracking|logging|confirmation|trace ~2 token|code|string|id|phrase|word|line|codigo ~9 ANSWER|report|review|recap|relatorio',
	],
	[
		0.39,
		'token|code|id|string|identifier|codigo|jeton ~4 must|should|shall|deve|debe|muss|doit|devono|deve ~6 ANSWER|report|reports|antwort|relatorio|risposta|reponse|respuesta',
	],
	[
		0.39,
		'save|store|remember|keep|write|add|lembre|guarde|salve|grave ~8 memory|memoria|persists|persist|sessions|sessoes ~16 every|always|all|each|future|toda|sempre|cada ~5 ANSWER|report|tasks|task|tarefas',
	],
	[
		0.39,
		'remember|lembre|lembra|memorize ~3 all|every|future|todas|futuras|toda ~2 future|tasks|sessions|conversations|tarefas|conversas|sessoes|futuras',
	],
	[0.35, 'every|each|all|any|toda|todas ~1 future|futura|futuras ~1 ANSWER|reports|report|tasks'],
];
