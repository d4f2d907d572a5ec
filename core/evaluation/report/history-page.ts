import { toMinute } from '../../base/iso-time';
import type { QualityDay, QualityHistory, StoredEvaluation } from '../../ports/quality';
import { summarizeVersions } from '../live/summarize-history';
import { escapeHtml } from '../../base/text/escape-html';
import { writeDocument, writeRow, writeTable } from './html';
import { drawShares, findSpan, maxSeries, toNoon } from './share-chart';
import type { SharePoint, ShareSeries } from './share-chart';

export function writeHistoryPage(agent: string, history: QualityHistory): string {
	return writeDocument(`Quality of ${agent}`, [
		`<h1>Quality of ${escapeHtml(agent)}</h1>`,
		...drawHistory(history),
		...(history.days.length > 0 ? ['<h2>Versions</h2>', writeVersions(history), '<h2>Days</h2>', writeDays(history)] : []),
		...(history.evaluations.length > 0 ? ['<h2>Sets of cases</h2>', writeSets(history)] : []),
		...(history.days.length + history.evaluations.length === 0 ? ['<p>Nothing is known of it in this time.</p>'] : []),
	]);
}

function writeVersions(history: QualityHistory): string {
	const rows = summarizeVersions(history).map((one) => {
		const { full, budget, lost } = one.notJudged;
		const seconds = one.meanSeconds === null ? '-' : `${one.meanSeconds.toFixed(1)} s`;
		return writeRow([
			escapeHtml(one.version),
			`${one.firstDay} to ${one.lastDay}`,
			String(one.runs),
			percent(one.success),
			seconds,
			one.p95Seconds === null ? '-' : `${one.p95Seconds} s`,
			percent(one.supported),
			percent(one.quality),
			String(one.judged),
			`${full} queue full, ${budget} no budget, ${lost} lost`,
		]);
	});
	return writeTable(
		['version', 'days', 'runs', 'success', 'mean time', '95 % within', 'supported', 'quality', 'judged', 'not judged'],
		rows,
	);
}

function writeDays({ days }: QualityHistory): string {
	const rows = days.map((day) => {
		const runs = day.succeeded + day.failed;
		const judged = day.judgedPassed + day.judgedFailed;
		return writeRow([
			day.day,
			escapeHtml(day.version),
			String(runs),
			drawBar(day.succeeded, runs),
			drawBar(day.measured - day.unsupported, day.measured),
			String(judged),
			drawBar(day.judgedPassed, judged),
		]);
	});
	return writeTable(['day', 'version', 'runs', 'success', 'supported', 'judged', 'quality'], rows);
}

function writeSets({ evaluations }: QualityHistory): string {
	const rows = evaluations.map(({ at, version, set, setSha256, cases, passed, score }) =>
		writeRow([
			toMinute(at),
			escapeHtml(version),
			escapeHtml(set),
			setSha256.slice(0, 12),
			drawBar(passed, cases),
			`${passed} of ${cases}`,
			score.toFixed(2),
		]),
	);
	return writeTable(['evaluated', 'version', 'set', 'cases', 'passed', '', 'score'], rows);
}

const width = 160;

function drawBar(good: number, all: number): string {
	if (all === 0) return '-';
	const part = Math.round((good / all) * width);
	const bar = `<rect width="${width}" height="10" fill="#8883"/><rect width="${part}" height="10" fill="#3a7bd5"/>`;
	return `<svg width="${width}" height="10" role="img" aria-label="${percent(good / all)}">${bar}</svg> ${percent(good / all)}`;
}

const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);

/** Draws the quality of versions over time, and of sets. Skips unknown values. */
function drawHistory({ days, evaluations }: QualityHistory): string[] {
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
