import { TroupeError } from '../../core/base/errors';
import { toDay, toMinute } from '../../core/base/iso-time';
import type { WorseEvaluation } from '../../core/evaluation/live/find-worse';
import { summarizeVersions, type VersionQuality } from '../../core/evaluation/live/summarize-history';
import { compareActions } from '../../core/evaluation/live/action-change';
import { compareInputs } from '../../core/evaluation/live/input-change';
import { writeHistoryPage } from '../../core/evaluation/report/history-page';
import { type ActionChange, type ActionDay, type FailedRun, type InputChange, type QualityHistory } from '../../core/ports/quality';
import { readQuality } from '../../service/operations/agents/quality';
import { openPrivateState } from '../host';
import { callOperation } from '../services/call-operation';
import { onlyHere } from '../services/only-here';
import { nameCommand } from '../services/name-command';
import type { ExitCode } from '../terminal/report-error';
import { showChecked } from '../terminal/show-checked';
import { tableLines } from '../terminal/table-lines';
import { cutList, tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';
import { writePrivately } from './recordings-file';
import { composeQualityStore } from '../../providers/compose/evaluation/quality-store';

const shownFailures = 10;

export interface HistoryOptions {
	days: number;
	json?: boolean;
	html?: string;
	check?: boolean;
}

/** Shows the quality of an agent over time: its live runs by version, and the results of its sets. */
export async function runHistory(agent: string | undefined, options: HistoryOptions, terminal: Terminal): Promise<ExitCode> {
	if ((agent === undefined) !== (options.check === true))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'Expected the id of an agent, or --check.',
			fix: 'Write `troupe eval history support`, or `troupe eval history --check`.',
		});
	if (agent === undefined) return runCheck(options, terminal);
	const { days, html, json } = options;
	const answer = await callOperation(readQuality, { agent, days }, terminal);
	if (html !== undefined) writePrivately(html, writeHistoryPage(agent, answer));
	if (json) terminal.print(JSON.stringify(answer));
	else show(agent, answer, options, terminal);
	return 0;
}

async function runCheck({ json }: HistoryOptions, terminal: Terminal): Promise<ExitCode> {
	onlyHere('--check', terminal);
	const host = openPrivateState(terminal);
	const store = (await composeQualityStore(host))!;
	return showChecked(await store.check(host.tenant), { what: 'results of sets', json }, terminal);
}

function show(
	agent: string,
	history: QualityHistory & { evaluations: WorseEvaluation[] },
	{ days }: HistoryOptions,
	terminal: Terminal,
): void {
	const { evaluations, failedRuns, waiting } = history;
	if (history.days.length === 0 && history.inputs.length === 0 && evaluations.length === 0) {
		terminal.note(printable(`Nothing is known of the agent ${agent} in the last ${days} days.`));
		terminal.note(`Runs count by themselves. \`${nameCommand('troupe eval run SET --store', terminal)}\` adds the result of a set.`);
	}
	if (history.days.length > 0) versionLines(summarizeVersions(history), terminal).forEach(terminal.print);
	const changes = compareInputs(history.inputs, toDay(Date.now()));
	if (changes.length > 0) ['', ...changeLines(changes, terminal)].forEach((line) => terminal.print(line));
	const acted = history.actions.filter(({ day }) => day === toDay(Date.now()));
	if (acted.length > 0)
		['', ...actionLines(acted, compareActions(history.actions, toDay(Date.now())), terminal)].forEach((line) => terminal.print(line));
	const failed = cutList(failedRuns, shownFailures);
	if (failedRuns.length > 0) ['', ...failedLines(failed.items, terminal)].forEach((line) => terminal.print(line));
	tellMore(failed, terminal, 'All failed runs: --json.');
	if (evaluations.length > 0) ['', ...evaluationLines(evaluations, terminal)].forEach((line) => terminal.print(line));
	if (waiting > 0) terminal.note(`${waiting} runs wait for their judge: \`${nameCommand('troupe eval judge', terminal)}\``);
}

