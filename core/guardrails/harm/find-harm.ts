import type { Match } from '../../ports/guardrails/match';
import type { ChatModel } from '../../ports/models/models';
import type { ContentModerator } from '../../ports/models/moderation';
import { needsJudge } from './doubt/needs-judge';
import { type HarmKind, harmKinds, type HarmScores, maxScores } from './harm-kinds';
import { judgeHarm } from './judge-harm';
import { moderateHarm } from './moderate-harm';
import { type HarmFinding, scoreHarm } from './score-harm';
import { hasOtherSentence, identifyLanguage } from '../../base/text/identify-language';

/** Score from which a kind counts, unless the policy sets another. */
export const defaultHarmThreshold = 0.6;

export interface HarmOptions {
	thresholds?: Partial<Record<HarmKind, number>>;
	/** Model asked about the texts that the word lists do not decide. */
	judge?: ChatModel;
	/** Default `in-doubt`. */
	asksJudge?: 'in-doubt' | 'always';
	moderator?: ContentModerator;
	signal?: AbortSignal;
}

export interface FoundHarm extends HarmFinding {
	/** The kinds that reach their threshold, the one that exceeds it most first. */
	kinds: HarmKind[];
	/** The text is in a language without a list, and nobody else was asked. */
	isUnread: boolean;
	/** Failure of the judge or the moderation service: the result is that of the others. */
	failure?: Error;
}

/**
 * Scores a text by the word lists, and asks a moderation service and then a judge about what they do not decide: scores halfway from a threshold to
 * either end, texts that look like harmful ones, and languages without a list.
 */
export async function findHarm(text: string, options: HarmOptions = {}): Promise<FoundHarm> {
	const lists = await scoreHarm(text);
	const state: { scores: HarmScores; failure?: Error } = { scores: lists.scores };
	const attempt = async (work: () => Promise<HarmScores>) => {
		try {
			state.scores = await work();
		} catch (failure) {
			state.failure ??= failure instanceof Error ? failure : new Error('Who was asked did not answer.', { cause: failure });
		}
	};
	const { moderator, judge, signal } = options;
	if (moderator && text.trim() !== '' && !isClear(state.scores, options))
		await attempt(async () => maxScores(state.scores, await moderateHarm(text, moderator, signal)));
	const isUnread = !listProse(text).every(hasList);
	if (
		judge &&
		!isClear(state.scores, options) &&
		(options.asksJudge === 'always' || isUnread || (await isDoubtful(text, state.scores, options)))
	)
		await attempt(() => judgeHarm(text, judge, { matches: lists.matches, signal }));
	return { ...conclude(text, lists.matches, state, options), isUnread: isUnread && !moderator && !judge };
}

const limitOf = (kind: HarmKind, { thresholds }: HarmOptions): number => thresholds?.[kind] ?? defaultHarmThreshold;

/** True if a kind is so far above its threshold that the judge is not needed. */
function isClear(scores: HarmScores, options: HarmOptions): boolean {
	return harmKinds.some((kind) => limitOf(kind, options) < 1 && (scores[kind] ?? 0) >= (1 + limitOf(kind, options)) / 2);
}

async function isDoubtful(text: string, scores: HarmScores, options: HarmOptions): Promise<boolean> {
	const watched = harmKinds.filter((kind) => limitOf(kind, options) < 1);
	return watched.some((kind) => (scores[kind] ?? 0) >= limitOf(kind, options) / 2) || (watched.length > 0 && (await needsJudge(text)));
}

function conclude(
	text: string,
	known: Match[],
	{ scores, failure }: { scores: HarmScores; failure?: Error },
	options: HarmOptions,
): Omit<FoundHarm, 'isUnread'> {
	const excess = (kind: HarmKind) => (scores[kind] ?? 0) - limitOf(kind, options);
	const kinds = harmKinds.filter((kind) => excess(kind) >= 0).sort((one, other) => excess(other) - excess(one));
	const isOfLists = (kind: HarmKind) => known.some(({ type, score }) => type === kind && score >= limitOf(kind, options));
	const own = known.filter(({ type }) => kinds.includes(type as HarmKind) && isOfLists(type as HarmKind));
	// A judge and a service know no positions.
	const whole = kinds
		.filter((kind) => !own.some(({ type }) => type === kind))
		.map((kind) => ({ type: kind, start: 0, end: text.length, score: scores[kind]! }));
	return { scores, kinds, matches: [...own, ...whole], ...(failure !== undefined && { failure }) };
}

/** Returns the texts of a JSON value, such as a result of a tool, each alone, without the names of its fields. */
function listProse(text: string): string[] {
	if (!/^\s*[[{]/.test(text)) return [text];
	let values: unknown[];
	try {
		values = [JSON.parse(text)];
	} catch {
		return [text];
	}
	const texts: string[] = [];
	for (const value of values) {
		if (typeof value === 'string') texts.push(value);
		if (typeof value !== 'object' || value === null) continue;
		for (const [name, member] of Object.entries(value)) {
			if (/\s/.test(name)) texts.push(name);
			values.push(member);
		}
	}
	return texts;
}

/** Words of Spanish that the other languages with Latin letters do not have. */
const spanish = new Set(
	'el los del y es está están hay muy más también usted ustedes tiene pero cuándo dónde cómo qué gracias hola yo para'.split(' '),
);
const fewest = 2;

/** Returns whether each sentence of a text is in a language of the word lists, or too short to tell. */
function hasList(text: string): boolean {
	if (hasOtherSentence(text, ['en', 'pt', 'es'])) return false;
	if (identifyLanguage(text) !== 'other') return true;
	const words =
		text
			.normalize('NFC')
			.toLowerCase()
			.slice(0, maxRead)
			.match(/\p{L}+/gu) ?? [];
	return /[ñ¿¡]/i.test(text) || words.filter((word) => spanish.has(word)).length >= Math.max(fewest, words.length / 10);
}

const maxRead = 4_000;
