import { dirname } from 'node:path';
import { grantCapabilities } from '../grants/grant-capabilities';
import type { Level } from '../levels/level';
import type { SandboxLimits } from '../levels/limits';
import { openNetwork, type RunNetwork } from '../run/run-network';
import { SandboxWorker } from '../workers/sandbox-worker';
import { judgeProbe, type ProbeResult, type ProbeRun } from './judge-probe';
import { type Facts, type Probe, toScript } from './probe';

/** Small, so that probes reach them quickly. */
export const probeLimits: SandboxLimits = { memoryMb: 128, timeMs: 1_000, outputBytes: 1_000_000 };
/** Waiting probes give up by themselves; a busy machine can be slow. */
const patientMs = 60_000;
const processesAtOnce = 3;

export type RunScript = (probes: readonly Probe[], facts: Facts) => Promise<ProbeRun>;

export function runAtLevel(level: Level, stateFolder: string): RunScript {
	return async (probes, facts) => {
		const native = probes.some((probe) => probe.native);
		const network = probes.some((probe) => probe.outlet) ? openBaitOutlet(facts) : undefined;
		const grants = probes.some(({ granted }) => granted) ? await grantBait(facts, level, stateFolder) : {};
		const worker = await SandboxWorker.start({
			level,
			limits: {
				...probeLimits,
				timeMs: probes.some(({ isBusy }) => isBusy) ? probeLimits.timeMs : patientMs,
				// No native probe tests memory; its own thread needs some.
				memoryMb: native ? 512 : probeLimits.memoryMb,
			},
			permissions: !native,
			readable: native && facts.koffi !== undefined ? [dirname(facts.koffi)] : [],
			stateFolder,
			outlet: network !== undefined,
			...grants,
		});
		const result = await worker.run({ name: 'probe.cjs', source: toScript(probes), input: JSON.stringify(facts), outlet: network?.outlet });
		await network?.close();
		return { ...result, ending: result.signal ?? `exit code ${result.exitCode}` };
	};
}

async function grantBait({ grantedFile, grantedFolder, writableFolder, node }: Facts, level: Level, stateFolder: string) {
	const files = [
		...[grantedFile, grantedFolder].map((path) => ({ path, access: 'read' as const })),
		{ path: writableFolder, access: 'write' as const },
	];
	const capabilities = { version: 1 as const, files, programs: ['sh', 'sleep', node] };
	const grants = await grantCapabilities({ capabilities, writable: [writableFolder] }, level, stateFolder);
	return { files: grants.files, programs: grants.programs };
}

function openBaitOutlet({ tcpPort }: Facts): RunNetwork {
	const pattern = { method: 'GET', scheme: 'http' as const, host: 'localhost', port: tcpPort, path: '/allowed*' };
	return openNetwork({ rules: [{ action: 'forward', pattern }], secrets: [], allowPrivateNetworks: true });
}

/** Results keep the probes' order. Probes that leave their process unchanged share one. */
export async function runProbes(probes: readonly Probe[], facts: Facts, run: RunScript): Promise<ProbeResult[]> {
	const possible = probes.filter(({ native }) => !native || facts.koffi !== undefined);
	const shared = possible.filter(({ alone }) => !alone);
	const groups = [
		shared.filter(({ native, outlet, granted }) => !native && !outlet && !granted),
		shared.filter(({ outlet }) => outlet),
		shared.filter(({ native, granted }) => native && !granted),
		...[true, false].map((isNative) => shared.filter(({ native = false, granted }) => granted && native === isNative)),
		...possible.filter(({ alone }) => alone).map((probe) => [probe]),
	];
	const results = new Map<string, ProbeResult>();
	const runGroup = async (group: readonly Probe[]): Promise<void> => {
		if (group.length === 0) return;
		const ended = await run(group, facts);
		for (const probe of group) {
			const result = judgeProbe(probe, ended, group.length === 1);
			// Another probe ended the process: that says nothing about this one.
			if (result === undefined) await runGroup([probe]);
			else results.set(probe.id, result);
		}
	};
	const waiting = [...groups];
	const work = async () => {
		for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) await runGroup(group);
	};
	await Promise.all(Array.from({ length: processesAtOnce }, work));
	return probes.flatMap(({ id }) => results.get(id) ?? []);
}
