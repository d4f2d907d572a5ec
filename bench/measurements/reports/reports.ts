/** Measures the share of what was reported to other projects that ends right here (docs/reports.md). Goal: 1. */
import { playReports } from '../../../scripts/lib/reports.mjs';

export async function run(): Promise<number> {
	const played = await playReports();
	const right = played.filter(({ isRight }) => isRight);
	console.log(`${right.length} of ${played.length} tests of reports`);
	return right.length / played.length;
}
