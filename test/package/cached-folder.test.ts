import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder } from '../../scripts/lib/cached-folder.mjs';

let cache: string;
const former = process.env.XDG_CACHE_HOME;
const progress = () => undefined;

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'troupe-cache-'));
	process.env.XDG_CACHE_HOME = cache;
});

afterEach(() => {
	if (former === undefined) delete process.env.XDG_CACHE_HOME;
	else process.env.XDG_CACHE_HOME = former;
	rmSync(cache, { recursive: true, force: true });
});

const wholeIn = (folder: string) => readFileSync(join(folder, 'whole'), 'utf8');

test('what is in the cache is made once, also where two ask at once', async () => {
	let made = 0;
	const make = async (folder: string) => {
		made += 1;
		writeFileSync(join(folder, 'whole'), 'yes');
	};
	const folders = await Promise.all([1, 2].map(() => cachedFolder({ name: 'tools/one', make, progress })));
	expect(folders).toEqual([join(cache, 'troupe/tools/one'), join(cache, 'troupe/tools/one')]);
	expect(wholeIn(folders[0]!)).toBe('yes');
	expect(await cachedFolder({ name: 'tools/one', make, progress })).toBe(folders[0]);
	expect(made).toBe(1);
	expect(readdirSync(join(cache, 'troupe/tools'))).toEqual(['one']);
});

test('what failed half-way is not found, and begun again in an empty folder', async () => {
	const failing = async (folder: string) => {
		writeFileSync(join(folder, 'half'), '');
		throw new Error('the network went away');
	};
	const seen: string[] = [];
	const endInterrupted = async (folder: string) => void (existsSync(folder) && seen.push(...readdirSync(folder)));
	await expect(cachedFolder({ name: 'one', make: failing, progress })).rejects.toThrow('the network went away');
	const make = async (folder: string) => writeFileSync(join(folder, 'whole'), readdirSync(folder).join());
	expect(wholeIn(await cachedFolder({ name: 'one', make, endInterrupted, progress }))).toBe('');
	expect(seen).toEqual(['half']);
});

test('what names its own folder is made where it stays, and made again while it is not complete', async () => {
	const folder = join(cache, 'troupe/one');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'half'), '');
	const find = async (where: string) => (existsSync(join(where, 'whole')) ? wholeIn(where) : undefined);
	const make = async (where: string) => writeFileSync(join(where, 'whole'), where);
	expect(await cachedFolder({ name: 'one', find, make, inPlace: true, progress })).toBe(folder);
	expect(readdirSync(folder)).toEqual(['whole']);
});
