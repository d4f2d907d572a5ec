/** Results are in order. After an error, no more work starts; it is thrown after the running work. */
export async function runInParallel<T>(work: Array<() => Promise<T>>, max: number): Promise<T[]> {
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
	await Promise.all(Array.from({ length: Math.min(max, work.length) }, lane));
	if (failures.length > 0) throw failures[0];
	return results;
}
