import type { Match } from '../../ports/guardrails/match';
import type { ChatModel } from '../../ports/models/models';
import type { ContentModerator } from '../../ports/models/moderation';
import { needsJudge } from './doubt/needs-judge';
import { type HarmKind, harmKinds, type HarmScores, maxScores } from './harm-kinds';
import { judgeHarm } from './judge-harm';
import { type HarmFinding, scoreHarm } from './score-harm';
import { hasOtherSentence, identifyLanguage } from '../../base/text/identify-language';

/** Our kinds, and the categories of OpenAI's moderation endpoint and compatible servers. */
const kindOf: Record<string, HarmKind> = {
	...Object.fromEntries(harmKinds.map((kind) => [kind, kind])),
	'hate/threatening': 'hate',
	'harassment/threatening': 'violence',
	illicit: 'dangerous-acts',
	'illicit/violent': 'dangerous-acts',
	'self-harm/intent': 'self-harm',
	'self-harm/instructions': 'self-harm',
	'sexual/minors': 'sexual-minors',
	'violence/graphic': 'violence',
};
/** The service has its own thresholds: flagged means at least clear. */
const flaggedScore = 0.7;
/** A threshold of 1 switches a kind off. */
const highest = 0.99;
const maxText = 100_000;
const timeLimitMs = 5_000;

/** Asks a moderation service or a local classifier. Ignores categories beyond ours. @throws TroupeError MODEL_*, CANCELLED */
async function moderateHarm(text: string, moderator: ContentModerator, signal?: AbortSignal): Promise<HarmScores> {
	const limit = AbortSignal.timeout(moderator.timeLimitMs ?? timeLimitMs);
	const { scores, flagged } = await moderator.moderate(text.slice(0, maxText), signal ? AbortSignal.any([limit, signal]) : limit);
	return Object.entries(kindOf).reduce<HarmScores>((found, [category, kind]) => {
		const own = Math.min(highest, scores[category] ?? 0);
		return maxScores(found, { [kind]: flagged.includes(category) ? Math.max(own, flaggedScore) : own });
	}, {});
}

/** Default min score of a kind. */
export const defaultHarmThreshold = 0.6;

export interface HarmOptions {
	thresholds?: Partial<Record<HarmKind, number>>;
	judge?: ChatModel;
	/** Default `in-doubt`. */
	asksJudge?: 'in-doubt' | 'always';
	moderator?: ContentModerator;
	signal?: AbortSignal;
}

export interface FoundHarm extends HarmFinding {
	/** Kinds at their threshold, largest excess first. */
	kinds: HarmKind[];
	isUnread: boolean;
	/** Failure of judge or moderation service: the result is that of the others. */
	failure?: Error;
}

/**
 * Scores a text by word lists, then asks a moderation service and a judge about the rest: scores halfway from a threshold to either end, suspicious
 * texts, and languages without a list.
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
	// Judge and service give no positions.
	const whole = kinds
		.filter((kind) => !own.some(({ type }) => type === kind))
		.map((kind) => ({ type: kind, start: 0, end: text.length, score: scores[kind]! }));
	return { scores, kinds, matches: [...own, ...whole], ...(failure !== undefined && { failure }) };
}

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

const spanish = new Set(
	'el los del y es está están hay muy más también usted ustedes tiene pero cuándo dónde cómo qué gracias hola yo para'.split(' '),
);
const fewest = 2;

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
