import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'troupe-loaded-'));
const installed = join(folder, 'node_modules/n8n-nodes-troupe');
const entry = 'dist/nodes/TroupeModel/TroupeModel.node.js';
const other = 'dist/nodes/TroupeAgent/TroupeAgent.node.js';
const codex = 'dist/nodes/TroupeModel/TroupeModel.node.json';
const packagedAgent = 'dist/examples/front-desk/agent.json';
const timeout = 60_000;

function develop(target: string): void {
	const args = ['manifest', 'develop', target, '--keys', join(folder, 'keys'), '--covers', '.'];
	execFileSync(process.execPath, ['--no-warnings', join(target, 'bin/troupe'), ...args], { env: environment(), timeout });
}

const environment = () => ({ PATH: process.env.PATH, HOME: folder, TROUPE_HOME: join(folder, 'home'), NODE_PATH: resolve('node_modules') });

beforeAll(() => {
	for (const part of ['bin', 'dist', 'package.json']) cpSync(part, join(installed, part), { recursive: true });
	develop(installed);
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let at = installed;
beforeEach(() => {
	at = join(mkdtempSync(join(folder, 'copy-')), 'n8n-nodes-troupe');
	cpSync(installed, at, { recursive: true, preserveTimestamps: true });
});

/** Runs steps in a process as n8n's: it loads node files, then the hook file, and asks the hook before a workflow runs. */
function inN8n(steps: string): string {
	const script = `
		const { appendFileSync, cpSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
		const path = (file) => ${JSON.stringify(at)} + '/' + file;
		const change = (file) => appendFileSync(path(file), ';globalThis.evil = true;');
		const original = Object.fromEntries(${JSON.stringify([entry, codex, packagedAgent])}.map((file) => [file, readFileSync(path(file))]));
		const restore = (file) => writeFileSync(path(file), original[file]);
		const load = (file) => require(path(file));
		let hooks;
		const ask = async (nodeTypes) => {
			hooks ??= load('dist/n8n-hooks.js');
			const nodes = [{ name: 'Model', type: 'n8n-nodes-troupe.troupeModel', typeVersion: 1 }];
			try {
				await hooks.workflow.preExecute[0]({ nodes, nodeTypes });
				return 'allowed';
			} catch (error) {
				return error.code + ' ' + error.details.reason + ' ' + error.details.file;
			}
		};
		const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
		/** Asks until the gate has looked at the files again, which takes it longer on a slow disk. */
		const askUntil = async (answer) => {
			for (let attempts = 0; attempts < 600 && (await ask()) !== answer; attempts++) await later(100);
			return ask();
		};
		(async () => { ${steps} })().catch((error) => { console.error(error); process.exitCode = 1; });`;
	const ran = spawnSync(process.execPath, ['--no-warnings', '-e', script], { cwd: folder, env: environment(), encoding: 'utf8', timeout });
	expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
	return ran.stdout.replace(/^\[troupe\].*\n/gm, '').trim();
}
const quoted = [entry, other].map((file) => JSON.stringify(file));
const [model, agent] = quoted;
const refused = `MANIFEST_TAMPERED in-memory ${entry}`;

it('runs what it loaded, as long as that is what is installed', () => {
	expect(inN8n(`load(${model}); console.log(await ask());`)).toBe('allowed');
});

describe('a file that is changed, loaded and changed back', () => {
	it('is refused, when it is the first one that is loaded', () => {
		expect(inN8n(`change(${model}); load(${model}); restore(${model}); console.log(globalThis.evil, await ask());`)).toBe(
			`true ${refused}`,
		);
	});

	it('is refused, when others were loaded before', () => {
		expect(inN8n(`load(${agent}); change(${model}); load(${model}); restore(${model}); console.log(globalThis.evil, await ask());`)).toBe(
			`true ${refused}`,
		);
	});

	it('is refused, when it replaces the whole code, so that it records nothing', () => {
		expect(
			inN8n(
				`writeFileSync(path(${model}), 'globalThis.evil = true;'); load(${model}); restore(${model}); console.log(globalThis.evil, await ask());`,
			),
		).toMatch(/^true MANIFEST_TAMPERED in-memory/);
	});

	it('is refused, when it is loaded after a decision', () => {
		expect(
			inN8n(
				`const first = await ask(); change(${model}); load(${model}); restore(${model}); console.log(first, await askUntil('${refused}'));`,
			),
		).toBe(`allowed ${refused}`);
	});

	it('is allowed, when it was not loaded meanwhile', () => {
		expect(
			inN8n(
				`load(${model}); change(${model}); const changed = await ask(); restore(${model}); console.log(changed, await askUntil('allowed'));`,
			),
		).toBe(`MANIFEST_TAMPERED changed ${entry} allowed`);
	});
});

describe('data that decides, and is changed, loaded and changed back', () => {
	it('is refused, when a module requires it', () => {
		const change = `writeFileSync(path(${JSON.stringify(codex)}), '{"evil": true}');`;
		expect(
			inN8n(
				`load(${model}); ${change} const { evil } = load(${JSON.stringify(codex)}); restore(${JSON.stringify(codex)}); console.log(evil, await ask());`,
			),
		).toBe(`true MANIFEST_TAMPERED in-memory ${codex}`);
	});

	it('is required as Node does it, and allowed, when nothing was changed', () => {
		const same = `JSON.stringify(load(${JSON.stringify(codex)})) === JSON.stringify(JSON.parse(readFileSync(path(${JSON.stringify(codex)}), 'utf8')))`;
		const version = `load('package.json').version`;
		expect(inN8n(`load(${model}); console.log(${same}, typeof ${version}, await ask());`)).toBe('true string allowed');
	});

	it('names the file that is not JSON, as Node does', () => {
		const change = `writeFileSync(path(${JSON.stringify(codex)}), '{');`;
		expect(
			inN8n(`load(${model}); ${change} try { load(${JSON.stringify(codex)}); } catch (error) { console.log(error.name, error.message); }`),
		).toMatch(new RegExp(`^SyntaxError ${join(at, codex)}: `));
	});

	it('is refused, when it is an agent that came with the package', () => {
		const agentFile = JSON.stringify(packagedAgent);
		const change = `writeFileSync(path(${agentFile}), readFileSync(path(${agentFile}), 'utf8').replace('"id": "front-desk"', '"id": "another"'));`;
		const list = `await new (load(${agent}).TroupeAgent)().methods.listSearch.searchAgents.call({ getNodeParameter: () => '', getCredentials: async () => ({}) });`;
		expect(inN8n(`load(${agent}); ${change} ${list} restore(${agentFile}); console.log(await ask());`)).toBe(
			`MANIFEST_TAMPERED in-memory ${packagedAgent}`,
		);
	});
});

describe('the class by which n8n runs a node', () => {
	const nodeTypes = (create: string) => `{ getByNameAndVersion: () => ${create} }`;
	const outside = `writeFileSync(${JSON.stringify(join(folder, 'evil.js'))}, 'exports.TroupeModel = class TroupeModel {}');`;

	it('is one of the package', () => {
		expect(inN8n(`console.log(await ask(${nodeTypes(`new (load(${model}).TroupeModel)()`)}));`)).toBe('allowed');
		// n8n offers a node as a tool under an object of its own.
		expect(inN8n(`console.log(await ask(${nodeTypes(`Object.create(new (load(${model}).TroupeModel)())`)}));`)).toBe('allowed');
	});

	it('is refused, when a list that was changed and changed back led n8n to another file', () => {
		const evil = `new (require(${JSON.stringify(join(folder, 'evil.js'))}).TroupeModel)()`;
		expect(inN8n(`${outside} load(${model}); console.log(await ask(${nodeTypes(evil)}));`)).toBe(
			"MANIFEST_TAMPERED outside n8n's list of the node n8n-nodes-troupe.troupeModel",
		);
	});

	it('is not looked for, when n8n does not know the node', () => {
		expect(inN8n(`load(${model}); console.log(await ask({ getByNameAndVersion() { throw new Error('unknown'); } }));`)).toBe('allowed');
	});
});

describe('a package that is replaced while it runs', () => {
	it('is refused until a restart, although the new version is approved', () => {
		const next = join(folder, 'next');
		cpSync(installed, next, { recursive: true });
		const packageJson = JSON.parse(readFileSync(join(next, 'package.json'), 'utf8')) as object;
		writeFileSync(join(next, 'package.json'), JSON.stringify({ ...packageJson, version: '9.9.9' }));
		appendFileSync(join(next, entry), ';');
		develop(next);
		const swap = `renameSync(${JSON.stringify(at)}, ${JSON.stringify(`${at}-old`)}); renameSync(${JSON.stringify(next)}, ${JSON.stringify(at)});`;
		expect(inN8n(`load(${model}); const first = await ask(); ${swap} console.log(first, await askUntil('${refused}'));`)).toBe(
			`allowed ${refused}`,
		);
		expect(inN8n(`load(${model}); console.log(await ask());`)).toBe('allowed');
	});

	it('goes on, when it is installed again in the same version', () => {
		const again = `cpSync(${JSON.stringify(installed)}, path('.'), { recursive: true });`;
		expect(inN8n(`load(${model}); const first = await ask(); ${again} await later(1_000); console.log(first, await ask());`)).toBe(
			'allowed allowed',
		);
	});
});
