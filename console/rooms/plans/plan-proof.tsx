import { Fault } from '../../parts/fault';
import { Status } from '../../parts/status';
import type { Plan } from './plan';
import { plansWords as words } from './plans-words';
import type { PlanActs } from './use-plan';

/** The cases that were played, one for each branch. */
export function PlanProof({ plan: { files, proof }, acts, mayChange }: { plan: Plan; acts: PlanActs; mayChange: boolean }) {
	if (!files) return null;
	return (
		<section class="card plan-part" aria-labelledby="proof">
			<h2 id="proof">{words('proof')}</h2>
			{!proof && <p>{words('notYetProved')}</p>}
			{proof && (
				<p>
					<Status tone={proof.passed ? 'good' : 'bad'}>{words(proof.passed ? 'passed' : 'caseFailed')}</Status>{' '}
					{proof.passed ? words('provedAll', proof.cases.length) : words('notProved')}
				</p>
			)}
			{proof && proof.missed.length > 0 && <p>{words('missed', proof.missed.join(', '))}</p>}
			{proof && (
				<ul class="outcomes">
					{proof.cases.map(({ name, passed, problem }) => (
						<li key={name}>
							<Status tone={passed ? 'good' : 'bad'}>{words(passed ? 'passed' : 'caseFailed')}</Status> {name}
							{problem !== undefined && <span class="plan-why">{problem}</span>}
						</li>
					))}
				</ul>
			)}
			{acts.problem?.act === 'prove' && <Fault problem={acts.problem.problem} />}
			{mayChange && (
				<p class="actions">
					<button type="button" class="button" disabled={acts.busy !== undefined} onClick={() => void acts.act('prove', {})}>
						{words('prove')}
					</button>
					{acts.busy === 'prove' && <span role="status">{words('proving')}</span>}
				</p>
			)}
		</section>
	);
}
