import { rule } from '../rule';

export const chatMarkup = rule({
	id: 'chat-markup',
	name: { en: 'imitates the markup of a chat or a document', pt: 'imita a marcação de uma conversa ou de um documento' },
	indirect: 1.1,
	shapes: [
		[
			0.5,
			/\b(?:new session|nova sessao|sessao nova|neue sitzung|nueva sesion)\b[^\n]{0,40}\b(?:system|sistema)\s?:/g,
			'session|sessao|sitzung|sesion',
		],
		[0.5, /(?:^|[.!?\n]\s{0,3})(?:system|sistema)(?: message| note)?\s?:\s?(?:the|o|der|el) (?:user|usuario|nutzer)\b/g, 'system|sistema'],
		[0.25, /(?:^|\n)\s{0,8}#{2,4}\s{0,3}(?:system|new instructions?|sistema|novas instrucoes|response|assistant)\s{0,3}(?:\n|$)/g, '##'],
		[0.5, /\[(?:mensagem|instrucao|nota|prompt|ordem) d[oe] (?:sistema|administrador|desenvolvedor)\]|\[system\]\(#/g, '['],
		[
			0.45,
			/\b(?:reasoning|thinking|thoughts?|raciocinio|pensamento)(?: trace)?\s?\((?:assistant|ai|model|assistente|ia|modelo)\)\s?:/g,
			'(',
		],
		[0.5, /"(?:[a-z]{1,12}_)?override"\s?:\s?true/g, 'override'],
		[0.25, /\[(?:system|sistema|admin)\]/g, '['],
		[0.25, /<\/(?:documents?|documento|context|contexto|text|texto|article|data|dados|input|email)>\s{0,5}\S/g, '</'],
		[
			0.7,
			/<\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|end_of_text|eot_id|start_header_id|end_header_id|begin_of_text|endofprompt|fim_prefix|end|channel|message|start)\|>/g,
			'<',
		],
		[
			0.6,
			/\[\/?inst\]|<<\/?sys>>|<\/?s>\s{0,3}\[|<start_of_turn>|<end_of_turn>|\[\/?system_prompt\]/g,
			'inst]|sys>|<s>|</s>|_of_turn>|system_prompt]',
		],
		[
			0.5,
			/(?:^|\n)\s{0,8}#{2,4}\s{0,3}(?:system|instructions?|new instructions?|sistema|instruc(?:ao|oes)|novas instrucoes|admin|override|response|assistant)(?: (?:prompt|message|override|update|instructions?))?\s{0,3}:/g,
			'##',
		],
		[
			0.5,
			/<\/?(?:system|sistema|sys|system[-_ ](?:prompt|message|instructions?|note|override)|admin|instructions?|instrucoes|developer|assistant|(?:user|untrusted|entrada)_?(?:input|message|query|usuario|text|content|data)|tool_(?:result|response|output)|function_results?)>/g,
			'<',
		],
		[
			0.5,
			/[[({*]{1,3}\s{0,3}(?:system|sistema|admin|administrator|developer|root|override|new instructions?|novas instrucoes)(?:[ _-](?:message|mensagem|prompt|override|note|nota|instructions?|instrucao|update|command|alert|notice|mode|do sistema))\s{0,3}(?:[\])}*]{1,3}|:)(?!\((?!#))/g,
			'system|sistema|admin|developer|root|override|instru',
		],
		[
			0.3,
			/(?:^|\n)\s{0,8}["'>*]{0,3}(?:system|sistema|developer|system (?:message|prompt|override|note|instruction|alert)|mensagem (?:do|de) sistema|instrucao (?:do|de) sistema|prompt do sistema|admin(?:istrator|istrador)?)\*{0,2}\s{0,3}:/g,
			'system|sistema|developer|admin',
		],
		[0.35, /"role"\s{0,3}:\s{0,3}"(?:system|developer)"\s{0,3},\s{0,3}"content"/g, '"role"'],
		[
			0.55,
			/[-=_*#~<[]{2,12}\s{0,3}(?:end|begin|start|fim|inicio|termino|comeco)\s{1,3}(?:of |do |da |dos |das |de )?(?:the |o |a )?(?:system|user|prompt|instructions?|context|document|documents?|input|data|untrusted|sistema|usuario|instruc(?:ao|oes)|contexto|documento|entrada|dados|conversation|conversa|user input|user query|mensagem)[a-z ]{0,30}[-=_*#~>\]]{2,12}/g,
			'end|begin|start|fim|inicio|termino|comeco',
		],
		[
			0.4,
			/(?:^|\n)\s{0,4}(?:human|user|usuario|q|customer|cliente)\s{0,2}:[^\n]{1,400}\n{1,3}\s{0,4}(?:assistant|ai|ia|assistente|bot|chatgpt)\s{0,2}:\s{0,3}(?:sure|of course|certainly|yes|absolutely|claro|sim|com certeza|ok|okay|here|aqui|my system|meu prompt)/g,
			'\n',
		],
		[0.3, /\b(?:system|sistema) (?:override|alert|notice|update)\s{0,2}[:!\]]/g, 'system|sistema'],
	],
});
