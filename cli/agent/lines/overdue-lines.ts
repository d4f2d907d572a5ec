import type { ListedRun } from '../../../providers/state/runs/suspensions';
import { printable } from '../../terminal/terminal';

export const outcomeWords: Record<ListedRun['whenTimedOut'], string> = {
	end: 'ends',
	decline: 'is declined',
	approve: 'is approved',
	escalate: 'is escalated',
};

const continuedBy: Record<string, string> = { n8n: 'n8n', worker: 'its process' };
export const nameContinuer = ({ host = 'cli' }: Pick<ListedRun, 'host'>): string => continuedBy[host] ?? 'troupe serve';

type Waiting = Pick<ListedRun, 'status' | 'host' | 'runId'>;

export function overdueLines(runs: Waiting[]): string[] {
	const overdue = runs.filter(({ status }) => status === 'timed-out');
	const of = (who: string) => overdue.filter((run) => nameContinuer(run) === who);
	const own = of('troupe serve');
	const n8n = of('n8n');
	const processes = of('its process');
	return [
		...own
			.slice(0, 1)
			.map(
				({ runId }) =>
					`${count(own)}. \`troupe serve\` continues such a run within 30 s: start it, or run \`troupe run resume ${printable(runId)}\`.`,
			),
		...n8n
			.slice(0, 1)
			.map(
				() =>
					`${count(n8n)} in n8n, which continues it by itself: check that n8n runs. After "Return the Run", a node with the operation Resume does.`,
			),
		...processes
			.slice(0, 1)
			.map(
				() =>
					`${count(processes)} in a process. A timer event with =date and time(decideBy) continues it: see docs/job-types/troupe-agent.md.`,
			),
	];
}

const count = ({ length }: Waiting[]): string => (length === 1 ? '1 run is overdue' : `${length} runs are overdue`);
