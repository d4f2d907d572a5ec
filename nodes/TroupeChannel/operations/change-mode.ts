import type { IDataObject } from 'n8n-workflow';
import { toIso } from '../../../core/base/iso-time';
import type { ModeChange } from '../../../core/ports/channels/mailbox';
import { type ChannelWork, requireConversation } from '../open-work';
import { readText } from '../read-text';

const maxReasonLength = 500;

const modes = { pause: 'off', resume: 'agent' } as const;

export async function changeMode(work: ChannelWork): Promise<IDataObject> {
	const { context, item, tenant, parts } = work;
	const { id } = await requireConversation(work);
	const operation = readText(context, 'operation', item) as keyof typeof modes;
	const minutes = operation === 'resume' ? 0 : Number(context.getNodeParameter('minutes', item, 0)) || 0;
	const reason = readText(context, 'reason', item).trim().slice(0, maxReasonLength);
	const change: ModeChange = {
		mode: modes[operation],
		until: minutes > 0 ? Date.now() + minutes * 60_000 : null,
		by: `workflow:${context.getWorkflow().id ?? ''}`,
		...(reason !== '' && { reason }),
	};
	const changed = await parts.mailbox.setMode(tenant, id, change);
	return { conversation: id, mode: change.mode, until: toIso(change.until), reason, withdrawn: changed?.withdrawn ?? 0 };
}
