import type { IDataObject, IExecuteFunctions, INode, ITaskData } from 'n8n-workflow';
import { findStart, triggerType } from '../channels/find-start';

/** The conversation that an item is about, as far as the execution says it. */
export interface ItemOwner {
	/** The id of the conversation, or a name of the execution. */
	id: string;
	/** The id of the contact. */
	person?: string | undefined;
	/** True where a channel trigger gave tokens. */
	hasTokens: boolean;
	/** The part of the trigger's item that names the person, by tokens. */
	names?: { contact?: unknown; conversation?: unknown };
	/** Executions whose tokens are restored, too: the one that called this one. */
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

/**
 * Finds them by the channel trigger before the node, by the items, which a workflow can pass to another one, or by the item that started the execution: a node
 * that an agent calls as a tool has neither of the others. Else the execution stands for the conversation.
 */
export function findOwners(context: IExecuteFunctions): ItemOwner[] {
	const { parentExecution } = (context as Inside).runExecutionData ?? {};
	const { executionId: caller } = parentExecution ?? {};
	const others = typeof caller === 'string' ? [nameExecution(context, caller)] : [];
	const [start, first] = [findStart(context, 0)?.item, findFirst(context as Inside)];
	return context.getInputData().map(({ json }) => {
		const item = start ?? readItem(json) ?? first;
		const id = textOf(item?.conversation, 'id');
		if (item === undefined || id === undefined) return { id: nameExecution(context), hasTokens: false, others };
		const { contact, conversation, personalData } = item;
		return { id, person: textOf(contact, 'id'), hasTokens: personalData === 'tokens', names: { contact, conversation }, others };
	});
}

/** An item that a channel trigger made: nobody outside can set these fields of n8n's items. */
const readItem = (json: IDataObject | undefined): IDataObject | undefined => (json?.personalData === 'tokens' ? json : undefined);

function findFirst({ workflow, runExecutionData }: Inside): IDataObject | undefined {
	const { runData = {} } = runExecutionData?.resultData ?? {};
	for (const { name, type } of Object.values(workflow?.nodes ?? {})) {
		const json = runData[name]?.[0]?.data?.main?.[0]?.[0]?.json;
		const found = type === triggerType ? json : readItem(json);
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
