import { memoizeWords } from './memoize-words';

function countReads() {
	const reads: string[] = [];
	const recall = memoizeWords((word) => {
		reads.push(word);
		return word.toUpperCase();
	});
	return { reads, recall };
}

test('reads a word once', () => {
	const { reads, recall } = countReads();
	expect(['filter', 'pump', 'filter'].map(recall)).toEqual(['FILTER', 'PUMP', 'FILTER']);
	expect(reads).toEqual(['filter', 'pump']);
});

test('reads words again after it was told to forget', () => {
	const { reads, recall } = countReads();
	recall('filter');
	recall.forget();
	expect(recall('filter')).toBe('FILTER');
	expect(reads).toEqual(['filter', 'filter']);
});

test('keeps no long word, and not more words than it has room for', () => {
	const { reads, recall } = countReads();
	recall('descalcificador');
	recall('descalcificador');
	expect(reads).toHaveLength(2);
	recall('first');
	for (let number = 0; number < 10_000; number += 1) recall(`w${number}`);
	reads.length = 0;
	recall('first');
	expect(reads).toEqual(['first']);
});
