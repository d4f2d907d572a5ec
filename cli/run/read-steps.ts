import { isTroupeError } from '../../core/base/errors';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { RunStep } from '../../core/agents/loop/trail/list-steps';
import type { DescribedRun } from '../../providers/compose/runs/describe-record';
import { showRun } from '../../service/operations/runs/runs';
import type { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import type { Terminal } from '../terminal/terminal';

type Steps = { events: AgentEvent[]; steps: RunStep[] } | { problem: string };

/** Returns a reader of the steps of runs, which says why they cannot be used: others are written all the same. */
export async function stepsReader(terminal: Terminal, open: typeof openHost): Promise<(run: DescribedRun) => Promise<Steps>> {
	const host = terminal.service === undefined ? await open(terminal) : undefined;
	return async ({ runId }) => {
		try {
			const { events, steps } = await callOperation(showRun, { runId }, terminal, () => host!);
			return { events, steps };
		} catch (error) {
			if (!isTroupeError(error) || !['RUN_STATE_INVALID', 'VAULT_UNREADABLE'].includes(error.code)) throw error;
			return { problem: error.message };
		}
	};
}
