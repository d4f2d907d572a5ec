import { everyTenant } from '../../core/base/tenant';
import { readUserName } from '../../core/base/user-name';
import type { Stop } from '../../core/ports/stops';
import { describeChange, describeStop } from '../../core/stops/describe-stop';
import { describeTarget, listMeant, listTargetOptions } from '../../core/stops/find-stop';
import { readStopReason, readStopTarget, type StopTarget } from '../../core/stops/read-target';
import { openStops } from '../../providers/compose/state/host-stops';
import { openPrivateState } from '../host';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { tableLines } from '../terminal/table-lines';
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
	const stops = (await openStops(openPrivateState(terminal)))!;
	const stop = await stops.stop({ ...target, reason, changedBy: nameActor() });
	if (options.json) terminal.print(JSON.stringify(describeStop(stop)));
	terminal.note(
		printable(
			`Stopped ${describeTarget(stop)}. Runs end within a second on all machines that use this state (${where}). Runs that wait for a person, and messages, are kept.`,
		),
	);
	terminal.note(printable(`Undo it with: troupe start ${listTargetOptions(stop)}`));
	return 0;
}

/** Removes a stop. Exit code 1 if nothing was stopped. @throws TroupeError INPUT_INVALID without a target */
export async function runStart(options: StartOptions, terminal: Terminal): Promise<ExitCode> {
	const target = readTarget(options, terminal);
	const reason = options.reason === undefined ? null : readStopReason(options.reason, 'start');
	const stops = (await openStops(openPrivateState(terminal)))!;
	const meant = listMeant(await stops.list(), target);
	for (const { name } of meant) await stops.start({ ...target, name, reason, changedBy: nameActor() });
	const isStarted = meant.length > 0;
	const left = await stops.list(target.tenant === everyTenant ? undefined : target.tenant);
	if (options.json) terminal.print(JSON.stringify({ ...target, started: isStarted, stopped: left.map(describeStop) }));
	terminal.note(printable(isStarted ? `Started ${describeTarget(target)}.` : `There is no stop for ${describeTarget(target)}.`));
	for (const stop of left) terminal.note(printable(`Still stopped: ${listTargetOptions(stop)} (${stop.reason})`));
	return isStarted ? 0 : 1;
}

const nameActor = () => `user:${readUserName()}`;

/** `--tenant` alone is a target; that of the environment does not count, so that nobody stops it by forgetting the rest. */
const readTarget = ({ all, tenant, agent, run, tool }: StopTarget, terminal: Terminal): Pick<Stop, 'tenant' | 'name'> =>
	readStopTarget({ all, tenant, agent, run, tool }, openPrivateState(terminal).tenant);

async function list({ json, log, limit, tenant }: StopOptions, terminal: Terminal): Promise<ExitCode> {
	const stops = (await openStops(openPrivateState(terminal)))!;
	const found = log ? await stops.log(limit, tenant) : (await stops.list(tenant)).map((stop) => ({ ...stop, isOn: false }));
	if (json) terminal.print(JSON.stringify(log ? found.map(describeChange) : (found as Stop[]).map(describeStop)));
	else if (found.length === 0) terminal.note(log ? 'Nothing was ever stopped.' : 'Nothing is stopped.');
	else
		tableLines(
			[
				{ name: 'target', title: 'target', value: (stop) => printable(listTargetOptions(stop)) },
				{ name: 'state', title: 'state', value: ({ isOn }) => (isOn ? 'started' : 'stopped') },
				{ name: 'at', title: 'since', value: ({ changedAt }) => new Date(changedAt).toISOString() },
				{ name: 'by', title: 'by', value: ({ changedBy }) => printable(changedBy) },
				{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason ?? '') },
			],
			found,
			terminal,
			({ isOn }) => (isOn ? 'green' : 'red'),
		).forEach(terminal.print);
	return 0;
}

async function check({ json, tenant }: StopOptions, terminal: Terminal): Promise<ExitCode> {
	const stops = (await openStops(openPrivateState(terminal)))!;
	return showChecked(await stops.check(tenant), { what: 'mutes and stops', json, allTenants: tenant === undefined }, terminal);
}

function nameState(terminal: Terminal): string {
	const { database, stateFolder } = openPrivateState(terminal);
	return database === '' ? stateFolder : 'the database of TROUPE_DATABASE_URL';
}
