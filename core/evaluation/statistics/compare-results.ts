import type { CaseResult, EvaluationResult } from '../evaluation-result';
import type { Interval } from '../../base/statistics/bootstrap';
import { comparePairs, type Judgement } from '../../base/statistics/judge-difference';

export { fewestPairs } from '../../base/statistics/judge-difference';

export interface ComparedMetric {
	metric: MetricName;
	pairs: number;
	/** Means; null without pairs. */
	first: number | null;
	second: number | null;
	/** Second minus first; null without pairs. */
	difference: Interval | null;
	judgement: Judgement;
}

export interface Comparison {
	metrics: ComparedMetric[];
	onlyFirst: string[];
	onlySecond: string[];
	broken: string[];
	fixed: string[];
}

interface Metric {
	read: (result: CaseResult) => number | null | undefined;
	isHigherBetter?: boolean;
}

const metrics = {
	passed: { read: ({ passed }) => Number(passed), isHigherBetter: true },
	score: { read: ({ score }) => score, isHigherBetter: true },
	costUsd: { read: ({ usage }) => usage?.costUsd },
	tokens: { read: ({ usage }) => usage?.tokens },
	durationMs: { read: ({ usage }) => usage?.durationMs },
} satisfies Record<string, Metric>;

type MetricName = keyof typeof metrics;

export function compareResults(first: EvaluationResult, second: EvaluationResult): Comparison {
	const others = new Map(second.cases.map((each) => [each.case, each]));
	const pairs = first.cases.flatMap((one) => {
		const other = others.get(one.case);
		return other ? [[one, other] as const] : [];
	});
	const names = new Set(first.cases.map((each) => each.case));
	const list = (from: boolean) => pairs.filter(([one, other]) => one.passed === from && other.passed !== from).map(([one]) => one.case);
	return {
		metrics: (Object.keys(metrics) as MetricName[]).map((metric) => compareMetric(metric, pairs)),
		onlyFirst: [...names].filter((name) => !others.has(name)),
		onlySecond: [...others.keys()].filter((name) => !names.has(name)),
		broken: list(true),
		fixed: list(false),
	};
}

export function findWinner({ metrics }: Pick<Comparison, 'metrics'>): 'first' | 'second' | null {
	const judged = metrics.filter(({ metric }) => metric === 'passed' || metric === 'score').map(({ judgement }) => judgement);
	const isBetter = judged.includes('better');
	const isWorse = judged.includes('worse');
	if (isBetter === isWorse) return null;
	return isBetter ? 'second' : 'first';
}

function compareMetric(metric: MetricName, pairs: Array<readonly [CaseResult, CaseResult]>): ComparedMetric {
	const { read, isHigherBetter = false }: Metric = metrics[metric];
	const values = pairs.flatMap(([one, other]) => {
		const left = read(one);
		const right = read(other);
		return typeof left === 'number' && typeof right === 'number' ? [[left, right] as const] : [];
	});
	const mean = (side: 0 | 1) => (values.length === 0 ? null : values.reduce((sum, pair) => sum + pair[side], 0) / values.length);
	return {
		metric,
		pairs: values.length,
		first: mean(0),
		second: mean(1),
		...comparePairs(values, isHigherBetter),
	};
}
