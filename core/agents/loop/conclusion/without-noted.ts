import type { Language } from '../../../base/text/languages';
import { fold } from '../../../guardrails/claims/find-claims';
import { splitSentences } from '../../../guardrails/policy/sentences';
import { judgesWording } from '../answer-faults/judges-wording';
import { findChange } from '../run/given-texts';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';

const opening =
	'^[^a-z0-9]*(?:(?:ok|okay|certo|perfeito|otimo|otima|pronto|prontinho|claro|beleza|entendi|entendido|obrigad[oa]|sim|show|legal|muito bem|great|perfect|sure|thanks|thank you|got it|right|alright|all right|yes|of course)[ ,.!:;–—-]+){0,3}';
const participle =
	"(?:(?:ja |esta |ja esta |esta tudo |tudo |dados? |foi |all |it is |it's |that is |that's |is )?(?:anotad|registrad|guardad|salv|gravad|cadastrad|atualizad|adicionad|enviad|encaminhad|agendad)[oa]s?|(?:all |it is |it's |that is |that's )?(?:noted|saved|stored|recorded|updated|added|sent|booked|registered|duly noted))";
const tail = '(?= ?(?:[,.!;:–—-]|$)| (?:aqui|por aqui|tudo|isso|com sucesso|tambem|entao|here|down|too|as well|successfully)(?![a-z]))';
const own =
	"(?:(?:ja |tambem |eu |eu ja )?(?:anotei|anotamos|registrei|registramos|guardei|salvei|gravei|cadastrei|tomei nota|deixei anotad[oa]s?)|i(?:'ve| have)?(?: just| now| already)? (?:noted|saved|stored|recorded|made a note|taken note|written (?:it|that|this) down))(?![a-z])";
const noted = new RegExp(`${opening}(?:${participle}${tail}|${own})`);
const understood: Record<Language, string> = { en: 'Understood.', pt: 'Entendi.' };

/**
 * Removes short confirmations of noting, storing or sending ("Anotado, Rui!") if each call that could do it failed. Without such a call they only
 * confirm understanding, and stay.
 */
export function withoutNoted(run: Run, text: string): string {
	if (run.parts.definition.output || !speaksToCustomer(run) || !judgesWording(run, 'claimed-effect')) return text;
	if (!hasOnlyFailed(run)) return text;
	const sentences = splitSentences(text).map(({ start, end }) => text.slice(start, end));
	const kept = sentences.map(cutNoted);
	if (kept.every((sentence, index) => sentence === sentences[index])) return text;
	const rest = kept.join('').trim();
	return /[\p{L}\p{N}]/u.test(rest) ? rest : understood[run.context.language];
}

function hasOnlyFailed(run: Run): boolean {
	const changing = run.trail.entries
		.filter((entry) => entry.kind === 'tool-finished')
		.filter(({ tool }) => findChange(run, tool) !== undefined);
	return changing.length > 0 && changing.every(({ outcome }) => outcome === 'error' || outcome === 'denied' || outcome === 'unknown');
}

/** A question in the same sentence stays: "Anotado, Rui, e qual é a empresa?" */
function cutNoted(sentence: string): string {
	if (!noted.test(fold(sentence))) return sentence;
	if (!/\?[^\p{L}\p{N}]*$/u.test(sentence)) return '';
	const asked = /^[^?]*?[,;:.!–—-]\s*(?:e |mas |and |so )?(?=[^?]*\?)/iu.exec(sentence);
	const rest = asked ? sentence.slice(asked[0].length) : sentence;
	return noted.test(fold(rest)) || !asked ? rest : rest.replace(/^\p{L}/u, (letter) => letter.toUpperCase());
}
