import type { IDataObject, IExecuteFunctions, INode, ITaskData } from 'n8n-workflow';
import { findStart, triggerType } from '../channels/find-start';
import type { NodeState } from '../state/read-state';
import { ownerField, readOwner, type TokenOwner } from './item-owner';

/** The conversation that an item is about, as far as the execution says it; else the execution has a name. */
export interface ItemOwner extends TokenOwner {
	/** True where a trigger gave tokens. */
	hasTokens: boolean;
	/** The part of the trigger's item that names the person, by tokens. */
	names?: { contact?: unknown; conversation?: unknown };
	others: string[];
}

/** Fields of n8n's contexts that its types do not tell. */
interface Inside {
	workflow?: { nodes?: Record<string, INode> };
	runExecutionData?: {
		parentExecution?: { executionId?: unknown };
		resultData?: { runData?: Record<string, ITaskData[] | undefined> };
	};
}

type Owned = Omit<ItemOwner, 'others'>;

/**
 * Finds them by the channel trigger before the node, by the items, which a workflow can pass on, or by the item that started the execution. An
 * item must prove its owner: foreign data can have any field. Else the execution is the conversation.
 */
export async function findOwners(context: IExecuteFunctions, state: NodeState): Promise<ItemOwner[]> {
	const { parentExecution } = (context as Inside).runExecutionData ?? {};
	const { executionId: caller } = parentExecution ?? {};
	const others = typeof caller === 'string' ? [nameExecution(context, caller)] : [];
	const start = toStarted(findStart(context, 0)?.item);
	const first = start ?? (await findFirst(context as Inside, state));
	const owners: ItemOwner[] = [];
	for (const { json } of context.getInputData()) {
		const owned = start ?? (await readItem(json, state)) ?? first ?? { id: nameExecution(context), hasTokens: false };
		owners.push({ ...owned, others });
	}
	return owners;
}

/** The item of a channel trigger, as n8n has it of the trigger itself. */
function toStarted(item: IDataObject | undefined): Owned | undefined {
	const id = textOf(item?.conversation, 'id');
	if (item === undefined || id === undefined) return undefined;
	const { contact, conversation, personalData } = item;
	return { id, person: textOf(contact, 'id'), hasTokens: personalData === 'tokens', names: { contact, conversation } };
}

async function readItem(json: IDataObject | undefined, state: NodeState): Promise<Owned | undefined> {
	const owner = await readOwner(state, json?.[ownerField]);
	return owner && { ...owner, hasTokens: true, names: { contact: json?.contact, conversation: json?.conversation } };
}

async function findFirst({ workflow, runExecutionData }: Inside, state: NodeState): Promise<Owned | undefined> {
	const { runData = {} } = runExecutionData?.resultData ?? {};
	for (const { name, type } of Object.values(workflow?.nodes ?? {})) {
		const json = runData[name]?.[0]?.data?.main?.[0]?.[0]?.json;
		const found = type === triggerType ? toStarted(json) : await readItem(json, state);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Two n8n count their executions alike. A test of a single node has no number. */
const nameExecution = (context: IExecuteFunctions, execution = context.getExecutionId()): string =>
	`execution ${context.getInstanceId()} ${execution ?? `of ${context.getNode().id}`}`;

function textOf(value: unknown, name: string): string | undefined {
	const text = ((value ?? {}) as Record<string, unknown>)[name];
	return typeof text === 'string' ? text : undefined;
}
