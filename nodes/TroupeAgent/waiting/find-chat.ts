import { CHAT_NODE_TYPE, CHAT_TRIGGER_NODE_TYPE, type IExecuteFunctions } from 'n8n-workflow';

interface Chat {
	/** True in the Response Mode "Using Response Nodes": only this mode shows anything after a wait. */
	showsMessages: boolean;
	/** True if a later Chat node can send the answer. */
	showsAnswer: boolean;
}

/** Undefined if no chat starts the workflow. */
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
