import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { modulesByName } from '../../scripts/build/host-modules.mjs';

const folder = mkdtempSync(join(tmpdir(), 'troupe-planted-'));
const modules = join(folder, 'nodes/node_modules');
const installed = join(modules, 'n8n-nodes-troupe');
/** Where a planted module writes its name when it runs. */
const ran = join(folder, 'ran');
const { n8n } = JSON.parse(readFileSync('package.json', 'utf8')) as { n8n: { nodes: string[]; credentials: string[] } };
const planted = [
	...['n8n-workflow', 'n8n-core', '@n8n/ai-node-sdk', 'bufferutil', 'utf-8-validate', 'pg-native', 'canvas', 'win-ca', 'mac-ca', 'react'],
	...['onnxruntime-node', '@huggingface/transformers', '@chroma-core/default-embed', '@keyv/redis'],
];

beforeAll(() => {
	cpSync('dist', join(installed, 'dist'), { recursive: true });
	cpSync('package.json', join(installed, 'package.json'));
	for (const name of planted) {
		mkdirSync(join(modules, name), { recursive: true });
		writeFileSync(
			join(modules, name, 'index.js'),
			`require('node:fs').appendFileSync(${JSON.stringify(ran)}, '${name} '); module.exports = {};`,
		);
	}
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Requires each file as n8n does, with n8n's own packages on NODE_PATH, and returns the planted modules that ran. Some files are programs. */
function load(files: string[], host = resolve('node_modules')): string {
	const script = `
		process.send = () => undefined;
		for (const file of ${JSON.stringify(files.map((file) => join(installed, file)))}) require(file);
		process.exit(0);`;
	const env = { PATH: process.env.PATH, HOME: folder, NODE_PATH: host };
	writeFileSync(ran, '');
	// Too many names for an argument.
	const program = join(folder, 'load.js');
	writeFileSync(program, script);
	execFileSync(process.execPath, ['--no-warnings', program], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
	return readFileSync(ran, 'utf8');
}

describe('a module planted beside the package', () => {
	it('is loaded by a package that requires it by name', () => {
		writeFileSync(join(modules, 'probe.js'), "require('n8n-workflow');");
		expect(load(['../probe.js'])).toBe('n8n-workflow ');
	});

	it('is not loaded by any node, credential, or the hook file', () => {
		expect(load([...n8n.nodes, ...n8n.credentials, 'dist/n8n-hooks.js'])).toBe('');
	});

	it('is not loaded by any other file of the bundle', () => {
		const chunks = globSync('dist/chunks/*.js', { cwd: installed });
		expect(chunks.length).toBeGreaterThan(100);
		expect(load(chunks)).toBe('');
	});

	it('does not stand in for n8n where there is none', () => {
		expect(() => load(['dist/nodes/TroupeModel/TroupeModel.node.js'], '')).toThrow('The package n8n-workflow is missing');
	});
});

it('the bundle loads nothing by name but modules of Node', () => {
	const files = globSync('dist/**/*.{js,cjs,mjs}');
	expect(files.filter((file) => modulesByName(readFileSync(file, 'utf8')).length > 0)).toEqual([]);
});

it.each(["require('lodash')", 'await import("lodash")', 'import(`lodash`)', "import 'lodash'", "import('@scope/name/deep')"])(
	'a module that is loaded by name is seen: %s',
	(code) => {
		expect(modulesByName(code)).toHaveLength(1);
	},
);
