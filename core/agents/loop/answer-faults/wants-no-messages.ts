import { isStop, recognizeRights } from '../../../conversations/rights/recognize-right';
import { foldAccents } from '../../../words/terms';
import type { Run } from '../run/run';
import { listHandedOver } from './list-handed-over';

const listMessages = ({ trail }: Pick<Run, 'trail'>): string[] =>
	trail.entries.flatMap((entry) => (entry.kind === 'prepared' ? [entry.message] : []));

/** In the reason of a hand-over, folded. */
const stopReason =
	/\b(?:nao quer (?:mais )?(?:receber |ter )?(?:mais )?(?:mensage|contato|ser contat|ser incomod|que)|nao (?:deve|quer) ser (?:mais )?contatad|nao contatar|nao deseja (?:mais )?(?:receber|contato|mensage)|(?:sair|saida|remocao|remover|tirar|retirar|descadastr\w*) (?:d[aeo]s? )?(?:\w+ ){0,3}(?:lista|contatos|cadastro)|descadastr\w*|opt[- ]?out|unsubscribe|parar de (?:receber|mandar|enviar)|parem de|no (?:more|further) (?:messages|contact)|(?:wants|asked|asks) (?:us )?(?:to (?:stop|be (?:removed|taken off))|not to be contacted)|do not contact|stop (?:messages|messaging|writing|contacting)|off (?:the|our) (?:\w+ )?list)/;

/** Returns whether the customer wants no more messages: by their words, or the reason of the hand-over. */
export function wantsNoMessages(run: Run): boolean {
	const stops = [...listMessages(run), run.words].some((text) => recognizeRights(text).some(({ right }) => isStop(right)));
	return stops || listHandedOver(run).some((call) => stopReason.test(readReason(call)));
}

/** Returns the reason among the arguments of a call, folded. */
function readReason(call: string): string {
	const { reason } = JSON.parse(call) as { reason?: unknown };
	return typeof reason === 'string' ? foldAccents(reason.toLowerCase()).replaceAll('’', "'") : '';
}
