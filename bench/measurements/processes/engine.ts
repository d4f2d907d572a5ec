/**
 * Measures instances per second, with one service task and with ten: the embedded engine (state synced to disk), the real Zeebe broker and
 * bpmn-engine (in memory). The value is the smallest of ours / (5 x Zeebe) and ours / (3 x bpmn-engine). Goal: 1 or more.
 * Each engine runs at its best concurrency, which is determined first. Then they take turns, so that other load affects all alike; medians
 * count.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { openBpmnEngine } from '../../engines/bpmn-engine';
import { shapes, type Contender, type Shape } from '../../engines/contender';
import { createContender } from '../../engines/process-engine';
import { connect, startBroker } from '../../engines/zeebe';

const concurrencies = [1, 10, 50, 200];
const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const turnMs = Number(process.env.BENCH_TURN_MS ?? 2_000);
/** The goals, in multiples of the other engines. */
const goals: Record<string, number> = { zeebe: 5, 'bpmn-engine': 3 };

export async function run(): Promise<number> {
	// On the checkout's disk: a folder for temporary files may be in memory.
	mkdirSync('build', { recursive: true });
	const folder = mkdtempSync(join('build', 'bench-engine-'));
	const contenders: Contender[] = [];
	try {
		contenders.push(await createContender('embedded', await openEmbeddedEngine({ file: join(folder, 'state.db') })));
		contenders.push(await openBpmnEngine());
		const broker = await startBroker();
		contenders.push(await createContender('zeebe', await connect(broker.address), broker.stop));
		const ratios: number[] = [];
		for (const shape of shapes) ratios.push(...(await compare(contenders, shape)));
		return Math.round(Math.min(...ratios) * 1000) / 1000;
	} finally {
		for (const contender of contenders) await contender.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Returns our rate in units of the goal, for each of the other engines. */
async function compare(contenders: Contender[], shape: Shape): Promise<number[]> {
	const best = new Map<Contender, number>();
	for (const contender of contenders) best.set(contender, await findBestConcurrency(contender, shape));
	const rates = new Map(contenders.map((contender) => [contender, [] as number[]]));
	for (let round = 0; round < rounds; round++) {
		for (const [contender, found] of rates) found.push(await measureRate(contender, shape, best.get(contender)!));
	}
	console.log(`\n${shape} task${shape === 1 ? '' : 's'}: instances/s at the best concurrency, median of ${rounds} turns of ${turnMs} ms`);
	const medians = new Map([...rates].map(([{ name }, found]) => [name, median(found)]));
	for (const [{ name }, found] of rates) {
		const [low, high] = [Math.min(...found), Math.max(...found)].map((rate) => rate.toFixed(0));
		console.log(`  ${name.padEnd(12)} ${medians.get(name)!.toFixed(0).padStart(6)}  (${low} to ${high})`);
	}
	return Object.entries(goals).map(([name, times]) => {
		const ratio = medians.get('embedded')! / medians.get(name)!;
		console.log(`  embedded / ${name}: ${ratio.toFixed(2)}, goal ${times}`);
		return ratio / times;
	});
}

async function findBestConcurrency(contender: Contender, shape: Shape): Promise<number> {
	// Until the code is compiled.
	await measureRate(contender, shape, 10);
	const rates: number[] = [];
	for (const concurrency of concurrencies) rates.push(await measureRate(contender, shape, concurrency));
	const best = rates.indexOf(Math.max(...rates));
	console.log(
		`${contender.name}, ${shape}: ${concurrencies.map((each, at) => `concurrency ${each} ${rates[at]!.toFixed(0)}/s`).join(', ')}`,
	);
	return concurrencies[best]!;
}

/** Returns instances per second at a concurrency, over one turn. */
async function measureRate(contender: Contender, shape: Shape, concurrency: number): Promise<number> {
	const start = performance.now();
	let ended = 0;
	const runInTurn = async (): Promise<void> => {
		while (performance.now() - start < turnMs) {
			await contender.runInstance(shape);
			ended++;
		}
	};
	await Promise.all(Array.from({ length: concurrency }, runInTurn));
	return (ended / (performance.now() - start)) * 1000;
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
