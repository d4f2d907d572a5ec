/**
 * Trains the model that chooses which texts a judge reads for harm (core/guardrails/harm/doubt) and writes its file: `npm run train:harm`. BENCH_HARM is
 * the folder of the Portuguese sets. The same texts give the same bytes. The threshold is chosen on texts that a fold had not seen.
 */
import { writeFileSync } from 'node:fs';
import { cutWindows, visitFeatures } from '../../core/guardrails/harm/doubt/doubt-features';
import { readTokens } from '../../core/guardrails/harm/doubt/needs-judge';
import { toBucket } from '../../core/guardrails/harm/doubt/hash';
import type { Example } from './example';
import { type FitSettings, findStrongest, fit } from './fit';
import { quantize } from './quantize';
import { type HarmTraining, readTraining } from './training-data';

const file = 'core/guardrails/harm/doubt/doubt-model.json';
const settings: FitSettings = { bits: 17, epochs: 10, firstEpochs: 1, rate: 0.25, decay: 1e-4, seed: 35, models: 3 };
const folds = 5;
/** Neighbours are often alike: they are left out together. */
const neighbours = 8;
/** Share of the harmless texts that a judge may read: what it errs on is then at most a tenth of it. */
const allowed = 0.135;
const shareOfOrigin = 2_500;
/** Readers of these tweets let rude ones pass: they say less. */
const shareOfRude = 1_000;

export async function run(): Promise<void> {
	const data = await readTraining(process.env.BENCH_HARM);
	const counts = Map.groupBy(data, ({ origin, harmful }) => `${origin} ${harmful}`);
	for (const [name, { length }] of counts) console.error(`${name}: ${length}`);
	const examples = data.map((text) => toExample(text, Math.min(1, maxShare(text) / counts.get(`${text.origin} ${text.harmful}`)!.length)));
	const logits = scoreUnseen(examples);
	const threshold = chooseThreshold(data, logits);
	console.error(`threshold ${threshold}`);
	for (const [name, list] of Map.groupBy(
		data.map((text, at) => ({ ...text, logit: logits[at]! })),
		({ origin, harmful }) => `${origin} ${harmful}`,
	))
		console.error(
			`unseen, ${name}: ${((100 * list.filter(({ logit }) => logit >= threshold).length) / list.length).toFixed(0)} % to the judge`,
		);
	writeFileSync(file, `${JSON.stringify(quantize(fit(examples, settings), settings.bits, -threshold), null, '\t')}\n`);
	console.error(`Wrote ${file}.`);
}

const maxShare = ({ origin, harmful }: HarmTraining): number => (origin === 'TuPy' && !harmful ? shareOfRude : shareOfOrigin);

function toExample({ text, harmful }: HarmTraining, share: number): Example {
	const windows = cutWindows(readTokens(text));
	const buckets: number[] = [];
	const amounts: number[] = [];
	const starts = [0];
	for (const window of windows) {
		visitFeatures(window, (hash, amount) => {
			buckets.push(toBucket(hash, settings.bits));
			amounts.push(amount);
		});
		starts.push(buckets.length);
	}
	return {
		harmful,
		share,
		windows: windows.map((_, at) => ({ first: at, end: at + 1 })),
		buckets: Int32Array.from(buckets),
		amounts: Uint8Array.from(amounts),
		starts: Int32Array.from(starts),
	};
}

/** Returns the logit of each text by a model that saw neither it nor its neighbours. */
function scoreUnseen(examples: readonly Example[]): number[] {
	const logits = new Array<number>(examples.length);
	const foldOf = (at: number) => Math.floor(at / neighbours) % folds;
	for (let fold = 0; fold < folds; fold++) {
		const weights = fit(
			examples.filter((_, at) => foldOf(at) !== fold),
			{ ...settings, models: 1 },
		);
		for (const [at, example] of examples.entries()) if (foldOf(at) === fold) logits[at] = findStrongest(example, weights).logit;
	}
	return logits;
}

/** Returns the lowest logit that at most the allowed share of the harmless texts of others reaches, each origin counting the same. */
function chooseThreshold(data: readonly HarmTraining[], logits: readonly number[]): number {
	const harmless = data.flatMap(({ origin, harmful, language }, at) =>
		harmful || language === 'both' ? [] : [{ origin, logit: logits[at]! }],
	);
	const origins = Map.groupBy(harmless, ({ origin }) => origin);
	const rate = (limit: number) =>
		[...origins.values()].reduce((sum, list) => sum + list.filter(({ logit }) => logit >= limit).length / list.length, 0) / origins.size;
	const steps = Array.from({ length: 121 }, (_, at) => (at - 60) / 20);
	return steps.find((limit) => rate(limit) <= allowed) ?? steps.at(-1)!;
}
