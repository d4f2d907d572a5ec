import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeenFiles } from '../seen-files';
import { createLookUp } from './look-up';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-look-up-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(modules: string, name: string): string {
	const path = join(folder, modules, name);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, 'index.js'), '');
	return path;
}
const from = () => join(folder, 'user/.n8n/nodes/node_modules/@scope');
const lookUp = (name: string, host: string[] = [], seen = new SeenFiles()) => createLookUp(seen, host)(from(), name);

it('finds the nearest package upwards, up to the root, also in a scope', () => {
	const high = install('node_modules', 'n8n-workflow');
	expect(lookUp('n8n-workflow')).toBe(high);
	const near = install('user/.n8n/nodes/node_modules', 'n8n-workflow');
	expect(lookUp('n8n-workflow')).toBe(near);
	expect(lookUp('@scope/x')).toBeNull();
	const scoped = install('user/node_modules', '@scope/x');
	expect(lookUp('@scope/x')).toBe(scoped);
});

it("leaves out n8n's own package, where n8n is installed in a folder above", () => {
	const host = [join(folder, 'node_modules/n8n/node_modules'), join(folder, 'node_modules')];
	install('node_modules', 'n8n-workflow');
	expect(lookUp('n8n-workflow', host)).toBeNull();
	// n8n itself would not load it.
	const planted = install('user/node_modules', 'n8n-workflow');
	expect(lookUp('n8n-workflow', host)).toBe(planted);
	rmSync(planted, { recursive: true });
	install('node_modules/n8n/node_modules', 'n8n-workflow');
	expect(lookUp('n8n-workflow', host)).toBe(join(folder, 'node_modules/n8n-workflow'));
});

it("leaves out a link to n8n's own package", () => {
	const own = install('n8n/node_modules', 'n8n-workflow');
	mkdirSync(join(folder, 'node_modules'));
	symlinkSync(own, join(folder, 'node_modules/n8n-workflow'));
	expect(lookUp('n8n-workflow', [join(folder, 'n8n/node_modules')])).toBeNull();
	expect(() => lookUp('n8n-workflow')).toThrow(expect.objectContaining({ code: 'MANIFEST_TAMPERED' }));
});

it.each(['.js', '.json', '.node'])('refuses a single file in the place of a package: %s', (ending) => {
	mkdirSync(join(folder, 'node_modules'));
	writeFileSync(join(folder, `node_modules/n8n-workflow${ending}`), '');
	expect(() => lookUp('n8n-workflow')).toThrow(expect.objectContaining({ details: expect.objectContaining({ problem: 'not-a-file' }) }));
});

it.each(['user/.n8n/nodes/node_modules', 'user/.n8n/nodes/node_modules/@scope/node_modules', 'user/.n8n/node_modules', 'node_modules'])(
	'notes where there is no package, so that one that appears is noticed: %s',
	(modules) => {
		install('user/.n8n/nodes/node_modules', '@scope/other');
		for (const name of ['n8n-workflow', '@scope/x']) {
			const seen = new SeenFiles();
			expect(lookUp(name, [], seen)).toBeNull();
			expect(seen.unchanged()).toBe(true);
			const planted = install(modules, name);
			expect(seen.unchanged()).toBe(false);
			rmSync(planted, { recursive: true });
		}
	},
);
