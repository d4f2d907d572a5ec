/** Measures the share of right but untidy answers of models that the customer gets with their content. Goal: 0.98. Settings: see bench/model-answers/play-all.ts. */
import { playAll } from '../../model-answers/play-all';
import { printTable } from '../../model-answers/print-table';

export async function run(): Promise<string> {
	const played = await playAll('good');
	printTable(played, 'right');
	return (played.filter(({ verdict }) => verdict === 'right').length / played.length).toFixed(3);
}
