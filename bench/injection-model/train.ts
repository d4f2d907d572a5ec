/**
 * Trains the model of core/guardrails/injection/model and writes its file: `npm run train:injection`. The same texts give the same bytes. Prints what
 * models find of kinds that they never saw; the threshold is chosen there.
 */
import { writeFileSync } from 'node:fs';
import { usualModelThreshold } from '../../core/guardrails/injection/model/load-model';
import { toExample } from './examples';
import { fit, settings } from './fit';
import { chooseThreshold, printFolds, scoreUnseenKinds } from './folds';
import { quantize, toLogit } from './quantize';
import { composeLong, listSingleTexts, type TrainingText } from './training-data';

const file = 'core/guardrails/injection/model/injection-model.json';

export async function run(): Promise<void> {
	const texts = listSingleTexts();
	const data = [...texts, ...composeLong(texts)];
	printCounts(data);
	const scores = await scoreUnseenKinds(texts);
	const threshold = chooseThreshold(scores);
	printFolds(scores, threshold);
	// The threshold that was chosen becomes the default one.
	const moved = toLogit(usualModelThreshold) - toLogit(threshold);
	writeFileSync(file, `${JSON.stringify(quantize(fit(data.map(toExample)), settings.bits, moved), null, '\t')}\n`);
	console.error(`Wrote ${file}.`);
}

function printCounts(data: readonly TrainingText[]): void {
	console.error('texts:');
	const groups = Map.groupBy(data, ({ origin, sample }) => `${origin} ${sample.attack ? 'attacks' : 'harmless'}`);
	for (const [name, list] of groups) {
		const languages = Map.groupBy(list, ({ sample }) => sample.language);
		console.error(
			`  ${name.padEnd(20)} ${list.length} (${[...languages].map(([language, { length }]) => `${language} ${length}`).join(', ')})`,
		);
	}
}
