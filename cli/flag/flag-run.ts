import { TroupeError } from '../../core/base/errors';
import { countNouns } from '../terminal/format-text';
import { type FlagEffect, setFlag } from '../../core/channels/flags/set-flag';
import { parseFlagName } from '../../core/conversations/flags/flag-name';
import type { ChannelFlag } from '../../core/ports/channels/flags';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { readUserName } from '../../core/base/user-name';

export interface FlagListOptions {
	json?: boolean;
}

export interface FlagSetOptions extends FlagListOptions {
	answerWaiting?: boolean;
	reason?: string;
}

export interface FlagLogOptions extends FlagListOptions {
	limit: number;
}

const maxReason = 500;

/** @throws TroupeError INPUT_INVALID for a wrong name or reason */
export async function runFlagSet(name: string, state: 'on' | 'off', options: FlagSetOptions, terminal: Terminal): Promise<ExitCode> {
	const { answerWaiting = false, reason = null, json } = options;
	const scope = parseFlagName(name);
	checkSet(state, answerWaiting, reason);
	const host = openPrivateState(terminal);
	const parts = await openChannels(host);
	if (scope.channel !== undefined && (await parts.channels.find(host.tenant, scope.channel)) === undefined)
		terminal.note(`warning: the tenant ${host.tenant} has no channel ${scope.channel}`);
	const by = `user:${readUserName()}`;
	const effect = await setFlag(parts, host.tenant, { name, isOn: state === 'on', reason, by, answersWaiting: answerWaiting });
	if (json) terminal.print(JSON.stringify({ name, ...describe(effect) }));
	terminal.note(printable(`${name} is ${state}. ${sayEffect(effect, answerWaiting)}`));
	return 0;
}

function checkSet(state: 'on' | 'off', answerWaiting: boolean, reason: string | null): void {
	if (state === 'off' && answerWaiting) throw invalid('--answer-waiting needs the state on.', 'Leave it out, or switch the flag on.');
	if (reason !== null && reason.length > maxReason)
		throw invalid(`--reason has ${reason.length} characters, at most ${maxReason} are allowed.`, 'Shorten it.');
}

const describe = ({ isOn, ...counts }: FlagEffect) => ({ on: isOn, ...counts });

function sayEffect(effect: FlagEffect, answerWaiting: boolean): string {
	const conversations = countNouns(effect.conversations, 'conversation');
	if (!effect.isOn) {
		return `Agents are silent. At once: ${conversations}, ${countNouns(effect.withdrawn, 'message')} withdrawn. Others as soon as something arrives.`;
	}
	const rest = answerWaiting ? 'What waited is answered' : `Not answered: ${countNouns(effect.dropped, 'message')} from before`;
	return `Agents answer again in ${conversations}. ${rest}.`;
}

export async function runFlagList({ json }: FlagListOptions, terminal: Terminal): Promise<ExitCode> {
	const host = openPrivateState(terminal);
	const { flags } = await openChannels(host);
	const list = await flags.list(host.tenant);
	return printFlags(list, 'There are no flags of channels: all agents answer.', json, terminal);
}

export async function runFlagLog({ limit, json }: FlagLogOptions, terminal: Terminal): Promise<ExitCode> {
	const host = openPrivateState(terminal);
	const { flags } = await openChannels(host);
	const log = await flags.log(host.tenant, limit);
	return printFlags(log, 'No flag of channels was ever changed.', json, terminal);
}

function printFlags(flags: ChannelFlag[], none: string, json: boolean | undefined, terminal: Terminal): ExitCode {
	if (json) {
		const shown = flags.map(({ isOn, changedAt, ...flag }) => ({ ...flag, on: isOn, changedAt: new Date(changedAt).toISOString() }));
		terminal.print(JSON.stringify(shown));
	} else if (flags.length === 0) terminal.note(none);
	else
		tableLines(
			[
				{ name: 'name', title: 'flag', value: ({ name }) => name },
				{ name: 'on', title: 'state', value: ({ isOn }) => (isOn ? 'on' : 'off') },
				{ name: 'changedAt', title: 'since', value: ({ changedAt }) => new Date(changedAt).toISOString() },
				{ name: 'changedBy', title: 'by', value: ({ changedBy }) => changedBy },
				{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason ?? '') },
			],
			flags,
			terminal,
			({ isOn }) => (isOn ? 'green' : 'red'),
		).forEach(terminal.print);
	return 0;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
