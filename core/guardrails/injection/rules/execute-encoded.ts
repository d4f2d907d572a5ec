import { rule } from '../rule';

export const executeEncoded = rule({
	id: 'execute-encoded',
	name: { en: 'orders the assistant to decode and obey', pt: 'manda o assistente decodificar e obedecer' },
	phrases: [
		[
			0.6,
			'first|primeira|last|ultima|initial|inicial ~1 letter|letters|letra|letras|word|palavra ~4 each|every|cada ~9 EXECUTE|obey|obedeca|follow',
		],
		[0.5, 'decode|decodifique|decifre|decipher|decrypt|unscramble ~8 follow|obey|execute|siga|obedeca|execute|cumpra|comply|act'],
		[0.4, 'halves|metades|partes|parts|pieces|pedacos|strings|fragments ~8 EXECUTE|obey|obedeca|comply|answer|responda'],
		[0.25, 'DECODE ~8 EXECUTE'],
		[0.6, 'DECODE ~8 CODE ~8 EXECUTE'],
		[0.5, 'CODE ~8 DECODE ~8 EXECUTE'],
		[
			0.6,
			'REVEAL ~5 YOUR|PROMPT|TOLD|SECRET|SYSTEM ~6 in|em|as|to|into|como|para|using|usando ~2 CODE|french|german|spanish|ingles|frances|espanhol|emoji|emojis|latin|chinese|pig|leetspeak|english|poem|poema',
		],
		[0.35, 'REVEAL|answer|responda|reply|respond ~5 in|em|as|to|into|using|usando ~1 CODE'],
		[0.3, 'concatenate|combine|join|junte|concatene ~8 EXECUTE|answer|responda|respond|obey'],
	],
});
