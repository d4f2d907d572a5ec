import type { ChannelParts } from '../../../core/channels/channel-parts';
import { checkChannelName } from '../../../core/channels/check-channel-name';
import { TroupeError } from '../../../core/base/errors';
import { limitChannels } from '../../../core/channels/limit-channels';
import { defaultTenant } from '../../../core/base/tenant';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { type NodeState, readState } from '../../shared/state/read-state';
import { hasOwnDesk } from './read-desk';
import { readOptions, type TriggerOptions } from './read-options';
import type { TriggerContext } from './trigger-context';

export interface TriggerChannel {
	tenant: string;
	name: string;
	desk?: string;
	parts: ChannelParts;
	options: TriggerOptions;
	state: ChannelState;
}

/** Nodes always have a state folder. */
export type ChannelState = NodeState & { stateFolder: string };

/** @throws TroupeError INPUT_INVALID */
export async function openTriggerChannel(context: TriggerContext): Promise<TriggerChannel> {
	const state = await readChannelState(context);
	const { tenant = defaultTenant } = state;
	const name = readName(context);
	const desk = hasOwnDesk(context) ? nameDesk(name) : undefined;
	const channels = [name, ...(desk === undefined ? [] : [desk])];
	const parts = limitChannels(await openChannels({ ...state, tenant }), { tenant, lanes: channels });
	return { tenant, name, ...(desk !== undefined && { desk }), parts, options: readOptions(context), state };
}

export async function readChannelState(context: TriggerContext): Promise<ChannelState> {
	const state = await readState(context);
	return { ...state, stateFolder: state.stateFolder! };
}

/** @throws TroupeError INPUT_INVALID */
export function readName(context: TriggerContext): string {
	const name = (context.getNodeParameter('channel', '') as string).trim();
	checkChannelName(name);
	return name;
}

/** @throws TroupeError INPUT_INVALID for a too long channel name */
export function nameDesk(channel: string): string {
	if (channel.length <= maxLengthWithDesk) return `${channel}-desk`;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The channel name "${channel}" has ${channel.length} characters, at most ${maxLengthWithDesk} are allowed for a channel with a desk.`,
		fix: 'Use a shorter name, such as whatsapp-sales.',
	});
}

/** The desk's name is at most five characters longer. */
const maxLengthWithDesk = 35;
