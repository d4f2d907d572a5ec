/**
 * Measures the recall of injection detection without a model, at a false positive rate of at most 5 %, on the blind half of our cases. Those
 * were written before the rules were tuned, and their failures are never shown. Goal: 0.7 or more. BENCH_FAILURES=1 lists the failures of the
 * tuning half. Also reports texts in four languages with their sources, at the thresholds of these: those on which the rules were tuned, and those
 * that were written afterwards.
 */
import { defaultThreshold, detectInjection, findThreshold } from '../../../core/guardrails/injection/detect-injection';
import { blindAttacks, blindGrammars, blindHarmless, blindPayloads } from '../../samples/injection/blind';
import { disguisedAttacks, generateAttacks, type Grammar, randomFrom } from '../../samples/injection/generate';
import type { InjectionSample } from '../../samples/injection/sample';
import { tuningAttacks, tuningGrammars, tuningHarmless, tuningPayloads } from '../../samples/injection/tuning';
import { developmentTexts, heldOutTexts } from '../../samples/injection/unseen';

const generatedCases = 60;
const maxFalsePositives = 0.05;

type Scored = InjectionSample & { score: number };

export async function run(): Promise<number> {
	const tuning = await scored([...tuningAttacks, ...generated(tuningGrammars, 20), ...disguisedAttacks(tuningPayloads), ...tuningHarmless]);
	const blind = await scored([...blindAttacks, ...generated(blindGrammars, 21), ...disguisedAttacks(blindPayloads), ...blindHarmless]);
	report('tuning half', tuning, true);
	if (process.env.BENCH_FAILURES) listFailures(tuning);
	await reportBySource('texts of four languages, tuned on', developmentTexts);
	await reportBySource('texts of four languages, held out', heldOutTexts);
	return report('blind half', blind, false);
}

async function reportBySource(name: string, texts: typeof heldOutTexts): Promise<void> {
	console.error(`${name}:`);
	for (const [group, list] of Map.groupBy(
		texts,
		({ attack, source, language }) => `${attack ? 'attacks' : 'harmless'} ${source} ${language}`,
	)) {
		let flagged = 0;
		for (const { text, source } of list) if ((await detectInjection(text, { source })).score >= findThreshold(source)) flagged++;
		console.error(`  ${group}: ${((100 * flagged) / list.length).toFixed(0)} % of ${list.length} flagged`);
	}
}

function generated(grammars: Grammar[], seed: number): InjectionSample[] {
	return grammars.flatMap((grammar, index) => generateAttacks(grammar, generatedCases, randomFrom(seed * 100 + index)));
}

async function scored(list: InjectionSample[]): Promise<Scored[]> {
	const results: Scored[] = [];
	for (const sample of list) results.push({ ...sample, score: (await detectInjection(sample.text)).score });
	return results;
}

function report(name: string, all: Scored[], details: boolean): number {
	const attacks = all.filter(({ attack }) => attack);
	const harmless = all.filter(({ attack }) => !attack);
	const threshold = lowestThreshold(harmless);
	const recall = rateFrom(attacks, threshold);
	const at = (list: Scored[]) => `${(rateFrom(list, defaultThreshold) * 100).toFixed(1)} % of ${list.length}`;
	console.error(`${name}: at the default threshold ${defaultThreshold}, ${at(attacks)} attacks and ${at(harmless)} harmless texts flagged`);
	console.error(
		`${name}: at threshold ${threshold}, recall ${recall.toFixed(3)} with ${(rateFrom(harmless, threshold) * 100).toFixed(1)} % false positives`,
	);
	for (const language of ['en', 'pt'] as const) {
		console.error(
			`  ${language}: ${at(attacks.filter((sample) => sample.language === language))} attacks, ${at(harmless.filter((sample) => sample.language === language))} harmless texts`,
		);
	}
	if (details) {
		for (const [category, list] of Map.groupBy(all, ({ category, attack }) => `${attack ? 'attack' : 'harmless'} ${category}`))
			console.error(`  ${category}: ${at(list)}`);
	}
	return Number(recall.toFixed(3));
}

/** Returns the lowest threshold that flags at most one harmless text in twenty. */
function lowestThreshold(harmless: Scored[]): number {
	const scores = harmless.map(({ score }) => score).sort((a, b) => b - a);
	const allowed = Math.floor(harmless.length * maxFalsePositives);
	return Math.max(0.001, (scores[allowed] ?? 0) + 0.001);
}

function rateFrom(list: Scored[], threshold: number): number {
	return list.length === 0 ? 0 : list.filter(({ score }) => score >= threshold).length / list.length;
}

function listFailures(all: Scored[]): void {
	for (const { attack, category, text, score } of all) {
		if (attack !== score >= defaultThreshold)
			console.error(`${attack ? 'MISSED' : 'FALSE'} ${score} ${category}: ${text.replaceAll('\n', '\\n').slice(0, 220)}`);
	}
}
