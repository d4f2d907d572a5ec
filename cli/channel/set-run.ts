import { setChannel } from '../../service/operations/channels/set-channel';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { type AudioOptions, readAudioRules } from './audio-rules';
import { type HandOverOptions, readHandOver } from './hand-over-settings';
import { awayHint, lackHints } from './list-run';
import { readRules, resetRules } from './rule-options';

/** Besides the options of rules. */
export interface SetOptions extends AudioOptions, Omit<HandOverOptions, 'handOver'> {
	/** False: workflows and processes answer. */
	agent?: string | false;
	message?: string;
	/** False: conversations are not handed over any more. */
	handOver?: boolean;
	allow?: string[];
	/** Names of options whose rules get their default. */
	reset?: string[];
	yes?: boolean;
	json?: boolean;
}

/**
 * Changes a channel, whose address and account stay.
 * @throws TroupeError INPUT_INVALID, CHANNEL_NOT_FOUND, CREDENTIAL_NOT_FOUND
 */
export async function runChannelSet(name: string, options: SetOptions, terminal: Terminal): Promise<ExitCode> {
	const { agent, message, allow: allowedNetworks, reset = [], handOver, yes, json } = options;
	const desk = handOver === false ? null : readHandOver(options);
	const rules = { ...resetRules(reset), ...readRules(options) };
	const changes = { ...(agent !== undefined && { agent: agent || null }), message, allowedNetworks, audio: readAudioRules(options) };
	const insists = yes ? { unknownAgent: true } : {};
	const set = await callOperation(setChannel, { channel: name, ...changes, rules, handOver: desk, ...insists }, terminal, openHost);
	if (json) terminal.print(JSON.stringify(set));
	terminal.note(`Changed the channel ${name}. Its address stays, and \`troupe serve\` follows within seconds.`);
	awayHint(name, set.agentAway).forEach(terminal.note);
	lackHints(name, set.lacks).forEach(terminal.note);
	return 0;
}
