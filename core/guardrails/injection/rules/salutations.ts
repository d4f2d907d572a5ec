import type { Shapes } from '../rule';

/** `AI:`, `@assistant`, `<!-- for chatbots`. */
export const salutations: Shapes = [
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
