import type { PendingDecision } from '../../core/agents/agent-outcome';
import { showRun } from '../../service/operations/runs/runs';
import type { RunAnswer } from '../../service/runs/run-answer';
import { completeDecisions, type DecisionOptions, readDecisions } from '../agent/decisions/decision-options';
import { callOperation, connectTo } from '../services/call-operation';
import { onlyHere } from '../services/only-here';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

interface ResumeOptions extends DecisionOptions {
	run: string;
	json?: boolean;
	agent?: string;
	record?: string;
	events?: boolean;
	keys?: string;
	keepChanges?: string;
}

const maxAnswerBytes = 16 * 1024 * 1024;

/** Decides what a run at a service waits for, and waits for what it comes to. @throws TroupeError of the service */
export async function resumeAtService(options: ResumeOptions, service: string, terminal: Terminal): Promise<ExitCode> {
	const { run: runId, json } = options;
	for (const [option, given] of Object.entries({
		'--agent': options.agent,
		'--record': options.record,
		'--events': options.events,
		'--keys': options.keys,
		'--keep-changes': options.keepChanges,
	}))
		if (given !== undefined) onlyHere(option, terminal);
	const { pending = [] } = await callOperation(showRun, { runId }, terminal);
	const decisions = await completeDecisions(readDecisions(options, pending), pending, terminal);
	const connection = await connectTo(service, terminal);
	const body = { decisions: decisions.map(withoutKind) };
	const path = `runs/${encodeURIComponent(runId)}/resume?waitSeconds=20`;
	let answer: RunAnswer & { pending?: PendingDecision[] };
	do {
		// Sent again, the same decisions find what came of them.
		const { text } = await connection.send('POST', path, { body, maxBytes: maxAnswerBytes });
		answer = JSON.parse(text) as typeof answer;
	} while (answer.state === 'running');
	if (json) terminal.print(JSON.stringify(answer));
	else if (answer.reply !== undefined) terminal.print(printable(answer.reply));
	terminal.note(printable([answer.state, answer.outcome, answer.reason].filter(Boolean).join(', ')));
	return 0;
}

const withoutKind = ({ kind: _kind, ...decision }: { kind: string }) => decision;
