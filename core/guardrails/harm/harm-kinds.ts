/** Stable: policies and matches name them. */
export const harmKinds = ['hate', 'harassment', 'violence', 'sexual', 'sexual-minors', 'self-harm', 'dangerous-acts'] as const;

export type HarmKind = (typeof harmKinds)[number];

/** 0 to 1; a missing kind has 0. */
export type HarmScores = Partial<Record<HarmKind, number>>;

export function maxScores(one: HarmScores, other: HarmScores): HarmScores {
	const scores: HarmScores = { ...one };
	for (const kind of harmKinds) if ((other[kind] ?? 0) > (scores[kind] ?? 0)) scores[kind] = other[kind];
	return scores;
}
