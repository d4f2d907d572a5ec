import type { CaseResult, EvaluationResult } from '../evaluation-result';
import { bootstrap, bootstrapMean, createRandom } from '../../base/statistics/bootstrap';
import { calibrateJudge } from './calibrate-judge';
import { compareResults } from './compare-results';
import { withoutMachineFaults } from './without-machine-faults';
import { slowTest } from '../../../test/support/slow-tests';

/** Normal values by the method of Box and Muller. */
function drawNormal(count: number, mean: number, seed: number): number[] {
	const random = createRandom(seed);
	return Array.from({ length: count }, () => mean + Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
}

test('the interval of a mean is that of theory, and the same each time', () => {
	const values = drawNormal(400, 1, 7);
	const interval = bootstrapMean(values)!;
	// 1.96 standard errors of 1 / sqrt(400).
	expect(interval.high - interval.low).toBeGreaterThan(2 * 1.96 * 0.05 * 0.85);
	expect(interval.high - interval.low).toBeLessThan(2 * 1.96 * 0.05 * 1.15);
	expect(bootstrapMean(values)).toEqual(interval);
	expect(bootstrapMean([])).toBeUndefined();
	expect(bootstrap(3, () => Number.NaN)).toBeUndefined();
});

slowTest('about 95 % of the intervals hold the true mean', () => {
	const held = Array.from({ length: 40 }, (_, seed) => bootstrapMean(drawNormal(40, 0.5, 1000 + seed))!).filter(
		({ low, high }) => low <= 0.5 && high >= 0.5,
	).length;
	expect(held).toBeGreaterThanOrEqual(34);
});

const toCase = (name: string, passed: boolean, costUsd = 0.01): CaseResult => ({
	case: name,
	message: 'Hi',
	passed,
	score: Number(passed),
	usage: { modelCalls: 1, toolCalls: 0, tokens: 10, costUsd, durationMs: 5 },
	assertions: [{ assert: 'rubric', passed, reason: 'So it is.', rubric: 'kind' }],
});
const toResult = (cases: CaseResult[]): EvaluationResult => ({ set: 's', variant: {}, cases });
const cases = (count: number, passed: (index: number) => boolean, costUsd?: (index: number) => number) =>
	toResult(Array.from({ length: count }, (_, index) => toCase(`case ${index}`, passed(index), costUsd?.(index))));

const judgementOf = (first: EvaluationResult, second: EvaluationResult, name = 'passed') =>
	compareResults(first, second).metrics.find(({ metric }) => metric === name)?.judgement;

test('"better" and "worse" are said only where the interval says it', () => {
	const few = (index: number) => index % 2 === 0;
	expect(
		judgementOf(
			cases(50, few),
			cases(50, () => true),
		),
	).toBe('better');
	expect(
		judgementOf(
			cases(50, () => true),
			cases(50, few),
		),
	).toBe('worse');
	expect(
		judgementOf(
			cases(50, few),
			cases(50, (index) => few(index) || index === 1),
		),
	).toBe('no difference shown');
	expect(judgementOf(cases(50, few), cases(50, few))).toBe('no difference shown');
	expect(
		judgementOf(
			cases(9, () => false),
			cases(9, () => true),
		),
	).toBe('too few cases');
	expect(
		judgementOf(
			cases(20, few, () => 0.02),
			cases(20, few, (index) => 0.01 + index / 1e4),
			'costUsd',
		),
	).toBe('better');
});

test('pairs are found by name, and what changed is listed', () => {
	const first = toResult([toCase('a', true), toCase('b', false), toCase('c', true)]);
	const second = toResult([toCase('b', true), toCase('a', false), toCase('d', true)]);
	expect(compareResults(first, second)).toMatchObject({ broken: ['a'], fixed: ['b'], onlyFirst: ['c'], onlySecond: ['d'] });
});

slowTest("computes Cohen's kappa of a published table", () => {
	// Cohen's kappa of the table 20, 5, 10, 15 is (0.7 - 0.5) / (1 - 0.5).
	const rows = [
		...Array.from({ length: 20 }, () => [true, true]),
		...Array.from({ length: 5 }, () => [true, false]),
		...Array.from({ length: 10 }, () => [false, true]),
		...Array.from({ length: 15 }, () => [false, false]),
	] as Array<[boolean, boolean]>;
	const result = toResult(rows.map(([judge], index) => toCase(`case ${index}`, judge)));
	const calibration = calibrateJudge(
		result,
		rows.map(([, passed], index) => ({ case: `case ${index}`, passed })),
	);
	expect(calibration.kappa?.value).toBeCloseTo(0.4, 10);
	expect(calibration.kappa!.low).toBeGreaterThan(0.05);
	expect(calibration.kappa!.high).toBeLessThan(0.7);
	expect(calibration).toMatchObject({ agreement: 0.7, counts: { bothPassed: 20, judgeOnly: 5, personOnly: 10, bothFailed: 15 } });
	expect(calibration.disagreements).toHaveLength(15);
});

test('kappa is undefined where chance explains everything', () => {
	const same = cases(5, () => true);
	expect(calibrateJudge(same, [{ case: 'case 1', passed: true }]).kappa).toBeNull();
});

test('only faults that no prompt brings about are left out', () => {
	const codes = ['MODEL_OUTPUT_INVALID', 'MODEL_CONTEXT_TOO_LONG', 'MODEL_TIMEOUT', 'STORAGE_FULL', 'BUDGET_EXCEEDED', 'REPLAY_DIVERGED'];
	const failed = codes.map((code) => ({ ...toCase(code, false), error: { code, message: 'It failed.' } }));
	const { cases: left } = withoutMachineFaults({ set: 's', variant: {}, cases: [...failed, toCase('ran', false)] });
	expect(left.map((one) => one.case)).toEqual(['MODEL_OUTPUT_INVALID', 'MODEL_CONTEXT_TOO_LONG', 'ran']);
});
