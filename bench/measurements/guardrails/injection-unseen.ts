/**
 * Measures the recall of injection detection on attacks of kinds that the model's training lacks, when at most 3 % of harmless look-alikes and of ordinary
 * messages and mails are flagged. Goal: 0.75. Nobody looks at which texts fail. There are two halves. The value is that of the second, which was fixed before
 * the last texts of the training were written; the first was measured while the model was built, and is printed beside it. Also reports both at the shipped
 * thresholds, the rules alone, and what the model costs: the time of scanning compared with the rules alone, and for twice the text.
 */
import { defaultThreshold, detectInjection } from '../../../core/guardrails/injection/detect-injection';
import { usualModelThreshold } from '../../../core/guardrails/injection/model/load-model';
import type { InjectionSample } from '../../samples/injection/sample';
import { unseenKindsAttacks, unseenKindsLookAlikes } from '../../samples/injection/unseen-kinds';
import { secondUnseenAttacks, secondUnseenLookAlikes } from '../../samples/injection/unseen-kinds-second';

const maxFalsePositives = 0.03;
const rounds = 5;

/** What the rules flag at their threshold, and the model's score. */
interface Scored {
	sample: InjectionSample;
	byRules: boolean;
	rules: number;
	model: number;
}

export async function run(): Promise<number> {
	const first = await measure('first half', unseenKindsAttacks, unseenKindsLookAlikes);
	const second = await measure('second half', secondUnseenAttacks, secondUnseenLookAlikes);
	await reportTime();
	console.error(`first half ${first}, second half ${second}; the value is the second`);
	return second;
}

/** Returns the recall on a half. */
async function measure(name: string, attackTexts: readonly InjectionSample[], harmlessTexts: readonly InjectionSample[]): Promise<number> {
	const attacks = await score(attackTexts);
	const harmless = await score(harmlessTexts);
	console.error(`${name}, at the shipped thresholds (rules ${defaultThreshold}, model ${usualModelThreshold}):`);
	for (const list of [attacks, harmless]) reportLanguages(list);
	const rulesLimit = quantile(harmless.map(({ rules }) => rules));
	console.error(`rules alone, at 3 % false positives: recall ${share(attacks, ({ rules }) => rules > rulesLimit).toFixed(3)}`);
	const limit = lowestThreshold(harmless);
	const recall = share(attacks, isFlagged(limit));
	console.error(
		`model from ${limit.toFixed(3)}: recall ${recall.toFixed(3)} of ${attacks.length} with ${(100 * share(harmless, isFlagged(limit))).toFixed(1)} % of ${harmless.length} harmless texts`,
	);
	for (const [kind, list] of Map.groupBy(attacks, ({ sample }) => sample.category))
		console.error(`  ${kind}: ${share(list, isFlagged(limit)).toFixed(2)} of ${list.length}`);
	return Number(recall.toFixed(3));
}

async function score(samples: readonly InjectionSample[]): Promise<Scored[]> {
	const results: Scored[] = [];
	for (const sample of samples) {
		const { score: rules } = await detectInjection(sample.text);
		const { modelScore = 0 } = await detectInjection(sample.text, { modelThreshold: usualModelThreshold });
		results.push({ sample, rules, byRules: rules >= defaultThreshold, model: modelScore });
	}
	return results;
}

const isFlagged =
	(threshold: number) =>
	({ byRules, model }: Scored): boolean =>
		byRules || model >= threshold;

function share(list: readonly Scored[], test: (scored: Scored) => boolean): number {
	return list.filter(test).length / list.length;
}

/** Returns the lowest threshold of the model at which rules and model together flag at most 3 % of the harmless texts. */
function lowestThreshold(harmless: readonly Scored[]): number {
	const scores = harmless.map(({ model }) => model).sort((a, b) => a - b);
	return scores.map((model) => model + 0.001).find((limit) => share(harmless, isFlagged(limit)) <= maxFalsePositives) ?? 1;
}

function quantile(scores: number[]): number {
	return scores.toSorted((a, b) => b - a)[Math.floor(scores.length * maxFalsePositives)]!;
}

function reportLanguages(list: readonly Scored[]): void {
	const name = list[0]!.sample.attack ? 'attacks' : 'harmless';
	const percent = (part: readonly Scored[], test: (scored: Scored) => boolean) => `${(100 * share(part, test)).toFixed(0)} %`;
	const row = (label: string, part: readonly Scored[]) =>
		console.error(
			`  ${name} ${label}: ${part.length}, rules ${percent(part, ({ byRules }) => byRules)}, with the model ${percent(part, isFlagged(usualModelThreshold))}`,
		);
	for (const [language, part] of Map.groupBy(list, ({ sample }) => sample.language)) row(language, part);
	row('all', list);
}

async function reportTime(): Promise<void> {
	const prose = unseenKindsLookAlikes.map(({ text }) => text).join('\n\n');
	const once = prose.repeat(6);
	const rules = await fastest(once, 1);
	const both = await fastest(once, usualModelThreshold);
	const twice = await fastest(once + once, usualModelThreshold);
	console.error(
		`${once.length} characters: rules ${rules.toFixed(0)} ms, with the model ${both.toFixed(0)} ms (ratio ${(both / rules).toFixed(2)}); twice the text takes ${(twice / both).toFixed(2)} times as long`,
	);
}

/** Returns the processor time of the fastest of some rounds, in milliseconds. */
async function fastest(text: string, modelThreshold: number): Promise<number> {
	let least = Infinity;
	for (let round = 0; round < rounds; round++) {
		const start = process.cpuUsage();
		await detectInjection(text, { modelThreshold });
		const { user, system } = process.cpuUsage(start);
		least = Math.min(least, (user + system) / 1000);
	}
	return least;
}
