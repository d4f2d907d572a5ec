import type { IDataObject } from 'n8n-workflow';
import { type ChannelWork, requireConversation } from '../open-work';
import { readText } from '../read-text';

const maxReasonLength = 500;
const usualReason = 'The workflow chose not to answer';

/** Closes the current messages without an answer and an alert. Later messages stay pending. */
export async function needNoAnswer(work: ChannelWork): Promise<IDataObject> {
	const { context, item, tenant, parts } = work;
	const { id } = await requireConversation(work);
	const reason = readText(context, 'reason', item).trim().slice(0, maxReasonLength) || usualReason;
	const isNew = await parts.waits.needNoAnswer(tenant, id, { by: `workflow:${context.getWorkflow().id ?? ''}`, reason });
	return { conversation: id, state: 'no-answer', reason, isNew };
}
