import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import { may } from '../../api/session';
import { tones } from './plan';
import { PlanConfirm } from './plan-confirm';
import { PlanDiagram } from './plan-diagram';
import { PlanProof } from './plan-proof';
import { PlanQuestions } from './plan-questions';
import { PlanRuns } from './plan-runs';
import { PlanSteps } from './plan-steps';
import { PlanStuck } from './plan-stuck';
import { PlanTalk } from './plan-talk';
import { plansWords as words } from './plans-words';
import { usePlan } from './use-plan';

/** A plan: conversation, process, questions, costs and effects. */
export function PlanPage({ id }: { id: string }) {
	const { plan, read, acts } = usePlan(id);
	if (!plan) return read.problem ? <Fault problem={read.problem} retry={read.reload} /> : <Skeleton rows={8} />;
	const mayChange = may('process:deploy');
	return (
		<>
			<div class="page-head">
				<Heading>{plan.tree?.name ?? words('plan')}</Heading>
				<p>
					<Status tone={tones[plan.state]}>{words(plan.state)}</Status> <span class="quiet">{plan.version}</span>
				</p>
			</div>
			{read.problem && <Fault problem={read.problem} retry={read.reload} />}
			<div class="plan-columns">
				<div>
					<PlanTalk plan={plan} acts={acts} mayChange={mayChange} />
					{mayChange && <PlanStuck plan={plan} acts={acts} />}
					{mayChange && <PlanQuestions plan={plan} acts={acts} />}
				</div>
				<div>
					<PlanDiagram plan={plan} />
					{plan.faults && plan.faults.length > 0 && <PlanFaults faults={plan.faults} />}
				</div>
			</div>
			<PlanSteps plan={plan} />
			<PlanProof plan={plan} acts={acts} mayChange={mayChange} />
			<PlanConfirm plan={plan} acts={acts} mayChange={mayChange} />
			<PlanRuns plan={plan} acts={acts} />
		</>
	);
}

const PlanFaults = ({ faults }: { faults: NonNullable<Parameters<typeof PlanDiagram>[0]['plan']['faults']> }) => (
	<section class="card" aria-labelledby="faults">
		<h2 id="faults">{words('faults')}</h2>
		<ul>
			{faults.map(({ path, rule, message, fix }, index) => (
				<li key={index}>
					{message} {fix} <code>{rule}</code> <span class="quiet">{path}</span>
				</li>
			))}
		</ul>
	</section>
);
