import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findN8n } from '../../core/base/n8n-installation';
import { NodePool, type NodePoolOptions } from '../../providers/tools/n8n-node/node-pool';
import type { NodeTask } from '../../providers/tools/n8n-node/node-task';
import { waitUntil } from '../support/wait-until';

/** A community package whose one node does what its parameter says. */
const folder = mkdtempSync(join(tmpdir(), 'troupe-node-process-'));
const packageFolder = join(folder, 'node_modules/n8n-nodes-probe');
const source = `
	let remembered = [];
	const note = (name) => require('node:fs').writeFileSync(${JSON.stringify(folder)} + '/' + name, '');
	exports.Probe = class {
		description = {
			displayName: 'Probe', name: 'probe', group: ['transform'], version: 1, description: 'Does what it is told', defaults: { name: 'Probe' },
			inputs: ['main'], outputs: ['main'],
			properties: [{ displayName: 'Do', name: 'do', type: 'string', default: '' }],
		};
		async execute() {
			const act = {
				remember: () => (remembered.push(this.getWorkflow().id), { remembered, pid: process.pid }),
				crash: () => process.exit(3),
				grow: () => { const all = []; for (;;) all.push(Buffer.alloc(10_000_000, 1)); },
				spin: () => { note('started'); for (;;); },
				close: () => new Promise((_, reject) => {
					this.getExecutionCancelSignal().addEventListener('abort', () => (note('closed'), reject(new Error('closed'))));
					note('started');
				}),
				environment: () => ({ names: Object.keys(process.env), home: process.env.HOME }),
				zone: () => ({ zone: this.getTimezone(), hour: new Date(Date.UTC(2024, 1, 27)).getHours() }),
				version: () => ({ version: 'VERSION' }),
			}[this.getNodeParameter('do', 0)];
			return [[{ json: await act() }]];
		}
	};
`;
const write = (path: string, text: string) => {
	mkdirSync(join(packageFolder, path, '..'), { recursive: true });
	writeFileSync(join(packageFolder, path), text);
};
const writePackage = (version: string) => {
	write('package.json', JSON.stringify({ name: 'n8n-nodes-probe', version, n8n: { nodes: ['dist/Probe.node.js'] } }));
	write('dist/Probe.node.js', source.replace('VERSION', version));
};

