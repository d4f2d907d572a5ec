import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import type { DefinitionToMove } from '../embedded/move/moved-state';
import { isBound } from '../embedded/move/is-bound';
import { readIdentity } from '../embedded/state/engine-identity';
import { defaultTenantId } from '../embedded/state/tenants';
import {
	beginMove,
	finishMove,
	listBegunMoves,
	listDefinitionsToMove,
	listDeployment,
	listFilesToMove,
	noteDefinition,
	undoMove,
} from '../embedded/move/moved-state';
import type { Obstacle } from '../embedded/move/obstacles';
import { planInstances, type InstancePlan } from '../embedded/move/plan-instances';
import type { Resource } from '../engine/deployments';
import type { ProcessEngine } from '../engine/process-engine';
import { toLintTarget } from '../../bpmn/lint/lint-target';

type Arrival = { version: number } | { refusal: TroupeError };

type MovedDefinitions = Map<number, Arrival>;

type TellDefinition = (definition: Pick<DefinitionToMove, 'tenantId' | 'processId' | 'version'>, arrival: Arrival) => void;

/**
 * Latest versions and needed ones, old ones first. Repeats no earlier deployment: an old version would become the latest. A bound process goes
 * with its deployment's files. The latest forms and DMN models come last.
 */
async function moveDefinitions(
	engine: EmbeddedEngine,
	cluster: ProcessEngine,
	{ target, needed, onDefinition }: { target: string; needed: number[]; onDefinition?: TellDefinition },
): Promise<MovedDefinitions> {
	const moved: MovedDefinitions = new Map();
	const definitions = await engine.read((kernel) => listDefinitionsToMove(kernel, target, needed));
	for (const definition of definitions) {
		if (moved.has(definition.key)) continue;
		if (definition.targetVersion !== undefined) {
			moved.set(definition.key, { version: definition.targetVersion });
			continue;
		}
		const bound = await engine.read((kernel) => isBound(kernel, definition.key));
		const resources = bound
			? await engine.read((kernel) => listDeployment(kernel, definition.deploymentKey))
			: [{ name: definition.resourceName, content: definition.content }];
		// Processes of one file, and files of one deployment, are deployed together.
		const together = definitions.filter((one) => isSameFile(one, definition) && one.targetVersion === undefined);
		try {
			const versions = await deploy(cluster, resources, definition.tenantId);
			for (const { key, processId } of together) {
				moved.set(key, { version: versions.get(processId)! });
				await engine.read((kernel) => noteDefinition(kernel, target, key, versions.get(processId)!));
			}
		} catch (error) {
			if (!isTroupeError(error) || !['PROCESS_INVALID', 'INPUT_INVALID', 'ACCESS_DENIED'].includes(error.code)) throw error;
			for (const { key } of together) moved.set(key, { refusal: error });
		}
		for (const one of together) onDefinition?.(one, moved.get(one.key)!);
	}
	for (const { key, tenantId, version, ...file } of await engine.read((kernel) => listFilesToMove(kernel, target))) {
		await deploy(cluster, [file], tenantId);
		await engine.read((kernel) => noteDefinition(kernel, target, key, version));
	}
	return moved;
}

const isSameFile = (one: DefinitionToMove, other: DefinitionToMove): boolean =>
	one.tenantId === other.tenantId && one.resourceName === other.resourceName && one.content === other.content;

async function deploy(cluster: ProcessEngine, resources: Resource[], tenantId: string): Promise<Map<string, number>> {
	const { processes } = await cluster.deploy(resources, tenantId === defaultTenantId ? undefined : tenantId);
	return new Map(processes.map(({ processId, version }) => [processId, version]));
}

export interface MoveOptions {
	target: string;
	zeebeVersion: string;
	restartTimers?: boolean;
	/** A person's word about interrupted moves: keys at the target, or null without arrival. */
	known?: ReadonlyMap<string, string | null>;
	onDefinition?: TellDefinition;
}

