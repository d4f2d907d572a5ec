export function fold(word: string): string {
	const cached = foldedCache.get(word);
	if (cached !== undefined) return cached;
	const lower = word.toLowerCase();
	const folded = ascii.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '');
	if (word.length > maxCachedLength) return folded;
	if (foldedCache.size >= maxCached) foldedCache.clear();
	foldedCache.set(word, folded);
	return folded;
}

/** Few words of a language are looked up often. */
const foldedCache = new Map<string, string>();
const maxCached = 4096;
/** Longer substrings would keep the whole text in memory. */
const maxCachedLength = 12;
const ascii = /^\p{ASCII}*$/u;
