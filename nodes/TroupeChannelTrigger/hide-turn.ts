import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { mapTexts } from '../../core/base/text/map-texts';
import { nameToken, tokenShape } from '../../core/base/text/masked-token';
import type { Turn } from '../../core/ports/channels/mailbox';
import { composeItemVault } from '../../providers/compose/guardrails/item-vault';
import { readTenantRules } from '../../providers/compose/state/host-tenants';
import { listNames } from '../shared/item-tokens/list-names';
import { createItemMask } from '../shared/item-tokens/mask-item';
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
	const vault = composeItemVault(state, { id: conversation.id, person: conversation.contact });
	// Whoever writes a token of the conversation gets no value for it.
	const written = await mapTexts(json, async (text) => text.replace(tokenShape, nameToken));
	const masked = await createItemMask(vault, listNames(written))(written);
	const { sessionId, turn, conversation: shown, contact } = written as Record<string, IDataObject>;
	// By these, nodes find what the item is about.
	const own = {
		...{ sessionId, turn, contact: { ...(masked.contact as IDataObject), id: contact!.id } },
		conversation: { ...(masked.conversation as IDataObject), id: shown!.id, channel: shown!.channel, session: shown!.session },
	};
	return { ...item, json: { ...masked, ...own, personalData: 'tokens' } };
}
