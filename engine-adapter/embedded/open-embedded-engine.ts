import { loadFeel } from '../../bpmn/feel';
import { zeebeVersions, type ZeebeVersion } from '../../bpmn/zeebe-version';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { type Clock, systemClock } from '../../core/ports/host';
import { storageFault } from '../../providers/database/storage-fault';
import { CommandQueue } from './flow/command-queue';
import { DecisionStore } from './decisions/decision-store';
import type { Step } from './flow/step';
import type { LaneName } from './flow/step-queue';
import { findElementKey } from './flow/take-step-or-incident';
import { FormStore } from './forms/form-store';
import { Database, engineState } from './state/database';
import { Definitions } from './state/deployments/definitions';
import { readResources } from './state/deployments/deployments';
import { Effects } from './state/instances/effects';
import { elementBehaviors } from './elements';
import { EmbeddedEngine } from './embedded-engine';
import { ElementInstanceStore } from './state/instances/element-instance-store';
import { EventLog } from './state/event-log';
import { Expressions } from './flow/expressions';
import type { Kernel } from './flow/kernel';
import { findCaller, findInstance } from './state/instances/element-instances';
import { defaultRetention, type Retention } from './state/retention';
import { RunawayInstances, type Activity } from './flow/runaway-instances';
import { StepQueue } from './flow/step-queue';
import { VariableStore } from './state/instances/variable-store';
import { defaultTenantId } from './state/tenants';

export interface EmbeddedEngineOptions {
	/** SQLite file of the state, or `:memory:`. Its folder must exist. */
	file: string;
	/** After moving the clock, call `runDue`. */
	clock?: Clock;
	/** See version-rules.ts. Default: 8.6. Features of 8.8 always run as there. */
	zeebeVersion?: ZeebeVersion;
	/** Retention of ended instances. Default: 30 days, 100,000 instances. */
	retention?: Partial<Retention>;
	/** Activity of an instance without waiting, until an incident stops it. Default: a million events, 100 MB. */
	maxRunaway?: Activity;
	/** For reading and changing: no timer rings, no job is released, nothing expires. */
	isPaused?: boolean;
	/** Default: in this thread. */
	read?: typeof readResources;
}

/**
 * Continues instances of an earlier run. @throws TroupeError ENGINE_LOCKED when another process has the state, NOT_SUPPORTED when a newer version
 * wrote it, STORAGE_* for a full disk, a damaged file and the like
 */
export async function openEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
	const { file } = options;
	const database = await Database.open(file).catch((cause: unknown) => {
		throw asStorageFault(file, cause);
	});
	try {
		return await openOn(database, options);
	} catch (cause) {
		database.close();
		throw asStorageFault(file, cause);
	}
}

async function openOn(database: Database, options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
	const { clock = systemClock, zeebeVersion = '8.6', retention, maxRunaway, isPaused = false, read = readResources } = options;
	const runaway = new RunawayInstances(maxRunaway);
	const [feel86, feel88] = await Promise.all(zeebeVersions.map(loadFeel));
	const kernel: Kernel = {
		database,
		clock,
		zeebeVersion,
		definitions: new Definitions(database, zeebeVersion, {
			'8.6': new Expressions(feel86!, clock),
			'8.8': new Expressions(feel88!, clock),
		}),
		decisions: new DecisionStore(database, zeebeVersion),
		forms: new FormStore(database),
		instances: new ElementInstanceStore(database),
		variables: new VariableStore(database),
		log: new EventLog(database, clock, runaway),
		steps: new StepQueue(database, (step) => nameLane(kernel, step)),
		effects: new Effects(),
		runaway,
		behaviors: elementBehaviors,
	};
	const parts = { createQueue: (committed: () => void) => new CommandQueue(kernel, committed), read };
	const engine = new EmbeddedEngine(kernel, parts, { ...defaultRetention, ...retention }, isPaused);
	if (isPaused) return engine;
	await engine.releaseOwnJobs();
	await engine.runDue();
	return engine;
}

const asStorageFault = (file: string, cause: unknown): TroupeError =>
	isTroupeError(cause) ? cause : storageFault(engineState(file), 'opened', cause);

function nameLane(kernel: Kernel, step: Step): LaneName {
	const instance = findInstance(kernel, findElementKey(step));
	const begun = step.kind === 'activate' ? step : undefined;
	const definitionKey = instance?.definitionKey ?? begun?.definitionKey;
	let instanceKey = instance?.instanceKey ?? begun?.key ?? 0;
	for (let caller = findCaller(kernel, instanceKey); caller; caller = findCaller(kernel, instanceKey)) instanceKey = caller.instanceKey;
	return { instanceKey, tenantId: definitionKey === undefined ? defaultTenantId : kernel.definitions.get(definitionKey).tenantId };
}
