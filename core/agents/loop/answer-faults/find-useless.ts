import { withoutCitations } from '../../../knowledge/grounding';
import { hasTools } from '../tools/open-toolbox';
import type { Run } from '../run/run';
import { findWrittenCall } from './find-written-call';
import { findUnfit, type Unfit } from './find-unfit';
import { thinksAloud } from './thinks-aloud';

/** An answer that ends where the work would begin. */
const announcement =
	/^[^.!?\n]{0,30}[.!,]?\s*(?:(?:let me|i will|i'll|i am going to|i'm going to|deixe-me|deixa eu|vou)\s(?:\p{L}+\s)?(?:check|look|ask|find|search|verify|consultar|verificar|perguntar|checar|buscar|procurar|olhar|ver)(?!\p{L})|i am (?:checking|looking|storing|saving|asking)|estou (?:consultando|verificando|guardando|salvando|buscando|perguntando))/iu;
/** All of it is in brackets, as a script says what happens on the stage: "[transfers you to sales]". */
const direction =
	/^\s*(?:\[(?:[^\]\d]{0,40}\p{L}[ -]\p{L}[^\]]{0,99}\]|\p{L}+\])|\*(?:hands?|transfers?|connects?|calls?|forwards?|checks?|looks?|transfere|encaminha|chama|consulta|verifica)\s[^*]{1,99}\*)\s*$/iu;
const longestAnnouncement = 140;

/** It is a call as text or names a tool, is empty, only announces work, begins with thoughts, or is not fit for who asked. */
export type Useless = 'call' | 'named' | 'blank' | 'announced' | 'thoughts' | Unfit;

/** Finds why nobody can use an answer, whatever guardrails say. An answer is read before the model is asked again, and when it is judged. */
export function findUseless(run: Run, text: string): Useless | undefined {
	const { context, toolbox, useless: known } = run;
	const { given } = context;
	if (!known || known.text !== text || known.given !== given || known.toolbox !== toolbox)
		run.useless = { text, given, toolbox, found: readUseless(run, text) };
	return run.useless!.found;
}

function readUseless(run: Run, text: string): Useless | undefined {
	const { definition } = run.parts;
	if (definition.output) return undefined;
	if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(withoutCitations(text).replace(/^\s*\[\d+\]/, ''))) return 'blank';
	const call = findWrittenCall(run, text);
	if (call) return call;
	const isShort = text.length <= longestAnnouncement && !text.includes('?');
	if (hasTools(run.parts) && isShort && (announcement.test(text.trim()) || direction.test(text))) return 'announced';
	if (thinksAloud(text)) return 'thoughts';
	return findUnfit(run, text);
}
