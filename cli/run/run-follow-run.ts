import type { RunNews } from '../../providers/compose/runs/follow-run';
import type { AgentEvent } from '../../core/agents/agent-event';
import { openHost } from '../host';
import { eventLine } from '../agent/lines/event-line';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { nameCommand } from '../services/name-command';
import { describeEnd } from './run-list-run';

/** Prints the steps of a run that are stored, and those that follow, until it ends. A run that waits is followed on. */
export async function runRunFollow(runId: string, { json }: { json?: boolean }, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const print = (event: AgentEvent) => {
		const line = json ? JSON.stringify({ event }) : eventLine(event);
		if (line !== undefined) terminal.print(line);
	};
	for await (const news of await openNews(runId, terminal, open)) {
		if ('event' in news) print(news.event);
		else if (news.run.state === 'waiting')
			terminal.note(`The run waits. Decide with: ${nameCommand(`troupe run resume ${printable(runId)}`, terminal)}`);
		else if (news.run.state !== 'running') {
			const { run } = news;
			terminal.print(json ? JSON.stringify({ run }) : printable([run.state, describeEnd(run)].filter(Boolean).join(': ')));
			return run.state === 'completed' ? 0 : 1;
		}
	}
	return 0;
}

async function openNews(runId: string, terminal: Terminal, open: typeof openHost): Promise<AsyncGenerator<RunNews>> {
	if (terminal.service !== undefined) return (await import('./follow-at-service')).followAtService(runId, terminal.service, terminal);
	const { followRun } = await import('../../providers/compose/runs/follow-run');
	return followRun(runId, await open(terminal), terminal.stop);
}