function versionLines(versions: VersionQuality[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'version', title: 'version', value: ({ version }) => version },
			{ name: 'days', title: 'days', value: ({ firstDay, lastDay }) => (firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`) },
			{ name: 'runs', title: 'runs', numeric: true, value: ({ runs }) => runs },
			{ name: 'success', title: 'success', numeric: true, value: ({ success }) => percent(success) },
			{ name: 'mean', title: 'mean time', numeric: true, value: ({ meanSeconds }) => meanSeconds && `${meanSeconds.toFixed(1)} s` },
			{ name: 'p95', title: '95 % within', numeric: true, value: ({ p95Seconds }) => p95Seconds && `${p95Seconds} s` },
			{ name: 'supported', title: 'supported', numeric: true, value: ({ supported }) => percent(supported) },
			{ name: 'quality', title: 'quality', numeric: true, value: ({ quality }) => percent(quality) },
			{ name: 'judged', title: 'judged', numeric: true, value: ({ judged }) => judged },
			{ name: 'notJudged', title: 'not judged', value: ({ notJudged }) => describeNotJudged(notJudged) },
		],
		versions,
		terminal,
	);
}

function changeLines(changes: InputChange[], terminal: Terminal): string[] {
	const describe = (counts: Record<string, number>) => {
		const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
		return Object.entries(counts)
			.map(([value, count]) => `${printable(value)} ${percent(count / all)}`)
			.join(', ');
	};
	return tableLines(
		[
			{ name: 'trait', title: 'inputs, replies', value: ({ trait }) => trait },
			{ name: 'kind', title: 'compared', value: ({ kind }) => (kind === 'shift' ? 'day with week' : 'week with four weeks') },
			{ name: 'index', title: 'change', numeric: true, value: ({ index }) => index.toFixed(2) },
			{ name: 'verdict', title: '', value: ({ kind, isChanged }) => (isChanged ? kind : '') },
			{ name: 'before', title: 'before', value: ({ before }) => describe(before) },
			{ name: 'now', title: 'now', value: ({ now }) => describe(now) },
		],
		changes,
		terminal,
	);
}

function actionLines(today: ActionDay[], changes: ActionChange[], terminal: Terminal): string[] {
	const find = ({ tool, origin }: ActionDay) => changes.filter((change) => change.tool === tool && change.origin === origin);
	return tableLines(
		[
			{ name: 'tool', title: 'today', value: ({ tool }) => printable(tool) },
			{ name: 'origin', title: 'asked by', value: ({ origin }) => origin },
			{ name: 'calls', title: 'calls', numeric: true, value: ({ calls }) => calls },
			{ name: 'amount', title: 'amount', numeric: true, value: ({ amount }) => amount || null },
			{
				name: 'changed',
				title: 'changed',
				value: (one) =>
					find(one)
						.map(({ kind, before }) => (kind === 'new' ? 'new' : `${kind}: at most ${before} a day before`))
						.join(', '),
			},
		],
		today,
		terminal,
	);
}

function failedLines(runs: FailedRun[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'at', title: 'judged', value: ({ at }) => toMinute(at) },
			{ name: 'version', title: 'version', value: ({ version }) => version },
			{ name: 'run', title: 'failed run', value: ({ run }) => run },
			{ name: 'reason', title: 'reason', value: ({ reason }) => printable(reason) },
		],
		runs,
		terminal,
	);
}

function evaluationLines(evaluations: WorseEvaluation[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'at', title: 'evaluated', value: ({ at }) => toMinute(at) },
			{ name: 'version', title: 'version', value: ({ version }) => version },
			{ name: 'set', title: 'set', value: ({ set }) => set },
			{ name: 'cases', title: 'cases', value: ({ setSha256 }) => setSha256.slice(0, 12) },
			{ name: 'passed', title: 'passed', numeric: true, value: ({ passed, cases }) => `${passed}/${cases}` },
			{ name: 'score', title: 'score', numeric: true, value: ({ score }) => score.toFixed(2) },
			{
				name: 'worseThan',
				title: 'worse than',
				value: ({ worseThan: before }) => (before ? `${before.passed}/${before.cases} of ${before.version}` : null),
			},
		],
		evaluations,
		terminal,
	);
}

const percent = (share: number | null): string | null => (share === null ? null : `${(share * 100).toFixed(1)} %`);

function describeNotJudged({ full, budget, lost }: VersionQuality['notJudged']): string {
	const reasons = [
		...(full > 0 ? [`${full} queue full`] : []),
		...(budget > 0 ? [`${budget} budget used up`] : []),
		...(lost > 0 ? [`${lost} judge failed`] : []),
	];
	return reasons.join(', ');
}
