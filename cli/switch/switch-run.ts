import { toZonedMinute } from '../../core/base/iso-time';
import type { Switch } from '../../core/ports/switches';
import type { describeSwitch, describeSwitchChange } from '../../core/switches/describe-switch';
import { describeTarget, quoteTarget } from '../../core/switches/find-switch';
import { readReason, readTarget, type SwitchTarget } from '../../core/switches/read-target';
import { openSwitches } from '../../providers/compose/state/host-switches';
import { listSwitchChanges, listSwitches, turnOff, turnOn } from '../../service/operations/switches';
import { openPrivateState } from '../host';
import { callAllPages } from '../services/call-all-pages';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import { ofKey } from '../services/of-key';
import { onlyHere } from '../services/only-here';
import { confirmedByPerson } from '../terminal/confirm';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

interface ChangeOptions extends SwitchTarget {
	json?: boolean;
	reason?: string;
}

export interface OffOptions extends ChangeOptions {
	yes?: boolean;
}

export interface OnOptions extends ChangeOptions {
	answerWaiting?: boolean;
}

export interface ListOptions {
	json?: boolean;
	tenant?: string;
}

export interface LogOptions extends ListOptions {
	limit: number;
}

/** @throws TroupeError INPUT_INVALID for a wrong target, or without a reason */
export async function runOff(options: OffOptions, terminal: Terminal): Promise<ExitCode> {
	const target = findTarget(options, terminal);
	const reason = readReason(options.reason);
	const where = nameState(terminal);
	if (!(await confirmedByPerson(`Turn off ${describeTarget(target)} in ${where}?`, options, terminal))) return 1;
	const { warning, ...off } = await callOperation(turnOff, { ...pick(options), reason }, ofKey(terminal));
	if (warning !== undefined) terminal.note(printable(`warning: ${warning}`));
	if (options.json) terminal.print(JSON.stringify(off));
	const silenced =
		off.conversations === undefined
			? 'Runs end within a second. Runs that wait for a person, and messages, are kept.'
			: `At once: ${countNouns(off.conversations, 'conversation')}, ${countNouns(off.withdrawn ?? 0, 'message')} withdrawn. Others as soon as something arrives.`;
	terminal.note(printable(`Turned off ${describeTarget(off)}, on all machines that use this state (${where}). ${silenced}`));
	terminal.note(printable(`Undo it with: ${nameCommand(`troupe switch on ${quoteTarget(off)}`, terminal)}`));
	return 0;
}

/** Exit code 1 if it was not off. @throws TroupeError INPUT_INVALID for a wrong target */
export async function runOn(options: OnOptions, terminal: Terminal): Promise<ExitCode> {
	const target = findTarget(options, terminal);
	const { answerWaiting } = options;
	const reason = options.reason === undefined ? undefined : readReason(options.reason);
	const { warning, ...done } = await callOperation(turnOn, { ...pick(options), reason, answerWaiting }, ofKey(terminal));
	if (warning !== undefined) terminal.note(printable(`warning: ${warning}`));
	if (options.json) terminal.print(JSON.stringify(done));
	terminal.note(printable(done.wasOff ? `Turned on ${describeTarget(target)}.` : `Not off: ${describeTarget(target)}.`));
	if (done.conversations !== undefined && (done.wasOff || done.conversations > 0)) {
		const rest = answerWaiting ? 'What waited is answered' : `Left to people: ${countNouns(done.dropped ?? 0, 'message')} of the meantime`;
		terminal.note(printable(`Agents answer again in ${countNouns(done.conversations, 'conversation')}. ${rest}.`));
	}
	for (const off of done.off) terminal.note(printable(`Still off: ${quoteTarget(off)} (${off.reason})`));
	return done.wasOff ? 0 : 1;
}

const pick = ({ target, tenant, everywhere }: SwitchTarget): SwitchTarget => ({ target, tenant, everywhere });

const findTarget = (options: SwitchTarget, terminal: Terminal): Pick<Switch, 'tenant' | 'target'> =>
	readTarget(pick(options), openPrivateState(terminal).tenant);

export async function runList({ json, tenant }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callAllPages(listSwitches, { tenant, limit: 1_000 }, ofKey(terminal));
	return printSwitches(page, 'Nothing is off.', json, terminal);
}

export async function runLog({ json, limit, tenant }: LogOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listSwitchChanges, { limit, tenant }, ofKey(terminal));
	const code = printSwitches(page, 'Nothing was ever off.', json, terminal);
	if (!json) tellMore(page, terminal);
	return code;
}

type Listed = ReturnType<typeof describeSwitch> | ReturnType<typeof describeSwitchChange>;

function printSwitches(
	{ items, timeZone }: { items: Listed[]; timeZone: string },
	none: string,
	json: boolean | undefined,
	terminal: Terminal,
): ExitCode {
	if (json) terminal.print(JSON.stringify(items));
	else if (items.length === 0) terminal.note(none);
	else
		tableLines(
			[
				{ name: 'target', title: 'target', value: ({ target }) => printable(target) },
				{ name: 'tenant', title: 'tenant', value: ({ tenant }) => printable(tenant) },
				{ name: 'state', title: 'state', value: (one) => (isOn(one) ? 'on' : 'off') },
				{
					name: 'changedAt',
					title: `since (${timeZone})`,
					value: ({ changedAt }) => toZonedMinute(Date.parse(changedAt), timeZone),
				},
				{ name: 'changedBy', title: 'by', value: ({ changedBy }) => printable(changedBy) },
				{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason ?? '') },
			],
			items,
			terminal,
			(one) => (isOn(one) ? 'green' : 'red'),
		).forEach(terminal.print);
	return 0;
}

const isOn = (one: Listed): boolean => 'on' in one && one.on;

export async function runCheck({ json, tenant }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	onlyHere('troupe switch check', terminal);
	const switches = (await openSwitches(openPrivateState(terminal)))!;
	return showChecked(await switches.check(tenant), { what: 'switches', json, allTenants: tenant === undefined }, terminal);
}

function nameState(terminal: Terminal): string {
	if (terminal.service !== undefined) return terminal.service;
	const { database, stateFolder } = openPrivateState(terminal);
	return database === '' ? stateFolder : 'the database of TROUPE_DATABASE_URL';
}
