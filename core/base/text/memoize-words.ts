const maxWords = 10_000;
/** V8 stores a longer substring as a reference to the whole text, which would stay in memory. */
const maxLength = 12;

interface WordReader<Value> {
	(word: string): Value;
	/** Call it when words are read differently from now on. */
	forget: () => void;
}

/** Returns a function that reads each word once, since texts repeat words. */
export function memoizeWords<Value>(read: (word: string) => Value): WordReader<Value> {
	const known = new Map<string, Value>();
	const recall = (word: string): Value => {
		if (word.length > maxLength) return read(word);
		const value = known.get(word);
		if (value !== undefined) return value;
		if (known.size >= maxWords) known.clear();
		const fresh = read(word);
		known.set(word, fresh);
		return fresh;
	};
	return Object.assign(recall, { forget: () => known.clear() });
}
