import { TroupeError } from '../../core/base/errors';
import type { AbuseStore, StoredLift, StoredStanding } from '../../core/ports/abuse';
import { systemClock } from '../../core/ports/host';
import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { toActor } from '../terminal/to-actor';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

export interface AbuseListOptions {
	limit: number;
	/** Lists limits that people have lifted instead. */
	lifted?: boolean;
	json?: boolean;
}

/** Prints the contacts who broke guardrails, without what they wrote. */
export async function runAbuseList(options: AbuseListOptions, terminal: Terminal): Promise<ExitCode> {
	if (options.lifted) return listLifts(options, terminal);
	const { limit, json } = options;
	const standings = await (await openStore(terminal)).list(limit);
	if (json) for (const { contact, standing } of standings) terminal.print(JSON.stringify({ contact, ...standing }));
	else if (standings.length === 0) terminal.note('No contact has broken a guardrail that an abuse limit counts.');
	else for (const line of tableLines(columns, standings, terminal)) terminal.print(line);
	return 0;
}

async function listLifts({ limit, json }: AbuseListOptions, terminal: Terminal): Promise<ExitCode> {
	const lifts = await (await openStore(terminal)).listLifts(limit);
	if (json) for (const lift of lifts) terminal.print(JSON.stringify(lift));
	else if (lifts.length === 0) terminal.note('No limit was lifted in the last year.');
	else for (const line of tableLines(liftColumns, lifts, terminal)) terminal.print(line);
	return 0;
}

/** Ends the limits of a contact. @throws TroupeError INPUT_INVALID if there are none */
export async function runAbuseLift(contact: string, as: string | undefined, terminal: Terminal): Promise<ExitCode> {
	if (!(await (await openStore(terminal)).lift(contact, toActor(as)))) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'This contact has no limit.',
			fix: 'Pass the id of a contact, or a hash that `troupe guard abuse list` prints. Pass --tenant for another tenant.',
		});
	}
	terminal.note('The limit is lifted.');
	return 0;
}

async function openStore(terminal: Terminal): Promise<AbuseStore> {
	const { composeAbuseStore } = await import('../../providers/compose/guardrails/abuse');
	// The command line always has a home.
	return (await composeAbuseStore(openPrivateState(terminal)))!;
}

const columns: Parameters<typeof tableLines<StoredStanding>>[0] = [
	{ name: 'contact', title: 'contact', value: ({ contact }) => contact },
	{ name: 'messages', title: 'messages', numeric: true, value: ({ standing }) => standing.violations.length },
	{ name: 'last', title: 'last', value: ({ standing }) => showTime(standing.violations.at(-1)) },
	{ name: 'blocked', title: 'blocked until', value: ({ standing }) => showTime(standing.blockedUntil, systemClock.now()) },
];

const liftColumns: Parameters<typeof tableLines<StoredLift>>[0] = [
	{ name: 'contact', title: 'contact', value: ({ contact }) => contact },
	{ name: 'lifted', title: 'lifted', value: ({ at }) => showTime(at) },
	{ name: 'by', title: 'by', value: ({ by }) => by },
];

function showTime(at: number | undefined, since = 0): string {
	return at === undefined || at <= since ? '-' : new Date(at).toISOString().replace('T', ' ').replace(/\..*/, '');
}
