/** Measures the share of what was reported to other projects that ends right here (test/reports.json). Goal: 1. */
import { resolve } from 'node:path';

export async function run(): Promise<number> {
	// Not bundled: it reads the tests of the checkout.
	const { playReports } = (await import(resolve('scripts/lib/reports.mjs'))) as { playReports(): Promise<Array<{ isRight: boolean }>> };
	const played = await playReports();
	const right = played.filter(({ isRight }) => isRight);
	console.log(`${right.length} of ${played.length} tests of reports`);
	return right.length / played.length;
}
