import { useState } from 'preact/hooks';
import { may } from '../../api/session';
import { Dialog } from '../../parts/dialog';
import { Link } from '../../parts/link';
import type { Plan, PlanRun } from './plan';
import { plansWords as words } from './plans-words';
import type { PlanActs } from './use-plan';

interface StuckRun extends PlanRun {
	instanceKey: string;
}

export function PlanStuck({ plan: { runs = [] }, acts }: { plan: Plan; acts: PlanActs }) {
	const [ending, setEnding] = useState<string>();
	const stuck = runs.filter((run): run is StuckRun => run.state === 'incident' && run.instanceKey !== undefined);
	if (stuck.length === 0 && ending === undefined) return null;
	const answer = (key: string, act: 'retry' | 'cancel') => ({ answers: { [key]: act } });
	return (
		<section class="card failures" aria-labelledby="stuck">
			<h2 id="stuck">{words('stuck')}</h2>
			<p class="quiet">{words(may('process:run') ? 'stuckHelp' : 'stuckRefused')}</p>
			<ul class="lines">
				{stuck.map((run) => (
					<Stuck
						key={run.instanceKey}
						run={run}
						isBusy={acts.busy !== undefined}
						retry={() => void acts.act('ask', answer(run.instanceKey, 'retry'))}
						cancel={() => setEnding(run.instanceKey)}
					/>
				))}
			</ul>
			{ending !== undefined && (
				<Dialog
					title={words('cancelRun')}
					action={words('cancelRun')}
					isDangerous
					perform={() => acts.perform('ask', answer(ending, 'cancel'))}
					close={() => setEnding(undefined)}
				>
					<p>{words('cancelRunHelp', ending)}</p>
				</Dialog>
			)}
		</section>
	);
}

interface StuckProps {
	run: StuckRun;
	isBusy: boolean;
	retry: () => void;
	cancel: () => void;
}

const Stuck = ({ run: { instanceKey, incidents = [] }, isBusy, retry, cancel }: StuckProps) => (
	<li>
		<p class="plan-part">
			<Link to={`processes/instances/${instanceKey}`}>{`${words('run1')} ${instanceKey}`}</Link>
			{incidents.map(({ step, message }, index) => (
				<span key={index} class="plan-why">
					{step}: {message}
				</span>
			))}
		</p>
		{may('process:run') && (
			<p class="actions">
				<button type="button" class="button main" disabled={isBusy} onClick={retry}>
					{words('retry')}
				</button>
				<button type="button" class="button danger" disabled={isBusy} onClick={cancel}>
					{words('cancelRun')}
				</button>
			</p>
		)}
	</li>
);
