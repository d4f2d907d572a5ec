import { splitMissed } from '../../../conversations/mailbox/split-missed';
import { isStop, recognizeRights } from '../../../conversations/rights/recognize-right';
import type { Run } from '../run/run';
import { listMessages } from '../trail/list-messages';
import { listHandedOver } from './list-handed-over';
import { fold, tellsMinor } from './tells-minor';

/** Why nobody is promised to a customer, though people are told: a minor, or somebody who wants no more messages. */
export type Unpromised = 'minor' | 'opt-out';

/** In the reason of a hand-over, folded. */
const minorReason =
	/\b(?:menor(?:es)? de (?:idade|18|dezoito)|de menor\b|menor[- ]idade|adolescente|(?:cliente|pessoa|usuario|contato) (?:e )?menor(?= ?(?:[.,;:()-]|$))|(?:is|customer|contact|person|being|a) (?:a )?minor(?= ?(?:[.,;:()-]|$))|minor$|under ?age|under (?:the age of )?(?:18|eighteen)|not of age|teenager)/;
const stopReason =
	/\b(?:nao quer (?:mais )?(?:receber |ter )?(?:mais )?(?:mensage|contato|ser contat|ser incomod|que)|nao (?:deve|quer) ser (?:mais )?contatad|nao contatar|nao deseja (?:mais )?(?:receber|contato|mensage)|(?:sair|saida|remocao|remover|tirar|retirar|descadastr\w*) (?:d[aeo]s? )?(?:\w+ ){0,3}(?:lista|contatos|cadastro)|descadastr\w*|opt[- ]?out|unsubscribe|parar de (?:receber|mandar|enviar)|parem de|no (?:more|further) (?:messages|contact)|(?:wants|asked|asks) (?:us )?(?:to (?:stop|be (?:removed|taken off))|not to be contacted)|do not contact|stop (?:messages|messaging|writing|contacting)|off (?:the|our) (?:\w+ )?list)/;
/** Finds why nobody may be promised to the customer, by their own words and by the reasons for which the agent handed over. */
export function findUnpromised(run: Run): Unpromised | undefined {
	if (findMinor(run)) return 'minor';
	const stops = [...listMessages(run), run.words].some((text) => recognizeRights(text).some(({ right }) => isStop(right)));
	return stops || listReasons(run).some((reason) => stopReason.test(reason)) ? 'opt-out' : undefined;
}

/** Returns whether this run says that the customer is a minor, or that an adult writes; undefined if it says neither. */
export function findMinor(run: Run): boolean | undefined {
	const said = [...listMessages(run), run.words].map((text) => tellsMinor(splitMissed(text).words));
	if (said.includes(true)) return true;
	if (said.includes(false)) return false;
	return listReasons(run).some((reason) => minorReason.test(reason)) ? true : undefined;
}

const listReasons = (run: Run): string[] => listHandedOver(run).map(readReason);

/** Returns the reason among the arguments of a call. */
function readReason(call: string): string {
	const { reason } = JSON.parse(call) as { reason?: unknown };
	return typeof reason === 'string' ? fold(reason) : '';
}
