import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { tryLock } from './file-lock';
import { forgetMarks, HighWater, highWaterFile, listMarks } from './high-water';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-marks-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const token = (version: number) => Buffer.from(`token ${version}`);
const snapshot = (version: number, rootVersion = 1) => ({
	version,
	rootVersion,
	keyId: 'snapshot-1',
	sha256: createHash('sha256').update(token(version)).digest('hex'),
});

describe('the marks against rollback', () => {
	it('are seen by another process, and after a restart', () => {
		new HighWater(home).advance('here', { snapshot: snapshot(3), snapshotToken: token(3), root: { version: 1, sha256: 'a' } }, 1_000_000);
		const other = new HighWater(home);
		expect(other.marks('here')).toMatchObject({ snapshot: { version: 3 }, root: { version: 1 } });
		expect(other.acceptedSnapshot('here')).toEqual(token(3));
		expect(other.marks('elsewhere')).toEqual({});
	});

	it('never fall, whichever of two processes writes last', () => {
		const [one, other] = [new HighWater(home), new HighWater(home)];
		one.advance('here', { snapshot: snapshot(7), snapshotToken: token(7) }, 2_000_000);
		other.advance('here', { snapshot: snapshot(5), snapshotToken: token(5) }, 1_000_000);
		expect(one.marks('here').snapshot?.version).toBe(7);
		expect(one.acceptedSnapshot('here')).toEqual(token(7));
		expect(one.now(0)).toBe(2_000_000);
	});

	it('may start again under a later root, where the key of the snapshot was changed', () => {
		const marks = new HighWater(home);
		marks.advance('here', { snapshot: snapshot(2 ** 31 - 1) }, 1);
		marks.advance('here', { snapshot: snapshot(4, 2) }, 1);
		expect(marks.marks('here').snapshot?.version).toBe(4);
	});

	it('keep the time from going back', () => {
		new HighWater(home).advance('here', {}, 5_000_000);
		expect(new HighWater(home).now(4_000_000)).toBe(5_000_000);
		expect(new HighWater(home).now(6_000_000)).toBe(6_000_000);
		let wall = 6_000_000;
		const clock = new HighWater(home).clock({ now: () => wall });
		clock.now();
		wall = 0;
		expect(clock.now()).toBeGreaterThanOrEqual(6_000_000);
	});

	it('take the time from decisions by what was verified before, once a minute, of whatever processes', () => {
		const lastSeen = () => listMarks(home).lastSeen;
		const [one, other] = [new HighWater(home), new HighWater(home)];
		one.noteTime(900_000);
		expect(lastSeen()).toBe(0);
		one.advance('here', { snapshot: snapshot(3), snapshotToken: token(3) }, 1_000_000);
		for (const [marks, nowMs, noted] of [
			[other, 1_059_999, 1_000_000],
			[other, 1_060_000, 1_060_000],
			[other, 1_119_999, 1_060_000],
			[one, 1_110_000, 1_060_000],
			[one, 1_120_000, 1_120_000],
			[new HighWater(home), 5_000, 1_120_000],
		] as const) {
			marks.noteTime(nowMs);
			expect(lastSeen()).toBe(noted);
		}
		expect(one.marks('here').snapshot?.version).toBe(3);
	});

	it('wait for no other process with the time, and come back to it after a second', () => {
		const marks = new HighWater(home);
		marks.advance('here', {}, 1_000_000);
		const release = tryLock(`${highWaterFile(home)}.lock`)!;
		marks.noteTime(1_100_000);
		release();
		marks.noteTime(1_100_999);
		expect(listMarks(home).lastSeen).toBe(1_000_000);
		marks.noteTime(1_101_000);
		expect(listMarks(home).lastSeen).toBe(1_101_000);
	});

	it('are refused when the file is damaged, never taken for none', () => {
		writeFileSync(highWaterFile(home), '{"version":1');
		expect(() => new HighWater(home).marks('here')).toThrow(
			expect.objectContaining({ code: 'MANIFEST_INVALID', fix: expect.stringContaining('trust reset') }),
		);
	});

	it('hold for the process at least when the disk takes no more, and say so', () => {
		const marks = new HighWater(home);
		mkdirSync(highWaterFile(home).replace('high-water.json', 'accepted-snapshots'));
		writeFileSync(join(home, 'file'), '');
		const nowhere = new HighWater(join(home, 'file', 'below'));
		nowhere.advance('here', { snapshot: snapshot(3) }, 1_000);
		expect(nowhere.problem).toContain('cannot be written');
		marks.advance('here', { snapshot: snapshot(3) }, 1_000);
		expect(marks.problem).toBeUndefined();
	});

	it('are bounded', () => {
		const marks = new HighWater(home);
		marks.advance('first', { snapshot: snapshot(1) }, 1);
		const sources = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`source ${at}`, { at }]));
		writeFileSync(highWaterFile(home), JSON.stringify({ version: 1, lastSeen: 1, sources }));
		marks.advance('last', { snapshot: snapshot(1) }, 1_000);
		const kept = Object.keys((JSON.parse(readFileSync(highWaterFile(home), 'utf8')) as { sources: object }).sources);
		expect(kept).toHaveLength(200);
		expect(kept).toContain('last');
	});

	it('are forgotten by people, on purpose', () => {
		const marks = new HighWater(home);
		marks.advance('here', { snapshot: snapshot(3), snapshotToken: token(3) }, 5_000_000);
		expect(forgetMarks(home).sources).toEqual(['here']);
		expect(marks.marks('here')).toEqual({});
		expect(marks.now(1)).toBe(1);
		writeFileSync(highWaterFile(home), 'damaged');
		expect(forgetMarks(home).sources).toEqual([]);
	});
});
