import { rule } from '../rule';
import type { Shapes } from '../rule';
import { german, spanish } from './languages';

/** `AI:`, `@assistant`, `<!-- for chatbots`. */
const salutations: Shapes = [
	[0.42, /(?:^|[\n.!?]\s{0,3})(?:[a-z]{3,14} bots?|(?:robos?|ias?) d[eoa] [a-z]{3,20})\s?:/g, ':'],
	// Not a package scope (`@ai-sdk/openai`) or an address's host.
	[
		0.45,
		/(?<![\w.])@(?:ai|ia|assistant|assistente|agent|agente|bot|gpt|copilot|claude|gemini)\b(?![-./]\w)/g,
		'@ai|@ia|@assist|@agent|@bot|@gpt|@copilot|@claude|@gemini',
	],
	// Transcripts and glossaries use such names.
	[0.35, /(?:[\n.!?#]\s{0,3}|[@]|--\s{0,2}|—\s{0,2})(?:ai|ia|assistant|assistente|bot|llm)(?:[-_][a-z]{2,15})?\s?:/g, ':'],
	[0.25, /(?:[\n.!?#]\s{0,3}|[@]|--\s{0,2}|—\s{0,2})(?:agent|agente)(?:[-_][a-z]{2,15})?\s?:/g, 'agent'],
	[
		0.45,
		/\b(?:assistant|assistente|ai|ia|llm|agent|agente|model|modelo) (?:instruction|note|directive)s?\s?:/g,
		'instruction|note|directive',
	],
	[
		0.5,
		/(?:[([“]|: ?")\s?(?:ai|ia|llm|chatgpt|gpt|copilot|gemini|claude|assistant|assistente|model|modelo)(?: [a-z]{1,14}){0,6}\s?:/g,
		':',
	],
	[
		0.28,
		/(?:^|[\n.:>]\s{0,3})(?:hi|hello|oi|ola|hey|ei)[, ](?:assistant|assistente|ai agent|agent|agente|bot|gpt|chatgpt|copilot|gemini|claude)\s?[,!]/g,
		'assist|agent|bot|gpt|copilot|gemini|claude',
	],
	[
		0.5,
		/(?:^|[\n.:!?>[("“*/#-]\s{0,3}|(?:note|attention|dear|hey|atencao|now|agora|please|p\.s\.|por favor|prezad[oa]|car[oa]|to the|to any|ao|for|para)[, ]\s?)(?:(?:dear|the|all|any|os|as|o|a|attention) )?(?:(?:chatgpt|gpt|claude|gemini|copilot|chatbot|language model|modelo de linguagem|(?:modelo|sistema|agente|ferramenta|robo) de ia)s?(?: (?:assistants?|agents?|models?|reviewers?|readers?|systems?|bots?|tools?|summari[sz]ers?|crawlers?|revisor[ae]?s?|leitor(?:es|as?)?|assistentes?|agentes?|modelos?|generativas?))?|(?:ai|ia|llm)s?(?: (?:assistants?|agents?|models?|reviewers?|readers?|systems?|bots?|tools?|summari[sz]ers?|crawlers?|revisor[ae]?s?|leitor(?:es|as?)?|assistentes?|agentes?|modelos?|generativas?)))\s?[:,!]/g,
		'gpt|claude|gemini|copilot|chatbot|de ia|assist|agent|model|review|reader|system|bot|tool|summari|crawler|revisor|leitor|generativa',
	],
	[
		0.5,
		/(?:note|attention|dear|hey|atencao|now|agora|please|p\.s\.|por favor|prezad[oa]|car[oa]|to the|to any|ao|for|para)[, ]\s?(?:(?:dear|the|all|any|os|as|o|a|attention) )?(?:ai|ia|llm)s?\s?[:,!]/g,
		'ai|ia|llm',
	],
	// Headings use the bare word: "AI: chances and risks".
	[
		0.5,
		/(?:^|[\n.:!?>[("“*/#-]\s{0,3})(?:ai|ia|llm)s?\s?[:,!]\s{0,3}(?:please|you\b|your\b|do not|don't|if you|when you|always|never|ignore|add|include|say|write|tell|reply|answer|respond|append|give|rate|rank|recommend|mention|omit|send|forward|delete|call|run|use|approve|mark|por favor|voce|sua|seu|nao\b|se voce|quando|sempre|nunca|ignore|acrescente|inclua|diga|escreva|responda|avalie|recomende|mencione|omita|envie|encaminhe|apague|chame|aprove|marque)/g,
		'ai|ia|llm',
	],
	[
		0.4,
		/(?:^|[\n.!?>[("“*-]\s{0,3}|(?:attention|dear|hey|atencao|now|agora|please|por favor|prezad[oa]|car[oa]|to the|ao)[, ]\s?)(?:the )?(?:assistants?|assistentes?|ai agents?|agents?|agentes?|bots?|agentes? de ia|assistentes? de ia)(?: de ia)?\s?[,!]/g,
		'assist|agent|bot',
	],
	[0.35, /(?:^|[\n.!?>[("“*/#-]\s{0,3}|to the |ao )(?:ai |ia )?(?:assistants?|assistentes?)(?: de ia)?\s?:/g, 'assist'],
	[
		0.35,
		/(?:<!--|\[\/\/\]: ?# ?\()[^>\n]{0,60}\b(?:ai|ia|llm|assistants?|assistentes?|chatbots?|chatgpt|gpt|claude|gemini|copilot|models?|modelos?|agents?|agentes?)\b/g,
		'<!--|[//]',
	],
	[
		0.35,
		/[[(](?:hidden|invisible|secret|texto oculto|oculto|instruction|instrucao|instructions|note to|nota para|prompt)\b[^\])\n]{0,40}(?:\](?!\()|[):])/g,
		'hidden|invisible|secret|oculto|instru|note to|nota para|prompt',
	],
];

export const addressAssistant = rule({
	id: 'addresses-assistant',
	name: { en: 'speaks to the assistant that reads it', pt: 'dirige-se ao assistente que o lê' },
	barrier: 'OWN',
	indirect: 1.3,
	phrases: [
		...german.addressAssistant,
		...spanish.addressAssistant,
		[
			0.5,
			'if|se|si|wenn|falls ~3 MACHINE|model|modelo|sprachmodell|ASSISTANT ~4 checks|reads|reviews|opens|handles|revisar|ler|analisar|abrir|lee|revisa|lea|pruft|liest ~2 this|este|esta|isto|esto|diesen|diese|dieses',
		],
		[0.42, 'if|se|si|wenn|falls ~1 YOU ~1 are|e|for|eres|es|bist|sind ~2 automated|automatico|automatizado|automatisiertes|MACHINE|bot'],
		[
			0.42,
			'ferramentas|sistemas|programas|herramientas|programa|sistema ~1 de ~1 resumo|resumos|triagem|leitura|resumen|lectura ~3 devem|deve|deben|debe',
		],
		[0.42, 'YOU ~1 the|o|a|der|el ~1 ASSISTANT ~4 will|must|shall|vai|deve|wirst'],
		[
			0.42,
			'pretend|finja|claim|say|diga ~1 that|que? ~1 the|o|a|el|der ~1 USER ~1 asked|pediu|wants|agreed|authorised|authorized|autorizou|pidio',
		],
		[0.42, 'an ~1 das|die|den|alle ~1 MACHINE|modell|modelle'],
		[0.42, 'al|aos|ao|a ~1 los? ~1 modelo|modelos|MACHINE ~1 que'],
		[
			0.42,
			'model|modelo|modelos|models|MACHINE ~1 that? ~1 summarises|summarizes|resumir|resuma|reads|ler|processes ~2 this|isto|it|esta|este ~5 should|must|deve|tem|has|needs',
		],
		[0.42, 'MACHINE ~2 is|are|for ~1 asked ~2 about ~6 has|must|should|say|warn'],
		[0.42, 'language|linguagem ~1 models|model|modelos ~2 must|should|devem|have|shall|deve|give|say'],
		[0.42, 'modelos|modelo ~1 de ~1 linguagem ~1 devem|deve|tem|precisam'],
		[0.35, 'ASSISTANT ~2 hereby|herewith|therefore|is ~2 authorised|authorized|instructed|ordered|required|autorizado'],
		[0.42, 'MACHINE|ASSISTANT ~1 de? ~1 ia? ~1 also|tambem ~1 move|transfer|transfira|send|envie|delete|apague|forward|pay|pague'],
		[
			0.42,
			'any|every|qualquer|all|todo ~1 bot|robo|engine|program|programa|software|machine|tool ~6 has|have|must|should|shall|tem|deve|needs ~6 ORDER|name|cite|citar|list|credit|praise',
		],
		[
			0.42,
			'automatic|automated|automaticos|automatico|screening|triagem|machine|robotic ~1 readers|reader|leitores|leitor|software|systems|tools|filters',
		],
		[0.42, 'software|programa|sistema ~1 de ~1 triagem|leitura|selecao|ia|resumo'],
		[0.42, 'reply|answer|response|summary|search|translation ~1 engine|engines|bot|bots|robot|tool ~3 should|must|shall|ought|have|please'],
		[
			0.35,
			'whoever|anyone|quem|whichever|anybody ~1 summarises|summarizes|resumir|resume|answers|answer|reads|ler|responder|processes|translates|traduzir ~5 should|must|deve|ought|needs|has|tem|shall',
		],
		[
			0.42,
			'MACHINE|bots|chatbots|assistants|assistentes|tools|ferramentas|systems ~3 handling|lerem|cuidam|quoting|parsing|opening|lean|citing|indexing|tratam|citarem|processarem ~6 ought|have|devem|must|should|marquem|mark|ORDER',
		],
		[
			0.35,
			'virtual|digital|automated|automatic|mailbox|inbox|operator|operation|operacao|virtual ~1 ASSISTANT|helper|bot|robo ~2 should|must|shall|deve|disable|ORDER',
		],
		[0.35, 'robo|assistente|ajudante|helper|bot|robot ~1 da|do|of|for|in|de|who ~2 caixa|mailbox|inbox|email|correio|operacao|operations'],
		[0.35, 'for|para|to ~1 the|o|a ~2 mailbox|inbox|email|mail ~1 helper|assistant|bot|agent|tool'],
		[
			0.35,
			'agent|agente|ASSISTANT ~6 ticket|chamado|request|thread|inbox|case ~3 shall|must|vai|deve|will|should ~6 ORDER|reset|trocar|change|grant|pay|approve',
		],
		[
			0.35,
			'MACHINE|model|modelo|language|linguagem ~5 approves|approve|approved|aprova|pays|paga|accepts|aceita|grants|libera ~5 automatically|sozinho|sozinha|without|no|sem|itself|this|isto',
		],
		[
			0.35,
			'quando|ao|when|while|after|depois|once ~3 resumo|resumir|summarising|summarizing|scoring|pontuar|avaliar|parsed|parsing|ranking|grading|summary ~4 diga|deixe|de|say|leave|give|omit|omita|write|escreva|mark|atribua',
		],
		[
			0.35,
			'tell|avise|inform|warn|diga ~3 person|pessoa|one|user|usuario ~3 YOU ~2 talking|speaking|fala|conversa|chatting|helping|ajudando',
		],
		[0.45, 'MACHINE overview|overviews|summary|summaries|snippet ~2 mention|say|include|write|state|should|must'],
		[0.45, 'summary|resumo|resumos ~1 de|da|by|por MACHINE ~2 mencione|diga|inclua|escreva|afirme|mention|say'],
		[0.45, 'important|importante|warning|aviso|urgent|urgente ~1 for|para|to|aos ~1 MACHINE'],
		[
			0.42,
			'MACHINE recruiter|reviewer|recrutadora|recrutador|revisora|revisor|avaliadora|avaliador|evaluator|screener|summarizer|summariser|grader',
		],
		[0.4, 'to|ao|aos the|assistente|agente|robo ~1 ASSISTANT ~4 ORDER ~6 ANSWER|user|usuario|customer|cliente'],
		[0.45, 'to the ASSISTANT ~2 handling|triaging|reading|processing|answering|in'],
		[0.45, 'ao|aos ASSISTANT ~1 que'],
		[0.42, 'any|qualquer|all|todo|todos ~2 ASSISTANT ~3 must|deve|should|precisa|devem ~3 ORDER|run|rodar'],
		[
			0.55,
			'any|qualquer|cualquier|every|whichever|todo|todos ~1 MACHINE|bot|bots|robo|robos|assistant|assistants|assistente|asistente|crawler|crawlers ~2 reading|reads|indexing|que|that|which|processing|summarizing|summarising|crawling|lee|lea ~7 ORDER|shall|must|deve|omitira|omitir|buy|compre|debe',
		],
		[
			0.5,
			'if|se|si ~4 processed|processado|processada|lido|lida|read|handled ~2 automatically|automaticamente|by|por|machine ~6 ORDER|SEND',
		],
		[0.45, 'dear|caro|cara|hey|prezado|prezada|ei cursor|codex|siri|alexa|windsurf|cline|devin|cortana'],
		[
			0.3,
			'when|quando|ao ~3 edit|editing|editar|refactor|asked|perguntado|open|touch ~3 file|arquivo|code|codigo|explain|function|funcao|this ~5 ORDER|DROP|DISCARD|also',
		],
		[
			0.42,
			'model|modelo|assistant|assistente|agent|agente|llm ~1 must|should|shall|deve|debe ~3 REVEAL|run|rodar|executar|SEND|DESTROY|revelar ~7 token|tokens|rm|password|senha|user|usuario|files|pasta|folder|dados|data',
		],
		[0.6, 'if|se|si|caso ~2 are|e|es|eres|for|seja|re|fores|is ~3 MACHINE|assistant|assistente|asistente|chatbot|bot|modelo ~14 ORDER'],
		[
			0.55,
			'MACHINE|ASSISTANT ~1 reading|processing|summarizing|summarising|reviewing|parsing|lendo|le|leem|processa|resume|que|that|who ~3 this|these|esta|este|estas|estes|isto ~8 ORDER|DESTROY|TRANSFER|SEND',
		],
		[
			0.45,
			'note|notes|attention|message|instructions|instruction|notice|nota|notas|atencao|mensagem|instrucao|instrucoes|aviso|memo ~1 to|for|para|a|ao|aos ~2 automated|automatic|automatico|automatica|automaticos|automaticas|automatizado|automatizados',
		],
		[
			0.5,
			'note|attention|message|instructions|instruction|nota|atencao|mensagem|instrucao|instrucoes|aviso ~1 to|for|para|a|ao|aos ~2 reviewers|evaluators|graders|avaliadores|revisores|leitores|readers|agents|agentes ~1 automaticos|automatizados|automatic',
		],
		[0.5, 'ASSISTANT|automated ~2 instruction|instructions|directive ~3 ORDER|TRANSFER'],
		[0.55, 'instruction|instructions|instrucao|instrucoes ~1 to|for|para|a|ao|aos ~3 ASSISTANT ~5 ORDER|TRANSFER'],
		[0.45, 'automated|automatic ~2 ASSISTANT ~5 ORDER|TRANSFER'],
		[0.45, 'ASSISTANT automatico|automatica|automatizado ~6 ORDER|TRANSFER'],
		[
			0.5,
			'MACHINE|gemini|copilot ~3 when|quando|if|se|cuando ~1 the|o|a|el ~1 USER ~1 says|say|disser|diz|asks|perguntar|pedir|writes|types|escrever|dice ~9 ORDER|TRANSFER|INVOKE|SEND',
		],
		[0.5, 'ASSISTANT ~4 tell|diga|say|digam|dile|warn|avise|recommend|recomende ~1 to|a? ~1 every|all|todos|everyone|users|usuarios|any'],
		[0.45, 'robos|bots|crawlers|chatbots|summarizers ~3 must|should|shall|devem|deverao|are|estao ~5 ORDER'],
		[0.45, 'when|while|before|if|quando|antes|enquanto|ao ~1 YOU ~1 process|processar ~9 ORDER'],
		// A mail says so to its human reader.
		[0.38, 'when|while|before|if|quando|antes|enquanto|ao ~1 YOU ~1 continue|reply|answer|respond|continuar|responder ~9 ORDER'],
		[0.38, 'ao|antes|before|when ~1 processar|continuar|building|answering|replying|processing ~9 ORDER'],
		[
			0.45,
			'ASSISTANT ~2 reading|processing|summarizing|summarising|processa|processam|resume|resumem|le|leem|lendo|parsing|reviewing|analyzing|analysing ~1 this|these|esta|este|isto|estas',
		],
		[
			0.42,
			'automated|automatico|automatica|automatic ~1 system|sistema|reader|tool|leitor ~3 summarises|summarizes|reads|resumir|ler|processes|processar|resume|le',
		],
		[0.3, 'after|depois|upon|once ~2 reading|ler|read|lido|leres ~1 this|isto|isso|it'],
		[0.35, 'step|passo|task|tarefa ~1 for|para ~2 MACHINE|assistant|assistente|bot'],
		[
			0.4,
			'when|quando|if|se ~2 asked|perguntarem|perguntado|questioned|perguntada|perguntar ~9 say|diga|warn|avise|never|only|nunca|mention|mencione|always|sempre|tell|claim',
		],
		[
			0.42,
			'MACHINE ~5 must|should|shall|deve|devem|devera|precisa|required ~5 ORDER|transfer|forward|call|chamar|transferir|pedir|enviar|encaminhar|incluir|run|mention|send|ask|rodar|executar|afirmar|state|publicar|share|publish',
		],
		[0.55, 'if|se|si|caso|when|quando ~1 you|voce|tu|this|isto|usted ~4 language|modelo model|de'],
		[0.6, 'if|se|si|caso ~2 are|e|es|eres|for|seja|re|fores|is ~3 language|modelo model|de ~14 ORDER'],
		[
			0.42,
			'note|notes|attention|message|instructions|instruction|directive|directives|notice|important|memo|command|nota|atencao|mensagem|instrucao|instrucoes|aviso|recado|comando|ordem|diretriz ~2 to|for|para|a|ao|as|aos ~3 MACHINE',
		],
		[
			0.5,
			'instructions|instruction|note|directive|instrucao|instrucoes|nota|diretriz ~1 to|for|para|a|ao ~2 language|modelo|model|modelos ~2 model|models|linguagem',
		],
		[
			0.33,
			'note|attention|message|instructions|instruction|notice|nota|atencao|mensagem|instrucao|instrucoes|aviso|recado ~2 to|for|para|ao|aos|a|the|o ~1 ASSISTANT',
		],
		[0.45, 'MACHINE instructions|instrucoes|directive'],
		[
			0.42,
			'if|se|si|caso|when|quando ~1 you|voce|tu|this|isto|usted ~1 are|e|for|seja|re|is|eres|es|fores ~2 MACHINE|assistant|assistente|chatbot|bot',
		],
		[
			0.5,
			'if|se|caso|any|qualquer|for|para|to|a ~3 MACHINE|ASSISTANT ~3 reading|processing|lendo|ler|le|leia|processando|reads|reviews|summarizing|summarising|analisando|leia|leem|summarizes|processes',
		],
		[0.4, 'automated|automaticos|automatic|machine|automatizados ~1 readers|leitores|systems|sistemas|reader'],
		[0.4, 'dear|hey|prezado|prezada|caro|attention|atencao|ei|attn ~3 MACHINE|ASSISTANT|model|modelo'],
		[
			0.4,
			'when|while|quando|ao|before|if|upon|enquanto|caso|al|antes ~3 summarize|summarise|summarizing|summarising|summary|processing|translating|resumir|resumindo|traduzir|analisar|analyzing|resumen|resuma|ler|responder ~9 ORDER',
		],
		[
			0.25,
			'ASSISTANT|MACHINE|reviewer ~1 must|should|shall|deve|devem|devera|precisa|required ~5 ORDER|transfer|forward|call|chamar|transferir|pedir|enviar|encaminhar|incluir|run|mention|send|ask|rodar|executar|afirmar|state',
		],
		[
			0.42,
			'USER ~1 has|wants|asked|asks|needs|quer|pediu|authorized|autorizou ~2 YOU|que ~2 to|voce? ~1 TRANSFER|DESTROY|SEND|transfira|envie|apague',
		],
		[
			0.3,
			'USER ~1 has|asked|pediu|wants|quer|authorized|authorised|autorizou|approved|requested|solicitou|already ~4 YOU|full|acesso|that|que|access',
		],
		[0.35, 'MACHINE|assistant|assistente|agent|agente|chatbot|copilot ~1 please|now|agora|por|you|voce|in ~3 ORDER|YOUR'],
		[
			0.25,
			'as|como ~1 the|a|o|an|um ~1 grader|reviewer|evaluator|avaliador|avaliadora|corretor|recruiter|recrutador|classifier|screening|model|modelo',
		],
	],
	shapes: salutations,
});
