import type { ITriggerFunctions } from 'n8n-workflow';
import { checkChannelName } from '../../core/channels/check-channel-name';
import type { ChannelParts } from '../../core/channels/channel-worker';
import { onlyOf } from '../../core/channels/only-of';
import { defaultTenant } from '../../core/base/tenant';
import type { MailboxRules } from '../../core/ports';
import { checkNetwork } from '../../providers/channels/shared/allowed-networks';
import { keepChannel } from '../../providers/compose/channels/keep-channel';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { channelCredentialName, readAccount } from '../shared/channels/read-account';
import { type DatabaseContext } from '../shared/state/read-database';
import { type NodeState, readState } from '../shared/state/read-state';
import { splitNames } from '../shared/split-names';

export type ChannelContext = DatabaseContext & Pick<ITriggerFunctions, 'getNodeParameter' | 'getWorkflow'>;

interface Options {
	networks?: string;
	attempts?: number;
	concurrency?: number;
	maxQuiet?: number;
	operators?: string;
	pause?: number;
	quiet?: number;
	session?: number;
	connect?: boolean;
}

/** The trigger's channel, and the state of that channel alone. */
export interface TriggerChannel {
	tenant: string;
	name: string;
	parts: ChannelParts;
	options: Options;
}

/** @throws TroupeError INPUT_INVALID */
export async function openTriggerChannel(context: ChannelContext): Promise<TriggerChannel> {
	const { tenant = defaultTenant, ...state } = await readChannelState(context);
	const name = readName(context);
	const parts = onlyOf(await openChannels({ ...state, tenant }), { tenant, channels: [name] });
	return { tenant, name, parts, options: readOptions(context) };
}

/** Stores the channel as the node describes it, and opens it. @throws TroupeError INPUT_INVALID, STATE_CONFLICT for a name of another workflow */
export async function keepTriggerChannel(context: ChannelContext): Promise<TriggerChannel> {
	const state = await readChannelState(context);
	const account = readAccount(await context.getCredentials(channelCredentialName));
	const options = readOptions(context);
	const allowedNetworks = splitNames(options.networks ?? '');
	allowedNetworks.forEach(checkNetwork);
	const owner = `n8n-${context.getWorkflow().id ?? ''}-${context.getNode().id}`;
	await keepChannel(state, { ...account, name: readName(context), rules: toRules(options), allowedNetworks, owner });
	return openTriggerChannel(context);
}

const readOptions = (context: ChannelContext): Options => context.getNodeParameter('options', {}) as Options;

/** Nodes always have a folder for their state. */
async function readChannelState(context: ChannelContext): Promise<NodeState & { stateFolder: string }> {
	const state = await readState(context);
	return { ...state, stateFolder: state.stateFolder! };
}

function readName(context: ChannelContext): string {
	const name = (context.getNodeParameter('channel', '') as string).trim();
	checkChannelName(name);
	return name;
}

/** No transcriber reads audios for workflows yet, so that no burst waits for one. */
function toRules({ quiet = 6, maxQuiet = 25, pause = 0, session = 12, operators = '', attempts = 3 }: Options): Partial<MailboxRules> {
	const names = splitNames(operators);
	return {
		...{ quietMs: quiet * 1_000, maxQuietMs: Math.max(maxQuiet, quiet) * 1_000, transcriptMs: 0, maxAttempts: attempts },
		...{ pauseMs: pause === 0 ? null : pause * 60_000, sessionMs: session * 3_600_000 },
		...(names.length > 0 && { operators: names }),
	};
}
