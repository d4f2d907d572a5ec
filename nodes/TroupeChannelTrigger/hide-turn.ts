import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Turn } from '../../core/ports/channels/mailbox';
import { readTenantRules } from '../../providers/compose/state/host-tenants';
import { hideItem } from '../shared/item-tokens/hide-item';
import type { ChannelState } from './settings/open-channel';
import type { TriggerOptions } from './settings/read-options';

/** Replaces personal data by tokens in a turn's item. */
export type HideTurn = (turn: Turn, item: INodeExecutionData) => Promise<INodeExecutionData>;

/** Undefined unless the tenant or node hides values from n8n. A hidden turn has no pictures. */
export async function openHiding(state: ChannelState, { personalData = 'values' }: TriggerOptions): Promise<HideTurn | undefined> {
	const { executionData = personalData } = await readTenantRules(state);
	const isHidden = executionData !== 'values' || personalData === 'tokens';
	return isHidden ? (turn, item) => hideTurn(state, turn, item) : undefined;
}

async function hideTurn(state: ChannelState, { conversation }: Turn, { json, ...item }: INodeExecutionData): Promise<INodeExecutionData> {
	const masked = await hideItem(state, json, { id: conversation.id, person: conversation.contact });
	const { sessionId, turn, conversation: shown, contact } = json as Record<string, IDataObject>;
	// Nodes identify the item's subject by these.
	const own = {
		sessionId,
		turn,
		contact: { ...(masked.contact as IDataObject), id: contact!.id },
		conversation: { ...(masked.conversation as IDataObject), id: shown!.id, channel: shown!.channel, session: shown!.session },
	};
	return { ...item, json: { ...masked, ...own } };
}
