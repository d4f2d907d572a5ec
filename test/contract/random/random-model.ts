import type { Resource } from '../../../engine-adapter/engine/deployments';
import { processModel } from '../model-builder';
import type { Random } from './random';
import { activityMakers } from './random-activities';
import { eventMakers } from './random-events';
import { gatewayMakers } from './random-gateways';
import { randomScope } from './random-run';
import { eventSubProcesses, scopeMakers } from './random-scopes';
import { Names, type Block, type Surroundings } from './surroundings';

const makers: Record<string, (surroundings: Surroundings) => Block> = {
	...activityMakers,
	...eventMakers,
	...gatewayMakers,
	...scopeMakers,
};

/** Frequency of each kind of block. */
const simple = {
	service: 14,
	userTask: 3,
	script: 4,
	manual: 2,
	messageThrow: 1,
	receive: 3,
	noneThrow: 1,
	messageCatch: 3,
	signalCatch: 2,
	raise: 1,
	linked: 1,
	guarded: 14,
	forEach: 5,
};
/** Blocks that hold others are left out at the deepest level. */
const nesting = {
	exclusive: 7,
	parallel: 7,
	inclusive: 4,
	loop: 3,
	eventBased: 3,
	subProcess: 6,
	call: 3,
	forEachSubProcess: 2,
	escalating: 5,
	watched: 6,
	undoing: 4,
};

/** A valid process of some blocks over the elements that both engines run, and the processes that it calls. */
export function randomModel(random: Random, caseId: string, errors: boolean): Resource[] {
	const surroundings: Surroundings = { random, errors, depth: 3, names: new Names(caseId), called: [], blockIn: randomBlock };
	const watching = random.chance(0.25) ? eventSubProcesses({ ...surroundings, depth: 1 }) : [];
	return [processModel(caseId, [...randomScope(surroundings), ...watching]), ...surroundings.called];
}

function randomBlock(surroundings: Surroundings): Block {
	const { random, depth, errors } = surroundings;
	const weights: Record<string, number> = { ...simple, ...(depth > 0 ? nesting : {}), ...(errors ? { messageThrow: 0 } : {}) };
	const kind = random.weighted(weights);
	return makers[kind]!({ ...surroundings, depth: kind in nesting ? depth - 1 : depth });
}
