/** Measures the share of the cases of the patterns of prompts that pass, from their recordings. Goal: 1. Prints a table of them. */
import { measurePatterns, toRow } from '../../prompts/pattern-figures';

export async function run(): Promise<number> {
	const figures = await measurePatterns();
	for (const one of figures) console.log(toRow(one));
	const sum = (read: (one: (typeof figures)[number]) => number) => figures.reduce((all, one) => all + read(one), 0);
	return Math.floor((sum(({ passed }) => passed) / sum(({ cases }) => cases)) * 1000) / 1000;
}
