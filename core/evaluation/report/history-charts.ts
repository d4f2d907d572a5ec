import { toMinute } from '../../base/iso-time';
import type { QualityDay, QualityHistory, StoredEvaluation } from '../../ports/quality';
import { drawShares, findSpan, maxSeries, type SharePoint, type ShareSeries, toNoon } from './share-chart';

/** Draws the quality of versions over time, and of sets. Skips unknown values. */
export function drawHistory({ days, evaluations }: QualityHistory): string[] {
	const charts: Array<[string, Drawing]> = [
		['Judged replies that passed', chartDays(days, (day) => ({ passed: day.judgedPassed, failed: day.judgedFailed }))],
		['Runs that succeeded', chartDays(days, ({ succeeded, failed }) => ({ passed: succeeded, failed }))],
		[
			'Replies that passages bear out',
			chartDays(days, ({ measured, unsupported }) => ({ passed: measured - unsupported, failed: unsupported })),
		],
		['Cases of sets that passed', chartEvaluations(evaluations)],
	];
	const span = findSpan(charts.flatMap(([, { series }]) => series.flatMap(({ points }) => points.map(({ at }) => at))));
	const known = charts.filter(([, { series }]) => series.length > 0);
	return [
		...known.flatMap(([title, { series, omitted }]) => [
			`<h2>${title}</h2>`,
			drawShares(title, series, span),
			...(omitted === 0 ? [] : [`<p>Earlier ones are in the table only: ${omitted}.</p>`]),
		]),
		...(known.length === 0 ? [] : ['<p>A thin line through a point: the share is in it with a probability of 95 %. Days are of UTC.</p>']),
	];
}

interface Drawing {
	series: ShareSeries[];
	omitted: number;
}

/** A series for each version, oldest first. A version keeps its colour in all charts. */
function chartDays(days: QualityDay[], count: (day: QualityDay) => Pick<SharePoint, 'passed' | 'failed'>): Drawing {
	const points = days.map((day) => ({ name: day.version, label: `${day.day}, ${day.version}`, at: toNoon(day.day), ...count(day) }));
	return chart(points);
}

/** A series for each set: other cases make another set. Names the first result of each version. */
function chartEvaluations(evaluations: StoredEvaluation[]): Drawing {
	const last = new Map<string, string>();
	const points = evaluations
		.toSorted((one, other) => one.at - other.at)
		.map(({ at, version, set, setSha256, cases, passed }) => {
			const name = `${set} (${setSha256.slice(0, 12)})`;
			const isNew = last.get(name) !== version;
			last.set(name, version);
			return { name, label: `${toMinute(at)}, ${version}`, ...(isNew && { mark: version }), at, passed, failed: cases - passed };
		});
	return chart(points);
}

function chart(points: Array<SharePoint & { name: string }>): Drawing {
	const groups = [...Map.groupBy(points, ({ name }) => name)];
	const series = groups
		.slice(-maxSeries)
		.map(([name, group], colour) => ({ name, colour, points: group.filter(({ passed, failed }) => passed + failed > 0) }));
	return { series: series.filter((one) => one.points.length > 0), omitted: Math.max(0, groups.length - maxSeries) };
}
