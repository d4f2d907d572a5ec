import { type Language, languages } from '../../../base/text/languages';
import { foldAccents } from '../../../words/terms';
import { speaksToCustomer } from '../team/caller';
import type { Run } from '../run/run';

/** A message without a request: a greeting, thanks or goodbye. */
export interface SmallTalk {
	kind: 'greeting' | 'thanks';
	language: Language;
}

/** Without accents, as in chats. The second group counts only together with others. */
const phrases: Record<Language, Record<SmallTalk['kind'] | 'beside', string>> = {
	en: {
		greeting:
			'hello|hi|hey|hiya|howdy|greetings|good day|good morning|good afternoon|good evening|how are you|how are you doing|how is it going|how do you do|whats up|nice to meet you',
		thanks:
			'thanks|thank you|thank u|thx|ty|cheers|much appreciated|i appreciate it|that helps|that helped|that was helpful|that answers my question|that answers it|that was all|that is all|thats all|thats it|nothing else|no more questions|problem solved|all clear now|bye|bye bye|goodbye|good night|see you|see you later|have a nice day|have a good day|have a great day|have a nice weekend',
		beside:
			'there|again|all|everyone|everybody|team|folks|guys|friend|sir|madam|so much|very much|a lot|for your help|for the help|for everything|for that|for the answer|today|great|perfect|wonderful|excellent|awesome|nice|ok|okay|and you|oh|well|got it|understood|i see|all good|for now',
	},
	pt: {
		greeting:
			'oi|oie|ola|opa|alo|salve|bom dia|boa tarde|boa noite|e ai|eai|tudo bem|tudo bom|td bem|como vai|como esta|como voce esta|como vc esta|prazer',
		thanks:
			'obrigado|obrigada|obg|brigado|brigada|valeu|vlw|agradeco|agradecido|agradecida|grato|grata|era so isso|e so isso|so isso|era isso|isso e tudo|por enquanto e so|nada mais|mais nada|sem mais perguntas|tirou minha duvida|respondeu minha pergunta|ajudou muito|ajudou|me ajudou muito|tchau|ate logo|ate mais|ate breve|ate amanha|tenha um bom dia|tenha um otimo dia|tenha uma boa tarde|tenha uma boa noite|bom fim de semana|abraco|abracos|um abraco',
		beside:
			'pessoal|gente|galera|amigo|amiga|moco|moca|senhor|senhora|com voce|com vc|contigo|com voces|por ai|ai|voce|vc|e voce|e vc|muito|mesmo|de novo|novamente|pela ajuda|pela atencao|pela resposta|por tudo|por ajudar|demais|perfeito|otimo|otima|maravilha|excelente|legal|show|certo|beleza|blz|a todos|para voce|pra voce|hoje|desde ja|entao|entendi|entendido|ja entendi|ta bom|esta bem|por enquanto',
	},
};

const maxCharacters = 120;
const maxWords = 6;
const known = new Map(
	languages.flatMap((language) =>
		(['beside', 'greeting', 'thanks'] as const).flatMap((kind) =>
			phrases[language][kind].split('|').map((phrase) => [phrase, { kind, language }] as const),
		),
	),
);

export function readSmallTalk(message: string): SmallTalk | undefined {
	if (message.length > maxCharacters) return undefined;
	// "oiii" is "oi".
	const folded = foldAccents(message.toLowerCase())
		.replace(/['’]/g, '')
		.replace(/(\p{L})\1{2,}/gu, '$1');
	const words = folded.match(/\p{L}+|\p{N}+/gu) ?? [];
	let said: SmallTalk | undefined;
	for (let at = 0; at < words.length;) {
		let count = maxWords;
		while (count > 0 && !known.has(words.slice(at, at + count).join(' '))) count -= 1;
		if (count === 0) return undefined;
		const { kind, language } = known.get(words.slice(at, at + count).join(' '))!;
		if (kind !== 'beside' && said?.kind !== 'thanks') said = { kind, language };
		at += count;
	}
	return said;
}

/**
 * Finds messages for the agent's own text: a model that must cite cannot greet, and documents do not. With another output form or a picture, the
 * model is asked.
 */
export function findSmallTalk(run: Run, message: string): SmallTalk | undefined {
	const { knowledge, model, output } = run.parts.definition;
	const isBound = knowledge !== undefined && (knowledge.citations === 'required' || model.extractive === true);
	return isBound && !output && !run.images?.length && speaksToCustomer(run) ? readSmallTalk(message) : undefined;
}
