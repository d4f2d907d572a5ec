import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageCounts } from './usage';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-usage-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('counts what is asked for, from nothing, and begins with the half of it in the next process', () => {
	const counts = new UsageCounts(folder);
	expect(counts.count('a')).toBe(0);
	for (const asked of ['a', 'a', 'a', 'b']) counts.note(asked);
	counts.save();
	const next = new UsageCounts(folder);
	expect([next.count('a'), next.count('b'), next.count('c')]).toEqual([2, 1, 0]);
});

it('keeps the five hundred that are asked for most', () => {
	const counts = new UsageCounts(folder);
	for (const asked of ['often', 'often', 'oftener', 'oftener', 'oftener']) counts.note(asked);
	for (let index = 0; index < 1_000; index++) counts.note(`once-${index}`);
	expect([counts.count('oftener'), counts.count('often'), counts.count('once-0'), counts.count('once-600')]).toEqual([3, 2, 1, 0]);
});
