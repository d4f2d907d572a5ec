import type { Interval, ShareSeries } from '../../../parts/share-chart';

export interface QualityAnswer {
	versions: VersionQuality[];
	days: Array<QualityDay & { version: string; judged: Interval | null }>;
	evaluations: Evaluation[];
	failedRuns: Array<{ run: string; version: string; reason: string; at: number }>;
	waiting: number;
	changes: Array<{ trait: string; kind: 'shift' | 'drift'; isChanged: boolean }>;
	actionChanges: Array<{ tool: string; kind: string; before: number; now: number }>;
}

export interface VersionQuality {
	version: string;
	firstDay: string;
	lastDay: string;
	runs: number;
	success: number | null;
	p95Seconds: number | null;
	supported: number | null;
	judged: number;
	quality: number | null;
}

export interface Evaluation {
	set: string;
	version: string;
	cases: number;
	passed: number;
	score: number;
	at: number;
	worseThan?: { version: string; cases: number; passed: number };
	share: Interval;
	/** Absent for the first result of these cases. */
	difference?: Interval;
}

interface QualityDay {
	day: string;
	succeeded: number;
	failed: number;
	judgedPassed: number;
	judgedFailed: number;
}

/** Adds up the versions of each day, oldest first. Leaves out days without runs, which have no share. */
export function daysOf({ days }: Pick<QualityAnswer, 'days'>): QualityDay[] {
	const byDay = new Map<string, QualityDay>();
	for (const { day, succeeded, failed, judgedPassed, judgedFailed } of days) {
		const sum = byDay.get(day) ?? { day, succeeded: 0, failed: 0, judgedPassed: 0, judgedFailed: 0 };
		sum.succeeded += succeeded;
		sum.failed += failed;
		sum.judgedPassed += judgedPassed;
		sum.judgedFailed += judgedFailed;
		byDay.set(day, sum);
	}
	return [...byDay.values()].toSorted((one, other) => one.day.localeCompare(other.day));
}

export function judgedSeries({ days }: Pick<QualityAnswer, 'days'>): ShareSeries[] {
	const judged = days.flatMap((one) => (one.judged ? [{ ...one, judged: one.judged }] : []));
	const byVersion = Map.groupBy(
		judged.toSorted((one, other) => one.day.localeCompare(other.day)),
		({ version }) => version,
	);
	return [...byVersion].map(([name, points]) => ({
		name,
		points: points.map(({ day, judged: share, judgedPassed, judgedFailed }) => ({
			at: Date.parse(`${day}T12:00:00`),
			share,
			passed: judgedPassed,
			all: judgedPassed + judgedFailed,
		})),
	}));
}

export const evaluationSeries = (evaluations: Evaluation[]): ShareSeries[] =>
	[...Map.groupBy(evaluations, ({ set }) => set)].map(([name, points]) => ({
		name,
		points: points.map(({ at, share, passed, cases, version }) => ({ at, share, passed, all: cases, about: version })),
	}));
