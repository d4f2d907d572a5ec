import type { QualityDay, QualityHistory } from '../../ports/quality';

/** The figures of one version over some days. */
export interface VersionQuality {
	agent: string;
	version: string;
	firstDay: string;
	lastDay: string;
	runs: number;
	/** The share of runs that succeeded; null without runs. */
	success: number | null;
	/** Null without runs of which the time is known. */
	meanSeconds: number | null;
	/** Nineteen of twenty runs take at most this; the first bound that holds, of 1, 3, 10, 30 and 100 seconds; null: longer, or unknown. */
	p95Seconds: number | null;
	/** The number of replies that rest on passages. */
	measured: number;
	/** The share of them of which all statements are borne out; null without any. */
	supported: number | null;
	judged: number;
	/** The share of judged runs that passed; null without any. */
	quality: number | null;
	/** Chosen and not judged, by reason. */
	notJudged: { full: number; budget: number; lost: number };
}

const bounds = [1, 3, 10, 30, 100] as const;

/** Adds up the days of each version, in the order in which versions began. */
export function summarizeVersions({ days }: Pick<QualityHistory, 'days'>): VersionQuality[] {
	return [...Map.groupBy(days, ({ agent, version }) => `${agent}\n${version}`).values()].map(summarize);
}

function summarize(days: QualityDay[]): VersionQuality {
	const { agent, version, day: firstDay } = days[0]!;
	const sum = (read: (day: QualityDay) => number) => days.reduce((all, day) => all + read(day), 0);
	const [succeeded, failed, timed] = [sum((day) => day.succeeded), sum((day) => day.failed), sum((day) => day.timed)];
	const [passed, rejected] = [sum((day) => day.judgedPassed), sum((day) => day.judgedFailed)];
	const [measured, unsupported] = [sum((day) => day.measured), sum((day) => day.unsupported)];
	const bound = bounds.find((_, index) => sum((day) => day.atMost[index]!) >= 0.95 * timed);
	return {
		...{ agent, version, firstDay, lastDay: days.at(-1)!.day, runs: succeeded + failed },
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
