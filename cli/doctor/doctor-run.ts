import { resolve } from 'node:path';
import { version } from '../../package.json';
import { troupeHome } from '../../core/base/home';
import { findPackageFolder } from '../../core/base/package-folder';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import type { FindingState, Machine } from './check';
import { checks } from './checks';
import { runChecks, worstState, type CheckReport } from './run-checks';

/** The options of `troupe doctor`. */
export interface DoctorOptions {
	json?: boolean;
}

/** Timeout of a check: longer than its connections may. All checks run at the same time. */
const maxCheckMs = 12_000;

/** Runs every check and prints its findings. Returns 1 when one fails. @throws TroupeError INPUT_INVALID for a user without a home */
export async function runDoctor({ json }: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
	const { environment } = terminal;
	const machine: Machine = { environment, home: resolve(troupeHome(environment)), packageFolder: findPackageFolder(), nowMs: Date.now() };
	const reports = await runChecks(checks, machine, maxCheckMs);
	const state = worstState(reports.map((report) => report.state));
	if (json)
		terminal.print(JSON.stringify({ version, home: machine.home, time: new Date(machine.nowMs).toISOString(), state, checks: reports }));
	else printReports(reports, machine, terminal);
	return state === 'fail' ? 1 : 0;
}

/** A line of the table: the first one of a check names it, and a fix is on the line after its finding. */
interface Row {
	check: string;
	state: FindingState | '';
	text: string;
}

const formats = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'dim', '': 'dim' } as const;

function printReports(reports: CheckReport[], { home }: Machine, terminal: Terminal): void {
	tableLines<Row>(
		[
			{ name: 'check', title: 'check', value: ({ check }) => check },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'finding', title: 'finding', value: ({ text }) => text },
		],
		reports.flatMap(toRows),
		terminal,
		({ state }) => formats[state],
	).forEach(terminal.print);
	const count = (state: FindingState) => reports.flatMap(({ findings }) => findings).filter((finding) => finding.state === state).length;
	terminal.print('');
	terminal.print(
		`Troupe ${version}, ${home}: ${countNouns(count('fail'), 'failure')}, ${countNouns(count('warn'), 'warning')}. docs/operations/doctor.md explains each check.`,
	);
}

function toRows({ check, findings }: CheckReport): Row[] {
	return findings.flatMap(({ state, text, fix }, index) => [
		{ check: index === 0 ? check : '', state, text: oneLine(text) },
		...(fix === undefined ? [] : [{ check: '', state: '' as const, text: `fix: ${oneLine(fix)}` }]),
	]);
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
