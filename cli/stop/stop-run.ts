import type { Stop } from '../../core/ports/stops';
import { listStopChanges, listStops, startAgents, stopAgents } from '../../service/operations/stops';
import type { describeChange, describeStop } from '../../core/stops/describe-stop';
import { describeTarget, listTargetOptions } from '../../core/stops/find-stop';
import { readStopReason, readStopTarget, type StopTarget } from '../../core/stops/read-target';
import { openStops } from '../../providers/compose/state/host-stops';
import { openPrivateState } from '../host';
import { callAllPages } from '../services/call-all-pages';
import { callOperation } from '../services/call-operation';
import { ofKey } from '../services/of-key';
import { onlyHere } from '../services/only-here';
import { nameCommand } from '../services/name-command';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface StartOptions extends StopTarget {
	json?: boolean;
	reason?: string;
}

export interface StopOptions extends StartOptions {
	yes?: boolean;
	list?: boolean;
	log?: boolean;
	/** Checks that mutes and stops are those of the product. */
	check?: boolean;
	limit: number;
}

/** Stops agents, or lists what is stopped. @throws TroupeError INPUT_INVALID without a target or a reason */
export async function runStop(options: StopOptions, terminal: Terminal): Promise<ExitCode> {
	if (options.check) return check(options, terminal);
	if (options.list || options.log) return list(options, terminal);
	const target = readTarget(options, terminal);
	const reason = readStopReason(options.reason, 'stop');
	const where = nameState(terminal);
	if (!(await confirmedByPerson(`Stop ${describeTarget(target)} in ${where}?`, options, terminal))) return 1;
	const stop = await callOperation(stopAgents, { ...pick(options), reason }, ofKey(terminal));
	if (options.json) terminal.print(JSON.stringify(stop));
	terminal.note(
		printable(
			`Stopped ${describeTarget(stop)}. Runs end within a second on all machines that use this state (${where}). Runs that wait for a person, and messages, are kept.`,
		),
	);
	terminal.note(printable(`Undo it with: ${nameCommand(`troupe start ${listTargetOptions(stop)}`, terminal)}`));
	return 0;
}

/** Removes a stop. Exit code 1 if nothing was stopped. @throws TroupeError INPUT_INVALID without a target */
export async function runStart(options: StartOptions, terminal: Terminal): Promise<ExitCode> {
	const target = readTarget(options, terminal);
	const reason = options.reason === undefined ? undefined : readStopReason(options.reason, 'start');
	const { started, stopped } = await callOperation(startAgents, { ...pick(options), reason }, ofKey(terminal));
	if (options.json) terminal.print(JSON.stringify({ ...target, started, stopped }));
	terminal.note(printable(started ? `Started ${describeTarget(target)}.` : `There is no stop for ${describeTarget(target)}.`));
	for (const stop of stopped) terminal.note(printable(`Still stopped: ${listTargetOptions(stop)} (${stop.reason})`));
	return started ? 0 : 1;
}

const pick = ({ all, tenant, agent, run, tool }: StopTarget): StopTarget => ({ all, tenant, agent, run, tool });

/** `--tenant` alone is a target; that of the environment does not count, so that nobody stops it by forgetting the rest. */
const readTarget = ({ all, tenant, agent, run, tool }: StopTarget, terminal: Terminal): Pick<Stop, 'tenant' | 'name'> =>
	readStopTarget({ all, tenant, agent, run, tool }, openPrivateState(terminal).tenant);

async function list({ json, log, limit, tenant }: StopOptions, terminal: Terminal): Promise<ExitCode> {
	const at = ofKey(terminal);
	const listed = await (log
		? callOperation(listStopChanges, { limit, tenant }, at)
		: callAllPages(listStops, { tenant, limit: 1_000 }, at));
	const items: Listed[] = listed.items;
	if (json) terminal.print(JSON.stringify(items));
	else if (items.length === 0) terminal.note(log ? 'Nothing was ever stopped.' : 'Nothing is stopped.');
	else
		tableLines(
			[
				{ name: 'target', title: 'target', value: (stop) => printable(listTargetOptions(stop)) },
				{ name: 'state', title: 'state', value: (stop) => (isOn(stop) ? 'started' : 'stopped') },
				{ name: 'at', title: 'since', value: (stop) => ('at' in stop ? stop.at : stop.stoppedAt) },
				{ name: 'by', title: 'by', value: (stop) => printable('by' in stop ? stop.by : stop.stoppedBy) },
				{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason ?? '') },
			],
			items,
			terminal,
			(stop) => (isOn(stop) ? 'green' : 'red'),
		).forEach(terminal.print);
	if (!json) tellMore(listed, terminal);
	return 0;
}

type Listed = ReturnType<typeof describeStop> | ReturnType<typeof describeChange>;

const isOn = (stop: Listed): boolean => 'stopped' in stop && !stop.stopped;

async function check({ json, tenant }: StopOptions, terminal: Terminal): Promise<ExitCode> {
	onlyHere('--check', terminal);
	const stops = (await openStops(openPrivateState(terminal)))!;
	return showChecked(await stops.check(tenant), { what: 'mutes and stops', json, allTenants: tenant === undefined }, terminal);
}

function nameState(terminal: Terminal): string {
	if (terminal.service !== undefined) return terminal.service;
	const { database, stateFolder } = openPrivateState(terminal);
	return database === '' ? stateFolder : 'the database of TROUPE_DATABASE_URL';
}
