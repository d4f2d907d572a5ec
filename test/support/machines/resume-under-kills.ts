import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrailEntry } from '../../../core/agents/loop/trail/trail-entry';
import { openRuns } from '../../../providers/compose/state/host-runs';
import type { StoredRuns } from '../../../providers/state/runs/run-store';
import { waitUntil } from '../wait-until';
import { type MachineLine, machinesKey, type MachineTask } from './run-machine';

const machines = 3;
const shopMs = 30;

interface ResumeOptions {
	database: string;
	runs: number;
	kills: number;
	/** Starts a process that does the task, with its output piped. */
	spawnMachine(task: MachineTask): ChildProcess;
	/** How far the clock of each machine is wrong. */
	clockOffsetMs?(machine: number): number;
	/** Called once, when a quarter of the orders is paid. `hasMet` tells whether a machine has met a fault with this code. */
	disturb?(hasMet: (code: string) => boolean): Promise<void>;
}

export interface ResumeResult {
	/** Orders that were paid more than once. */
	twice: string[];
	/** Orders whose run did not end, or ended as if they had been paid. */
	lost: string[];
	/** Calls that a kill interrupted: they were not made again, and the agent was told that their result is not known. */
	unknown: number;
	/** Codes of the errors that the machines met. */
	faults: string[];
	/** Kills of processes that had begun to work. */
	kills: number;
}

/** Suspends runs on one machine and resumes all of them on three at the same time, each with its own home, while they are killed again and again. */
export async function resumeUnderKills(options: ResumeOptions): Promise<ResumeResult> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-machines-'));
	const paid = new Map<string, number>();
	const shop = createServer((request, response) => {
		const order = request.url!.slice(1);
		paid.set(order, (paid.get(order) ?? 0) + 1);
		setTimeout(() => response.end('paid'), Math.random() * shopMs);
	});
	shop.listen(0, '127.0.0.1');
	await once(shop, 'listening');
	const { database, clockOffsetMs = () => 0 } = options;
	const task = (machine: number, work: Pick<MachineTask, 'orders' | 'runs'>): MachineTask => ({
		...{ home: join(folder, String(machine)), database, clockOffsetMs: clockOffsetMs(machine), ...work },
		shop: `http://127.0.0.1:${(shop.address() as AddressInfo).port}`,
	});
	const children = new Set<ChildProcess>();
	const met = new Set<string>();
	const start = (work: MachineTask) => {
		const child = options.spawnMachine(work);
		children.add(child);
		const lines: MachineLine[] = [];
		createInterface({ input: child.stdout! }).on('line', (text) => {
			const line = JSON.parse(text) as MachineLine;
			lines.push(line);
			if ('fault' in line) met.add(line.fault);
		});
		const ended = once(child, 'close').finally(() => children.delete(child));
		return { child, lines, ended };
	};
	try {
		const orders = Array.from({ length: options.runs }, (_, number) => `order-${number}`);
		const first = start(task(0, { orders }));
		await first.ended;
		const waiting = new Map(first.lines.flatMap((line) => ('suspended' in line ? [[line.suspended, line.order] as const] : [])));
		if (waiting.size !== orders.length) throw new Error(`${waiting.size} of ${orders.length} runs were suspended.`);

		let kills = 0;
		const faults: string[] = [];
		const live = async (machine: number) => {
			for (;;) {
				const { child, lines, ended } = start(task(machine, { runs: [...waiting.keys()] }));
				if (kills < options.kills) {
					while (lines.length === 0 && child.exitCode === null) await sleep(5);
					await sleep(Math.random() * 300);
					if (child.exitCode === null && kills < options.kills) {
						kills += 1;
						child.kill('SIGKILL');
					}
				}
				const [code] = (await ended) as [number | null];
				faults.push(...lines.flatMap((line) => ('fault' in line ? [line.fault] : [])));
				if (code === 0) return;
				if (code !== null) throw new Error(`A machine ended with code ${code}.`);
			}
		};
		const isAmid = () => paid.size >= options.runs / 4;
		const disturbed =
			options.disturb && waitUntil('a quarter of the orders to be paid', isAmid).then(() => options.disturb!((code) => met.has(code)));
		try {
			await Promise.all(Array.from({ length: machines }, (_, machine) => live(machine)));
		} finally {
			await disturbed;
		}
		return { ...(await judge({ database, stateFolder: folder }, waiting, paid)), faults, kills };
	} finally {
		for (const child of children) child.kill('SIGKILL');
		shop.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Compares what the trails say with what the shop was asked. */
async function judge(place: { database: string; stateFolder: string }, waiting: Map<string, string>, paid: Map<string, number>) {
	const store = await openRuns({ ...place, vaultKey: machinesKey }, place.stateFolder);
	const [lost, twice]: [string[], string[]] = [[], []];
	let unknown = 0;
	try {
		for (const [runId, order] of waiting) {
			const trail = await readTrail(store, runId);
			const call = trail.find((entry) => entry.kind === 'tool-finished');
			const times = paid.get(order) ?? 0;
			if (times > 1) twice.push(order);
			if (call?.outcome === 'unknown') unknown += 1;
			else if (times === 0 || call?.outcome !== 'ok') lost.push(order);
			if (!trail.some(({ kind }) => kind === 'ended') && !lost.includes(order)) lost.push(order);
		}
	} finally {
		await store.close();
	}
	return { twice, lost, unknown };
}

/** Reads without the lease, which a process has for a while that was killed after it had ended the run. */
const readTrail = async (store: StoredRuns, runId: string): Promise<TrailEntry[]> =>
	((await store.find(runId))?.trail ?? []) as TrailEntry[];
