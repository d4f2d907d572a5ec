import { execFileSync } from 'node:child_process';
import { type EngineProgram, enginePrograms } from '../../sandbox/levels/container/container-settings';
import { defaultLimits } from '../../sandbox/levels/limits';
import { probes } from '../../sandbox/probes';
import { Bait } from '../../sandbox/probes/bait';
import { listMissed } from '../../sandbox/probes/measure-levels';
import { probeLimits, runAtLevel, runProbes } from '../../sandbox/probes/run-probes';
import { ScratchCopy } from '../../sandbox/scratch/scratch-copy';
import { SandboxWorker } from '../../sandbox/workers/sandbox-worker';
import { openRealEngine } from '../support/sandbox/real-engine';
import { waitUntil } from '../support/wait-until';

/** No installation there: koffi is that of the checkout. */
const stateFolder = '/nonexistent';
const timeoutMs = 600_000;
const environment = { ...process.env };

for (const program of enginePrograms) {
	const { image, missing } = openRealEngine(program);
	(missing === undefined ? describe : describe.skip)(`${program}${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
		beforeAll(() => void Object.assign(process.env, { TROUPE_SANDBOX_ENGINE: program, TROUPE_SANDBOX_IMAGE: image }));
		afterAll(() => {
			process.env = environment;
			execFileSync(program, ['image', 'rm', '--force', image], { stdio: 'pipe' });
		});
		afterEach(() => waitUntil('the removal of all containers', () => listContainers(program).length === 0));

		it(
			'stops every probe in a container',
			async () => {
				const bait = await Bait.lay(probeLimits, stateFolder);
				try {
					const results = await runProbes(probes, bait.facts, runAtLevel('L3', stateFolder));
					expect([listMissed('L3', results).map(({ id }) => id), results.length]).toEqual([[], probes.length]);
				} finally {
					bait.remove();
				}
			},
			timeoutMs,
		);

		it(
			"runs code with the image's Node as a user without rights, and lets it write in the scratch folder alone",
			async () => {
				const scratch = new ScratchCopy({ bytes: 10_000, files: 10 });
				const limits = { ...defaultLimits, timeMs: 60_000 };
				const worker = await SandboxWorker.start({
					...{ level: 'L3', limits, stateFolder, readable: [] },
					permissions: false,
					scratchBytes: 10_000,
				});
				expect(worker).toMatchObject({ node: process.versions.node, container: { engine: program, image } });
				const source = `
					const fs = require('node:fs');
					const attempt = (path) => { try { fs.writeFileSync(path, 'x'); return 'written'; } catch ({ code }) { return code; } };
					console.log(JSON.stringify([process.getuid(), process.env, attempt('a.txt'), attempt('/tmp/a'), attempt('/dev/shm/a'), attempt('/a')]));
				`;
				const { stdout, stderr, outcome, usage } = await worker.run({ name: 'script.js', source, scratch });
				await worker.gone;
				expect([stderr.toString(), outcome]).toEqual(['', 'completed']);
				const [uid, env, ...written] = JSON.parse(stdout.toString()) as [number, object, ...string[]];
				expect([uid === 0, env, written[0]]).toEqual([false, {}, 'written']);
				expect(written.slice(1)).not.toContain('written');
				expect(scratch.changes).toMatchObject([{ path: 'a.txt', change: 'created', bytes: 1 }]);
				expect(usage.peakMemoryMb).toBeGreaterThan(20);
			},
			timeoutMs,
		);

		it(
			'kills a container whose time is over, and says which limit it was',
			async () => {
				const run = async (source: string, limits: object) => {
					const worker = await SandboxWorker.start({
						...{ level: 'L3', stateFolder, readable: [], permissions: true },
						limits: { ...defaultLimits, ...limits },
					});
					const { outcome, limit } = await worker.run({ name: 'script.js', source });
					await worker.gone;
					return [outcome, limit];
				};
				expect(await run('setInterval(() => undefined, 1000)', { timeMs: 500 })).toEqual(['limit', 'time']);
				expect(await run('const all = []; for (;;) all.push(Buffer.alloc(1e6, 1));', { timeMs: 60_000 })).toEqual(['limit', 'memory']);
			},
			timeoutMs,
		);
	});
}

function listContainers(program: EngineProgram): string[] {
	const args = ['ps', '--all', '--filter', 'label=troupe-sandbox', '--format', '{{.Names}}'];
	return execFileSync(program, args).toString().split('\n').filter(Boolean);
}
