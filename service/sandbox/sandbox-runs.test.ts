import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeSandboxRuns } from '../../providers/compose/state/host-sandbox-runs';
import { openGate } from '../../sandbox/fakes/permissive-gate';
import { describeSlow } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';
import { runCounts } from './run-counts';
import { SandboxRuns } from './sandbox-runs';

const timeoutMs = 600_000;
const caller = { tenant: 'default', subject: 'the test' };
const sleeper = { kind: 'script', source: 'setTimeout(() => {}, 60_000)', timeMs: 60_000 } as never;
const quick = { kind: 'script', source: 'console.log("done")' } as never;
let home: string;
const opened: SandboxRuns[] = [];

beforeAll(() => (home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-machines-'))));
afterEach(async () => {
	for (const runs of opened.splice(0)) await runs.stop().then(() => runs.close());
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A process of a service: all of them share the state of one home. */
function openProcess(): SandboxRuns {
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home };
	const runs = new SandboxRuns({
		surroundings: {
			...{ host, environment: {}, least: 'L0', permitted: [], subject: { kind: 'command', name: 'serve' } },
			site: { name: 'this service', n8n: 'its n8n', withheld: 'none' },
			programs: { agent: '', process: '', workflow: '' },
		},
		sealed: composeSandboxRuns(host, { ...runCounts, keptMs: 86_400_000 }, { pollMs: 50 }),
		...{ log: () => undefined, leaseMs: 3_000 },
		reportFault: (error) => {
			throw error;
		},
	});
	opened.push(runs);
	runs.start();
	return runs;
}

const read = async (runs: SandboxRuns, id: string) =>
	JSON.parse((await runs.read(id, 'default')).json) as { state: string; outcome?: string; stdout?: string };

describeSlow('several processes of a service', () => {
	it(
		'share a queue: what one has no room for, another one runs',
		async () => {
			const one = openProcess();
			for (let count = 0; count < runCounts.atOnce; count++) {
				const asleep = await one.add(sleeper, caller);
				// Work that is due in the same millisecond is taken in any order.
				await waitUntil('the sleeper to run', async () => (await read(one, asleep)).state === 'running');
			}
			const id = await one.add(quick, caller);
			expect(await read(one, id)).toMatchObject({ state: 'queued' });
			const other = openProcess();
			await waitUntil('the other process to run it', async () => (await read(one, id)).state === 'ended', { forMs: timeoutMs });
			expect(await read(other, id)).toMatchObject({ outcome: 'completed', stdout: 'done\n' });
		},
		timeoutMs,
	);

	it(
		'cancel what another one works on',
		async () => {
			const [one, other] = [openProcess(), openProcess()];
			const id = await one.add(sleeper, caller);
			await waitUntil('the run to work', async () => (await read(one, id)).state === 'running');
			await Promise.all([one.cancel(id, caller), other.cancel(id, caller)]);
			await waitUntil('its end', async () => (await read(other, id)).state === 'ended');
			expect(await read(other, id)).toMatchObject({ state: 'ended', outcome: 'cancelled' });
		},
		timeoutMs,
	);

	it(
		'store what a run got and returned encrypted',
		async () => {
			const one = openProcess();
			const id = await one.add({ kind: 'script', source: 'console.log("a very private text")' } as never, caller);
			await one.read(id, 'default', 30_000);
			const files = readdirSync(home).filter((name) => name.startsWith('state.db'));
			expect(files.length).toBeGreaterThan(0);
			for (const name of files) expect(readFileSync(join(home, name)).includes('very private')).toBe(false);
		},
		timeoutMs,
	);
});
