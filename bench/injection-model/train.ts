/**
 * Trains the model of core/guardrails/injection/model and writes its file: `npm run train:injection`. The same texts give the same bytes. Prints what
 * models find of kinds that they never saw; the threshold is chosen there.
 */
import { writeFileSync } from 'node:fs';
import { usualModelThreshold, type StoredModel } from '../../core/guardrails/injection/model/load-model';
import { toExample } from './examples';
import { fit, settings, type Weights } from './fit';
import { chooseThreshold, printFolds, scoreUnseenKinds } from './folds';
import { composeLong, listSingleTexts, type TrainingText } from './training-data';

const file = 'core/guardrails/injection/model/injection-model.json';
const largestByte = 127;

export async function run(): Promise<void> {
	const texts = listSingleTexts();
	const data = [...texts, ...composeLong(texts)];
	printCounts(data);
	const scores = await scoreUnseenKinds(texts);
	const threshold = chooseThreshold(scores);
	printFolds(scores, threshold);
	writeFileSync(file, `${JSON.stringify(quantize(fit(data.map(toExample)), threshold), null, '\t')}\n`);
	console.error(`Wrote ${file}.`);
}

/** Moves the scores so that the threshold that was chosen is the default one. */
function quantize({ values, bias }: Weights, threshold: number): StoredModel {
	const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	const unit = Number((largest / largestByte).toPrecision(6));
	const bytes = Int8Array.from(values, (value) => Math.round(value / unit));
	const moved = bias + toLogit(usualModelThreshold) - toLogit(threshold);
	return { bits: settings.bits, unit, bias: Number(moved.toPrecision(6)), weights: Buffer.from(bytes.buffer).toString('base64') };
}

function toLogit(score: number): number {
	return Math.log(score / (1 - score));
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
