import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeInstalled } from './describe-installed';

let modules: string;
beforeEach(() => (modules = join(realpathSync(mkdtempSync(join(tmpdir(), 'troupe-installed-'))), 'node_modules')));
afterEach(() => rmSync(dirname(modules), { recursive: true }));

function write(files: Record<string, string | object>): void {
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(dirname(join(modules, path)), { recursive: true });
		writeFileSync(join(modules, path), typeof content === 'string' ? content : JSON.stringify(content));
	}
}

const identity = { name: 'n8n-nodes-good', version: '1.0.0' };
const describePackage = () => describeInstalled(join(modules, identity.name));
const outside = (file: string, actual: string) => ({ code: 'MANIFEST_TAMPERED', details: { reason: 'outside', file, actual } });

it('refuses a node that lies outside of its package', async () => {
	write({ 'n8n-nodes-good/package.json': { ...identity, n8n: { nodes: ['dist/../../evil/Evil.node.js'] } } });
	// Nothing is there, so nothing can be loaded.
	expect((await describePackage()).package).toEqual(identity);
	write({ 'evil/Evil.node.js': '' });
	await expect(describePackage()).rejects.toMatchObject(outside('package.json', '../evil/Evil.node.js'));
});

it.each([
	['n8n-nodes-good/dist/Good.node.js', 'dist/Good.node.js', '../evil/lib'],
	// A dependency of it is trusted no more.
	['left-pad/index.js', 'node_modules/left-pad/index.js', '../evil/lib'],
])('refuses code outside that %s loads by its path', async (from, file, actual) => {
	write({
		'n8n-nodes-good/package.json': { ...identity, dependencies: { 'left-pad': '1.0.0' } },
		'left-pad/package.json': { name: 'left-pad', version: '1.0.0' },
		'left-pad/index.js': '',
		'n8n-nodes-good/dist/Good.node.js': 'require("left-pad")',
		'evil/lib.js': '',
	});
	expect((await describePackage()).dependencies).toHaveLength(1);
	write({ [from]: `require("left-pad"); require("${from.startsWith('left') ? '../evil/lib' : '../../evil/lib'}")` });
	await expect(describePackage()).rejects.toMatchObject(outside(file, actual));
});

it('passes over paths of folders in the texts of code', async () => {
	write({
		'n8n-nodes-good/package.json': identity,
		'n8n-nodes-good/index.js': 'console.log("copied from \'/tmp\'"); require("../.."); import("/nonexistent/a")',
	});
	expect((await describePackage()).package).toEqual(identity);
});
