import { describeOrigin } from '../../core/conversations/describe-origin';
import { summaryFields } from '../../core/ports/channels/hand-overs';
import { showConversation } from '../../service/operations/conversations/show-conversation';
import { callOperation } from '../services/call-operation';
import { countNouns } from '../terminal/format-text';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { toDollars, toMinute as toMinuteIn, toWait, toWho } from './list-run';

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
	const toMinute = (at: string) => toMinuteIn(at, shown.timeZone);
	print(`${shown.id}  ${shown.channel}  ${shown.name ?? shown.contact}  (times of ${shown.timeZone})`);
	const { origin, wait, assignedTo } = shown;
	const who = shown.mode === 'agent' && shown.sessionAgent !== null ? `the agent ${shown.sessionAgent}` : toWho(shown.mode);
	print(`  answered by ${who}${assignedTo === null ? '' : `, assigned to ${assignedTo}`}${shown.isHot ? ', hot' : ''}`);
	if (wait !== null) print(`  the customer waits since ${toMinute(wait.since)}, for: ${toWait(wait)}`);
	for (const { runId, decideBy, pending } of shown.decisions as Decision[])
		print(`  waits for a decision until ${toMinute(decideBy)}: ${pending.map(toAsked).join('; ')}; decide: troupe run resume ${runId}`);
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
	for (const { recordedAt, account, id: deal, state, askedAt } of shown.deals as Dealt[])
		print(`${toMinute(recordedAt)}  deal ${deal} (${account}): ${state}${askedAt === null ? '' : ` as of ${toMinute(askedAt)}`}`);
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
interface Dealt {
	account: string;
	id: string;
	state: string;
	recordedAt: string;
	askedAt: string | null;
}
interface Decision {
	runId: string;
	decideBy: string;
	pending: Array<{ kind: string; tool?: string; question?: string }>;
}

const toAsked = ({ tool, question }: Decision['pending'][number]) =>
	tool === undefined ? `question ${question || '(text not kept)'}` : `call of ${tool}`;

interface Ran {
	runId: string;
	state: string;
	outcome: string | null;
	costUsd: number | null;
	startedAt: string;
}

const isUnsent = ({ state }: Sent) => ['refused', 'failed', 'unknown', 'queued', 'held', 'withdrawn'].includes(state);
const indent = (text: string) => text.replace(/\n/g, '\n    ');
