import { toIso } from '../../../core/base/iso-time';
import type { RecordedRun } from '../../state/runs/list-runs';

export type DescribedRun = Omit<RecordedRun, 'startedAt' | 'endedAt' | 'lastUsed'> & {
	startedAt: string;
	endedAt: string | null;
	lastUsed: string;
};

export const describeRecord = ({ startedAt, endedAt, lastUsed, ...run }: RecordedRun): DescribedRun => ({
	...run,
	startedAt: toIso(startedAt),
	endedAt: endedAt === null ? null : toIso(endedAt),
	lastUsed: toIso(lastUsed),
});
