import { type DescribedWork, dropWork, listWork, retryWork } from '../../service/operations/work';
import { checkDroppable } from '../../providers/state/work-store';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

type Kind = Parameters<typeof retryWork.perform>[0]['kind'];

export interface WorkOptions {
	kind: Kind;
	lane?: string;
	json?: boolean;
}

export interface WorkDropOptions extends WorkOptions {
	yes?: boolean;
}

export interface WorkListOptions extends Partial<WorkOptions> {
	limit: number;
}

export async function runWorkList({ kind, lane, limit, json }: WorkListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listWork, { kind, lane, limit }, terminal);
	const { items } = page;
	if (json) terminal.print(JSON.stringify(items));
	else if (items.length === 0) terminal.note('There is no such work.');
	else tableOf(items, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal);
	return 0;
}

export async function runWorkRetry(keys: string[], { kind, lane, json }: WorkOptions, terminal: Terminal): Promise<ExitCode> {
	return report('retried', await callOperation(retryWork, { kind, lane, ...some(keys) }, terminal), json, terminal);
}

/** @throws TroupeError INPUT_INVALID for a kind that cannot be dropped */
export async function runWorkDrop(keys: string[], options: WorkDropOptions, terminal: Terminal): Promise<ExitCode> {
	const { kind, lane, json } = options;
	const ofLane = lane === undefined ? '' : ` of the lane ${lane}`;
	const what =
		keys.length > 0 ? `the work ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ` and ${keys.length - 5} more` : ''}` : 'all work';
	const question = `Give up ${what}${ofLane} of the kind ${kind}? It is not done any more.`;
	checkDroppable(kind);
	if (!(await confirmedByPerson(printable(question), options, terminal))) return 1;
	return report('dropped', await callOperation(dropWork, { kind, lane, ...some(keys) }, terminal), json, terminal);
}

const some = (keys: string[]) => (keys.length > 0 ? { keys } : {});

function report(
	name: 'retried' | 'dropped',
	{ changed, refused }: { changed: string[]; refused: string[] },
	json: boolean | undefined,
	terminal: Terminal,
): ExitCode {
	if (json) terminal.print(JSON.stringify({ [name]: changed, refused }));
	terminal.note(`${changed.length} ${changed.length === 1 ? 'work' : 'works'} ${name === 'retried' ? 'due now' : 'given up'}.`);
	for (const key of refused)
		terminal.note(
			printable(`${key.slice(0, 60)}: there is no such work${name === 'retried' ? ' that was tried, or a process does it' : ''}.`),
		);
	return refused.length === 0 ? 0 : 1;
}

function tableOf(works: DescribedWork[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
			{ name: 'key', title: 'key', value: ({ key }) => key },
			{ name: 'lane', title: 'lane', value: ({ lane }) => lane },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'attempts', title: 'attempts', numeric: true, value: ({ attempts }) => attempts },
			{ name: 'due', title: 'due (UTC)', value: ({ dueAt }) => dueAt.slice(0, 19).replace('T', ' ') },
		],
		works,
		terminal,
	);
}
