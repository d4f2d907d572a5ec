import { describeOrigin } from '../../core/conversations/describe-origin';
import { summaryFields } from '../../core/ports/channels/hand-overs';
import { showConversation } from '../../service/operations/conversations/conversations';
import { callOperation } from '../services/call-operation';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { toDollars, toMinute, toWait, toWho } from './list-run';

export interface ShowOptions {
	limit: number;
	json?: boolean;
}

/** @throws TroupeError RESOURCE_NOT_FOUND */
export async function runConversationShow(id: string, { limit, json }: ShowOptions, terminal: Terminal): Promise<ExitCode> {
	const shown = await callOperation(showConversation, { conversation: id, limit }, terminal);
	if (json) {
		terminal.print(JSON.stringify(shown));
		return 0;
	}
	const print = (line: string) => terminal.print(printable(line));
	print(`${shown.id}  ${shown.channel}  ${shown.name ?? shown.contact}`);
	const { origin, wait, assignedTo } = shown;
	print(`  answered by ${toWho(shown.mode)}${assignedTo === null ? '' : `, assigned to ${assignedTo}`}${shown.isHot ? ', hot' : ''}`);
	if (wait !== null) print(`  the customer waits since ${toMinute(wait.since)} UTC, for: ${toWait(wait)}`);
	if (origin !== null) print(`  came from: ${describeOrigin(origin, 'en')}`);
	print(
		`  ${toDollars(shown.costUsd)} in ${countNouns(shown.runs, 'run')}${shown.agent === null ? '' : `, the last one of ${shown.agent}`}`,
	);
	for (const { version, isTrial, turns } of shown.settings)
		print(`  settings: version ${version}${isTrial ? ', the trial' : ''}, in ${countNouns(turns, 'turn')}`);
	for (const { at, author, writer, text } of shown.messages)
		print(`${toMinute(at)}  ${writer === null ? author : `${author} ${writer}`}: ${text === '' ? '(text not kept)' : indent(text)}`);
	for (const { at, state, by, reason, summary } of shown.handOvers as Handed[]) {
		print(`${toMinute(at)}  handed over by ${by}, ${state}: ${reason}`);
		for (const field of summaryFields) if (summary[field]) print(`    ${field}: ${indent(summary[field])}`);
	}
	for (const { at, kind, by, text, desk } of shown.notes as Noted[])
		print(`${toMinute(at)}  ${kind} by ${by}: ${indent(text)}${desk === null ? '' : ` (desk ${desk.name}: ${desk.reason ?? desk.state})`}`);
	for (const { createdAt, kind, state, reason } of (shown.sends as Sent[]).filter(isUnsent))
		print(`${toMinute(createdAt)}  not sent: ${kind} ${state}${reason === null ? '' : `: ${reason}`}`);
	for (const run of shown.ranAs as Ran[])
		print(`${toMinute(run.startedAt)}  run ${run.runId}: ${run.outcome ?? run.state}, ${toDollars(run.costUsd)}`);
	return 0;
}

interface Handed {
	at: string;
	by: string;
	state: string;
	reason: string;
	summary: Partial<Record<string, string>>;
}
interface Noted {
	at: string;
	kind: string;
	by: string;
	text: string;
	desk: { name: string; state: string; reason: string | null } | null;
}
interface Sent {
	createdAt: string;
	kind: string;
	state: string;
	reason: string | null;
}
interface Ran {
	runId: string;
	state: string;
	outcome: string | null;
	costUsd: number | null;
	startedAt: string;
}

const isUnsent = ({ state }: Sent) => ['refused', 'failed', 'unknown', 'queued'].includes(state);
const indent = (text: string) => text.replace(/\n/g, '\n    ');
