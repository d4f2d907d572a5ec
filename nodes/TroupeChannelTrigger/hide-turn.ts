import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Turn } from '../../core/ports/channels/mailbox';
import { readTenantRules } from '../../providers/compose/state/host-tenants';
import { hideItem } from '../shared/item-tokens/hide-item';
import type { ChannelState } from './settings/open-channel';
import type { TriggerOptions } from './settings/read-options';

/** Puts tokens in place of personal data in the item of a turn. */
export type HideTurn = (turn: Turn, item: INodeExecutionData) => Promise<INodeExecutionData>;

/** Returns what hides the values of a turn from n8n, where the tenant or the node says so; it has no pictures then. */
export async function openHiding(state: ChannelState, { personalData = 'values' }: TriggerOptions): Promise<HideTurn | undefined> {
	const { executionData = personalData } = await readTenantRules(state);
	const isHidden = executionData !== 'values' || personalData === 'tokens';
	return isHidden ? (turn, item) => hideTurn(state, turn, item) : undefined;
}

async function hideTurn(state: ChannelState, { conversation }: Turn, { json, ...item }: INodeExecutionData): Promise<INodeExecutionData> {
	const masked = await hideItem(state, json, { id: conversation.id, person: conversation.contact });
	const { sessionId, turn, conversation: shown, contact } = json as Record<string, IDataObject>;
	// By these, nodes find what the item is about.
	const own = {
		...{ sessionId, turn, contact: { ...(masked.contact as IDataObject), id: contact!.id } },
		conversation: { ...(masked.conversation as IDataObject), id: shown!.id, channel: shown!.channel, session: shown!.session },
	};
	return { ...item, json: { ...masked, ...own } };
}
