import { type Diagnosis, examineInstallation } from '../../service/operations/diagnose';
import { callOperation } from '../services/call-operation';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';
import type { FindingState } from './check';
import { examine } from './examine';

export interface DoctorOptions {
	json?: boolean;
}

/** Returns 1 when a check fails. @throws TroupeError INPUT_INVALID for a user without a home */
export async function runDoctor({ json }: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
	const diagnosis = await callOperation(examineInstallation, {}, terminal, ({ environment }) => ({ diagnose: () => examine(environment) }));
	if (json) terminal.print(JSON.stringify(diagnosis));
	else printDiagnosis(diagnosis, terminal);
	return diagnosis.state === 'fail' ? 1 : 0;
}

/** A line of the table: the first one of a check names it, and a fix is on the line after its finding. */
interface Row {
	check: string;
	state: FindingState | '';
	text: string;
}

const formats = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'dim', '': 'dim' } as const;

function printDiagnosis({ version, home, checks }: Diagnosis, terminal: Terminal): void {
	tableLines<Row>(
		[
			{ name: 'check', title: 'check', value: ({ check }) => check },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'finding', title: 'finding', value: ({ text }) => text },
		],
		checks.flatMap(toRows),
		terminal,
		({ state }) => formats[state],
	).forEach(terminal.print);
	const count = (state: FindingState) => checks.flatMap(({ findings }) => findings).filter((finding) => finding.state === state).length;
	terminal.print('');
	terminal.print(
		`Troupe ${version}, ${home}: ${countNouns(count('fail'), 'failure')}, ${countNouns(count('warn'), 'warning')}. docs/operations/doctor.md explains each check.`,
	);
}

function toRows({ check, findings }: Diagnosis['checks'][number]): Row[] {
	return findings.flatMap(({ state, text, fix }, index) => [
		{ check: index === 0 ? check : '', state, text: oneLine(text) },
		...(fix === undefined ? [] : [{ check: '', state: '' as const, text: `fix: ${oneLine(fix)}` }]),
	]);
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
