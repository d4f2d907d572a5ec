import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { readTenantRules } from '../../../providers/compose/state/host-tenants';
import { type NodeState, readState } from '../state/read-state';
import { findOwners } from './find-owner';
import { ItemTokens, withItemTokens } from './item-tokens';

/** Nodes that read no values: code, sets of cases and packages get what n8n has. */
const others = new Set(['troupeEvaluation', 'troupeRegistry', 'troupeSandbox']);

/** Nodes that send what they read to people and other systems, or store it there. */
const senders = new Set(['troupeChannel', 'troupeCrm', 'troupeMemory', 'troupePrivacy', 'troupeProcess']);

interface OpenItems {
	context: IExecuteFunctions;
	perform<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * @param name of the node @returns the context for the node's work, and what does the work: its faults and its hints get tokens @throws
 * TroupeError INPUT_INVALID, STORAGE_…, VAULT_UNREADABLE
 */
export async function openItemTokens(context: IExecuteFunctions, name: string): Promise<OpenItems> {
	const none: OpenItems = { context, perform: (work) => work() };
	if (others.has(name) || context.getParentNodes === undefined || context.getInputData === undefined) return none;
	const state = await readPlace(context, name);
	const { executionData = 'values' } = await readTenantRules(state);
	const owners = await findOwners(context, state);
	if (executionData === 'values' && !owners.some(({ hasTokens }) => hasTokens)) return none;
	const tokens = new ItemTokens(owners, state, senders.has(name));
	for (const index of owners.keys()) await tokens.load(index, writeReadable(context, index));
	const hints: object[] = [];
	return {
		context: withItemTokens(context, tokens, hints),
		async perform(work) {
			try {
				return await work();
			} catch (fault) {
				throw fault instanceof NodeOperationError ? fault : await tokens.maskFault(undefined, fault);
			} finally {
				if (hints.length > 0) context.addExecutionHints(...((await tokens.maskAll(hints)) as Parameters<typeof context.addExecutionHints>));
			}
		},
	};
}

async function readPlace(context: IExecuteFunctions, name: string): Promise<NodeState> {
	const silent = Object.create(context, { addExecutionHints: { value: undefined } }) as IExecuteFunctions;
	// Troupe Knowledge has the field Store in place of State.
	const usesCredential = name !== 'troupeKnowledge' || context.getNodeParameter('store', 0, 'own') === 'database';
	return readState(silent, usesCredential).catch(() => readState(silent, false));
}

/** Writes everything that the node can read for an item: its fields, and what expressions in parameters return. */
function writeReadable(context: IExecuteFunctions, item: number): string {
	const { parameters = {} } = context.getNode();
	const values = Object.keys(parameters).map((name) => readParameter(context, name, item));
	return JSON.stringify([context.getInputData()[item]?.json, values]) ?? '';
}

/** A parameter that fails does so again where the node reads it, with its own message. */
function readParameter(context: IExecuteFunctions, name: string, item: number): unknown {
	if (!JSON.stringify(context.getNode().parameters[name] ?? null).includes('"=')) return undefined;
	try {
		return context.getNodeParameter(name, item, undefined);
	} catch {
		return undefined;
	}
}
