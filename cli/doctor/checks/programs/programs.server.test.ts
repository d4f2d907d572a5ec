import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../../../package.json';
import { createTestMachine, type TestMachine } from '../../../../test/support/test-machine';
import { hooksCheck } from './hooks';
import { n8nCheck } from './n8n';
import { nodeCheck } from './node';
import { sandboxCheck } from './sandbox';
import { describeMachine } from '../../../../sandbox/run/measured-machine';

let machine: TestMachine;
let user: string;
beforeEach(() => {
	machine = createTestMachine();
	user = machine.environment.HOME!;
});
afterEach(() => machine.remove());

const write = (path: string, content: unknown) => {
	mkdirSync(join(user, path, '..'), { recursive: true });
	writeFileSync(join(user, path), typeof content === 'string' ? content : JSON.stringify(content));
};
/** As npm installs it: a link in PATH to a file in the package. */
const installN8n = (n8nVersion: string) => {
	write('lib/node_modules/n8n/package.json', { name: 'n8n', version: n8nVersion });
	write('lib/node_modules/n8n/bin/n8n', '');
	mkdirSync(join(user, 'bin'));
	symlinkSync(join(user, 'lib/node_modules/n8n/bin/n8n'), join(user, 'bin/n8n'));
	machine.environment.PATH = `/nowhere:${join(user, 'bin')}`;
};
const installed = '.n8n/nodes/node_modules/n8n-nodes-troupe';

it('node: tells its version', async () => expect(await machine.look(nodeCheck)).toEqual([`ok Node ${process.versions.node}`]));

describe('sandbox', () => {
	const { node } = process.versions;
	const pretend = (version: string) => Object.defineProperty(process.versions, 'node', { value: version });
	afterEach(() => pretend(node));

	it.each(['20.19.6', '22.22.1', '24.11.1', '24.14.0', '25.8.1'])('Node %s is named with the versions that are fit', async (version) => {
		pretend(version);
		expect(await machine.find(sandboxCheck)).toEqual([
			{
				state: 'warn',
				text: expect.stringContaining(`Node ${version} does not stop`),
				fix: expect.stringMatching(/24\.14\.1.*22\.22\.2.*25\.8\.2/),
			},
		]);
	});

	it.each(['22.22.2', '24.14.1', '24.21.0', '25.8.2', '26.0.0'])('Node %s is fit', async (version) => {
		pretend(version);
		expect(await machine.look(sandboxCheck)).toEqual([expect.stringContaining(`ok Node ${version} and koffi are fit for L0+`)]);
	});

	it('without koffi, the command that installs it is told', async () => {
		machine.packageFolder = join(user, 'package');
		expect(await machine.find(sandboxCheck)).toEqual([
			{
				state: 'warn',
				text: expect.stringMatching(/koffi, which is not installed.*L0\+/),
				fix: expect.stringContaining('npm install --prefix'),
			},
		]);
	});

	it('what the probes showed is told, with what is missing for code of others', async () => {
		const folder = machine.at('sandbox');
		mkdirSync(folder, { recursive: true });
		const reached = (level: string, reached: boolean) => ({
			level,
			reached,
			results: [],
			blocker: 'Not stopped: real-path',
			fix: 'Use a newer Node.',
		});
		for (const [measured, finding] of [
			[[reached('L0', true), reached('L0+', true)], { state: 'ok', text: expect.stringContaining('at level L0+ (measured at ') }],
			[
				[reached('L0', true), reached('L0+', false)],
				{ state: 'warn', text: expect.stringMatching(/at level L0 .*needs L0\+: Not stopped: real-path/), fix: 'Use a newer Node.' },
			],
		] as const) {
			const key = await describeMachine(machine.home);
			writeFileSync(join(folder, 'measured.json'), JSON.stringify({ key, measuredAt: new Date().toISOString(), measured }));
			expect(await machine.find(sandboxCheck)).toEqual([finding]);
		}
	});
});

describe('n8n', () => {
	it('need not be there', async () => {
		machine.environment.PATH = '/nowhere';
		expect(await machine.look(n8nCheck)).toEqual([expect.stringMatching(/^skipped/)]);
		expect(await machine.look(hooksCheck)).toEqual([expect.stringMatching(/^skipped/)]);
	});

	it('that is too old fails; another version of the package is reported', async () => {
		installN8n('2.30.1');
		write(`${installed}/package.json`, { name: 'n8n-nodes-troupe', version: '0.0.9' });
		expect(await machine.look(n8nCheck)).toEqual([
			'fail n8n 2.30.1 is older than 2.41.0.',
			`warn n8n has n8n-nodes-troupe 0.0.9, but this command belongs to ${version}.`,
		]);
	});

	it('whose nodes keep their state elsewhere is reported, with the folder to look at', async () => {
		installN8n('2.41.1');
		write(`${installed}/package.json`, { name: 'n8n-nodes-troupe', version });
		write('.n8n/troupe/state.db', '');
		const findings = await machine.find(n8nCheck);
		expect(findings.map(({ state }) => state)).toEqual(['ok', 'ok', 'warn']);
		machine.environment.TROUPE_HOME = machine.home = join(user, '.n8n/troupe');
		expect(findings[2]!.fix).toContain(`TROUPE_HOME=${machine.home}`);
		expect((await machine.find(n8nCheck)).map(({ state }) => state)).toEqual(['ok', 'ok']);
	});
});

describe('hooks', () => {
	const hook = `${installed}/dist/n8n-hooks.js`;
	beforeEach(() => mkdirSync(join(user, '.n8n')));

	it('that are not set, or name a file that is missing, are reported', async () => {
		expect(await machine.look(hooksCheck)).toEqual([expect.stringMatching(/^warn EXTERNAL_HOOK_FILES does not name Troupe's hook/)]);
		machine.environment.EXTERNAL_HOOK_FILES = `/other/hooks.js:${join(user, hook)}`;
		expect(await machine.look(hooksCheck)).toEqual([`fail EXTERNAL_HOOK_FILES names ~~/${hook}, which is missing.`]);
		write(hook, '');
		expect(await machine.look(hooksCheck)).toEqual([`ok ~~/${hook}`]);
	});

	it('are not asked by the engine v2 of n8n', async () => {
		write(hook, '');
		Object.assign(machine.environment, { EXTERNAL_HOOK_FILES: join(user, hook), N8N_ENABLED_MODULES: 'insights,engine-v2' });
		expect(await machine.look(hooksCheck)).toEqual([`ok ~~/${hook}`, expect.stringMatching(/^warn n8n's engine-v2 is on/)]);
	});

	it('are given to the n8n in the home of Troupe by npm start', async () => {
		machine.environment.EXTERNAL_HOOK_FILES = join(user, hook);
		write(hook, '');
		mkdirSync(machine.at('n8n/.n8n'), { recursive: true });
		const started = `n8n/${hook}`;
		expect(await machine.look(hooksCheck)).toEqual([`ok ~~/${hook}`, `fail The n8n in ~/n8n has no hook: ~/${started} is missing.`]);
		write(`home/${started}`, '');
		expect(await machine.look(hooksCheck)).toEqual([`ok ~~/${hook}`, `ok npm start gives n8n the hook ~/${started}`]);
	});
});
