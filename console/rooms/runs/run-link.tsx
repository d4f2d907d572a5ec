import { Link } from '../../parts/link';
import { formatMoment } from '../../words/format';
import { nameRun, pathOfRun, type Run } from './run';

type Named = Pick<Run, 'agent' | 'runId' | 'of' | 'startedAt'>;

/** Names a run for screen readers: runs of an agent share a name, and the time tells them apart. */
export const nameWithTime = (run: Named): string => `${nameRun(run)}, ${formatMoment(run.startedAt)}`;

export const RunLink = ({ run }: { run: Named }) => (
	<Link to={pathOfRun(run.runId)} aria-label={nameWithTime(run)}>
		{nameRun(run)}
	</Link>
);
