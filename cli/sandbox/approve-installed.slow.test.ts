import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { type PublishedPackage, startNpmRegistry } from '../../test/fakes/npm-registry';
import { diskFolder } from '../../test/support/disk-folder';
import { describeSlow } from '../../test/support/slow-tests';
import { copyTestKeys } from '../../test/support/test-keys';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
let n8n: string;
/** n8n's folder of community packages, with the package that n8n installed. */
let nodes: string;
let folder: string;
let published: PublishedPackage[];

beforeAll(async () => {
	home = realpathSync(mkdtempSync(join(diskFolder, 'troupe-approve-installed-')));
	n8n = join(home, 'n8n/node_modules/n8n');
	nodes = join(home, 'user/.n8n/nodes');
	folder = join(nodes, 'node_modules/n8n-nodes-weather');
	write('n8n/node_modules/n8n/package.json', JSON.stringify({ name: 'n8n', version: '2.0.0', engines: { node: '*' } }));
	write('n8n/node_modules/n8n-workflow/package.json', JSON.stringify({ name: 'n8n-workflow', version: '2.0.0', main: 'index.js' }));
	write('n8n/node_modules/n8n-workflow/index.js', '');
	const code = `require('left-pad'); require('beside'); exports.Weather = class { description = { name: 'weather', version: 1 }; };`;
	const dependencies = { 'left-pad': '^1.0.0' };
	write('user/.n8n/nodes/node_modules/n8n-nodes-weather/package.json', toPackageJson('n8n-nodes-weather', '1.2.3', dependencies));
	write('user/.n8n/nodes/node_modules/n8n-nodes-weather/dist/Weather.node.js', code);
	write('user/.n8n/nodes/node_modules/beside/package.json', toPackageJson('beside', '2.0.0'));
	write('user/.n8n/nodes/node_modules/beside/index.js', '');
	published = [await publish('left-pad', '1.3.0', { inner: '^1.0.0' }), await publish('inner', '1.0.0')];
	await install();
	await copyTestKeys(join(home, 'keys'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, text: string): void {
	mkdirSync(join(home, path, '..'), { recursive: true });
	writeFileSync(join(home, path), text);
}

const toPackageJson = (name: string, version: string, dependencies = {}) =>
	JSON.stringify({ name, version, dependencies, n8n: { nodes: ['dist/Weather.node.js'] } }, null, 2);

async function publish(name: string, version: string, dependencies: Record<string, string> = {}): Promise<PublishedPackage> {
	const required = Object.keys(dependencies).map((one) => `require('${one}');`);
	const files = {
		'package.json': toPackageJson(name, version, dependencies),
		'index.js': `${required.join('')}exports.version = '${version}';`,
	};
	const entries = Object.entries(files).map(([path, text]) => ({
		header: { name: `package/${path}`, size: Buffer.byteLength(text), type: 'file' as const },
		body: text,
	}));
	return { name, version, manifest: { dependencies }, tarball: gzipSync(await packTar(entries)) };
}

/** As n8n does it: in the folder of the package, without a lock file. */
async function install(): Promise<void> {
	const registry = await startNpmRegistry(published);
	const flags = ['--audit=false', '--fund=false', '--bin-links=false', '--install-strategy=shallow', '--ignore-scripts=true'];
	try {
		rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
		const env = { PATH: process.env.PATH!, HOME: home, npm_config_registry: registry.url, npm_config_cache: join(home, 'npm') };
		await promisify(execFile)('npm', ['install', ...flags, '--package-lock=false'], { cwd: folder, env, timeout: 120_000 });
	} finally {
		await registry.close();
	}
}

/** Runs a command as a person types it; --json is added. */
async function troupe(...command: string[]) {
	const environment = { TROUPE_HOME: join(home, 'home'), TROUPE_N8N: n8n, TROUPE_TRUST: join(home, 'trust') };
	const terminal = testTerminal({ ...environment, PATH: process.env.PATH!, HOME: home });
	const code = await runTroupe([...command, '--json'], terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

const [keys, into] = [() => ['--keys', join(home, 'keys')], () => ['--into', join(home, 'trust')]];
const sign = () => troupe('manifest', 'sign', folder, ...keys(), ...into());
const approve = () =>
	troupe('manifest', 'approve', folder, ...keys(), ...into(), '--approver', 'Ada', '--report', join(home, 'report.json'));

async function runInSandbox() {
	const { code, printed, noted } = await troupe('sandbox', 'run', 'package', folder, ...keys(), '--key', 'approver');
	expect([noted, code]).toEqual([expect.anything(), 0]);
	writeFileSync(join(home, 'report.json'), printed);
	return (JSON.parse(printed) as { report: { subject: object } }).report.subject;
}

describeSlow('a package that npm installed, with a dependency in its folder and one beside it', () => {
	it('is approved by its report, and refused after a dependency became another, by name and version', async () => {
		expect(await runInSandbox()).toMatchObject({ name: 'n8n-nodes-weather@1.2.3', dependencies: [{ name: 'beside', version: '2.0.0' }] });
		expect(await sign()).toMatchObject({ code: 0 });
		expect(await approve()).toMatchObject({ code: 0 });
		const verified = await troupe('manifest', 'verify', folder);
		expect(verified).toMatchObject({ code: 0, noted: expect.stringMatching(/sandbox report [0-9a-f]{64}: level/) as string });

		published = [await publish('left-pad', '1.3.1', { inner: '^1.0.0' }), await publish('inner', '1.0.0')];
		await install();
		const nested = await troupe('manifest', 'verify', folder);
		expect(JSON.parse(nested.printed)).toMatchObject({
			...{ ok: false, code: 'MANIFEST_TAMPERED' },
			message: expect.stringMatching(
				/^In the dependency left-pad \(expected 1\.3\.0, found 1\.3\.1\): The file node_modules\/left-pad\/index\.js was changed/,
			) as string,
			details: { dependency: { name: 'left-pad', expected: '1.3.0', actual: '1.3.1' } },
		});
		// The report is of the installation before.
		await sign();
		expect(await approve()).toMatchObject({ code: 1, noted: expect.stringMatching(/not about these bytes/) as string });
		await runInSandbox();
		expect(await approve()).toMatchObject({ code: 0 });

		write('user/.n8n/nodes/node_modules/beside/index.js', 'exports.changed = true;');
		const beside = await troupe('manifest', 'verify', folder);
		expect(JSON.parse(beside.printed)).toMatchObject({
			message: expect.stringContaining('In the dependency beside 2.0.0: The file node_modules/beside/index.js was changed') as string,
		});
		await sign();
		const refused = await approve();
		expect(refused).toMatchObject({ code: 1, noted: expect.stringMatching(/ran with another dependency beside/) as string });
	});
});
