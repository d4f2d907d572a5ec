/**
 * Measures what the words of passages tell of statements that cite them: the share of false statements that the policy `grounded` stops, and of true ones
 * that it stops wrongly. Statements are derived from real sentences; BENCH_SUPPORT names a folder with sets that others labelled (bench/samples/support).
 * BENCH_FAILURES=1 lists failures of sets that are tuned on.
 */
import { measureSupport } from '../../../core/knowledge/support/measure-support';
import { readOutside } from '../../samples/support/outside';
import type { SupportSample } from '../../samples/support/sample';
import { swapped } from '../../samples/support/swapped';

const thresholds = [0.05, 0.25, 0.5, 0.6];

interface Scored extends SupportSample {
	score: number;
	lacks?: string;
}

export async function run(): Promise<number> {
	const samples = [...swapped(), ...readOutside(process.env.BENCH_SUPPORT)].map(score);
	for (const [set, group] of Map.groupBy(samples, ({ set }) => set)) report(set, group);
	const derived = samples.filter(({ set, isTrue }) => /, (?:number|name|negation)$/.test(set) && !isTrue);
	if (process.env.BENCH_FAILURES) showFailures(samples);
	return Math.round((derived.filter(isStopped).length / derived.length) * 1000) / 1000;
}

const isStopped = ({ score }: Scored): boolean => score < thresholds[0]!;

function score(sample: SupportSample): Scored {
	const { text, statement, question = '' } = sample;
	const passage = { id: '1', documentId: '1', title: '', text, start: 0, end: text.length, score: 1 };
	const given = { author: '', allowedHosts: [], others: [], messages: question === '' ? [] : [question] };
	const support = measureSupport(`${statement} [1]`, { passages: [passage], given, mustCite: true });
	const lacks = support?.statements.toSorted((one, other) => one.score - other.score)[0]?.lacks;
	return { ...sample, score: support?.score ?? 1, ...(lacks && { lacks }) };
}

function report(set: string, samples: Scored[]): void {
	const good = samples.filter(({ isTrue }) => isTrue);
	const bad = samples.filter(({ isTrue }) => !isTrue);
	const shares = thresholds.map((threshold) => {
		const below = (group: Scored[]) => group.filter(({ score }) => score < threshold).length;
		const caught = below(bad);
		const wrong = below(good);
		const precision = caught + wrong === 0 ? '-' : percent(caught / (caught + wrong));
		return `below ${threshold}: ${percent(caught / bad.length)} of false, ${percent(wrong / good.length)} of true, precision ${precision}`;
	});
	console.log(`${set}: ${bad.length} false, ${good.length} true\n  ${shares.join('\n  ')}`);
}

const percent = (share: number): string => (Number.isNaN(share) ? '-' : `${(share * 100).toFixed(1)} %`);

function showFailures(samples: Scored[]): void {
	for (const one of samples.filter(({ set }) => !/test|-one/.test(set)))
		if (isStopped(one) === one.isTrue)
			console.log(
				`${one.set} ${one.isTrue ? 'true' : 'false'} ${one.score.toFixed(2)} ${one.lacks ?? ''}: ${one.statement}\n    ${one.text.slice(0, 600)}`,
			);
}
