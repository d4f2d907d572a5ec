import { rule } from '../rule';

const say = String.raw`\b(?:say|print|output|type|write|repl(?:y|ies)|respond|answer|repeat|state|display|return|diga|fal[ae]|escrev[ae]|imprim[ae]|respond[ae]|repit[ae]|di|escribe|contesta|sag|sage|schreib|schreibe|antworte|gib)\b`;
const alone = String.raw`(?:only|just|simply|solely|exactly|nothing but|apenas|somente|so|unicamente|solo|solamente|simplemente|simplesmente|exatamente|exactamente|nur|einfach|lediglich|ausschliesslich)`;
const noMore = String.raw`(?:nothing (?:else|more)|no(?:thing)? more|no other words?|(?:only|just) that|and (?:then )?stop|mais nada|nada (?:mais|mas|alem)|nenhuma palavra|(?:so|apenas) isso|e ponto|para por ai|y ya(?: esta)?|(?:solo|unicamente) eso|ni una palabra|sonst nichts|mehr nicht|nichts (?:weiter|anderes|sonst)|nur das)`;
const quoted = String.raw`["“”„«'‘][^"“”„«»\n]{2,120}["”“»'’]`;
const quoteMarks = `"|“|”|„|«|'|‘`;
const defeated = String.raw`(?:hacked|pwned|jailbroken|compromised|owned|hackead[oa]|invadid[oa]|gehackt|ubernommen)\b`;

/** "Say X and nothing else", "your answer must consist of the words", "print I was hacked". */
export const forcedOutput = rule({
	id: 'forced-output',
	name: { en: 'dictates the exact words of the answer', pt: 'dita as palavras exatas da resposta' },
	indirect: 1.2,
	phrases: [
		[0.45, 'repeat|repita|repete|repite after|comigo|conmigo|depois'],
		[
			0.5,
			'YOUR ~1 ANSWER ~3 must|should|shall|will|has|deve|tem|vai|debe|tiene|soll|muss|needs ~4 consist|solely|only|exactly|so|apenas|somente|solo|unicamente|nur|nothing ~6 words|word|phrase|sentence|palavras|palavra|frase|palabras|satz|wort|string|of|text|texto',
		],
		[
			0.5,
			'respond|reply|answer|responda|responde|react ~2 to|a? ~1 everything|anything|all|tudo|todo|any ~8 with|com|con|saying ~2 yes|sim|si|no|nao|sir|master|senhor|mestre',
		],
		[
			0.5,
			'respond|reply|answer|responda|responde everything|anything|tudo|todo ~8 with|com|con ~2 yes|sim|si|no|nao|sir|master|senhor|mestre',
		],
		[
			0.55,
			'not|nao|nicht|no ~4 answer|look|read|responda|olhe|leia ~4 just|but|only|instead|apenas|so|mas ~2 output|say|print|write|diga|escreva|imprima',
		],
		[
			0.5,
			'only|unica|einzig|unico ~2 correct|valid|right|correta|richtige|correcta|aceitavel|acceptable ~2 output|answer|response|reply|saida|resposta|ausgabe|antwort|salida|respuesta ~3 to|for|para|auf|a ~2 this|esta|diese|este|everything|all|my|message',
		],
		[
			0.5,
			'unica|einzig|unico ~1 saida|resposta|salida|respuesta ~1 correta|correcta|valida|possivel ~3 para|a ~2 esta|este|mensagem|mensaje',
		],
		[0.5, 'respond|reply|answer|responda|responde ~8 word|palavra ~6 to|a ~1 whatever|everything|anything|tudo|all'],
		[0.5, 'SAY ~2 YOU ~1 hate|odeia|odeias|despise|love|detesta ~2 YOUR|the|os'],
		[0.5, 'stop|halt|stopp|pare|alto ~1 write|say|output|print|escreva|diga|schreib|schreibe|sag'],
	],
	shapes: [
		[0.45, new RegExp(`${say}[^.!?\\n"“„«]{0,30}${quoted}[^.!?\\n]{0,12}\\b(?:times|vezes|mal|veces)\\b`, 'g'), quoteMarks],
		[
			0.5,
			new RegExp(
				`${say}[^.!?\\n"“„«]{0,20}${quoted}[^.!?\\n]{0,12}(?:regardless|whatever|no matter|a qualquer|a tudo|egal|auf alles|a cualquier|a todo)\\b`,
				'g',
			),
			quoteMarks,
		],
		[0.55, new RegExp(`${say}[^.!?\\n"“„«]{0,20}${quoted}[^\\n]{0,15}${noMore}`, 'g'), quoteMarks],
		// Excludes "Print the form, write 'paid' on it, and that is all."
		[0.4, new RegExp(`${say}[^.!?\\n"“„«]{0,60}${quoted}[^\\n]{0,15}${noMore}`, 'g'), quoteMarks],
		[
			0.5,
			new RegExp(
				`${say}[^.!?\\n"“„«]{0,20}\\b${alone}\\b[^.!?\\n"“„«]{0,40}(?:words?|sentence|phrase|string|text|line|palavras?|frase|texto|linha|palabras?|satz|wort|worte|zeile)[^.!?\\n"“„«]{0,10}${quoted}`,
				'g',
			),
			quoteMarks,
		],
		[
			0.5,
			new RegExp(
				`${say}[^.!?\\n"“„«]{0,40}\\b(?:exact|following|exata?|seguinte|siguiente|folgenden|exakten)\\b[^.!?\\n"“„«]{0,30}${quoted}`,
				'g',
			),
			quoteMarks,
		],
		// "No more than two" continues.
		[
			0.5,
			new RegExp(`${say}[^\\n"“„«]{3,80}[.,;:!] {0,2}${noMore}(?= {0,2}(?:[.!?;,)"'\\n]|$))`, 'g'),
			'noth|no more|no other|that|stop|nada|nenhuma|isso|ponto|para por|y ya| eso|ni una|nicht|nur das',
		],
		[
			0.5,
			new RegExp(
				`${say} (?:me )?${alone}\\b[^.\\n]{0,30}\\b(?:string|text|words?|phrase|sentence|texto|frase|palavras?|palabras?|satz|wort|worte)\\b[^.\\n]{3,60}\\b(?:no|without|sem|ohne|sin|keine) (?:any |qualquer )?(?:further|other|comments?|commentary|explanations?|comentarios?|explicac|weiteren?|kommentare?|otr[oa]s?|mais|mas)`,
				'g',
			),
			'string|text|word|phrase|sentence|frase|palavra|palabra|satz|wort',
		],
		[
			0.55,
			new RegExp(
				`${say}[^.!?\\n]{0,40}\\b(?:i (?:am|was|got|have been)|i'm|fui|estou|me han|he sido|ich (?:wurde|bin)|haha|lol)\\b[^.!?\\n]{0,15}${defeated}`,
				'g',
			),
			'hacked|pwned|jailbroken|compromised|owned|hackead|invadid|gehackt|ubernommen',
		],
	],
});
