import type { Played } from './play-case';

/** Prints for each row and suite how many cases are of a kind, of how many. */
export function printTable(
	title: string,
	played: Played[],
	rows: string[],
	rowOf: (one: Played) => string | undefined,
	counts: (one: Played) => boolean,
): void {
	const suites = [...new Set(played.map(({ one }) => one.suite))];
	const cell = (cases: Played[]) => `${cases.filter(counts).length}/${cases.length}`.padStart(11);
	const line = (cases: Played[]) => [...suites.map((suite) => cases.filter(({ one }) => one.suite === suite)), cases].map(cell).join('');
	const width = Math.max(...rows.map((row) => row.length), title.length);
	console.log(`${title.padEnd(width)}${[...suites, 'all'].map((name) => name.padStart(11)).join('')}`);
	for (const row of rows) console.log(row.padEnd(width) + line(played.filter((one) => rowOf(one) === row)));
	if (rows.length > 1) console.log(''.padEnd(width) + line(played));
}
