/**
 * Random processes, played on the embedded engine and on a real engine: both must do the same.
 * `TROUPE_RANDOM_FROM` and `TROUPE_RANDOM_COUNT` choose other seeds than those of every run.
 */
import { playCase } from '../../../engine-adapter/cases/play-case';
import { parseProcessCase } from '../../../engine-adapter/cases/parse-process-case';
import type { CaseTrace } from '../../../engine-adapter/cases/process-case';
import { asCaseTrace, asStep, withoutGoneJobs } from '../../contract/as-process-case';
import type { ContractCase, ContractTarget } from '../../contract/contract-case';
import { EventDesk } from '../../contract/event-desk';
import { JobDesk } from '../../contract/job-desk';
import { randomCase } from '../../contract/random/random-case';
import { runCase } from '../../contract/run-case';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import { createContractTarget, type RealEngine } from '../broker/real-engine';

const firstSeed = Number(process.env.TROUPE_RANDOM_FROM ?? 1);
const seedsOf = (count: number): number[] =>
	Array.from({ length: Number(process.env.TROUPE_RANDOM_COUNT ?? count) }, (_, index) => firstSeed + index);

/** Declares a test for each of `count` seeds. */
export function describeRandomModels(engine: RealEngine, zeebeVersion: ZeebeVersion, count: number): void {
	let target: ContractTarget;
	let desks: { desk: JobDesk; eventDesk: EventDesk };

	beforeAll(async () => {
		target = await createContractTarget(engine);
		const { observer } = target;
		desks = { desk: new JobDesk(target.engine), eventDesk: new EventDesk(observer) };
		desks.eventDesk.open();
	});
	afterAll(async () => {
		await desks.desk.close();
		desks.eventDesk.close();
		await target.stop();
	});

	test.each(seedsOf(count))(
		'the process of seed %i does the same on both',
		async (seed) => {
			const { contractCase, trace } = await playWithoutVain(randomCase(seed), zeebeVersion);
			const onBroker = await runCase(target, desks, contractCase);
			expect(trace).toEqual(plain(asCaseTrace(contractCase, onBroker)));
		},
		60_000,
	);
}

/** Plays the case on the embedded engine, without the actions that found nothing to act on: waiting for it on the broker takes seconds. */
async function playWithoutVain(
	contractCase: ContractCase,
	version: ZeebeVersion,
): Promise<{ contractCase: ContractCase; trace: CaseTrace }> {
	const vain = new Set(
		(await playEmbedded(contractCase, version)).rejections.filter(({ code }) => code.startsWith('NO_')).map(({ action }) => action),
	);
	const acting = { ...contractCase, script: contractCase.script.filter((_, index) => !vain.has(index)) };
	return { contractCase: acting, trace: plain(withoutGoneJobs(acting, await playEmbedded(acting, version))) };
}

async function playEmbedded({ id, resources, script }: ContractCase, zeebeVersion: ZeebeVersion): Promise<CaseTrace> {
	const processCase = await parseProcessCase(JSON.stringify({ script: script.map(asStep), autoComplete: false }), id);
	const { trace } = await playCase(resources, { ...processCase, zeebeVersion });
	if (!('outcome' in trace)) throw new Error(`The embedded engine refused the process of ${id}: ${JSON.stringify(trace)}`);
	return trace;
}

/** JSON has neither undefined nor classes. */
const plain = <T>(trace: T): T => JSON.parse(JSON.stringify(trace)) as T;
