import { TroupeError } from '../../core/base/errors';
import { toZonedMinute } from '../../core/base/iso-time';
import { addMute, type DescribedMute, listMuteChanges, listMutes, removeMute } from '../../service/operations/mutes';
import { callAllPages } from '../services/call-all-pages';
import { callOperation } from '../services/call-operation';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
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
export async function runMuteAdd(name: string, { reason, json }: MuteAddOptions, terminal: Terminal): Promise<ExitCode> {
	checkReason(reason);
	const { warning, ...effect } = await callOperation(addMute, { name, reason: reason || undefined }, terminal);
	report(effect, warning, json, terminal);
	const conversations = countNouns(effect.conversations, 'conversation');
	const withdrawn = countNouns(effect.withdrawn ?? 0, 'message');
	terminal.note(
		printable(
			`${name} is muted. Agents are silent. At once: ${conversations}, ${withdrawn} withdrawn. Others as soon as something arrives.`,
		),
	);
	return 0;
}

/** @throws TroupeError INPUT_INVALID for a wrong name or reason */
export async function runMuteRemove(name: string, options: MuteRemoveOptions, terminal: Terminal): Promise<ExitCode> {
	const { answerWaiting, reason, json } = options;
	checkReason(reason);
	const { warning, ...effect } = await callOperation(removeMute, { name, reason: reason || undefined, answerWaiting }, terminal);
	report(effect, warning, json, terminal);
	if (effect.wasMuted === false && effect.conversations === 0) {
		terminal.note(printable(`${name} was not muted.`));
		return 0;
	}
	const rest = answerWaiting ? 'What waited is answered' : `Left to people: ${countNouns(effect.dropped ?? 0, 'message')} of the meantime`;
	terminal.note(printable(`${name} is not muted. Agents answer again in ${countNouns(effect.conversations, 'conversation')}. ${rest}.`));
	return 0;
}

function checkReason(reason = ''): void {
	if (reason.length > maxReason)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `--reason has ${reason.length} characters, at most ${maxReason} are allowed.`,
			fix: 'Shorten it.',
		});
}

function report(
	{ name, muted, ...counts }: { name: string; muted: boolean },
	warning: string | undefined,
	json: boolean | undefined,
	terminal: Terminal,
): void {
	if (warning !== undefined) terminal.note(printable(`warning: ${warning}`));
	if (json) terminal.print(JSON.stringify({ name, muted, ...counts }));
}

export async function runMuteList({ json }: MuteListOptions, terminal: Terminal): Promise<ExitCode> {
	const all = await callAllPages(listMutes, { limit: 1_000 }, terminal);
	return printMutes(all, 'No agents of channels are muted: all answer.', json, terminal);
}

export async function runMuteLog({ limit, json }: MuteLogOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listMuteChanges, { limit }, terminal);
	const code = printMutes(page, 'No agents of channels were ever muted.', json, terminal);
	if (!json) tellMore(page, terminal);
	return code;
}

interface MutePage {
	timeZone: string;
	items: DescribedMute[];
}

function printMutes({ timeZone, items: mutes }: MutePage, none: string, json: boolean | undefined, terminal: Terminal): ExitCode {
	if (json) terminal.print(JSON.stringify(mutes));
	else if (mutes.length === 0) terminal.note(none);
	else
		tableLines(
			[
				{ name: 'name', title: 'name', value: ({ name }) => name },
				{ name: 'muted', title: 'muted', value: ({ muted }) => (muted ? 'yes' : 'no') },
				{
					name: 'changedAt',
					title: `since (${timeZone})`,
					value: ({ changedAt }) => toZonedMinute(Date.parse(changedAt), timeZone),
				},
				{ name: 'changedBy', title: 'by', value: ({ changedBy }) => changedBy },
				{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason ?? '') },
			],
			mutes,
			terminal,
			({ muted }) => (muted ? 'red' : 'green'),
		).forEach(terminal.print);
	return 0;
}
