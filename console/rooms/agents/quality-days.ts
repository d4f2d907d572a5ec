/** The answer of `GET /api/v1/agents/AGENT/quality`, as far as it is shown. */
export interface QualityAnswer {
	versions: VersionQuality[];
	days: Array<Omit<QualityDay, 'day'> & { day: string; version: string }>;
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
}

interface QualityDay {
	day: string;
	succeeded: number;
	failed: number;
	judgedPassed: number;
	judgedFailed: number;
}

/** Adds up the versions of each day, the oldest first. A day without a run has no share, and is left out. */
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
