import { readFileSync } from 'node:fs';
import { findReports } from '../scripts/lib/reports.mjs';

it('lists each report of another project that a test plays, and no other (`npm run reports`)', () => {
	const page = readFileSync('docs/reports.md', 'utf8');
	const listed = [...page.matchAll(/\[([\w.-]+\/[\w.-]+#\d+)\]/g)].map(([, report]) => report!);
	const played = [...findReports().values()].flat();
	expect([...new Set(listed)].sort()).toEqual([...new Set(played)].sort());
	expect(listed.length).toBeGreaterThan(100);
});
