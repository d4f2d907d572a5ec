import { start } from './numbers';

const day =
	'(?:amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo|semana que vem|a semana que vem|hoje a noite|mais tarde)(?:[- ]feira)?';
const evenLater = '(?:la|logo|breve|mais|ja|a proxima|mais ver|entao|a volta|outra hora|then|next time|soon|later)';
const dayEn = '(?:tomorrow|tonight|(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week)';
const before = '(?:^[^a-z\\d]{0,3}|[,;–—-] {0,2}|(?:obrigad[oa]|valeu|tchau|abracos?|um abraco|entao|thanks|thank you|bye) )';
const before2 = `(?<=${before}(?:e |entao |and |bye )?|(?:boa tarde|boa noite|bom dia|bom descanso|prazer) e )`;

/** A final goodbye without a day. */
const goodbye = new RegExp(`${before2}${start}(?:ate|until|till|see you|talk) ${evenLater}(?= ?[!.]?[^a-z\\d]{0,6}$)`);
/** With a day it may also be a deadline: counts only as an exclamation, or after thanks. */
const untilDay = new RegExp(
	`${before2}${start}(?:(?:ate|nos vemos|tchau,? ate) ${day}|(?:until|till|see you|bye until) ${dayEn})(?= ?!?[^a-z\\d]{0,6}$)`,
);
const bidsFarewell =
	/!|(?<![a-z])(?:obrigad[oa]|valeu|tchau|abracos?|boa (?:noite|tarde)|bom (?:dia|descanso)|thanks|thank you|bye)(?![a-z])/;
const works =
	/(?<![a-z])(?:sim|consig[a-z]{1,4}|consegu[a-z]{1,5}|entreg[a-z]{1,6}|envi[a-z]{1,6}|mand[a-z]{1,6}|cheg[a-z]{1,5}|receb[a-z]{1,6}|resolv[a-z]{1,6}|respond[a-z]{1,6}|retorn[a-z]{1,6}|pront[oa]s?|sai|prazo|instal[a-z]{1,7}|confirm[a-z]{1,6}|yes|deliver[a-z]{0,4}|ship[a-z]{0,4}|ready|done|arriv[a-z]{1,4}|repl[a-z]{1,4}|send[a-z]{0,3})(?![a-z])/;

export function blankFarewells(text: string): string {
	const plain = text.replace(goodbye, (words) => '_'.repeat(words.length));
	const found = untilDay.exec(plain);
	if (!found || !bidsFarewell.test(plain) || works.test(plain.slice(0, found.index))) return plain;
	return plain.slice(0, found.index) + '_'.repeat(found[0].length) + plain.slice(found.index + found[0].length);
}
