import { isStop, recognizeRights } from '../../../conversations/rights/recognize-right';
import { foldAccents } from '../../../words/terms';
import type { Run } from '../run/run';
import { listMessages } from '../trail/list-messages';
import { listHandedOver } from './list-handed-over';

/** Why nobody is promised to a customer, though people are told: a minor, or somebody who wants no more messages. */
export type Unpromised = 'minor' | 'opt-out';

/** In the reason of a hand-over, folded. */
const minorReason =
	/\b(?:menor(?:es)? de (?:idade|18|dezoito)|de menor\b|menor[- ]idade|adolescente|(?:cliente|pessoa|usuario|contato) (?:e )?menor(?= ?(?:[.,;:()-]|$))|(?:is|customer|contact|person|being|a) (?:a )?minor(?= ?(?:[.,;:()-]|$))|minor$|under ?age|under (?:the age of )?(?:18|eighteen)|not of age|teenager)/;
const stopReason =
	/\b(?:nao quer (?:mais )?(?:receber |ter )?(?:mais )?(?:mensage|contato|ser contat|ser incomod|que)|nao (?:deve|quer) ser (?:mais )?contatad|nao contatar|nao deseja (?:mais )?(?:receber|contato|mensage)|(?:sair|saida|remocao|remover|tirar|retirar|descadastr\w*) (?:d[aeo]s? )?(?:\w+ ){0,3}(?:lista|contatos|cadastro)|descadastr\w*|opt[- ]?out|unsubscribe|parar de (?:receber|mandar|enviar)|parem de|no (?:more|further) (?:messages|contact)|(?:wants|asked|asks) (?:us )?(?:to (?:stop|be (?:removed|taken off))|not to be contacted)|do not contact|stop (?:messages|messaging|writing|contacting)|off (?:the|our) (?:\w+ )?list)/;
/** In the words of the customer, folded: an age as the end of a clause, since "tenho 15 anos de casa" is another. */
const minorWords =
	/\b(?:(?:(?:eu |so |ainda ){0,3}(?:tenho|fiz|completei)|(?:i am|i'm|im)(?: only| just)?) (?:[5-9]|1[0-7]|quatorze|catorze|quinze|dezesseis|dezessete|fourteen|fifteen|sixteen|seventeen)(?:(?: anos?)(?: de idade)?|(?: years?)?(?: old)?)(?= ?(?:[.,;:!?()-]|$)| (?:e|mas|and|but|so|entao)\b)|(?:sou|eu sou|ainda sou) (?:de )?menor(?: de (?:idade|18))?(?= ?(?:[.,;:!?()-]|$)| (?:e|mas)\b)|nao (?:tenho|fiz) 18(?: anos)?(?: ainda)?|(?:i am|i'm|im) (?:still )?(?:a minor|under ?age|under 18|not 18)\b)/;

/** Finds why nobody may be promised to the customer, by their own words and by the reasons for which the agent handed over. */
export function findUnpromised(run: Run): Unpromised | undefined {
	const messages = [...listMessages(run), run.words];
	const reasons = listHandedOver(run).map(readReason);
	if (messages.some((text) => minorWords.test(fold(text))) || reasons.some((reason) => minorReason.test(reason))) return 'minor';
	const stops = messages.some((text) => recognizeRights(text).some(({ right }) => isStop(right)));
	return stops || reasons.some((reason) => stopReason.test(reason)) ? 'opt-out' : undefined;
}

/** Returns the reason among the arguments of a call. */
function readReason(call: string): string {
	const { reason } = JSON.parse(call) as { reason?: unknown };
	return typeof reason === 'string' ? fold(reason) : '';
}

const fold = (text: string): string => foldAccents(text.toLowerCase()).replaceAll('’', "'");
