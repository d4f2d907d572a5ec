import { channelProviders } from '../../providers/compose/channels/channel-providers';
import { addChannel } from '../../service/operations/channels/add-channel';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { type AudioOptions, readAudioRules } from './audio-rules';
import { type HandOverOptions, readHandOver } from './hand-over-settings';
import { awayHint, lackHints } from './list-run';
import { readRules } from './rule-options';

/** Besides the options of rules. */
export interface AddOptions extends AudioOptions, HandOverOptions {
	provider: string;
	credential: string;
	agent?: string;
	/** The name of a BPMN message. */
	message?: string;
	set: Record<string, string>;
	url?: string;
	allow?: string[];
	/** Tells the provider the address. */
	connect?: boolean;
	replace?: boolean;
	json?: boolean;
}

/** @throws TroupeError INPUT_INVALID, CREDENTIAL_NOT_FOUND, STATE_CONFLICT, CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
export async function runChannelAdd(name: string, options: AddOptions, terminal: Terminal): Promise<ExitCode> {
	const { provider, credential, agent, message, set: settings, allow: allowedNetworks, url, connect, replace } = options;
	const audio = readAudioRules(options);
	const handOver = readHandOver(options);
	const account = { name, provider, credential, agent, message, settings, allowedNetworks, url, connect, replace };
	const added = await callOperation(addChannel, { ...account, rules: readRules(options), audio, handOver }, terminal, openHost);
	terminal.print(options.json ? JSON.stringify(added) : added.address);
	// An address that goes on after the name of the channel has a secret.
	describeAdded(name, options, !added.address.endsWith(`/${name}`)).forEach(terminal.note);
	awayHint(name, added.agentAway).forEach(terminal.note);
	lackHints(name, added.lacks).forEach(terminal.note);
	return 0;
}

function describeAdded(name: string, { provider, connect }: AddOptions, hasSecret: boolean): string[] {
	const { title, webhook } = channelProviders[provider]!;
	const next = connect ? `${title} was told the address above.` : `${title} has to know the address above. ${webhook}`;
	const warning = `It has a secret, because requests are not signed: whoever knows it can write as a customer. It is shown once; --replace makes a new one.`;
	return [`Added the channel ${name}. ${next}`, ...(hasSecret ? [warning] : []), `Next: troupe channel test ${name}, then troupe serve.`];
}
