/** Measures the share of right but untidy answers of models that the customer gets with their content, without another call of a model. Goal: 0.98. Settings: see bench/model-answers/play-all.ts. */
import { playAll } from '../../model-answers/play-all';
import { printTable } from '../../model-answers/print-table';

export async function run(): Promise<string> {
	const played = await playAll('good');
	printTable(played, 'right');
	for (const { sample } of played.filter(({ askedAgain }) => askedAgain))
		console.log(`asked again: ${sample.id}, ${sample.case}: ${sample.text}`);
	const kept = played.filter(({ verdict, askedAgain }) => verdict === 'right' && !askedAgain);
	return (kept.length / played.length).toFixed(3);
}
