import { CHAT_NODE_TYPE, CHAT_TRIGGER_NODE_TYPE, type IExecuteFunctions } from 'n8n-workflow';

/** Capabilities of n8n's chat for a workflow that it started. */
export interface Chat {
	/** True if it shows messages of waiting nodes: the Response Mode "Using Response Nodes". No other mode shows anything after a wait. */
	showsMessages: boolean;
	/** True if a Chat node after this one can send the answer to it. */
	showsAnswer: boolean;
}

/** The chat that the node answers; undefined where none starts its workflow. */
export function findChat(context: IExecuteFunctions): Chat | undefined {
	const { name } = context.getNode();
	const trigger = context
		.getParentNodes(name, { includeNodeParameters: true })
		.find(({ type, disabled }) => type === CHAT_TRIGGER_NODE_TYPE && !disabled);
	if (!trigger) return undefined;
	const { responseMode } = (trigger.parameters?.options ?? {}) as { responseMode?: string };
	const showsMessages = responseMode === 'responseNodes';
	const isFollowed = context.getChildNodes(name).some(({ type, disabled }) => type === CHAT_NODE_TYPE && !disabled);
	return { showsMessages, showsAnswer: showsMessages && isFollowed };
}
