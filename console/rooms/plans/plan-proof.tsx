import { Fault } from '../../parts/fault';
import { Status } from '../../parts/status';
import type { Plan, Proof } from './plan';
import { TitledList } from './titled-list';
import { plansWords as words } from './plans-words';
import type { PlanActs } from './use-plan';

export function PlanProof({ plan: { files, proof }, acts, mayChange }: { plan: Plan; acts: PlanActs; mayChange: boolean }) {
	if (!files) return null;
	return (
		<section class="card plan-part" aria-labelledby="proof">
			<h2 id="proof">{words('proof')}</h2>
			{!proof && <p>{words('notYetProved')}</p>}
			{proof && <Played proof={proof} />}
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

function Played({ proof: { passed, cases, missed, optional = [], answers = [], unplayed = [] } }: { proof: Proof }) {
	return (
		<>
			<p>
				<Status tone={passed ? 'good' : 'bad'}>{words(passed ? 'passed' : 'caseFailed')}</Status>{' '}
				{passed ? words('provedAll', cases.length) : words('notProved')}
			</p>
			{answers.length > 0 && <p>{sayAnswers(answers)}</p>}
			<TitledList title={words('unplayed')} items={unplayed} />
			<TitledList title={words('missed')} items={missed} />
			<TitledList title={words('notTried')} items={optional} />
			<ul class="outcomes">
				{cases.map((one) => (
					<li key={one.name}>
						<Status tone={one.passed ? 'good' : 'bad'}>{words(one.passed ? 'passed' : 'caseFailed')}</Status> {one.name}
						{one.problem !== undefined && <span class="plan-why">{one.problem}</span>}
					</li>
				))}
			</ul>
		</>
	);
}

function sayAnswers(answers: NonNullable<Proof['answers']>): string {
	const tell = (kind: 'recorded' | 'supposed'): [number, string] => {
		const of = answers.filter((one) => one[kind] > 0);
		return [of.reduce((sum, one) => sum + one[kind], 0), of.map(({ step }) => step).join(', ')];
	};
	const [recorded, supposed] = [tell('recorded'), tell('supposed')];
	return [
		...(recorded[0] > 0 ? [words('recordedAnswers', ...recorded)] : []),
		...(supposed[0] > 0 ? [words('supposedAnswers', ...supposed)] : []),
	].join(' ');
}