const pools: NodePool[] = [];
const open = (options: Partial<NodePoolOptions> = {}): NodePool => {
	const pool = new NodePool({ n8n: findN8n(), processes: 1, memoryMb: 1_000, files: join(folder, 'files'), ...options });
	pools.push(pool);
	return pool;
};
beforeEach(() => writePackage('1.0.0'));
afterEach(async () => {
	await Promise.all(pools.splice(0).map((pool) => pool.close()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
function run(pool: NodePool, act: string, { tenant = 'default', stamp = '1', signal = never } = {}) {
	const task: NodeTask = {
		...{ type: 'n8n-nodes-probe.probe', typeVersion: 1, name: 'probe', parameters: { do: act }, items: [{ json: {} }] },
		...{ tenant, execution: '1', workflow: 'process' },
	};
	const noCalls = () => Promise.reject(new Error('The test answers no calls.'));
	return pool.run({ kind: 'run', task }, { name: 'n8n-nodes-probe', folder: packageFolder, stamp }, noCalls, signal);
}
const jsonOf = (end: Awaited<ReturnType<typeof run>>) => (end.kind === 'result' ? end.result.outputs[0]?.[0]?.json : end);

it('a process stays for its tenant, and never meets another one', async () => {
	const pool = open();
	const first = jsonOf(await run(pool, 'remember')) as { pid: number };
	expect(jsonOf(await run(pool, 'remember'))).toEqual({ remembered: ['default', 'default'], pid: first.pid });
	const other = jsonOf(await run(pool, 'remember', { tenant: 'acme' })) as { pid: number };
	expect(other).toMatchObject({ remembered: ['acme'] });
	expect(other.pid).not.toBe(first.pid);
});

it('a package that was changed is loaded again', async () => {
	const pool = open();
	expect(jsonOf(await run(pool, 'version'))).toEqual({ version: '1.0.0' });
	writePackage('1.1.0');
	expect(jsonOf(await run(pool, 'version'))).toEqual({ version: '1.0.0' });
	expect(jsonOf(await run(pool, 'version', { stamp: '2' }))).toEqual({ version: '1.1.0' });
});

it('a node that ends its process or exceeds its memory harms no other task', async () => {
	const pool = open();
	expect(await run(pool, 'crash')).toEqual({ kind: 'crash' });
	expect(await run(pool, 'grow')).toEqual({ kind: 'memory' });
	expect(jsonOf(await run(pool, 'version'))).toEqual({ version: '1.0.0' });
});

it('a node is told to stop, and ended if it does not', async () => {
	const pool = open();
	for (const act of ['close', 'spin']) {
		const stop = new AbortController();
		const running = run(pool, act, { signal: stop.signal });
		await waitUntil(`the start of ${act}`, () => existsSync(join(folder, 'started')));
		rmSync(join(folder, 'started'));
		stop.abort();
		expect(await running).toEqual({ kind: 'stopped' });
	}
	expect(existsSync(join(folder, 'closed'))).toBe(true);
});

it('tasks wait for a process in the order of their arrival, and can leave the queue', async () => {
	const pool = open();
	const stop = new AbortController();
	const leaving = new AbortController();
	const running = run(pool, 'spin', { signal: stop.signal });
	const left = run(pool, 'version', { signal: leaving.signal });
	const waiting = run(pool, 'version');
	leaving.abort();
	await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
	stop.abort();
	expect(await running).toEqual({ kind: 'stopped' });
	expect(jsonOf(await waiting)).toEqual({ version: '1.0.0' });
});

it('a node finds no setting or key of the worker in its environment', async () => {
	process.env.TROUPE_TOOL_SECRET_CRM = 'x';
	try {
		const { names, home } = jsonOf(await run(open(), 'environment')) as { names: string[]; home: string };
		expect(names.filter((name) => /^(TROUPE|AWS|OPENAI|JEST|npm)_/.test(name))).toEqual([]);
		expect(home).toContain(join(tmpdir(), 'troupe-n8n-'));
	} finally {
		delete process.env.TROUPE_TOOL_SECRET_CRM;
	}
});

describe('nodes have', () => {
	const variables = ['GENERIC_TIMEZONE', 'TZ'] as const;
	const before = variables.map((name) => process.env[name]);
	afterEach(() =>
		variables.forEach((name, index) => {
			if (before[index] === undefined) delete process.env[name];
			else process.env[name] = before[index];
		}),
	);

	it.each([
		[
			'the time zone of GENERIC_TIMEZONE (n8n-io/n8n#25589)',
			{ GENERIC_TIMEZONE: 'America/Sao_Paulo', TZ: 'Europe/Lisbon' },
			'America/Sao_Paulo',
			0,
		],
		['otherwise that of the machine (n8n-io/n8n#12994)', { GENERIC_TIMEZONE: '', TZ: 'Europe/Bucharest' }, 'Europe/Bucharest', 2],
	])('%s', async (_title, set, zone, hour) => {
		Object.assign(process.env, set);
		expect(jsonOf(await run(open(), 'zone'))).toEqual({ zone, hour });
	});

	it('no time zone that nobody knows', async () => {
		process.env.GENERIC_TIMEZONE = 'Mars/Olympus';
		await expect(run(open(), 'zone')).rejects.toMatchObject({
			message: expect.stringContaining('GENERIC_TIMEZONE is "Mars/Olympus"') as string,
		});
	});
});

it('an n8n that does not start is named', async () => {
	const pool = open({ n8n: { ...findN8n(), folder: packageFolder } });
	await expect(run(pool, 'version')).rejects.toMatchObject({
		code: 'DEPENDENCY_MISSING',
		message: expect.stringContaining(`in ${packageFolder} did not start`) as string,
	});
});
