/** Measures how well plans fit what 60 descriptions say: the mean of fitness and precision of their traces. Goal: 0.9. Prints a line for each description. */
import { conformPlan } from '../../plans/conform-plan';
import { readDescriptions } from '../../plans/corpus';
import { playDescription } from '../../plans/play-description';

const round = (value: number): string => value.toFixed(3);

export async function run(): Promise<number> {
	const values: number[] = [];
	console.log('description | fitness | precision | activities missing | steps added | state');
	for (const description of readDescriptions()) {
		await playDescription(description, async (played) => {
			const { fitness, precision, missing, added } = conformPlan(description, played.plan);
			values.push((fitness + precision) / 2);
			console.log([description.id, round(fitness), round(precision), missing, added, played.plan.state].join(' | '));
		});
	}
	return Math.floor((values.reduce((sum, value) => sum + value, 0) / values.length) * 1000) / 1000;
}
