import { TroupeError } from '../../core/base/errors';
import {
	type DescribedWantedTool,
	listWantedTools,
	removeWantedTool,
	showWantedTool,
} from '../../service/operations/wanted-tools/wanted-tools';
import { openPrivateState, readStateHost } from '../host';
import { callOperation } from '../services/call-operation';
import { nameCommand } from '../services/name-command';
import { countNouns } from '../terminal/format-text';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';

export interface WantedOptions {
	json?: boolean;
}

export interface RemoveOptions extends WantedOptions {
	yes?: boolean;
}

export interface WantedListOptions extends WantedOptions {
	limit: number;
}

export async function runWantedList({ limit, json }: WantedListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listWantedTools, { limit }, terminal);
	const { items: wanted } = page;
	if (json) terminal.print(JSON.stringify(wanted));
	else if (wanted.length === 0) terminal.note(`No agent of ${ofWhom(terminal)} asked for a tool that nobody has.`);
	else {
		tableOf(wanted, terminal).forEach(terminal.print);
		tellMore(page, terminal);
		terminal.note(`see: ${nameCommand('troupe wanted-tools show TOOL', terminal)}`);
	}
	return 0;
}

/** @throws TroupeError INPUT_INVALID for an impossible tool name */
export async function runWantedShow(tool: string, { json }: WantedOptions, terminal: Terminal): Promise<ExitCode> {
	checkName(tool);
	const answer = await callOperation(showWantedTool, { tool }, terminal, openWithNodes);
	if (json) {
		terminal.print(JSON.stringify(answer));
		return 0;
	}
	const { wantedBy, alternatives, searchedNodes } = answer;
	for (const { agent, source, count } of wantedBy)
		terminal.print(printable(`${agent}: ${source === 'run' ? countNouns(count, 'call') : 'named by a rule of its definition'}`));
	for (const { kind, node, reason } of alternatives) terminal.print(printable(`${node ?? kind}: ${reason}`));
	if (searchedNodes === null && terminal.service !== undefined)
		terminal.note('n8n is not installed on the machine of the service, so that its nodes were not searched.');
	else if (searchedNodes === null)
		terminal.note('n8n is not installed on this machine, so that its nodes were not searched. Set TROUPE_N8N to its folder.');
	return 0;
}

const openWithNodes = (terminal: Terminal) => ({ ...openPrivateState(terminal), environment: terminal.environment });

const ofWhom = (terminal: Terminal) =>
	terminal.service === undefined ? `the tenant ${readStateHost(terminal).tenant}` : 'the tenant of the key';

/** Returns 1 if there was none. */
export async function runWantedRemove(tool: string, { json, yes }: RemoveOptions, terminal: Terminal): Promise<ExitCode> {
	if (
		!(await confirmedByPerson(
			printable(`Remove ${tool} from the list? It then no longer shows which agents asked for it.`),
			{ yes },
			terminal,
		))
	)
		return 1;
	checkName(tool);
	const { removed } = await callOperation(removeWantedTool, { tool }, terminal);
	if (json) terminal.print(JSON.stringify({ tool, removed }));
	terminal.note(printable(removed > 0 ? `Removed ${tool} from the list.` : `Nobody asked for ${tool}.`));
	return removed > 0 ? 0 : 1;
}

function checkName(tool: string): void {
	if (tool.length > 0 && tool.length <= 200) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The name of the tool has ${tool.length} characters, expected 1 to 200.`,
		fix: 'Use the name that `troupe wanted-tools list` prints.',
	});
}

function tableOf(wanted: DescribedWantedTool[], terminal: Terminal): string[] {
	return tableLines(
		[
			{ name: 'tool', title: 'tool', value: ({ tool }) => tool },
			{ name: 'agent', title: 'agent', value: ({ agent }) => agent },
			{ name: 'source', title: 'source', value: ({ source }) => source },
			{ name: 'count', title: 'times', numeric: true, value: ({ count }) => count },
			{ name: 'lastAt', title: 'last', value: ({ lastAt }) => lastAt },
		],
		wanted,
		terminal,
	);
}
