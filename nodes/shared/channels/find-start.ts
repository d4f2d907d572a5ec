import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseTurnKey, type TurnName } from './turn-key';

export const triggerType = 'n8n-nodes-troupe.troupeChannelTrigger';

/** Turn that started the workflow. */
interface StartedBy {
	conversation: string;
	contact: string | undefined;
	turn: TurnName | undefined;
	item: IDataObject;
}

/** Finds the item of the channel trigger before this node; undefined if something else has started the workflow, or an agent calls the node. */
export function findStart(
	context: Pick<IExecuteFunctions, 'getNode' | 'getParentNodes' | 'evaluateExpression'>,
	item: number,
): StartedBy | undefined {
	const triggers = context.getParentNodes(context.getNode().name).filter(({ type }) => type === triggerType);
	for (const { name } of triggers) {
		const node = `$(${JSON.stringify(name)})`;
		const started = context.evaluateExpression(`{{ ${node}.isExecuted ? ${node}.first().json : undefined }}`, item) as
			| IDataObject
			| undefined;
		const conversation = idOf(started?.conversation);
		const contact = idOf(started?.contact);
		const { key } = (started?.turn ?? {}) as { key?: unknown };
		if (started !== undefined && conversation !== undefined)
			return { conversation, contact, turn: typeof key === 'string' ? parseTurnKey(key) : undefined, item: started };
	}
	return undefined;
}

function idOf(value: unknown): string | undefined {
	const { id } = (value ?? {}) as { id?: unknown };
	return typeof id === 'string' ? id : undefined;
}
