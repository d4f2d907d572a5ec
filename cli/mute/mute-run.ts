import { TroupeError } from '../../core/base/errors';
import { readUserName } from '../../core/base/user-name';
import { type MuteChange, setMute } from '../../core/channels/mutes/set-mute';
import { parseMuteName } from '../../core/conversations/mutes/mute-name';
import type { Mute } from '../../core/ports/channels/mutes';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openPrivateState } from '../host';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export interface MuteListOptions {
	json?: boolean;
}

export interface MuteAddOptions extends MuteListOptions {
	reason?: string;
}

export interface MuteRemoveOptions extends MuteAddOptions {
	answerWaiting?: boolean;
}

export interface MuteLogOptions extends MuteListOptions {
	limit: number;
}

const maxReason = 500;

/** @throws TroupeError INPUT_INVALID for a wrong name or reason */
export async function runMuteAdd(name: string, options: MuteAddOptions, terminal: Terminal): Promise<ExitCode> {
	const effect = await change({ name, isMuted: true }, options, terminal);
	if (!effect.isMuted) return 0;
	const conversations = countNouns(effect.conversations, 'conversation');
	const withdrawn = countNouns(effect.withdrawn, 'message');
	terminal.note(
		printable(
			`${name} is muted. Agents are silent. At once: ${conversations}, ${withdrawn} withdrawn. Others as soon as something arrives.`,
		),
	);
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a wrong name or reason */
export async function runMuteRemove(name: string, options: MuteRemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const { answerWaiting: answersWaiting = false } = options;
	const effect = await change({ name, isMuted: false, answersWaiting }, options, terminal);
	if (effect.isMuted) return 0;
	const rest = answersWaiting ? 'What waited is answered' : `Not answered: ${countNouns(effect.dropped, 'message')} from before`;
	terminal.note(printable(`${name} is not muted. Agents answer again in ${countNouns(effect.conversations, 'conversation')}. ${rest}.`));
	return 0;
}

async function change(
	mute: Omit<MuteChange, 'by' | 'reason'>,
	{ reason = null, json }: { reason?: string | null; json?: boolean },
	terminal: Terminal,
) {
	const scope = parseMuteName(mute.name);
	if (reason !== null && reason.length > maxReason)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `--reason has ${reason.length} characters, at most ${maxReason} are allowed.`,
			fix: 'Shorten it.',
		});
	const host = openPrivateState(terminal);
	const parts = await openChannels(host);
	if (scope.channel !== undefined && (await parts.channels.find(host.tenant, scope.channel)) === undefined)
		terminal.note(`warning: the tenant ${host.tenant} has no channel ${scope.channel}`);
	const effect = await setMute(parts, host.tenant, { ...mute, reason, by: `user:${readUserName()}` });
	const { isMuted: muted, ...counts } = effect;
	if (json) terminal.print(JSON.stringify({ name: mute.name, muted, ...counts }));
	return effect;
}

export async function runMuteList({ json }: MuteListOptions, terminal: Terminal): Promise<ExitCode> {
	const host = openPrivateState(terminal);
	const { mutes } = await openChannels(host);
	const list = (await mutes.list(host.tenant)).filter(({ isMuted }) => isMuted);
	return printMutes(list, 'No agents of channels are muted: all answer.', json, terminal);
}

export async function runMuteLog({ limit, json }: MuteLogOptions, terminal: Terminal): Promise<ExitCode> {
	const host = openPrivateState(terminal);
	const { mutes } = await openChannels(host);
	const log = await mutes.log(host.tenant, limit);
	return printMutes(log, 'No agents of channels were ever muted.', json, terminal);
}

function printMutes(mutes: Mute[], none: string, json: boolean | undefined, terminal: Terminal): ExitCode {
	if (json) {
		const shown = mutes.map(({ isMuted, changedAt, ...mute }) => ({
			...mute,
			muted: isMuted,
			changedAt: new Date(changedAt).toISOString(),
		}));
		terminal.print(JSON.stringify(shown));
	} else if (mutes.length === 0) terminal.note(none);
	else
		tableLines(
			[
				{ name: 'name', title: 'name', value: ({ name }) => name },
				{ name: 'muted', title: 'muted', value: ({ isMuted }) => (isMuted ? 'yes' : 'no') },
				{ name: 'changedAt', title: 'since', value: ({ changedAt }) => new Date(changedAt).toISOString() },
				{ name: 'changedBy', title: 'by', value: ({ changedBy }) => changedBy },
				{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason ?? '') },
			],
			mutes,
			terminal,
			({ isMuted }) => (isMuted ? 'red' : 'green'),
		).forEach(terminal.print);
	return 0;
}
