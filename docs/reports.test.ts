import { readFileSync } from 'node:fs';
import { listReports } from '../scripts/lib/reports.mjs';

it('lists in test/reports.json each report of another project that a test plays, and no other (`npm run reports`)', () => {
	const listed = JSON.parse(readFileSync('test/reports.json', 'utf8')) as Record<string, string[]>;
	expect(listed).toEqual(listReports());
	expect(Object.keys(listed).length).toBeGreaterThan(100);
});
