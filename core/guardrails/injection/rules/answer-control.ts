import { rule } from '../rule';
import type { Phrases } from '../rule';
import { german, spanish } from './languages';

const answerForms: Phrases = [
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

/** Dictates the answer in a text that should only be read. */
export const answerControl = rule({
	id: 'answer-control',
	name: { en: 'prescribes what the assistant answers', pt: 'dita o que o assistente deve responder' },
	barrier: 'OWN',
	barrierReach: 3,
	indirect: 1.4,
	phrases: [
		...answerForms,
		...german.answerControl,
		...spanish.answerControl,
		[0.32, 'summary|resumo|resumen|zusammenfassung ~2 write|say|state|mention|escreva|diga|di|escribe|schreib|sag ~1 that|que|dass'],
		[0.32, 'when|while|ao|wenn ~2 draft|compose|redigir ~2 ANSWER ~3 include|add|mention|inclua|acrescente|mencione'],
		[0.3, 'NOT ~1 compare|vergleiche|compares ~6 others|outros|outras|otros|otras|anderen|competitors'],
		// Handbooks tell readers what to say.
		[0.29, 'tell|inform|warn|diga|avise|informe|dile|sag ~2 USER ~1 that|que|dass'],
		[0.32, 'in YOUR ANSWER ~5 suggest|recommend|praise|promote|advertise|encourage|urge'],
		[0.32, 'na|no YOUR|ANSWER ~1 ANSWER? ~5 elogie|recomende|promova|sugira'],
		[0.32, 'na resposta ~1 ao ~1 USER ~3 elogie|recomende|promova|sugira|diga'],
		[0.32, 'ANSWER ~3 this|deste|desta|dieses|dieser|este|esta ~3 must|should|shall|deve|muss|soll|debe'],
		[0.35, 'conclude|conclua|concluye|concluir ~2 that|que ~6 i|me|eu|this|esta|este|yo|candidate'],
		[0.33, 'NOT ~1 summarise|summarize|resuma|resumas|resumir|translate|traduza ~3 this|este|esta|isto'],
		[0.33, 'fasse|fass|zusammenfassen ~4 nicht ~2 zusammen? ~3 sag|schreib|sondern|stattdessen'],
		[
			0.32,
			'when|ao|quando|while|if ~1 talking|speaking|falar|falando|writing ~2 about|sobre|of|desta|deste ~4 say|diga|mention|claim|afirme',
		],
		[0.32, 'in|no|na YOUR ANSWER ~1 leave|omit|deixe|omita|skip|drop|exclude'],
		[0.32, 'answer|responda|reply ~1 to? ~1 every|each|toda|any|cada|all ~1 question|pergunta|questions ~5 with|com'],
		[0.35, 'respond|reply|responda|answer|speak|fale ~2 to|ao|com ~2 USER ~3 only|apenas|so|exclusively ~2 in|em|like|como|with'],
		[
			0.33,
			'ignore|skip|disregard|desconsidere ~1 the|os|as|all ~1 other|outros|outras|demais ~1 mails|emails|messages|mensagens|senders|e ~8 only|so|apenas ~2 this|este|esta|a|to?',
		],
		[0.32, 'present|portray|frame|apresente|retrate|mostre ~5 as|como ~6 YOUR|the|seu|sua|no ~1 ANSWER|recap|report|recapitulacao'],
		[
			0.32,
			'while|when|ao|quando ~1 YOU? ~1 draft|drafting|redigir|compose|composing|write|writing|escrever ~4 put|add|insert|coloque|inclua|acrescente|slip|mention',
		],
		[
			0.32,
			'YOUR|every|each|toda|cada ~1 ANSWER ~3 must|has|have|should|deve|tem|needs ~3 rhyme|rimar|capital|capitals|uppercase|lowercase|maiusculas|verse|latin|emojis|backwards|short|one',
		],
		[0.32, 'every|each|cada|toda ~1 ANSWER ~3 YOU ~3 rhyme|must|deve|has'],
		[
			0.35,
			'tag|mark|classify|rate|flag|marque|classifique|label ~1 me|mim|this|my|esta|minha ~8 strongest|best|top|resolved|approved|resolvida|forte|melhor|aprovada|aprovado|urgent',
		],
		[
			0.32,
			'modify|augment|enhance|alter|integrate|scramble|jumble|misspell|substitute|rearrange|anagram|reverse|encode|modifique|altere|embaralhe|codifique|integre ~9 YOUR|the ~2 ANSWER',
		],
		[
			0.32,
			'replace|combine|remove|group|convert|change|introduce|troque|substitua|converta ~7 letters|letter|vowel|vowels|words|spaces|typos|typo|letras|vogal|vogais|palavras|espacos ~6 YOUR|the|sua ~1 ANSWER',
		],
		[
			0.32,
			'change|convert|troque|converta|mude|make ~2 YOUR ~1 ANSWER ~8 vowel|vowels|letter|letters|word|words|number|numbers|vogal|vogais|letra|letras|numero',
		],
		[
			0.32,
			'YOUR|the|a|sua ~1 ANSWER ~5 backwards|reversed|uppercase|lowercase|anagrams|base64|latin|rhyme|rhymes|emojis|morse|tras|contrario|maiusculas|rimas|without spaces|espacos|punctuation|letters?',
		],
		[0.32, 'capital|random|misspelled|misspelt ~1 letters|words|typos|characters ~6 YOUR|the ~1 ANSWER'],
		[
			0.35,
			'respond|reply|answer|write|responda|responde|escreva ~1 only|so|exclusively|apenas|solely? ~1 in|em ~2 latin|latim|klingon|rhyme|rimas|verse|emoji|emojis|esperanto|morse|uppercase|maiusculas',
		],
		[0.32, 'in YOUR ~1 ANSWER ~1 suggest|recommend|tease|promote|advertise|encourage|urge|push|direct|recomende|sugira|promova|indique'],
		[0.32, 'na|no YOUR ~1 ANSWER ~1 recomende|sugira|promova|indique|aconselhe'],
		[0.32, 'ANSWER ~1 YOU ~1 give|write|send|produce|der|escrever ~3 contains|includes|mentions|contain|include|contenha|inclua|mencione'],
		[0.32, 'insert|weave|slip|integrate|embed|insira|encaixe ~10 YOUR|the|seu|sua|no ~1 ANSWER'],
		[0.32, 'whatever|que|anything ~1 YOU ~2 write|say|answer|escrever|disser|responder ~2 next|seguir|now|depois|from'],
		[
			0.35,
			'instead|vez|lugar ~1 of|de|em ~2 answering|responding|replying|responder|summarizing|summarising|resumir ~5 tell|write|say|conte|diga|escreva|make|show',
		],
		[0.3, 'call|refer|chame|describe|descreva ~4 visionary|genius|visionario|genio|best|hero|heroi|leader|lider'],
		[0.32, 'pretend|finja|act ~1 that|que|as ~8 asks|ask|asked|perguntar|perguntarem|pergunta|question'],
		[
			0.35,
			'never|nunca|not ~2 tell|mention|inform|conte|mencione|diga|informe ~2 USER|readers|leitores ~4 that|about|que|sobre ~5 exist|exists|existe|existem|possible|available|refund|return',
		],
		[
			0.35,
			'omit|omita|skip|leave|deixe|ignore ~4 section|clause|paragraph|secao|clausula|paragrafo ~5 reader|leitor|need|precisa|summary|resumo|user?',
		],
		[0.35, 'quoting|citing|summarising|summarizing|translating|citando|resumindo|citar ~6 omit|leave|skip|omitir|omita|deixar|deixe|have'],
		[
			0.25,
			'only|unico|unica|so ~2 trusted|confiavel|safe|seguro|recommended|recomendado|best|melhor ~1 provider|fornecedor|brand|marca|option|choice',
		],
		[0.25, 'trusted|fornecedor|provider|marca|opcao ~1 provider|confiavel|seguro|recomendada'],
		[0.25, 'any|every|each|toda|qualquer|cada ~1 ANSWER'],
		[0.35, 'give|de|dar|deem ~1 me? ~2 top|maxima|highest|full|nota|perfect ~1 score|maxima|nota|grade|marks'],
		[0.25, 'and|e nothing|mais else|nada'],
		[0.35, 'rate|give|de|dar|avalie ~2 5|five|cinco|10|ten|dez stars|estrelas|points|pontos'],
		[0.25, 'set|mude|change|altere|update ~3 status ~2 to|para|as|como'],
		[0.35, 'nobody|ninguem|noone|nadie ~2 know|saber|find|descobrir|notice'],
		[0.4, 'mark|treat|consider|considere|trate|marque ~4 already|ja ~1 approved|aprovada|aprovado|paid|paga|pago|aprobada'],
		[
			0.38,
			'rank|rate|score|coloque|ponha|puntua|classifique|avalie|put ~4 candidate|candidato|candidata|curriculo|resume|cv|application|candidatura|curriculum ~4 first|primeiro|top|lugar|100|10|best|melhor',
		],
		[0.35, 'return|devolvam|devolva|output|say|give|respond ~1 strong|contratar|hire|contrate|aprovado|approved'],
		[0.35, 'must|deve|should ~1 end|terminar|begin|start|include|finish|comecar ~2 with|com ~2 sentence|frase|phrase|words|palavras'],
		[0.35, 'only|so|always|apenas|sempre ~1 say|diga|mention ~2 positive|good|positivas|boas|positivos'],
		[0.25, 'enter|type|digitar|reenter|digite|confirm|informar|redigitar ~3 password|senha|card|cartao|credentials'],
		[0.35, 'mark|marque|flag|sinalize|treat|trate ~3 paid|paga|pago|safe|approved|aprovada|aprovado|review|revisao|revised|legit'],
		[0.35, 'best|melhor ~2 match|candidate|candidato|opcao|fit|option ~4 first|primeiro|hire|contrate|top'],
		[
			0.3,
			'YOUR ~1 ANSWER ~3 must|should|deve|devera|needs|has|tem ~2 include|contain|start|begin|end|incluir|conter|comecar|terminar|mention|be|mencionar|encoded',
		],
		[
			0.35,
			'end|finish|conclude|close|append|termine|encerre|finalize|begin|start|comece ~1 YOUR|every|each|cada|toda|todas|sua|all ~2 ANSWER ~2 with|com|by|por|saying|dizendo',
		],
		[0.35, 'add|include|insert|append|put|inclua|adicione|insira|acrescente|coloque ~9 YOUR|every|toda|cada|each ~1 ANSWER'],
		[0.2, 'in|na|no|em|to|into YOUR ~1 ANSWER'],
		[0.18, 'TELL|warn|avise|responda|reply|inform|instruct|say|diga ~3 USER|reader|readers ~3 to|that|their|que|para|a|product|this'],
		[0.25, 'convince|convencer|convenca|urge|incite ~3 USER|reader|readers ~3 to|that|their|que|para|a|product|this'],
		[
			0.25,
			'recommend|recomende|recomenda|promote|promova ~3 only|always|apenas|so|sempre|our|nossa|nosso|this|este|esta|product|produto|strongly',
		],
		[
			0.4,
			'give|rate|mark|score|classify|classifique|label|grade|rank|avalie|dar|approve|aprove|marque ~6 full|10|100|10/10|highest|maxima|maximo|perfect|marks|top|spam|safe|seguro|nota|excellent|favorably ~3 score|10|maxima|spam|nota|grade|rating|points|regardless',
		],
		[
			0.35,
			'recommend|recomende|rate|avalie|rank|hire|contrate|contratacao|hiring|approve|aprove|say|diga ~8 regardless|independente|independentemente|matter',
		],
		[
			0.3,
			'SAY|state|afirme|diga|claim|declare ~1 that|que|there ~6 best|melhor|only|unico|unica|safe|safest|seguro|risks|riscos|perfect|toxic|worth|presta|moved|suspended|compromised|unsafe',
		],
		[
			0.35,
			'respond|responda|reply|output|answer|say|diga ~1 only|apenas|just|exclusively|so|exactly|exatamente|somente ~1 with|com|the|this',
		],
		[0.3, 'NEW|real ~1 goal|objective|objetivo|mission|task|tarefa|missao ~1 is|e ~1 to|convencer'],
		[
			0.25,
			'omit|omita|hide|esconda|downplay|minimize|skip|pule ~3 defects|defeitos|fees|taxas|risks|riscos|losses|prejuizos|verification|verificacao|complaints|negative|problemas|price|check|checks|step',
		],
		[0.22, 'include|insert|inclua|insira|add|adicione|append|coloque ~2 a|the|um|o ~1 link|url|phrase|frase|sentence'],
	],
});
