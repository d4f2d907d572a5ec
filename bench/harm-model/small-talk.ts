import { randomFrom } from '../samples/injection/generate';
import english from './small-talk/english.json';
import portuguese from './small-talk/portuguese.json';

type Language = 'en' | 'pt';

interface Parts {
	/** Sentences with the names of lists in braces. */
	sentences: readonly string[];
	lists: Record<string, readonly string[]>;
	/** What people say around any words, with `%` for these. */
	frames: readonly string[];
}

const draws = 4_000;
const seed = 362;
const parts: Record<Language, Parts> = { en: english, pt: portuguese };

export const frames: Record<Language, readonly string[]> = { en: english.frames, pt: portuguese.frames };

/** Returns lines of plain conversation, also with rude or grave words, put together from parts. The same call gives the same lines. */
export function listSmallTalk(language: Language): string[] {
	const { sentences, lists } = parts[language];
	const random = randomFrom(seed);
	const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
	const lines = Array.from({ length: draws }, () => pick(sentences).replace(/\{(\w+)\}/g, (_, name: string) => pick(lists[name]!)));
	return [...new Set(lines.map((line, at) => (at % 3 === 0 ? line.toLowerCase().replace(/[?!.,]/g, '') : line)))];
}
