import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseTurnKey, type TurnName } from '../shared/channels/turn-key';
import { isTool } from '../shared/is-tool';
import { readText } from './read-text';

const triggerType = 'n8n-nodes-troupe.troupeChannelTrigger';

/** Turn that started the workflow. */
export interface StartedBy {
	conversation: string;
	turn: TurnName | undefined;
}

/** Finds the item of the channel trigger before this node; undefined if something else has started the workflow, or an agent calls the node. */
export function findStart(context: IExecuteFunctions, item: number): StartedBy | undefined {
	const triggers = context.getParentNodes(context.getNode().name).filter(({ type }) => type === triggerType);
	for (const { name } of triggers) {
		const node = `$(${JSON.stringify(name)})`;
		const started = context.evaluateExpression(`{{ ${node}.isExecuted ? ${node}.first().json : undefined }}`, item) as
			| IDataObject
			| undefined;
		const { id } = (started?.conversation ?? {}) as { id?: unknown };
		const { key } = (started?.turn ?? {}) as { key?: unknown };
		if (typeof id === 'string') return { conversation: id, turn: typeof key === 'string' ? parseTurnKey(key) : undefined };
	}
	return undefined;
}

/** Returns the turn that a message in a conversation belongs to. */
export function findTurn(context: IExecuteFunctions, item: number, conversation: string): TurnName | undefined {
	if (isTool(context)) return parseTurnKey(readText(context, 'turn', item).trim());
	const start = findStart(context, item);
	return start?.conversation === conversation ? start.turn : undefined;
}
