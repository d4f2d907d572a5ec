import { rule } from '../rule';

/** To bring out the prompt, the rules or the secrets that the assistant was given. */
export const promptExfiltration = rule({
	id: 'prompt-exfiltration',
	name: { en: 'tries to bring out the prompt or what is hidden in it', pt: 'tenta extrair o prompt ou o que há de oculto nele' },
	phrases: [
		[0.75, 'REVEAL ~5 YOUR ~2 SYSTEM|PRIOR|PROMPT ~2 RULES|LOOSE|PROMPT'],
		[0.75, 'REVEAL ~5 YOUR ~1 RULES ~2 SYSTEM|PRIOR|TOLD|PROMPT|secretas'],
		[0.7, 'REVEAL ~4 the|as|o|this|exact|full|entire|todo|toda|all|las ~3 SYSTEM|PRIOR ~1 PROMPT|RULES|mensagem|message'],
		[0.7, 'REVEAL ~4 PROMPT ~2 SYSTEM|PRIOR'],
		[0.6, 'REVEAL ~4 YOUR ~1 PROMPT'],
		[0.55, 'REVEAL ~4 YOUR ~1 RULES'],
		[0.6, 'REVEAL ~4 RULES ~3 YOU ~3 TOLD|follow|segue|seguir|receive|recebe'],
		[0.6, 'REVEAL ~3 RULES ~4 TOLD ~3 YOU|voce|beginning|inicio|start|ti'],
		[0.7, 'ASK ~2 are|is|s|e|era|was|were|sao|foram|says|diz|say|esta|in|son ~3 YOUR ~2 SYSTEM|PRIOR|exact|PROMPT ~1 RULES|LOOSE|PROMPT'],
		[0.65, 'ASK ~2 are|is|s|e|era|was|were|sao|foram|son|in ~3 YOUR ~1 RULES|PROMPT ~2 SYSTEM|PRIOR|exatamente|exactly|exatas'],
		[0.5, 'ASK ~2 are|is|s|sao|e|were|was|foram|son|in ~3 YOUR ~1 RULES|PROMPT'],
		[0.55, 'whats ~2 YOUR ~2 RULES|PROMPT'],
		[0.6, 'ASK ~3 were|was|foram|RULES ~3 YOU ~2 TOLD ~4 before|beginning|start|do|initially|inicio|antes|by|comeco'],
		[0.7, 'ASK ~4 RULES|PROMPT ~3 YOU ~3 TOLD'],
		[
			0.65,
			'REVEAL ~4 words|text|everything|message|messages|lines|sentences|content|conversation|all|palavras|texto|tudo|mensagem|mensagens|linhas|conteudo|frases|conversa ~3 above|preceding|before|prior|previous|acima|anteriores|antes|anterior|precedente|arriba',
		],
		[
			0.65,
			'REVEAL ~4 above|preceding|prior|anteriores|first|primeiras|initial|previous ~2 words|text|message|messages|lines|sentences|context|conversation|palavras|texto|mensagem|linhas|frases',
		],
		[
			0.6,
			'REVEAL ~3 everything|tudo|all|text|texto|words ~4 started|starting|begins|beginning|starts|from|comecando|comeca|iniciando|desde ~3 with|you|com|the|start|top|inicio|o',
		],
		[
			0.75,
			'starting|beginning|begins|starts|comecando|comeca|iniciando|started|inicia ~1 with|by|com|por|from|em ~3 you|voce ~1 are|e|sao',
		],
		[0.5, 'REVEAL ~6 verbatim|literally|literalmente|word|palavra|letra|integra|ipsis ~4 RULES|PROMPT|TOLD|SYSTEM|acima|above'],
		[
			0.6,
			'REVEAL ~4 RULES|PROMPT|TOLD|SYSTEM|above|acima ~4 verbatim|literally|literalmente|integra|exatamente|letter|palavra|word|ipsis|completo|completa|full|markdown|codeblock',
		],
		[
			0.55,
			'REVEAL ~4 YOUR ~2 configuration|configuracao|configuracoes|config|settings|programming|programacao|initialization|setup|guidelines|diretrizes|training|context|contexto',
		],
		[
			0.45,
			'REVEAL|ASK ~4 SECRET ~3 TOLD|protecting|guarding|hiding|hidden|guarda|guardando|esconde|escondendo|protege|protegendo|keeping|SYSTEM|prompt',
		],
		[0.45, 'REVEAL ~3 SYSTEM|YOUR ~2 SECRET'],
		[0.5, 'hidden|ocultas|ocultos|secretas|secret|confidential|confidenciais ~1 RULES|PROMPT'],
		[0.5, 'RULES|PROMPT ~1 ocultas|ocultos|oculto|secretas|secreto|secretos|confidenciais|hidden|escondidas'],
		[0.5, 'TOLD ~3 YOU ~5 conversation|started|beginning|conversa|comecou|comeco|inicio ~4 REVEAL'],
		[0.5, 'beginning|top|start|inicio|comeco|topo ~2 this|the|desta|da|our|do|nossa ~1 conversation|context|chat|prompt|conversa|contexto'],
		[0.4, 'leak|vaze|vazar|dump|exfiltrate ~3 PROMPT|RULES|SYSTEM'],
	],
});
