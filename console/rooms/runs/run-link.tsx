import { Link } from '../../parts/link';
import { formatMoment } from '../../words/format';
import { nameRun, pathOfRun, type Run } from './run';

type Named = Pick<Run, 'agent' | 'runId' | 'of' | 'startedAt'>;

/** Names a run for readers of a screen: the runs of an agent have one name, and its time tells them apart. */
export const nameWithTime = (run: Named): string => `${nameRun(run)}, ${formatMoment(run.startedAt)}`;

/** Leads to a run by its name. */
export const RunLink = ({ run }: { run: Named }) => (
	<Link to={pathOfRun(run.runId)} aria-label={nameWithTime(run)}>
		{nameRun(run)}
	</Link>
);
