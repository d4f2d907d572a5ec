import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Random } from '../contract/random/random';
import { within } from '../support/wait-until';
import { loadProcesses } from './load';

/** Milliseconds after its start that a victim lives at most. */
const maxLifeMs = 150;

export interface KillRun {
	/** Instances that began. */
	instances: number;
	/** The promises that did not hold: empty when every instance ended once, every effect is recorded, and no token was lost or doubled. */
	broken: string[];
}

/** Kills an engine under load a number of times, lets it finish its work, and checks the result. `victim` is victim.ts as plain JavaScript. */
export async function runKills({
	victim,
	folder,
	kills,
	seed,
}: {
	victim: string;
	folder: string;
	kills: number;
	seed: number;
}): Promise<KillRun> {
	const random = new Random(seed);
	for (let kill = 0; kill < kills; kill++) await runAndKill(victim, folder, random.between(0, maxLifeMs));
	await finish(victim, folder);
	return judge(folder);
}

async function runAndKill(victim: string, folder: string, afterMs: number): Promise<void> {
	const child = spawn(process.execPath, [victim, folder, 'load'], { stdio: ['ignore', 'pipe', 'inherit'] });
	child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
	await within('a killed engine to end', once(child, 'exit')).finally(() => child.kill('SIGKILL'));
}

async function finish(victim: string, folder: string): Promise<void> {
	const child = spawn(process.execPath, [victim, folder, 'finish'], { stdio: ['ignore', 'pipe', 'inherit'] });
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	await within('the engine to end what it began', once(child, 'close'), { seen: () => said }).finally(() => child.kill('SIGKILL'));
	if (!said.endsWith('all ended\n')) throw new Error(`The engine did not end what it began; it said: ${said}`);
}

function judge(folder: string): KillRun {
	const database = new DatabaseSync(join(folder, 'state.db'), { readOnly: true });
	const all = <Row>(sql: string): Row[] => database.prepare(sql).all() as Row[];
	try {
		const instances = all<{ key: number; process_id: string; state: string }>('SELECT key, process_id, state FROM process_instance');
		const counts = readCounts(all<EventCount>('SELECT instance_key, kind, element_id, count(*) AS times FROM event_log GROUP BY 1, 2, 3'));
		const jobKeys = all<{ key: string }>("SELECT details ->> 'jobKey' AS key FROM event_log WHERE kind = 'job-completed'").map(
			({ key }) => key,
		);
		const keys = new Set(instances.map(({ key }) => String(key)));
		const effects = new Set(readLines(folder, 'effects'));
		return {
			instances: instances.length,
			broken: [
				...readLines(folder, 'started').flatMap((key) => (keys.has(key) ? [] : [`instance ${key} was acknowledged and is gone`])),
				...jobKeys.flatMap((key) => (effects.has(key) ? [] : [`job ${key} completed and its effect is not recorded`])),
				...instances.flatMap(({ key, process_id, state }) =>
					judgeInstance(key, process_id, state, counts.get(key) ?? new Map<string, number>()),
				),
				...leftovers.flatMap((table) =>
					all(`SELECT 1 FROM ${table} LIMIT 1`).length === 0 ? [] : [`${table} holds rows of ended instances`],
				),
			],
		};
	} finally {
		database.close();
	}
}

interface EventCount {
	instance_key: number;
	kind: string;
	element_id: string;
	times: number;
}

/** For each instance: how often what happened to which element. */
function readCounts(rows: EventCount[]): Map<number, Map<string, number>> {
	const counts = new Map<number, Map<string, number>>();
	for (const { instance_key, kind, element_id, times } of rows) {
		if (!counts.has(instance_key)) counts.set(instance_key, new Map());
		counts.get(instance_key)!.set(`${kind} ${element_id}`, times);
	}
	return counts;
}

/** Every element of it began and completed as often as the model says. */
function judgeInstance(key: number, processId: string, state: string, counts: Map<string, number>): string[] {
	const { completions, jobs } = loadProcesses.find(({ id }) => id === processId)!;
	const broken = state === 'COMPLETED' ? [] : [`instance ${key} of ${processId} is ${state}`];
	const elements = new Set([
		...Object.keys(completions),
		...[...counts.keys()].filter((name) => name.startsWith('element-')).map((name) => name.split(' ')[1]!),
	]);
	for (const element of elements) {
		for (const kind of ['element-activated', 'element-completed']) {
			const [times, expected] = [counts.get(`${kind} ${element}`) ?? 0, completions[element] ?? 0];
			if (times !== expected) broken.push(`${kind} ${element} ${times} times in instance ${key} of ${processId}, expected ${expected}`);
		}
	}
	for (const kind of ['job-created', 'job-completed']) {
		const times = [...counts].reduce((sum, [name, count]) => sum + (name.startsWith(`${kind} `) ? count : 0), 0);
		if (times !== jobs) broken.push(`${kind} ${times} times in instance ${key} of ${processId}, expected ${jobs}`);
	}
	return broken;
}

const leftovers = [
	'element_instance',
	'variable',
	'job',
	'timer',
	'taken_flow',
	'message_subscription',
	'incident',
	'multi_instance',
	'pending_step',
];

/** None when the engine was killed each time before it came so far. */
function readLines(folder: string, file: string): string[] {
	const path = join(folder, file);
	return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}
