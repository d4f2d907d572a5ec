import type { QualityDay, QualityHistory } from '../../ports/quality';

export interface VersionQuality {
	agent: string;
	version: string;
	firstDay: string;
	lastDay: string;
	runs: number;
	/** Share of successful runs; null without runs. */
	success: number | null;
	/** Null if no duration is known. */
	meanSeconds: number | null;
	/** 95th percentile: the first bound of 1, 3, 10, 30 and 100 seconds; null: longer, or unknown. */
	p95Seconds: number | null;
	measured: number;
	/** Share of replies whose statements are all supported; null without any. */
	supported: number | null;
	judged: number;
	/** Share of judged runs that passed; null without any. */
	quality: number | null;
	/** Chosen but not judged, by reason. */
	notJudged: { full: number; budget: number; lost: number };
}

const bounds = [1, 3, 10, 30, 100] as const;

export function summarizeVersions({ days }: Pick<QualityHistory, 'days'>): VersionQuality[] {
	return [...Map.groupBy(days, ({ agent, version }) => `${agent}\n${version}`).values()].map(summarize);
}

function summarize(days: QualityDay[]): VersionQuality {
	const { agent, version, day: firstDay } = days[0]!;
	const sum = (read: (day: QualityDay) => number) => days.reduce((all, day) => all + read(day), 0);
	const succeeded = sum((day) => day.succeeded);
	const failed = sum((day) => day.failed);
	const timed = sum((day) => day.timed);
	const passed = sum((day) => day.judgedPassed);
	const rejected = sum((day) => day.judgedFailed);
	const measured = sum((day) => day.measured);
	const unsupported = sum((day) => day.unsupported);
	const bound = bounds.find((_, index) => sum((day) => day.atMost[index]!) >= 0.95 * timed);
	return {
		agent,
		version,
		firstDay,
		lastDay: days.at(-1)!.day,
		runs: succeeded + failed,
		success: share(succeeded, failed),
		meanSeconds: timed === 0 ? null : sum((day) => day.durationMs) / timed / 1000,
		p95Seconds: timed === 0 ? null : (bound ?? null),
		measured,
		supported: share(measured - unsupported, unsupported),
		judged: passed + rejected,
		quality: share(passed, rejected),
		notJudged: { full: sum((day) => day.full), budget: sum((day) => day.budget), lost: sum((day) => day.lost) },
	};
}

const share = (good: number, bad: number): number | null => (good + bad === 0 ? null : good / (good + bad));
