import { toDay } from '../../base/iso-time';
import type { Counts } from '../../base/statistics/compare-shares';
import { countAll, estimateShare } from '../../base/statistics/compare-shares';
import { escapeHtml } from '../../base/text/escape-html';

const dayMs = 86_400_000;
const startOfDay = (at: number): number => Math.floor(at / dayMs) * dayMs;

export interface SharePoint extends Counts {
	/** Milliseconds since the epoch. */
	at: number;
	label: string;
	mark?: string;
}

export interface ShareSeries {
	name: string;
	colour: number;
	points: SharePoint[];
}

/** First day and day after the last one, in milliseconds since the epoch. */
type Span = [from: number, to: number];

export const findSpan = (times: number[]): Span => [startOfDay(Math.min(...times)), startOfDay(Math.max(...times)) + dayMs];

/** Whole-day values are drawn at noon. */
export const toNoon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** As many as the page has distinguishable colours. */
export const maxSeries = 8;

const width = 1100;
const left = 48;
const right = 1084;
const laneHeight = 22;
const plotHeight = 240;
const bottom = 26;
const dashes = ['', '7 3', '2 3', '9 3 2 3'];
const maxTicks = 8;
const maxName = 60;

/**
 * Draws shares over time as SVG, 0 to 100 %, with 95 % intervals. Above the plot, each series has a lane with its name and period; its first point is
 * marked down to the axis.
 */
export function drawShares(title: string, series: ShareSeries[], span: Span): string {
	const top = series.length * laneHeight + 8;
	const place = { x: scaleTime(span), y: (share: number) => round(top + (1 - share) * plotHeight) };
	const height = top + plotHeight + bottom;
	return [
		`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">`,
		...drawGrid(place),
		...drawDates(place, span),
		...series.map((one, index) => drawSeries(one, index, place)),
		'</svg>',
	].join('');
}

interface Place {
	x: (at: number) => number;
	y: (share: number) => number;
}

const scaleTime =
	([from, to]: Span) =>
	(at: number): number =>
		round(left + ((at - from) / (to - from)) * (right - left));

const drawGrid = ({ y }: Place): string[] =>
	[0, 0.25, 0.5, 0.75, 1].map(
		(share) =>
			`<path class="grid" d="M${left} ${y(share)}H${right}"/><text x="${left - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
	);

function drawDates({ x, y }: Place, [from, to]: Span): string[] {
	const days = Math.round((to - from) / dayMs);
	const step = Math.ceil(days / maxTicks);
	const shown = Array.from({ length: Math.ceil(days / step) }, (_, index) => toDay(from + index * step * dayMs));
	return shown.map((day) => `<text x="${x(toNoon(day))}" y="${y(0) + 19}" text-anchor="middle">${day}</text>`);
}

function drawSeries({ name, colour, points }: ShareSeries, index: number, place: Place): string {
	const { x, y } = place;
	const first = points[0]!;
	const last = points.at(-1)!;
	const lane = index * laneHeight + 18;
	const dash = `stroke-dasharray="${dashes[colour % dashes.length]}"`;
	return [
		`<g class="series-${colour}">`,
		`<path class="start" d="M${x(first.at)} ${lane}V${y(0)}"/>`,
		`<path class="line" ${dash} d="M${x(first.at)} ${lane}H${Math.max(x(last.at), x(first.at) + 12)}"/>`,
		writeBeside(name, x(first.at), lane - 5),
		`<path class="line" ${dash} d="M${points.map((point) => `${x(point.at)} ${y(shareOf(point))}`).join('L')}"/>`,
		...points.map((point) => drawPoint(point, place)),
		'</g>',
	].join('');
}

function drawPoint(point: SharePoint, { x, y }: Place): string {
	const { low, high, value } = estimateShare(point);
	const said = `${point.label}: ${point.passed} of ${countAll(point)}, ${(value * 100).toFixed(1)} %`;
	const mark = point.mark === undefined ? '' : writeBeside(point.mark, x(point.at), y(value) - 8);
	return [
		`<path class="interval" d="M${x(point.at)} ${y(low)}V${y(high)}"/>`,
		`<circle cx="${x(point.at)}" cy="${y(value)}" r="4"><title>${escapeHtml(said)}</title></circle>${mark}`,
	].join('');
}

function writeBeside(text: string, x: number, y: number): string {
	const isLate = x > (left + right) / 2;
	const short = text.length > maxName ? `${text.slice(0, maxName)}…` : text;
	return `<text x="${isLate ? x - 8 : x + 8}" y="${y}" text-anchor="${isLate ? 'end' : 'start'}">${escapeHtml(short)}</text>`;
}

const shareOf = (counts: Counts): number => counts.passed / countAll(counts);
const round = (value: number): number => Math.round(value * 10) / 10;