export interface MovedInstance extends Pick<InstancePlan, 'instanceKey' | 'tenantId' | 'processId' | 'version' | 'startAt' | 'notes'> {
	/** `unknown`: a move was interrupted, and the arrival is unclear. */
	outcome: 'movable' | 'moved' | 'refused' | 'unknown';
	targetKey?: string;
	obstacles: Obstacle[];
}

export const originVariable = '_troupeMovedFrom';

const refusals: TroupeErrorCode[] = [
	'INPUT_INVALID',
	'INPUT_TOO_LARGE',
	'PROCESS_NOT_FOUND',
	'NOT_SUPPORTED',
	'ACCESS_DENIED',
	'ENGINE_OVERLOADED',
];

/** Changes nothing. */
export async function* planMove(engine: EmbeddedEngine, { known, ...options }: MoveOptions): AsyncGenerator<MovedInstance> {
	const unknown = await findUnknown(engine, { known });
	for await (const plan of readPlans(engine, options)) {
		if (unknown.has(plan.instanceKey)) yield describe(plan, 'unknown', [await explainUnknown(engine, plan)]);
		else yield describe(plan, plan.obstacles.length > 0 ? 'refused' : 'movable', plan.obstacles);
	}
}

/**
 * Deploys the definitions and starts each instance at its place; here it ends. Each move is on disk first, so it happens once. @throws
 * TroupeError when the target cannot be asked any more; the next move goes on
 */
export async function* moveInstances(engine: EmbeddedEngine, cluster: ProcessEngine, options: MoveOptions): AsyncGenerator<MovedInstance> {
	await settleKnown(engine, options);
	const identity = await engine.identify();
	yield* findArrived(engine, cluster, options, identity);
	const unknown = await findUnknown(engine, options);
	const plans: InstancePlan[] = [];
	for await (const plan of readPlans(engine, options)) plans.push({ ...plan, variables: {} });
	const needed = plans.filter(({ obstacles }) => obstacles.length === 0).map(({ definitionKey }) => definitionKey);
	const definitions = await moveDefinitions(engine, cluster, { ...options, needed });
	for (const { instanceKey } of plans) {
		// Read late: the variables of all instances together could fill the memory.
		const plan = await readPlan(engine, instanceKey, options);
		if (unknown.has(instanceKey)) yield describe(plan, 'unknown', [await explainUnknown(engine, plan)]);
		else if (plan.obstacles.length > 0) yield describe(plan, 'refused', plan.obstacles);
		else yield await move(engine, cluster, plan, { definitions, target: options.target, origin: `${identity}/${instanceKey}` });
	}
}

async function move(
	engine: EmbeddedEngine,
	cluster: ProcessEngine,
	plan: InstancePlan,
	{ definitions, target, origin }: { definitions: MovedDefinitions; target: string; origin: string },
): Promise<MovedInstance> {
	const key = Number(plan.instanceKey);
	const definition = definitions.get(plan.definitionKey)!;
	if ('refusal' in definition) return describe(plan, 'refused', [ofRefusedVersion(plan, definition.refusal)]);
	await engine.read((kernel) => beginMove(kernel, key, target));
	try {
		const { instanceKey } = await cluster.start({
			processId: plan.processId,
			version: definition.version,
			variables: { ...plan.variables, [originVariable]: origin },
			startAt: plan.startAt,
			...(plan.tags.length > 0 && { tags: plan.tags }),
			...(plan.tenantId !== defaultTenantId && { tenantId: plan.tenantId }),
		});
		await engine.read((kernel) => finishMove(kernel, key, instanceKey));
		return { ...describe(plan, 'moved', []), targetKey: instanceKey };
	} catch (error) {
		if (!isTroupeError(error) || !refusals.includes(error.code)) throw error;
		await engine.read((kernel) => undoMove(kernel, key));
		return describe(plan, 'refused', [refused(plan, error)]);
	}
}

const refused = ({ processId }: InstancePlan, { message, fix = '' }: TroupeError): Obstacle => ({
	elementId: processId,
	reason: `is refused by the cluster: ${message}`,
	fix,
});

/** The version reports its reason once for all its instances. */
const ofRefusedVersion = ({ processId }: InstancePlan, { fix = '' }: TroupeError): Obstacle => ({
	elementId: processId,
	reason: 'is of a version that the cluster refused',
	fix,
});

