import type { QualityDay, StoredEvaluation } from '../../ports/quality';
import { writeHistoryPage } from './history-page';

const hostile = '<img src=x onerror=alert(1)>"&\'';
const day = (version: string, date: string, more: Partial<QualityDay> = {}): QualityDay => ({
	...{ agent: 'clerk', version, day: date, succeeded: 8, failed: 2, timed: 0, durationMs: 0, atMost: [0, 0, 0, 0, 0] },
	...{ measured: 0, unsupported: 0, judgedPassed: 3, judgedFailed: 1, full: 0, budget: 0, lost: 0, ...more },
});
const evaluation = (version: string, date: string): StoredEvaluation => ({
	...{ agent: 'clerk', version, set: hostile, setSha256: 'a'.repeat(64), cases: 10, passed: 9, score: 0.9, at: Date.parse(date) },
});
const write = (days: QualityDay[], evaluations: StoredEvaluation[] = []) =>
	writeHistoryPage('clerk', { days, evaluations, inputs: [], actions: [], failedRuns: [], waiting: 0 });
/** The drawings by their titles. */
const drawings = (page: string) =>
	new Map([...page.matchAll(/<svg class="chart"[^>]*aria-label="([^"]*)">(.*?)<\/svg>/g)].map(([, title, drawing]) => [title, drawing!]));

test('draws each version as a line, with its name where it begins, and each day as a point', () => {
	const page = write([
		day('1.0.0', '2026-11-01'),
		day('1.0.0', '2026-11-02'),
		day('1.1.0', '2026-11-02', { judgedPassed: 0, judgedFailed: 0 }),
	]);
	expect([...drawings(page).keys()]).toEqual(['Judged replies that passed', 'Runs that succeeded']);
	const runs = drawings(page).get('Runs that succeeded')!;
	expect(runs.match(/<g class="series-\d">/g)).toEqual(['<g class="series-0">', '<g class="series-1">']);
	expect(runs.match(/<title>[^<]*/g)).toEqual([
		'<title>2026-11-01, 1.0.0: 8 of 10, 80.0 %',
		'<title>2026-11-02, 1.0.0: 8 of 10, 80.0 %',
		'<title>2026-11-02, 1.1.0: 8 of 10, 80.0 %',
	]);
	expect(runs).toMatch(/>1\.0\.0<[^]*>1\.1\.0</);
	// Nothing of 1.1.0 was judged.
	expect(drawings(page).get('Judged replies that passed')).not.toContain('1.1.0');
});

test('draws higher what passed more often, and no day outside of the page', () => {
	const dates = Array.from({ length: 400 }, (_, index) => new Date(Date.UTC(2025, 9, 1 + index)).toISOString().slice(0, 10));
	const drawing = drawings(write(dates.map((date, index) => day('1.0.0', date, { succeeded: index, failed: 399 - index })))).get(
		'Runs that succeeded',
	)!;
	const points = [...drawing.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
	expect(points).toHaveLength(400);
	expect(points).toEqual(points.toSorted((one, other) => one[0] - other[0]));
	expect(points).toEqual(points.toSorted((one, other) => other[1] - one[1]));
	expect([points[0]![0] > 48, points.at(-1)![0] < 1084]).toEqual([true, true]);
	expect(drawing.match(/text-anchor="middle"/g)!.length).toBeLessThanOrEqual(8);
});

test('draws sets, names a version at its first result, and lets no name become a part of the page', () => {
	const page = write(
		[day(hostile, '2026-11-02')],
		[evaluation('1.1.0', '2026-11-03T10:00:00Z'), evaluation('1.0.0', '2026-11-01T10:00:00Z'), evaluation('1.0.0', '2026-11-02T10:00:00Z')],
	);
	const sets = drawings(page).get('Cases of sets that passed')!;
	expect(sets.match(/>1\.[01]\.0</g)).toEqual(['>1.0.0<', '>1.1.0<']);
	expect(page).not.toMatch(/<img|onerror="|https?:/);
});

test('draws the newest eight versions, and says that there are more', () => {
	const page = write(Array.from({ length: 11 }, (_, index) => day(`1.${index}.0`, `2026-11-${10 + index}`)));
	expect(
		drawings(page)
			.get('Runs that succeeded')!
			.match(/<g class/g),
	).toHaveLength(8);
	expect(page).toContain('Earlier ones are in the table only: 3.');
});

test('says that nothing is known', () => {
	expect(write([])).toContain('Nothing is known');
	expect(write([])).not.toMatch(/<svg|<table|NaN/);
});
