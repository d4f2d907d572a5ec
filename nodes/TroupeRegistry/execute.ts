import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { manifestKinds } from '../../manifests/documents/document-words';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { openOnce, type OpenRegistry, openRegistry, type RegistryOpener } from '../shared/registry/open-registry';
import { inWordsOfNodes } from '../shared/registry/registry-fault';
import { runItems } from '../shared/run-items';
import type { Operation } from './operation';
import { approve } from './operations/approve';
import { deprecate, reject, revoke, rollBack } from './operations/decide';
import { compare, getManifest, listManifests } from './operations/get';
import { deleteLabel, getLabel, listLabels, setLabel } from './operations/labels';
import { publishAgent, publishPolicy, publishPrompt } from './operations/publish';
import { getRollout, listRollouts, reportMetrics, startRollout, steer } from './operations/rollouts';
import { resolve, search } from './operations/search';
import { listSwitches, turn } from './operations/switches';

const find: Record<string, Operation> = { search, resolve, get: getManifest, getAll: listManifests, compare };
const decide: Record<string, Operation> = { approve, deprecate, reject, revoke, rollBack };

/** Operations without changes: all that an AI agent may do. */
const readingOperations: Record<string, Record<string, Operation>> = {
	agent: find,
	prompt: find,
	policy: find,
	template: find,
	evaluation: find,
	package: find,
	label: { get: getLabel, getAll: listLabels },
	rollout: { get: getRollout, getAll: listRollouts },
	switch: { getAll: listSwitches },
};

const changingOperations: Record<string, Record<string, Operation>> = {
	agent: { ...decide, publish: publishAgent },
	prompt: { ...decide, publish: publishPrompt },
	policy: { ...decide, publish: publishPolicy },
	template: decide,
	evaluation: decide,
	label: { set: setLabel, delete: deleteLabel },
	switch: { off: turn('off'), on: turn('on') },
	rollout: {
		start: startRollout,
		reportMetrics,
		...Object.fromEntries((['advance', 'pause', 'resume', 'abort'] as const).map((action) => [action, steer(action)])),
	},
};

export async function execute(
	this: IExecuteFunctions,
	gate: Gate = defaultGate(),
	open: RegistryOpener = openRegistry,
): Promise<INodeExecutionData[][]> {
	const openRegistryOnce = openOnce(this, open);
	return whileNodeAdmitted(this, gate, 'troupeRegistry', ({ signal }) => runItems(this, createWork(this, openRegistryOnce), signal));
}

function createWork(context: IExecuteFunctions, openRegistryOnce: (item: number) => Promise<OpenRegistry>) {
	return async (item: number) => {
		const resource = String(context.getNodeParameter('resource', item));
		const operation = findOperation(resource, String(context.getNodeParameter('operation', item)), isTool(context));
		const kind = manifestKinds.find((one) => one === resource) ?? 'agent';
		return operation({ ...(await openRegistryOnce(item)), context, item, kind }).catch((error: unknown) => {
			throw inWordsOfNodes(error);
		});
	};
}

function findOperation(resource: string, operation: string, asTool: boolean): Operation {
	const reading = own(readingOperations[resource], operation);
	if (reading) return reading;
	const changing = own(changingOperations[resource], operation);
	if (changing && !asTool) return changing;
	if (changing) {
		throw new TroupeError({
			code: 'ACCESS_DENIED',
			message: `An AI agent is not allowed to ${operation} in the registry. As a tool, this node only searches, resolves, shows and compares.`,
			fix: 'Put the node after the agent in the workflow, with a person’s approval before it.',
		});
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The resource ${resource} has no operation ${operation}.`,
		fix: 'Choose the resource and the operation again.',
	});
}

const own = <Value>(of: Record<string, Value> | undefined, name: string): Value | undefined =>
	of && Object.hasOwn(of, name) ? of[name] : undefined;
