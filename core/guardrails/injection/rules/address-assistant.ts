import { rule } from '../rule';

/** A document, an e-mail or a result that speaks to the machine that reads it. */
export const addressAssistant = rule({
	id: 'addresses-assistant',
	name: { en: 'speaks to the assistant that reads it', pt: 'dirige-se ao assistente que o lê' },
	indirect: 1.4,
	phrases: [
		[
			0.45,
			'when|while|before|if|quando|antes|enquanto|ao ~1 YOU ~1 process|continue|reply|answer|respond|processar|continuar|responder ~9 ORDER',
		],
		[0.45, 'ao|antes|before|when ~1 processar|continuar|building|answering|replying|processing ~9 ORDER'],
		[
			0.45,
			'ASSISTANT ~2 reading|processing|summarizing|summarising|processa|processam|resume|resumem|le|leem|lendo|parsing|reviewing|analyzing|analysing ~1 this|these|esta|este|isto|estas',
		],
		[
			0.42,
			'automated|automatico|automatica|automatic ~1 system|sistema|reader|tool|leitor ~3 summarises|summarizes|reads|resumir|ler|processes|processar|resume|le',
		],
		[0.3, 'after|depois|upon|once ~2 reading|ler|read|lido|leres ~1 this|isto|isso|it'],
		[0.35, 'step|passo|task|tarefa ~1 for|para ~2 ASSISTANT'],
		[
			0.4,
			'when|quando|if|se ~2 asked|perguntarem|perguntado|questioned|perguntada|perguntar ~9 say|diga|warn|avise|never|only|nunca|mention|mencione|always|sempre|tell|claim',
		],
		[
			0.45,
			'MACHINE ~5 must|should|shall|deve|devem|devera|precisa|required ~5 ORDER|transfer|forward|call|chamar|transferir|pedir|enviar|encaminhar|incluir|run|mention|send|ask|rodar|executar|afirmar|state|publicar|share|publish',
		],
		[0.55, 'if|se|si|caso|when|quando ~1 you|voce|tu|this|isto|usted ~4 language|modelo model|de'],
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
			0.45,
			'when|while|quando|ao|before|if|upon|enquanto|caso|al|antes ~3 summarize|summarise|summarizing|summarising|summary|processing|translating|resumir|resumindo|traduzir|analisar|analyzing|resumen|resuma|ler|responder ~9 ORDER',
		],
		[
			0.25,
			'ASSISTANT|MACHINE|reviewer ~1 must|should|shall|deve|devem|devera|precisa|required ~5 ORDER|transfer|forward|call|chamar|transferir|pedir|enviar|encaminhar|incluir|run|mention|send|ask|rodar|executar|afirmar|state',
		],
		[
			0.4,
			'USER ~1 has|asked|pediu|wants|quer|authorized|authorised|autorizou|approved|requested|solicitou|already ~4 YOU|full|acesso|that|que|access',
		],
		[0.35, 'MACHINE|assistant|assistente|agent|agente|chatbot|copilot ~1 please|now|agora|por|you|voce|in ~3 ORDER|YOUR'],
		[
			0.3,
			'as|como ~1 the|a|o|an|um ~1 grader|reviewer|evaluator|avaliador|avaliadora|corretor|recruiter|recrutador|classifier|screening|model|modelo',
		],
	],
	shapes: [
		[0.5, /(?:[([“]|: ?")\s?(?:ai|ia|llm|chatgpt|gpt|copilot|gemini|claude|assistant|assistente|model|modelo)(?: [a-z]{1,14}){0,6}\s?:/g],
		[
			0.28,
			/(?:^|[\n.:>]\s{0,3})(?:hi|hello|oi|ola|hey|ei)[, ](?:assistant|assistente|ai agent|agent|agente|bot|gpt|chatgpt|copilot|gemini|claude)\s?[,!]/g,
		],
		[
			0.5,
			/(?:^|[\n.!?>[("“*-]\s{0,3}|(?:note|attention|dear|hey|atencao|now|agora|please|p\.s\.|por favor|prezad[oa]|car[oa]|to the|to any|ao|for|para)[, ]\s?)(?:(?:dear|the|all|any|os|as|o|a|attention) )?(?:ai|ia|llm|chatgpt|gpt|claude|gemini|copilot|chatbot|language model|modelo de linguagem|(?:modelo|sistema|agente|ferramenta|robo) de ia)s?(?: (?:assistants?|agents?|models?|reviewers?|readers?|systems?|bots?|tools?|summari[sz]ers?|crawlers?|revisor[ae]?s?|leitor(?:es|as?)?|assistentes?|agentes?|modelos?|generativas?))?\s?[:,!]/g,
		],
		[
			0.4,
			/(?:^|[\n.!?>[("“*-]\s{0,3}|(?:attention|dear|hey|atencao|now|agora|please|por favor|prezad[oa]|car[oa]|to the|ao)[, ]\s?)(?:the )?(?:assistants?|assistentes?|ai agents?|agents?|agentes?|bots?|agentes? de ia|assistentes? de ia)(?: de ia)?\s?[,!]/g,
		],
		[0.35, /(?:^|[\n.!?>[("“*-]\s{0,3}|to the |ao )(?:ai |ia )?(?:assistants?|assistentes?)(?: de ia)?\s?:/g],
		[
			0.35,
			/(?:<!--|\[\/\/\]: ?# ?\()[^>\n]{0,60}\b(?:ai|ia|llm|assistants?|assistentes?|chatbots?|chatgpt|gpt|claude|gemini|copilot|models?|modelos?|agents?|agentes?)\b/g,
		],
		[
			0.35,
			/[[(](?:hidden|invisible|secret|texto oculto|oculto|instruction|instrucao|instructions|note to|nota para|prompt)\b[^\])\n]{0,40}(?:\](?!\()|[):])/g,
		],
	],
});
