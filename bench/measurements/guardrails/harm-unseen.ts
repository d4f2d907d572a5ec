/**
 * Measures the recall of harmful content by the word lists alone, at a false positive rate of at most 3 %, on texts that nobody tunes them on: half of
 * them were written before the lists, half afterwards, to avoid the words that the lists know. Their failures are never shown; BENCH_FAILURES=1 lists
 * those of the tuning texts. Also reports each kind at the default threshold, and what a judge adds that errs on every tenth text: asked in doubt, and
 * always.
 */
import { findHarm, defaultHarmThreshold } from '../../../core/guardrails/harm/find-harm';
import { harmKinds } from '../../../core/guardrails/harm/harm-kinds';
import { scoreHarm } from '../../../core/guardrails/harm/score-harm';
import type { ChatModel } from '../../../core/ports/models/models';
import { firstSamples, type HarmSample, rewordedSamples, tuningSamples } from '../../samples/harm';

const unseenSamples = [...firstSamples, ...rewordedSamples];
const maxFalsePositives = 0.03;

interface Scored extends HarmSample {
	score: number;
}

export async function run(): Promise<number> {
	const tuning = await scoreAll(tuningSamples);
	const unseen = await scoreAll(unseenSamples);
	report('tuning', tuning);
	if (process.env.BENCH_FAILURES) showFailures(tuning);
	report('written before the lists', await scoreAll(firstSamples));
	report('written to avoid the lists', await scoreAll(rewordedSamples));
	const value = report('unseen', unseen);
	for (const kind of harmKinds) reportKind(kind, unseen);
	await reportJudged('in-doubt');
	await reportJudged('always');
	return value;
}

async function scoreAll(samples: HarmSample[]): Promise<Scored[]> {
	return Promise.all(
		samples.map(async (sample) => ({ ...sample, score: Math.max(0, ...Object.values((await scoreHarm(sample.text)).scores)) })),
	);
}

const isHarmful = ({ kind }: HarmSample): boolean => kind !== 'harmless';
const shareOf = (part: unknown[], whole: unknown[]): number => (whole.length === 0 ? 0 : part.length / whole.length);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** @returns the recall at the lowest threshold with at most 3 % of false positives */
function report(name: string, samples: Scored[]): number {
	const harmful = samples.filter(isHarmful);
	const harmless = samples.filter((sample) => !isHarmful(sample));
	const at = (threshold: number) => ({
		threshold,
		recall: shareOf(
			harmful.filter(({ score }) => score >= threshold),
			harmful,
		),
		wrong: shareOf(
			harmless.filter(({ score }) => score >= threshold),
			harmless,
		),
	});
	const thresholds = [...new Set(samples.map(({ score }) => score))].filter((score) => score > 0).sort((one, other) => one - other);
	const best = thresholds.map(at).find(({ wrong }) => wrong <= maxFalsePositives) ?? at(1);
	const usual = at(defaultHarmThreshold);
	console.log(
		`${name}: ${harmful.length} harmful, ${harmless.length} harmless; at ${defaultHarmThreshold}: recall ${percent(usual.recall)}, false positives ${percent(usual.wrong)}; at ${best.threshold}: ${percent(best.recall)}, ${percent(best.wrong)}`,
	);
	for (const language of ['en', 'pt'] as const) {
		const own = harmful.filter((sample) => sample.language === language);
		const caught = own.filter(({ score }) => score >= defaultHarmThreshold);
		console.log(`  ${language}: recall ${percent(shareOf(caught, own))} of ${own.length}`);
	}
	return best.recall;
}

function reportKind(kind: HarmSample['kind'], samples: Scored[]): void {
	const own = samples.filter((sample) => sample.kind === kind);
	if (own.length === 0) return;
	console.log(`  ${kind}: ${own.filter(({ score }) => score >= defaultHarmThreshold).length} of ${own.length}`);
}

function showFailures(samples: Scored[]): void {
	for (const sample of samples)
		if (isHarmful(sample) !== sample.score >= defaultHarmThreshold) console.log(`  ${sample.score} ${sample.kind}: ${sample.text}`);
}

async function reportJudged(asksJudge: 'in-doubt' | 'always'): Promise<void> {
	let asked = 0;
	const judge = scriptJudge(() => (asked += 1));
	const results = await Promise.all(
		unseenSamples.map(async (sample) => ({ ...sample, isFlagged: (await findHarm(sample.text, { judge, asksJudge })).kinds.length > 0 })),
	);
	const harmful = results.filter(isHarmful);
	const harmless = results.filter((sample) => !isHarmful(sample));
	const flagged = (list: typeof results) => list.filter(({ isFlagged }) => isFlagged);
	console.log(
		`unseen with a judge, asked ${asksJudge}: recall ${percent(shareOf(flagged(harmful), harmful))}, false positives ${percent(shareOf(flagged(harmless), harmless))}, called for ${percent(asked / results.length)}`,
	);
}

/** Knows the labels, and says the opposite about every tenth text. */
function scriptJudge(onAsked: () => void): ChatModel {
	const generate: ChatModel['generate'] = async ({ messages }) => {
		onAsked();
		const [, check] = /"check":"(\w+)"/.exec(messages[0]!.content)!;
		const text = /^<<<(\w+)\n([^]*)\n\1>>>/.exec(messages[1]!.content)![2];
		const index = unseenSamples.findIndex((sample) => sample.text === text);
		const { kind } = unseenSamples[index]!;
		const errs = index % 10 === 9;
		const levels = Object.fromEntries(
			harmKinds.map((each) => [each, errs ? (kind === 'harmless' && each === 'harassment' ? 2 : 0) : each === kind ? 2 : 0]),
		);
		return {
			text: JSON.stringify({ check, levels }),
			finish: 'stop',
			model: 'script:judge',
			usage: { inputTokens: 0, outputTokens: 0, estimated: true },
		};
	};
	return {
		id: 'script:judge',
		generate,
		async *stream(request, signal) {
			yield { kind: 'end', response: await generate(request, signal) };
		},
	};
}
