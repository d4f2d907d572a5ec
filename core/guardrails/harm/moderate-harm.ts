import type { ContentModerator } from '../../ports/models/moderation';
import { type HarmKind, harmKinds, type HarmScores, maxScores } from './harm-kinds';

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
export async function moderateHarm(text: string, moderator: ContentModerator, signal?: AbortSignal): Promise<HarmScores> {
	const limit = AbortSignal.timeout(moderator.timeLimitMs ?? timeLimitMs);
	const { scores, flagged } = await moderator.moderate(text.slice(0, maxText), signal ? AbortSignal.any([limit, signal]) : limit);
	return Object.entries(kindOf).reduce<HarmScores>((found, [category, kind]) => {
		const own = Math.min(highest, scores[category] ?? 0);
		return maxScores(found, { [kind]: flagged.includes(category) ? Math.max(own, flaggedScore) : own });
	}, {});
}
