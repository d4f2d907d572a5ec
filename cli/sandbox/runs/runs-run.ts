import { TroupeError } from '../../../core/base/errors';
import { troupeHome } from '../../../core/base/home';
import type { DescribedOperation } from '../../../service/operations/background/describe-operation';
import { listSandboxRuns, readSandboxReport } from '../../../service/operations/sandbox/sandbox-runs';
import { callOperation } from '../../services/call-operation';
import { type Column, tableLines } from '../../terminal/table-lines';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { describeRefusal } from '../note-refusals';
import { listRunIds, type LoggedRun, readRun } from './run-log';

interface ListedRun {
	id: string;
	kind: string;
	name: string;
	outcome: string;
	level: string;
	seconds: number;
	startedAt: string;
	reportSha256: string;
}

const columns: Array<Column<ListedRun>> = [
	...(['id', 'kind', 'name', 'outcome', 'level'] as const).map((name) => ({ name, title: name, value: (run: ListedRun) => run[name] })),
	{ name: 'seconds', title: 'seconds', numeric: true, value: ({ seconds }) => seconds },
];

interface Totals {
	kind: string;
	outcome: string;
	runs: number;
	seconds: number;
}

export async function runList({ limit, json }: { limit: number; json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { service } = terminal;
	const all =
		service === undefined ? readAll(terminal) : (await callOperation(listSandboxRuns, { limit }, terminal)).items.map(toListedOfService);
	const runs = all.slice(0, limit);
	const totals = count(all);
	if (json) terminal.print(JSON.stringify({ runs, totals }, undefined, 2));
	else if (all.length === 0) terminal.note('Nothing ran in the sandbox yet. Run something with `troupe sandbox run`.');
	else {
		for (const line of tableLines(columns, runs, terminal)) terminal.print(line);
		for (const { kind, outcome, runs: number, seconds } of totals) terminal.note(`${number} ${kind} ${outcome}, ${seconds} s`);
	}
	return 0;
}

export async function runShow(text: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { service } = terminal;
	const run =
		service === undefined ? findRun(text, terminal) : { id: text, ...(await callOperation(readSandboxReport, { id: text }, terminal)) };
	if (json) terminal.print(JSON.stringify(run, undefined, 2));
	else for (const line of describe(run)) terminal.print(printable(line));
	return 0;
}

function readAll(terminal: Terminal): ListedRun[] {
	const home = troupeHome(terminal.environment);
	return listRunIds(home).flatMap((id) => {
		const run = readRun(home, id);
		return run ? [toListed(run)] : [];
	});
}

const toListed = ({ id, report, reportSha256 }: LoggedRun): ListedRun => ({
	id,
	kind: report.subject.kind,
	name: report.subject.name,
	outcome: report.outcome.kind,
	level: report.level.reached,
	seconds: round(report.resources.elapsedMs),
	startedAt: report.startedAt,
	reportSha256,
});

/** Its name, level and hash are in the report alone. */
const toListedOfService = ({ id, about = '', state, startedAt, endedAt, createdAt }: DescribedOperation): ListedRun => ({
	id,
	kind: about,
	name: '',
	outcome: state,
	level: '',
	startedAt: startedAt ?? createdAt,
	reportSha256: '',
	seconds: startedAt === undefined || endedAt === undefined ? 0 : round(Date.parse(endedAt) - Date.parse(startedAt)),
});

function count(runs: readonly ListedRun[]): Totals[] {
	const totals = new Map<string, Totals>();
	for (const { kind, outcome, seconds } of runs) {
		const before = totals.get(`${kind} ${outcome}`) ?? { kind, outcome, runs: 0, seconds: 0 };
		totals.set(`${kind} ${outcome}`, { ...before, runs: before.runs + 1, seconds: round((before.seconds + seconds) * 1000) });
	}
	return [...totals.values()];
}

function findRun(text: string, terminal: Terminal): LoggedRun {
	const home = troupeHome(terminal.environment);
	const matches = listRunIds(home).filter((id) => id === text || (text.length >= 4 && id.endsWith(text)));
	const run = matches.length === 1 ? readRun(home, matches[0]!) : undefined;
	if (run) return run;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message:
			matches.length > 1
				? `${matches.length} runs end with "${text.slice(0, 60)}".`
				: `There is no run "${text.slice(0, 60)}" in the log of this home.`,
		fix: 'List the runs with `troupe sandbox runs list`.',
	});
}

function describe({ id, report, reportSha256, signedReport }: LoggedRun): string[] {
	const { subject, level, outcome, resources, requests, steps = [], notStopped, startedAt } = report;
	const ended = outcome.limit === undefined ? outcome.kind : `${outcome.kind} of ${outcome.limit}`;
	return [
		`${id}: ${subject.kind} ${subject.name}, ${subject.sha256}`,
		`${ended} after ${round(resources.elapsedMs)} s on ${startedAt}, isolated at level ${level.reached}`,
		`report ${reportSha256}${signedReport === undefined ? '' : ', signed'}`,
		...requests.map(
			({ method, host, path, action, rule, status }) =>
				`request ${method} ${host}${path}: ${action === 'refuse' ? `refused (${describeRefusal(rule)})` : action}${status === undefined ? '' : `, ${status}`}`,
		),
		...steps.map(({ kind, name, rule, error }) => `step ${kind} ${name}: ${rule}${error === undefined ? '' : `, ${error}`}`),
		...notStopped.map(({ attempt, stoppedBy }) => `not stopped: ${attempt}; ${stoppedBy} stops it`),
	];
}

const round = (milliseconds: number): number => Math.round(milliseconds) / 1000;
