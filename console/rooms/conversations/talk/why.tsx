import { may } from '../../../api/session';
import { pathOf } from '../../../app/router';
import { Link } from '../../../parts/link';
import type { Run } from './talk';
import { talkWords as words } from './talk-words';

/** Explains an answer: the outcome of its run, and the run itself. */
export function Why({ id, run }: { id: string; run: Run | undefined }) {
	const outcome = run && (run.errorCode ?? run.reason ?? run.outcome);
	if (!run && !may('run:read')) return null;
	return (
		<p class="talk-why">
			{run && (
				<span>
					{words('why')} {describeOutcome(run)}
					{outcome && outcome !== 'reply' && outcome !== run.outcome && ` (${outcome})`}
					{run.agent && ` · ${run.agent}`}
				</span>
			)}{' '}
			{may('run:read') && <Link to={pathOf('runs', id)}>{words('run')}</Link>}
		</p>
	);
}

const outcomes = ['reply', 'blocked', 'needs-human', 'limit-reached'] as const;

export function describeOutcome({ outcome, state }: Run): string {
	const known = outcomes.find((one) => one === outcome);
	return known ? words(known) : (outcome ?? state);
}
