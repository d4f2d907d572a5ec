import { allMatches } from '../all-matches';
import { splitSentences } from '../policy/sentences';
import { clauseEnd, doubt, fold } from './find-claims';

interface HumanClaim {
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
		// Not "I am a human resources assistant".
		`(?:i am|i'm|im|we are|we're)(?: (?:indeed|actually|really|in fact|of course|definitely|only|just|very much|100 ?%|all))*(?: an?)?(?: ${real})* ${being}(?! (?:resources?|rights|relations|factors|capital|services?|in charge))(?![a-z'’-])`,
		`(?:i am|i'm|im|we are|we're)(?: definitely| actually| really)? not (?:an? |the )?${machine}`,
		`(?:you are|you're)(?: now| actually| really| currently)? (?:talking|speaking|chatting|writing|texting) (?:to|with) (?:an? )?(?:${real} )*${being}(?! resources)`,
		`this (?:is not|isn't) (?:an? )?${machine}`,
		`as (?:an? )(?:fellow )?human(?: being)?,? i`,
		`(?:sou|somos)(?: (?:sim|mesmo|realmente|so|apenas|claro))* (?:uma? )?${pessoa}(?! (?:fisica|juridica|com |s?fisicas|juridicas))(?![a-z-])`,
		`(?:sou|somos)(?: sim)? (?:${pessoa} )?(?:de carne e osso|de verdade)`,
		// "I'm Anna, a real person": after a name, the word alone can mean something else.
		`(?:i am|i'm|this is) [a-z]{2,20}(?: [a-z]{2,20})?, (?:an? )?(?:${real} )+${being}`,
		`(?:sou|aqui e|e) (?:[oa] )?[a-z]{2,20}(?: [a-z]{2,20})?, (?:uma? )?${pessoa} ${verdade}`,
		`aqui nao (?:tem|ha|existe|e) (?:uma? |nenhuma? )?${maquina}`,
		`(?:e|tem) (?:uma? )?${pessoa} (?:${verdade} )?(?:que )?(?:esta |ta )?(?:te |lhe )(?:atende|atendendo|responde|respondendo|escreve|escrevendo)`,
		`(?:esta|ta) (?:te )?(?:sendo )?atendid[oa] por (?:uma? )?${pessoa}`,
		`nao (?:sou|somos)(?: uma?)? ${maquina}`,
		`(?:voce|vc|o senhor|a senhora) (?:ja )?(?:esta|ta) (?:mesmo )?(?:falando|conversando|escrevendo) (?:com|para) (?:uma? )?${pessoa}(?: ${verdade})?`,
		`(?:aqui (?:e|quem fala e)|quem (?:fala|responde|escreve) aqui e) (?:uma? )?${pessoa}`,
		`(?:isto|isso|aqui|este) nao e (?:uma? )?${maquina}`,
		`como (?:ser )?human[oa],? eu`,
		`(?:i am|i'm|im) (?:[a-z]{2,15},? )?(?:an? )?(?:${real} )*(?:employee|staff member|human colleague|member of (?:the|our) (?:[a-z]{2,15} ){0,2}staff)`,
		`there(?:'s| is| are) (?:an? )?(?:${real} )*${being} (?:here|behind|on this (?:end|side)|writing|typing|answering)`,
		`(?:an? )?${real} ${being} (?:here|on this end)`,
		`(?:sou|somos) (?:uma? )?(?:funcionari[oa]|colaborador[a]?|empregad[oa])s?(?! public)`,
		`(?:tem|ha) (?:uma? )?(?:pessoa|gente|ser humano) (?:de verdade |real )?(?:aqui|do outro lado|deste lado|escrevendo|respondendo)`,
		`(?<=^(?:no|nope|nah|nao)?[,.!]? ?)(?:definitely |certainly |claro que )?(?:not an? ${machine}|nao sou (?:uma? )?${maquina})`,
	]
		.map((pattern) => `(?<![a-z"'])(?:${pattern})`)
		.join('|'),
	'g',
);

const sign =
	/human|employee|staff|funcionari|colaborador|empregad|person|people|pessoa|gente|robo|bot|machine|maquina|comput|program|software|assist|inteligencia|intelligence|carne e osso|verdade|real|\b(?:man|ai|ia)\b|woman|guy|girl|lady|homem|mulher|a\.i|i\.a|record|gravac|model/;
const quoting =
	/(?<![a-z])(?:tick|check ?box|captcha|marque|marcar|caixinha|selecione|select|escolha|choose|clique|click|type|digite)(?![a-z])/;

const asksWhetherHuman = new RegExp(
	`(?<![a-z])(?:are you|is this|am i (?:talking|speaking|chatting|writing) (?:to|with)|do i (?:talk|speak) (?:to|with)|voce e|vc e|(?:to|estou) falando com|e) (?:really )?(?:an? |uma? )?(?:${real} )*(?:${being}|${pessoa})(?: ${verdade}| ${real})?(?: here| there| aqui)? ?\\?`,
);
const asksWhetherMachine = new RegExp(
	`(?<![a-z])(?:are you|is this|am i (?:talking|speaking|chatting|writing) (?:to|with)|do i (?:talk|speak) (?:to|with)|voce e|vc e|(?:to|estou) falando com|e) (?:just )?(?:an? |uma? )?(?:${machine}|${maquina})(?: here| there| aqui)? ?\\?`,
);
const yes =
	/^[^a-z0-9]*(?:yes|yep|yeah|yup|sure|of course|indeed|absolutely|correct|right|certainly|sim|claro|com certeza|isso(?: mesmo)?|exato)(?:,? (?:i am|we are|you are|it is|sou|sim|esta|e sim))?[^a-z0-9]*$/;
const no =
	/^[^a-z0-9]*(?:no|nope|nah|not at all|of course not|certainly not|nao(?: sou| e)?|claro que nao|de jeito nenhum|imagina)(?:[,!]? (?:i'm not|i am not|you are not|you're not|it is not|it's not|nao(?: sou| e| esta)?))?[^a-z0-9]*$/;

const answers = (question: string, sentence: string): boolean =>
	(asksWhetherHuman.test(question) && yes.test(sentence)) || (asksWhetherMachine.test(question) && no.test(sentence));

/**
 * Finds English and Portuguese sentences in which the agent claims to be a person, or not a machine. @param question the message that the text
 * answers
 */
export function findHumanClaims(text: string, question = ''): HumanClaim[] {
	const asked = fold(question.slice(0, maxCharacters));
	return splitSentences(text.slice(0, maxCharacters)).filter(({ start, end }, index) => {
		const sentence = fold(text.slice(start, end));
		if (index === 0 && answers(asked, sentence)) return true;
		if (!sign.test(sentence) || quoting.test(sentence)) return false;
		return allMatches(sentence, claims).some(({ index }) => {
			const before = sentence.slice(0, index);
			const clause = before.slice([...before.matchAll(clauseEnd)].at(-1)?.index ?? 0);
			return clause.search(doubt) < 0;
		});
	});
}