const describe = (
	{ instanceKey, tenantId, processId, version, startAt, notes }: InstancePlan,
	outcome: MovedInstance['outcome'],
	obstacles: Obstacle[],
): MovedInstance => ({ instanceKey, tenantId, processId, version, startAt, notes, outcome, obstacles });

async function* readPlans(engine: EmbeddedEngine, options: PlanOptions): AsyncGenerator<InstancePlan> {
	while (await engine.read((kernel) => kernel.steps.hasPending()));
	for (let after = 0; ;) {
		const from = after;
		const plans = await engine.read((kernel) => planInstances(kernel, { after: from, restartTimers: options.restartTimers }));
		yield* plans.map((plan) => withoutTags(plan, options));
		const last = plans.at(-1);
		if (!last) return;
		after = Number(last.instanceKey);
	}
}

type PlanOptions = Pick<MoveOptions, 'restartTimers' | 'zeebeVersion'>;

/** Clusters know tags from 8.8 on. */
function withoutTags(plan: InstancePlan, { zeebeVersion }: PlanOptions): InstancePlan {
	if (plan.tags.length === 0 || toLintTarget(zeebeVersion) === '8.8') return plan;
	return { ...plan, tags: [], notes: [...plan.notes, `its tags are lost: ${plan.tags.join(', ')}`] };
}

async function readPlan(engine: EmbeddedEngine, instanceKey: string, options: PlanOptions): Promise<InstancePlan> {
	const { restartTimers } = options;
	const [plan] = await engine.read((kernel) => planInstances(kernel, { after: Number(instanceKey) - 1, restartTimers, atMost: 1 }));
	return withoutTags(plan!, options);
}

async function findUnknown(engine: EmbeddedEngine, { known }: Pick<MoveOptions, 'known'>): Promise<Set<string>> {
	const begun = await engine.read(listBegunMoves);
	return new Set(begun.map(({ instanceKey }) => instanceKey).filter((key) => !known?.has(key)));
}

/** Absence proves nothing: a cluster's search has a delay. */
async function* findArrived(
	engine: EmbeddedEngine,
	cluster: ProcessEngine,
	{ known, ...options }: MoveOptions,
	identity: string,
): AsyncGenerator<MovedInstance> {
	if (!cluster.capabilities.search || !cluster.findInstancesBy) return;
	for (const instanceKey of await findUnknown(engine, { known })) {
		const [targetKey] = await cluster.findInstancesBy(originVariable, `${identity}/${instanceKey}`);
		if (targetKey === undefined) continue;
		const plan = await readPlan(engine, instanceKey, options);
		await engine.read((kernel) => finishMove(kernel, Number(instanceKey), targetKey));
		yield { ...describe(plan, 'moved', []), targetKey };
	}
}

async function explainUnknown(engine: EmbeddedEngine, { processId, instanceKey }: InstancePlan): Promise<Obstacle> {
	const identity = await engine.read(readIdentity);
	return {
		elementId: processId,
		reason: 'was on its way when a move was cut off: nobody knows whether it arrived',
		fix: `Look on the cluster for an instance whose variable ${originVariable} is "${identity}/${instanceKey}". If there is one, pass --arrived ${instanceKey}=ITS_KEY, otherwise --lost ${instanceKey}.`,
	};
}

/** @throws TroupeError INPUT_INVALID for an instance whose move was not interrupted */
async function settleKnown(engine: EmbeddedEngine, { known = new Map() }: MoveOptions): Promise<void> {
	const begun = new Set((await engine.read(listBegunMoves)).map(({ instanceKey }) => instanceKey));
	const wrong = [...known.keys()].filter((key) => !begun.has(key));
	if (wrong.length > 0) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `No move of instance ${wrong.join(', ')} was cut off.`,
			fix: 'Pass --arrived and --lost only for instances that `troupe process move --dry-run` shows as unknown.',
		});
	}
	for (const [key, targetKey] of known)
		await engine.read((kernel) => (targetKey === null ? undoMove(kernel, Number(key)) : finishMove(kernel, Number(key), targetKey)));
}
