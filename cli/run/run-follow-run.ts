import { type DescribedRun, describeRecord } from '../../providers/compose/runs/describe-record';
import type { AgentEvent } from '../../core/agents/agent-event';
import { openHost } from '../host';
import { eventLine } from '../agent/event-line';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { describeEnd } from './run-list-run';

/** Prints the steps of a run that are stored, and those that follow, until it ends. A run that waits is followed on. */
export async function runRunFollow(runId: string, { json }: { json?: boolean }, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const print = (event: AgentEvent) => {
		const line = json ? JSON.stringify({ event }) : eventLine(event);
		if (line !== undefined) terminal.print(line);
	};
	for await (const news of openNews(runId, terminal, open)) {
		if ('event' in news) print(news.event);
		else if (news.run.state === 'waiting') terminal.note(`The run waits. Decide with: troupe run resume ${printable(runId)}`);
		else if (news.run.state !== 'running') {
			const { run } = news;
			terminal.print(json ? JSON.stringify({ run }) : printable([run.state, describeEnd(run)].filter(Boolean).join(': ')));
			return run.state === 'completed' ? 0 : 1;
		}
	}
	return 0;
}

async function* openNews(
	runId: string,
	terminal: Terminal,
	open: typeof openHost,
): AsyncGenerator<{ event: AgentEvent } | { run: DescribedRun }> {
	if (terminal.service !== undefined) {
		const { followAtService } = await import('./follow-at-service');
		yield* followAtService(runId, terminal.service, terminal);
		return;
	}
	const host = await open(terminal);
	const { followRun } = await import('../../providers/compose/runs/follow-run');
	for await (const news of followRun(runId, host, terminal.stop)) yield 'run' in news ? { run: describeRecord(news.run) } : news;
}
