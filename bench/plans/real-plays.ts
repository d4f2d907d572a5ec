import type { ContractTarget } from '../../test/contract/contract-case';
import type { Random } from '../../test/contract/random/random';
import { calledProcess, exampleOf, jobAnswer, valuesOf } from '../../test/support/plans/test-play';
import type { PlanTree } from '../../planner/tree/plan-tree';
import { walkBlocks } from '../../planner/tree/walk';

const maxRounds = 60;

/** Plays a plan on a real engine. Returns how it ended. */
export async function playOnEngine(
	target: ContractTarget,
	tree: PlanTree,
	files: Array<{ name: string; content: string }>,
	random: Random,
): Promise<string> {
	const { engine, observer } = target;
	await engine.deploy([...files, calledProcess]);
	const types = new Set([...files[0]!.content.matchAll(/taskDefinition type="([^"]+)"/g)].map(([, type]) => type!));
	const workers = await Promise.all(
		[...types].map((type) =>
			engine.openWorker(type, { name: 'plans', concurrency: 8, timeoutMs: 60_000 }, (job) =>
				Promise.resolve({ kind: 'complete' as const, variables: jobAnswer(tree, job.elementId, type, random) }),
			),
		),
	);
	try {
		const instanceKey = await begin(target, tree, random);
		for (let round = 0; round < maxRounds; round++) {
			await target.settle();
			const { state } = await observer.findInstance(instanceKey);
			if (state !== 'ACTIVE') return state.toLowerCase();
			const incidents = await observer.searchIncidents({ instanceKey });
			if (incidents.length > 0) return incidents.map(({ elementId, message }) => `${elementId}: ${message}`).join('; ');
			await goOn(target, tree, instanceKey, random);
		}
		return 'active';
	} finally {
		for (const worker of workers) await worker.close();
	}
}

async function begin({ engine, observer, settle }: ContractTarget, tree: PlanTree, random: Random): Promise<string> {
	const variables = Object.fromEntries(tree.inputs.map((field) => [field.name, exampleOf(field, random)]));
	if (tree.trigger.kind !== 'message') return (await engine.start({ processId: tree.id, variables })).instanceKey;
	await engine.publishMessage({ name: tree.trigger.name, correlationKey: '', variables });
	await settle();
	const begun = observer as unknown as { of(key?: string): ReadonlyArray<{ value: Record<string, unknown> }> };
	const record = begun.of().findLast(({ value }) => value.bpmnElementType === 'PROCESS' && value.bpmnProcessId === tree.id);
	return String(record?.value.processInstanceKey);
}

/** Fills in a form; where there is none, sends what the plan waits for, and lets a moment pass. */
async function goOn({ engine, observer, wait }: ContractTarget, tree: PlanTree, instanceKey: string, random: Random): Promise<void> {
	const [task] = await observer.searchUserTasks({ instanceKey });
	if (task) {
		await engine.completeUserTask(task.key, valuesOf(tree, task.elementId, random));
		return;
	}
	for (const { block } of walkBlocks(tree.do, '')) {
		for (const { on } of block.kind === 'event' ? block.waits : []) {
			const variables =
				on.kind === 'message' ? Object.fromEntries((on.writes ?? []).map((field) => [field.name, exampleOf(field, random)])) : {};
			if (on.kind === 'message') await engine.publishMessage({ name: on.name, correlationKey: 'A-1', timeToLiveMs: 2_000, variables });
			if (on.kind === 'signal') await engine.broadcastSignal({ name: on.name });
		}
	}
	await wait(2_500);
}
