import { spawn } from 'node:child_process';
import { runInThisContext } from 'node:vm';
import { runInPlainNode } from '../../test/support/sandbox/run-in-plain-node';
import { slowTest } from '../../test/support/slow-tests';
import { levels } from '../levels/level';
import { Bait } from './bait';
import { probes } from './index';
import { listMissed, listOwed, measureLevels } from './measure-levels';
import { probeLimits, runProbes } from './run-probes';

const timeoutMs = 600_000;
/** No installation there: koffi is that of the checkout. */
const stateFolder = '/nonexistent';
const isRoot = process.getuid?.() === 0;
/** The program that it becomes ends when it may not read. */
const native = new Set(probes.filter((probe) => probe.native && probe.id !== 'become-native').map(({ id }) => id));

it('names each probe once, and has many', () => {
	expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length);
	expect(probes.length).toBeGreaterThanOrEqual(130);
});

it('does not hold L0 to probes of native code that no library made possible', () => {
	const tried = probes.filter((probe) => !probe.native).map(({ id }) => ({ id, stopped: true, by: 'a test' }));
	const owed = listOwed('L0', tried);
	expect([owed.length > 50, owed.some((probe) => probe.native), listMissed('L0', tried)]).toEqual([true, false, []]);
	expect(listMissed('L0', tried.slice(1)).map(({ id }) => id)).toEqual([tried[0]!.id]);
	expect(listMissed('L0', [...tried, { id: 'threads', stopped: false, by: '400' }]).map(({ id }) => id)).toEqual(['threads']);
	expect(listMissed('L0+', tried).map(({ id }) => id)).toContain('native-read');
});

slowTest(
	'every probe reaches what it tries in a plain Node process',
	async () => {
		const bait = await Bait.lay(probeLimits, stateFolder);
		// Its inspector can be opened; a host of the sandbox takes the signal.
		const host = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60_000)'], { stdio: 'ignore' });
		try {
			const results = await runProbes(probes, { ...bait.facts, hostPid: host.pid! }, runInPlainNode);
			const harmless = results.filter(({ stopped }) => stopped);
			const refusable = new Set(probes.filter(({ needs }) => needs === 'kernel' || (needs === 'root' && !isRoot)).map(({ id }) => id));
			expect(harmless.filter(({ id }) => !refusable.has(id))).toEqual([]);
			expect(results.length).toBe(probes.length);
		} finally {
			host.kill();
			bait.remove();
		}
	},
	timeoutMs,
);

slowTest(
	'each level stops what it has to, or says what keeps it from starting',
	async () => {
		// Jest's own `process` takes no signals.
		(runInThisContext('process') as NodeJS.Process).on('SIGUSR1', () => undefined);
		const measured = await measureLevels(stateFolder);
		expect(measured.map(({ level }) => level)).toEqual(levels);
		expect(measured[0]).toMatchObject({ level: 'L0', reached: true });
		for (const { level, reached, results, blocker, fix } of measured) {
			// A level that started is complete: a probe that passes is a fault of ours, not of the machine.
			if (results.length > 0) expect(listMissed(level, results)).toEqual([]);
			// The kernel stops native code by its rules, not by accident.
			if (level === 'L0+') expect(results.filter(({ id, by }) => native.has(id) && /^(SIG|exit code)/.test(by))).toEqual([]);
			if (!reached) expect({ blocker, fix }).toEqual({ blocker: expect.stringMatching(/./), fix: expect.stringMatching(/./) });
		}
	},
	timeoutMs,
);
