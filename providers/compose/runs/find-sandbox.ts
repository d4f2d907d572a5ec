import type { RecordedRun } from '../../state/runs/list-runs';

/** Finds the run of the sandbox in which an agent ran: its id begins with that one. Undefined for all other runs. */
export const findSandbox = ({ runId, host, of }: Pick<RecordedRun, 'runId' | 'of'> & { host: string | null }): string | undefined =>
	host === 'sandbox' && of.sandbox === undefined ? runId.split('/')[0] : undefined;
