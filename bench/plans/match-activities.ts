import { extractContentWords, foldAccents, listForms } from '../../core/words/terms';

/** Names of activities, each with other names that count as the same. */
export type Activities = Record<string, readonly string[]>;

export interface Matches {
	/** The activity of the reference by the name of the step. */
	names: Map<string, string>;
	/** Number of activities of the reference without a step. */
	missing: number;
	/** Number of names of steps without an activity. */
	added: number;
}

/** Below it, two names are of different activities. */
const threshold = 0.4;

/**
 * Finds the steps that are activities of a reference, one to one, the most similar first; steps of one name are one where one activity fits. Two names are as similar as the mean of Dice's coefficient
 * and the overlap coefficient of their words, by stems without accents; a word that many activities have weighs less.
 */
export function matchActivities(reference: Activities, steps: readonly string[], language: 'en' | 'pt'): Matches {
	const distinct = [...new Set(steps)];
	const activities = Object.entries(reference).map(([name, others]) => ({
		name,
		names: [name, ...others].map((text) => wordsOf(text, language)),
		texts: new Set([name, ...others].map(fold)),
	}));
	const weigh = weighBy(activities.map(({ names }) => names.flat()));
	const scored = activities.flatMap(({ name, names, texts }) =>
		distinct.map((step) => {
			const plain = nameOfStep(step);
			const words = wordsOf(plain, language);
			const all = wordsOf(step, language);
			const score = texts.has(fold(plain))
				? 1 + Number(fold(name) === fold(plain))
				: Math.max(...names.map((other) => scoreNames(words, all, other, weigh)));
			return { name, step, score };
		}),
	);
	const names = new Map<string, string>();
	const taken = new Set<string>();
	for (const { name, step, score } of scored.sort((a, b) => b.score - a.score)) {
		if (score < threshold || taken.has(name) || names.has(step)) continue;
		names.set(step, name);
		taken.add(name);
	}
	// One activity that different people do in different branches.
	const ofName = new Map([...names].map(([step, name]) => [nameOfStep(step), name]));
	for (const step of distinct) {
		const known = ofName.get(nameOfStep(step));
		if (known !== undefined && !names.has(step)) names.set(step, known);
	}
	return { names, missing: activities.length - taken.size, added: distinct.length - names.size };
}

/** A step as traces name it. Who does it tells steps of one name apart, such as approvals. */
export const toStep = (name: string, who?: string): string => (who === undefined ? name : `${name} [${who}]`);

const nameOfStep = (step: string): string => step.replace(/ \[[^\]]*\]$/, '');

type Word = readonly string[];

const fold = (text: string): string => foldAccents(text.trim().toLowerCase()).replace(/[\s.,;:!?]+/g, ' ');

const wordsOf = (text: string, language: 'en' | 'pt'): Word[] => extractContentWords(text).map((word) => listForms(word, [language]));

const isSame = (a: Word, b: Word): boolean => a.some((form) => b.includes(form));

/** A word of one activity weighs 1, and one of n activities 1 / (1 + ln n). */
function weighBy(activities: Word[][]): (word: Word) => number {
	return (word) => 1 / (1 + Math.log(Math.max(1, activities.filter((words) => words.some((other) => isSame(word, other))).length)));
}

/** Who does a step counts where its name says something of the activity too. */
function scoreNames(words: Word[], all: Word[], other: Word[], weigh: (word: Word) => number): number {
	const score = similarity(words, other, weigh);
	return score === 0 ? 0 : Math.max(score, similarity(all, other, weigh));
}

function similarity(left: Word[], right: Word[], weigh: (word: Word) => number): number {
	const sum = (words: Word[]) => words.reduce((all, word) => all + weigh(word), 0);
	const a = sum(left);
	const b = sum(right);
	if (a === 0 || b === 0) return 0;
	const shared = Math.min(sum(left.filter((word) => right.some((other) => isSame(word, other)))), a, b);
	return ((2 * shared) / (a + b) + shared / Math.min(a, b)) / 2;
}
