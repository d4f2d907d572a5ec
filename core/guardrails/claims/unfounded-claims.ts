import type { GivenCall, GivenTexts } from '../../ports/guardrails/guardrail-context';
import { withoutExamples } from '../../prompts/without-examples';
import { effects, type EffectName } from './effects';
import { splitSentences } from '../policy/sentences';
import { findSilence } from './find-silence';
import { type Claim, doubt, findAsked, findClaims, fold, maxCharacters } from './find-claims';

/** A result field that says that nothing was done: `"refunded": 0`. */
const empty =
	/"[^"\n]{1,80}"\s{0,9}:\s{0,9}(?:"(?:no|none|null|false|0)?"|-?0(?:\.0+)?|false|null|\[\s{0,9}\]|\{\s{0,9}\})(?=\s{0,9}[,}\]])/g;
const identifier = /(?<![a-z0-9])(?:[a-z]{1,6}-?\d{3,}|\d{5,})(?![a-z0-9])/g;
const justDone = /^[^a-z]*(?:(?:it'?s |all )?done|feito|pronto|prontinho|(?:ja )?esta feito)[^a-z]*$/i;
const settled = '(?:taken care of|sorted(?: out)?|handled|resolved|fixed|dealt with|settled)';
const settles = new RegExp(
	`(?<![a-z])(?:(?:i|we)(?:'ve| have)? (?:(?:just|already|now) )?${settled} (?:it|this|that|everything)|(?:it|this|that|everything)(?:'s| is| has been) (?:(?:now|all|already) )?${settled}|(?:ja )?resolvi(?: (?:isso|tudo|para voce|pra voce))?(?= ?[.!,;]|$)|(?:isso |tudo )?(?:ja )?(?:esta|ta|foi) (?:tudo )?resolvid[oa])(?![a-z])`,
);

/**
 * Finds claimed effects without a call or text. The agent's own acts need a changing call or an earlier reply; others' can also come from a
 * result, passage or message.
 */
export function findUnfoundedClaims(reply: string, given: GivenTexts): Claim[] {
	const claims = [...findClaims(reply), ...findBareClaim(reply, given)].filter((claim) => !isActed(claim, given) && !isTold(claim, given));
	return [...claims, ...findUnfoundedSilence(reply, given)];
}

/** A promise of silence needs a call that can unsubscribe, or words of the house. */
function findUnfoundedSilence(reply: string, { calls = [], shown = [], told = [], others, messages = [] }: GivenTexts): Claim[] {
	const found = findSilence(reply);
	if (found.length === 0 || calls.some(({ acts, only }) => acts && only === undefined)) return [];
	const ofHouse = others.filter((text) => !messages.includes(text));
	const isKnown = [...shown, ...told, ...ofHouse].some((text) => findSilence(text).length > 0);
	return isKnown ? [] : found.map((one) => ({ ...one, effect: 'cancel' as const, isOwn: true }));
}

/** "Done" at the beginning, or "took care of it", claims the effect that the message requested. */
function findBareClaim(reply: string, { messages = [] }: GivenTexts): Claim[] {
	const [{ 0: opening = '' } = []] = [/^[^.!\n]{1,30}[.!]?/.exec(reply.trim()) ?? []];
	const spans = justDone.test(fold(opening)) ? [{ start: 0, end: opening.length }] : findSettling(reply);
	const effect = spans.length > 0 ? findAsked(messages.at(-1) ?? '') : undefined;
	return effect ? spans.map((span) => ({ effect, isOwn: true, text: fold(reply.slice(span.start, span.end)), ...span })) : [];
}

function findSettling(reply: string): Array<{ start: number; end: number }> {
	return splitSentences(reply.slice(0, maxCharacters)).filter(({ start, end }) => {
		const sentence = fold(reply.slice(start, end));
		const at = sentence.search(settles);
		return at >= 0 && !sentence.trimEnd().endsWith('?') && sentence.slice(0, at).search(doubt) < 0;
	});
}

const noted =
	/(?<![a-z])(?:anot|registr|avis|inform|repass|encaminh|comunic|pass(?:ei|amos)|transfer|chamei|deixei|guard|solicit|pedi(?![a-z])|salv|not(?:ed|ified)|made a note|taken note|record|wrote down|written down|told|passed|handed|forwarded|informed|asked|alerted|logged)/;
const removed =
	/(?<![a-z])(?:remov(?:i|emos)|retir(?:ei|amos)|tir(?:ei|amos)|exclu(?:i|imos)|apag(?:uei|amos)|delet(?:ei|amos)|descadastr(?:ei|amos)|(?:foi|foram|esta|estao|ficou|acaba de ser)(?: [a-z]{1,12}){0,2} (?:removid|retirad|tirad|excluid|apagad|deletad|descadastrad)[oa]s?|(?:removid|retirad|excluid|apagad|descadastrad)[oa]s?(?= ?[.,!;]|$| d[ao]| com sucesso)|(?:been|was|were|is|are)(?: [a-z]{1,12})? (?:removed|deleted|erased|taken off|unsubscribed)|(?:i|we)(?:'ve| have)?(?: (?:just|already|now))? (?:removed|deleted|erased|took|taken)(?! note))(?![a-z])/;

/** False for calls that only notify a person or store the words. */
const canFound = ({ only }: GivenCall, { effect, text }: Claim): boolean =>
	only === undefined || (!removed.test(text) && (only === 'store' ? effect === 'change' : effect === 'tell' || noted.test(text)));

/** Calls without effect words in name and result can have had any effect. */
function isActed(claim: Claim, { calls = [] }: GivenTexts): boolean {
	const { effect, text } = claim;
	const acts = calls.filter((call) => call.acts && canFound(call, claim));
	const pattern = evidenceOf(effect);
	if (!pattern) return acts.length > 0;
	const said = acts.map((act) =>
		`${act.tool.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')} ${act.input} ${act.text}`.toLowerCase().replace(empty, ''),
	);
	const matching = said.filter((each) => pattern.test(each));
	if (matching.length === 0) return acts.length > 0 && acts.every(({ tool }) => isUnknown(tool));
	const done = matching.join('\n');
	if (effect === 'refund' && matching.length === 1 && isOtherAmount(text, done)) return false;
	return listIdentifiers(text).every((id) => squeeze(done).includes(squeeze(id)) || !hasSameForm(done, id));
}

/** True if the call has other amounts: "I refunded 29.90" after 10.00. A call can use cents. */
function isOtherAmount(sentence: string, done: string): boolean {
	const said = (sentence.match(/(?<![\d.,])\d{1,9}(?:[.,]\d{3}){0,4}[.,]\d{2}(?!\d)/g) ?? []).map(toCents);
	const paid = (done.match(/(?<![\d.,a-z-])\d{1,12}(?:[.,]\d{1,3}){0,4}/g) ?? []).flatMap((text) => [toCents(text), Number(text)]);
	return said.length > 0 && paid.length > 0 && !said.some((one) => paid.includes(one));
}

function toCents(text: string): number {
	const [, decimals = ''] = /[.,](\d{1,2})$/.exec(text) ?? [];
	const whole = text.slice(0, decimals === '' ? undefined : -decimals.length - 1).replaceAll(/[.,]/g, '');
	return Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

const isUnknown = (tool: string): boolean => !effects.some(({ name }) => evidenceOf(name)?.test(tool.toLowerCase()));

function evidenceOf(name: EffectName): RegExp | undefined {
	const { evidence } = effects.find((effect) => effect.name === name)!;
	return evidence === '' ? undefined : new RegExp(`(?<![a-z])(?:${evidence})(?!able|avel|iveis|ivel)`);
}

function isTold(claim: Claim, given: GivenTexts): boolean {
	const { calls = [], told = [], shown = [], messages = [], author } = given;
	const plain = withoutExamples(author);
	const texts = [...shown, ...told.map(withoutExamples), listFacts(plain)];
	const saidBefore = texts.some((text) => says(text, claim, true)) || quotes(plain, claim);
	if (saidBefore || claim.isOwn) return saidBefore;
	const passages = given.others.filter((text) => !given.results?.includes(text));
	const reporting = calls.filter((call) => canFound(call, claim));
	return reports(reporting, claim) || [...passages, ...messages].some((text) => says(text, claim));
}

const quoted = /"[^"\n]{0,400}"|“[^”\n]{0,400}”|«[^»\n]{0,400}»/g;
const instructs =
	/(?<![a-z])(?:say|saying|tell|telling|reply|confirm|write|claim|promise|only|unless|diga|dizer|fale|falar|responda|confirme|escreva|afirme|prometa|so|somente|apenas)(?![a-z])/;

/** Returns the author's facts. A rule such as "Confirm that it was noted" proves nothing: the call does. */
const listFacts = (author: string): string =>
	author
		.replace(quoted, ' ')
		.split(/\n+|(?<=[.!?;])\s/)
		.filter((sentence) => !instructs.test(fold(sentence)))
		.join('\n');

const quotes = (author: string, { text }: Claim): boolean =>
	(author.match(quoted) ?? []).some(
		(quote) =>
			fold(quote)
				.replace(/["«».!]/g, '')
				.trim() === text.replace(/["«».!]/g, '').trim(),
	);

/** True if a result shows the effect as a field or word. Each order in the sentence must be in a result. */
function reports(calls: readonly GivenCall[], { effect, text }: Claim): boolean {
	const { done, past } = effects.find(({ name }) => name === effect)!;
	const word = new RegExp(`(?<![a-z])(?:${done}|(?:${past})[oa]?s?)(?![a-z])`);
	const ids = listIdentifiers(text);
	const written = calls.map((call) => ({
		input: call.input.toLowerCase(),
		result: fold(call.text.replaceAll('_', ' ')).replace(empty, ''),
	}));
	const matching = written.filter(({ result }) => word.test(result) || evidenceOf(effect)?.test(result) === true);
	const known = (ids.length > 1 && matching.length > 0 ? written : matching).map(({ input, result }) => `${input} ${result}`);
	return matching.length > 0 && ids.every((id) => known.some((one) => hasAll(one, [id])));
}

function says(text: string, { effect, text: claimed }: Claim, isOwn = false): boolean {
	const ids = isOwn ? (claimed.match(/\d+(?:[.,]\d+)*/g) ?? []) : listIdentifiers(claimed);
	const isSame = (claim: Claim) => claim.effect === effect && (!removed.test(claimed) || removed.test(claim.text));
	return findClaims(text).some(isSame) && hasAll(text.toLowerCase(), ids);
}

const listIdentifiers = (text: string): string[] => text.match(identifier) ?? [];
const squeeze = (text: string): string => text.replace(/[^a-z0-9]/g, '');
const hasAll = (text: string, ids: string[]): boolean => ids.every((id) => squeeze(text).includes(squeeze(id)));
const formOf = (id: string): string =>
	squeeze(id)
		.replace(/[a-z]+/g, 'a')
		.replace(/\d+/g, '9');
const hasSameForm = (text: string, id: string): boolean => listIdentifiers(text).some((other) => formOf(other) === formOf(id));
