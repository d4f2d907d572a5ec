import { chmodSync, linkSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeenFiles } from './seen-files';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-seen-'));
	file = join(folder, 'file');
	writeFileSync(file, 'content');
});
afterEach(() => rmSync(folder, { recursive: true }));

function seen(...paths: string[]): SeenFiles {
	const files = new SeenFiles();
	for (const path of paths) files.note(path);
	return files;
}

describe('what was seen', () => {
	it('is unchanged while nobody touches it', () => {
		expect(seen(folder, file, join(folder, 'nothing')).unchanged()).toBe(true);
	});

	it.each<[string, () => void]>([
		['its content', () => writeFileSync(file, 'other!!')],
		['its content, with its old times', () => (writeFileSync(file, 'other!!'), utimesSync(file, new Date(0), new Date(0)))],
		['its permissions', () => chmodSync(file, 0o600)],
		['its inode', () => (writeFileSync(join(folder, '../seen-other'), 'content'), renameSync(join(folder, '../seen-other'), file))],
		['its number of names', () => linkSync(file, `${folder}-link`)],
		['its being there', () => rmSync(file)],
	])('has changed with %s', (_what, change) => {
		const before = seen(file);
		change();
		expect(before.unchanged()).toBe(false);
		rmSync(`${folder}-link`, { force: true });
	});

	it('has changed when something appears, in its folder too', () => {
		const [absent, parent] = [seen(join(folder, 'new')), seen(folder)];
		writeFileSync(join(folder, 'new'), '');
		expect([absent.unchanged(), parent.unchanged()]).toEqual([false, false]);
	});

	it('has changed with the target of a link that is followed', () => {
		symlinkSync(file, join(folder, 'link'));
		const before = new SeenFiles();
		expect(before.noteTarget(join(folder, 'link'))?.isFile()).toBe(true);
		writeFileSync(file, 'other!!');
		expect(before.unchanged()).toBe(false);
	});

	it('has changed with an urgent path, also when another instance noted it', () => {
		const before = new SeenFiles();
		before.urgent.noteTarget(file);
		const adopted = seen(folder);
		adopted.adopt(before);
		expect([before.urgent.unchanged(), before.settled(statSync(file).ctimeMs)]).toEqual([true, false]);
		writeFileSync(file, 'other!!');
		expect([before, before.urgent, adopted, adopted.urgent].map((one) => one.unchanged())).toEqual([false, false, false, false]);
	});

	it('is settled only once a further change would show in its times', () => {
		const { ctimeMs } = statSync(file);
		expect(seen(file).settled(ctimeMs)).toBe(false);
		expect(seen(file).settled(ctimeMs + 3000)).toBe(true);
	});

	it.each([
		['a link in a circle', 'unseen'],
		['a link to nothing', 'nowhere'],
	])('may be %s: not absent, and noted all the same', (_what, target) => {
		const link = join(folder, 'unseen');
		symlinkSync(join(folder, target), link);
		const before = new SeenFiles();
		expect(() => before.noteTarget(link)).toThrow();
		expect(before.unchanged()).toBe(true);
		rmSync(link);
		expect(before.unchanged()).toBe(false);
	});
});
