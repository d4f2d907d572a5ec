/**
 * Does all of the work, at most `most` at once, and gives what came of each in order. What one throws is thrown when those at work have ended;
 * what had not begun by then never does.
 */
export async function runInParallel<T>(work: Array<() => Promise<T>>, most: number): Promise<T[]> {
	const results: T[] = new Array<T>(work.length);
	const failures: unknown[] = [];
	let next = 0;
	const lane = async () => {
		while (next < work.length && failures.length === 0) {
			const index = next++;
			try {
				results[index] = await work[index]!();
			} catch (error) {
				failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(most, work.length) }, lane));
	if (failures.length > 0) throw failures[0];
	return results;
}
