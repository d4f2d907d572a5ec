import { rule } from '../rule';

/** A document, an e-mail or a result that speaks to the machine that reads it. */
export const addressAssistant = rule({
	id: 'addresses-assistant',
	name: { en: 'speaks to the assistant that reads it', pt: 'dirige-se ao assistente que o lê' },
	indirect: 1.5,
	phrases: [
		[
			0.5,
			'note|attention|message|instructions|instruction|notice|important|memo|command|nota|atencao|mensagem|instrucao|instrucoes|aviso|recado|comando|ordem ~2 to|for|para|a|ao|as|aos ~3 MACHINE',
		],
		[
			0.45,
			'note|attention|message|instructions|instruction|notice|nota|atencao|mensagem|instrucao|instrucoes|aviso|recado ~2 to|for|para|ao|aos|a ~3 ASSISTANT ~4 reading|processing|that|who|lendo|que|summarizing|summarising|ler|processar|analisando|reads',
		],
		[0.5, 'if|se|si|caso|when|quando ~1 you|voce|tu|this|isto|usted ~1 are|e|for|seja|re|is|eres|es|fores ~3 MACHINE|language|linguagem'],
		[0.5, 'if|se|caso ~3 MACHINE|ASSISTANT ~3 reading|processing|lendo|ler|processando|reads|summarizing|summarising|analisando|leia'],
		[
			0.45,
			'MACHINE|ASSISTANT ~3 reading|processing|summarizing|summarising|analyzing|analysing|parsing|lendo|processando|resumindo|analisando|leem|leia|ler ~2 this|these|este|esta|isto|esse|isso|the|essa',
		],
		[0.4, 'dear|hey|ola|prezado|prezada|caro|hello|attention|atencao|ei|oi|attn ~1 MACHINE|ASSISTANT'],
		[
			0.45,
			'when|while|quando|ao|before|if|upon|enquanto|caso|al ~1 you|voce|asked|for|se ~3 summarizing|summarising|summarize|summarise|summary|processing|translating|resumir|resumindo|processar|traduzir|analisar|analyzing|resumen|resuma|responder|ler ~3 DOCUMENT ~7 SAY|include|inclua|add|adicione|TELL|mention|mencione|always|sempre|also|tambem|recommend|recomende|state|DROP|output|append',
		],
		[
			0.5,
			'YOUR ~1 ANSWER ~3 must|should|deve|devera|needs|has|tem ~2 include|contain|start|begin|end|incluir|conter|comecar|terminar|mention|be|mencionar|encoded',
		],
		[
			0.4,
			'MACHINE|ASSISTANT ~1 must|should|shall|needs|has|deve|devem|devera|precisa|tem|instructed|required|obrigado|instruido ~4 REVEAL|SEND|DROP|EXECUTE|INVOKE|TRANSFER|DESTROY|recommend|recomendar|include|incluir|say|approve|aprovar',
		],
		[
			0.45,
			'MACHINE|assistant|assistente|agent|agente|chatbot ~1 please|por|you|voce|DROP|now ~3 REVEAL|SEND|DROP|EXECUTE|INVOKE|TRANSFER|DESTROY|recommend|recomende|include|say|favor',
		],
		[
			0.4,
			'end|fim|append|termine|finish|conclude|encerre|finalize|begin|start|comece ~2 YOUR|every|each|cada|toda|todas|sua|the|a ~2 ANSWER ~2 with|com|by|por',
		],
		[0.35, 'add|include|insert|append|inclua|adicione|insira|acrescente|coloque ~7 YOUR|the|na|sua|no|seu|every|toda|cada ~1 ANSWER'],
		[
			0.35,
			'recommend|recomende|rate|avalie|rank|classifique|hire|contrate|approve|aprove|aceite|score|say|diga ~5 candidate|candidato|candidata|applicant|product|produto|company|best|melhor|perfect|resume|paper|10|highest|maxima ~6 regardless|always|sempre|independente|independentemente|only|strongly|hire|contrate|other|outros|ignoring|matter',
		],
	],
	shapes: [
		[
			0.35,
			/(?:^|\n)[\s>#*"'([{-]{0,8}(?:ai|ia|llm|assistant|assistente|chatgpt|claude|gemini|copilot|bot|model|modelo|agent|agente)(?: (?:assistant|agent|model|system|de ia|assistente))?\s{0,2}[:,!—-]/g,
		],
	],
});
