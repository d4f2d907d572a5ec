import { cancelOperation, listOperations, showOperation } from '../../service/operations/background/background-operations';
import type { DescribedOperation } from '../../service/operations/background/describe-operation';
import type { OperationState } from '../../providers/state/operations/operations';
import { callOperation } from '../services/call-operation';
import { followOperation } from '../services/follow-operation';

import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface OperationListOptions {
	state?: OperationState;
	limit: number;
	json?: boolean;
}

export interface OperationShowOptions {
	wait?: boolean;
	json?: boolean;
}

export async function runOperationList({ state, limit, json }: OperationListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listOperations, { state, limit }, terminal);
	const { items } = page;
	if (json) terminal.print(JSON.stringify(items));
	else if (items.length === 0) terminal.note('There is no such operation.');
	else tableOf(items, terminal).forEach(terminal.print);
	if (!json) tellMore(page, terminal);
	return 0;
}

/** Leaves the operation as it is when the command is stopped. */
export async function runOperationShow(id: string, { wait, json }: OperationShowOptions, terminal: Terminal): Promise<ExitCode> {
	const shown = await (wait ? followOperation(id, terminal, callOperation) : callOperation(showOperation, { id }, terminal));
	const { answer, error, ...facts } = shown;
	if (json) terminal.print(JSON.stringify(shown));
	else {
		tableOf([facts], terminal).forEach(terminal.print);
		if (error) terminal.note(printable([error.message, error.fix].filter(Boolean).join(' ')));
		if (answer !== undefined) terminal.print(printable(typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)));
	}
	return ['failed', 'cancelled', 'interrupted'].includes(facts.state) ? 1 : 0;
}

export async function runOperationCancel(id: string, options: { yes?: boolean }, terminal: Terminal): Promise<ExitCode> {
	if (!(await confirmedByPerson(`Cancel the operation ${printable(id)}?`, options, terminal))) return 1;
	await callOperation(cancelOperation, { id }, terminal);
	terminal.note('The operation is cancelled.');
	return 0;
}

const showTime = (time: string | undefined) => time?.slice(0, 19).replace('T', ' ') ?? '-';

function showProgress({ progress }: DescribedOperation): string {
	if (!progress) return '-';
	const { done, total, unit } = progress;
	return `${done}${total === undefined ? '' : ` of ${total}`} ${unit}s`;
}

function tableOf(operations: DescribedOperation[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'id', title: 'id', value: ({ id }) => id },
			{ name: 'operation', title: 'operation', value: ({ operation }) => operation },
			{ name: 'about', title: 'about', value: ({ about = '-' }) => printable(about) },
			{ name: 'by', title: 'by', value: ({ by }) => by },
			{ name: 'state', title: 'state', value: ({ state }) => state },
			{ name: 'progress', title: 'progress', value: showProgress },
			{ name: 'process', title: 'process', value: ({ process = '-' }) => printable(process) },
			{ name: 'created', title: 'created (UTC)', value: ({ createdAt }) => showTime(createdAt) },
			{ name: 'ended', title: 'ended (UTC)', value: ({ endedAt }) => showTime(endedAt) },
		],
		operations,
		terminal,
	);
}
