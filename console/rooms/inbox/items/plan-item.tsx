import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { pathOf } from '../../../app/router';
import { Fault } from '../../../parts/fault';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { formatTime } from '../../../words/format';
import { PlanChanges } from '../../plans/plan-changes';
import { ConfirmDialog } from '../../plans/plan-confirm';
import { sayCost } from '../../plans/say-cost';
import { plansWords } from '../../plans/plans-words';
import { Facts } from '../facts';
import { inboxWords as words } from '../inbox-words';
import type { ItemProps } from '../item-props';
import { readPlan, type WaitingPlan } from './read-plan';
import { useItem } from './use-item';

/** A proved plan: effects, costs and risks, and its confirmation by exactly this hash. */
export function PlanItem({ id, settle, onMissing }: ItemProps) {
	const { data: plan, problem, reload } = useItem(id, (signal) => readPlan(id, signal), onMissing);
	const [asked, setAsked] = useState<WaitingPlan>();
	if (!plan) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	const confirm = (body: object) => () => call(`POST plans/${encodeURIComponent(plan.id)}/confirm`, { body });
	return (
		<>
			<PlanFacts plan={plan} />
			<p>
				<Link to={pathOf('plans', plan.id)}>{words('toPlan')}</Link>
			</p>
			<p class="actions decide">
				<button type="button" class="button main" onClick={() => setAsked(plan)}>
					{plansWords('confirm')}
				</button>
			</p>
			{asked && (
				<ConfirmDialog
					plan={asked}
					hash={asked.hash}
					isOther={plan.hash !== asked.hash}
					confirm={(body) => settle(confirm(body), words('planConfirmed'))}
					close={() => setAsked(undefined)}
				/>
			)}
		</>
	);
}

function PlanFacts({ plan: { tree, version, hash, explanation, proof, confirmed, changes } }: { plan: WaitingPlan }) {
	const { summary, steps = [], cost, risks = [], supposed = [], unsupported = [] } = explanation ?? {};
	return (
		<Facts
			facts={[
				[words('what'), tree?.name],
				[plansWords('version'), version],
				[words('changes'), confirmed && plansWords('confirmedBy', confirmed.by, formatTime(confirmed.at))],
				[plansWords('sinceConfirmed'), changes && <PlanChanges changes={changes} />],
				[words('does'), summary],
				[plansWords('steps'), list(steps.map(({ name, who }) => `${name}: ${who}`))],
				[plansWords('costOfOne'), cost && sayCost(cost)],
				[plansWords('risks'), list(risks)],
				[plansWords('supposed'), list(supposed)],
				[plansWords('unsupported'), list(unsupported)],
				[plansWords('proof'), proof && plansWords('provedAll', proof.cases.length)],
				[words('hash'), <code class="plan-hash">{hash}</code>],
			]}
		/>
	);
}

const list = (texts: string[]) =>
	texts.length === 0 ? undefined : (
		<ul class="plain">
			{texts.map((text, index) => (
				<li key={index}>
					<bdi>{text}</bdi>
				</li>
			))}
		</ul>
	);
