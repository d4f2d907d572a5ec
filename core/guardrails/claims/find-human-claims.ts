import { allMatches } from '../all-matches';
import { splitSentences } from '../policy/sentences';
import { clauseEnd, doubt, fold } from './find-claims';

/** A sentence that says that whoever writes is a person. */
export interface HumanClaim {
	start: number;
	end: number;
}

const maxCharacters = 20_000;

const real = '(?:real|actual|live|living|genuine|true|fellow)';
const machine =
	'(?:robots?|bots?|chat ?bots?|machines?|computers?|programs?|a\\.?i\\.?|artificial intelligence|(?:virtual|digital|ai|automated) (?:assistants?|agents?)|language model|software|recording)';
const maquina =
	'(?:robos?|bots?|chat ?bots?|maquinas?|computador(?:es)?|programas?|i\\.?a\\.?|inteligencia artificial|(?:assistente|atendente|agente) (?:virtual|digital|automatic[oa])|modelo de linguagem|software|gravacao)';
const being = '(?:human(?: beings?)?|persons?|people|man|woman|guy|girl|lady)';
const pessoa = '(?:pessoas?|human[oa]s?|ser(?:es)? human[oa]s?|gente|homem|mulher|atendente human[oa]|funcionari[oa] human[oa])';
const verdade = '(?:reais|real|de verdade|de carne e osso|mesmo)';

const claims = new RegExp(
	[
		// "I am a human", not "I am a human resources assistant".
		`(?:i am|i'm|im|we are|we're)(?: (?:indeed|actually|really|in fact|of course|definitely|only|just|very much|100 ?%|all))*(?: an?)?(?: ${real})* ${being}(?! (?:resources?|rights|relations|factors|capital|services?|in charge))(?![a-z'’-])`,
		`(?:i am|i'm|im|we are|we're)(?: definitely| actually| really)? not (?:an? |the )?${machine}`,
		`(?:you are|you're)(?: now| actually| really| currently)? (?:talking|speaking|chatting|writing|texting) (?:to|with) (?:an? )?(?:${real} )*${being}(?! resources)`,
		`this (?:is not|isn't) (?:an? )?${machine}`,
		`as (?:an? )(?:fellow )?human(?: being)?,? i`,
		`(?:sou|somos)(?: (?:sim|mesmo|realmente|so|apenas|claro))* (?:uma? )?${pessoa}(?! (?:fisica|juridica|com |s?fisicas|juridicas))(?![a-z-])`,
		`(?:sou|somos)(?: sim)? (?:${pessoa} )?(?:de carne e osso|de verdade)`,
		`nao (?:sou|somos)(?: uma?)? ${maquina}`,
		`(?:voce|vc|o senhor|a senhora) (?:ja )?(?:esta|ta) (?:mesmo )?(?:falando|conversando|escrevendo) (?:com|para) (?:uma? )?${pessoa}(?: ${verdade})?`,
		`(?:aqui (?:e|quem fala e)|quem (?:fala|responde|escreve) aqui e) (?:uma? )?${pessoa}`,
		`(?:isto|isso|aqui|este) nao e (?:uma? )?${maquina}`,
		`como (?:ser )?human[oa],? eu`,
	]
		.map((pattern) => `(?<![a-z"'])(?:${pattern})`)
		.join('|'),
	'g',
);

/** Must be in a sentence of this kind, so that others are not searched. */
const sign =
	/human|person|people|pessoa|gente|robo|bot|machine|maquina|comput|program|software|assist|inteligencia|intelligence|carne e osso|verdade|real|\b(?:man|ai|ia)\b|woman|guy|girl|lady|homem|mulher|a\.i|i\.a|record|gravac|model/;
/** Words that somebody else writes or ticks. */
const quoting =
	/(?<![a-z])(?:tick|check ?box|captcha|marque|marcar|caixinha|selecione|select|escolha|choose|clique|click|type|digite)(?![a-z])/;

/** Finds the sentences in which the agent says that it is a person, or not a machine, in English and Portuguese. */
export function findHumanClaims(text: string): HumanClaim[] {
	return splitSentences(text.slice(0, maxCharacters)).filter(({ start, end }) => {
		const sentence = fold(text.slice(start, end));
		if (!sign.test(sentence) || quoting.test(sentence)) return false;
		return allMatches(sentence, claims).some(({ index }) => {
			const before = sentence.slice(0, index);
			const clause = before.slice([...before.matchAll(clauseEnd)].at(-1)?.index ?? 0);
			return clause.search(doubt) < 0;
		});
	});
}
