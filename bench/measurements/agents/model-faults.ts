/** Measures the share of imperfect answers of models after which the customer gets a right answer or an honest one. Goal: 0.98, and none harmful. Settings: see bench/model-answers/play-all.ts. */
import { playAll } from '../../model-answers/play-all';
import { printTable } from '../../model-answers/print-table';

export async function run(): Promise<string> {
	const played = await playAll('faults');
	printTable(played, 'right', 'honest');
	return (played.filter(({ verdict }) => verdict !== 'harmful').length / played.length).toFixed(3);
}
