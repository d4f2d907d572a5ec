import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { ReasonDialog } from '../../../parts/dialog';
import { Empty } from '../../../parts/empty';
import { Fault } from '../../../parts/fault';
import { Skeleton } from '../../../parts/skeleton';
import { Status, type Tone } from '../../../parts/status';
import { Time } from '../../../parts/time';
import { toast } from '../../../parts/toasts';
import { formatNumber, formatShare } from '../../../words/format';
import { sayKind } from '../../../words/kinds';
import { agentsWords as words } from '../agents-words';
import { readRollouts, type Rollout } from '../registry';
import type { Group } from '../registry';

function Groups({ rollout: { from, to, others = [], groups, quality, reporters } }: { rollout: Rollout }) {
	const isJudged = quality?.compare === 'judged';
	return (
		<>
			{groups && (
				<table class="table">
					<caption class="unseen">{words('groups')}</caption>
					<tbody>
						{[from, to, ...others].map((version, index) => {
							const [good, all] = countOf([groups.from, groups.to, ...(groups.others ?? [])][index]!, isJudged);
							return (
								<tr key={version}>
									<th scope="row">{groups.worse?.includes(version) ? words('worseVersion', version) : version}</th>
									<td>{words(isJudged ? 'passed' : 'succeeded', formatNumber(good), formatNumber(all))}</td>
									<td class="number">{all === 0 ? '–' : formatShare(good / all)}</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			)}
			{reporters && reporters.length > 0 && (
				<details>
					<summary>{words('reporters', reporters.length)}</summary>
					<ul>
						{reporters.map(({ subject, to: group }) => {
							const [good, all] = countOf(group, false);
							return (
								<li key={subject}>
									{subject}: {words('succeeded', formatNumber(good), formatNumber(all))}
								</li>
							);
						})}
					</ul>
				</details>
			)}
		</>
	);
}

const countOf = ({ succeeded, failed, judgedPassed, judgedFailed }: Group, isJudged: boolean): [number, number] =>
	isJudged ? [judgedPassed, judgedPassed + judgedFailed] : [succeeded, succeeded + failed];

type Step = 'advance' | 'pause' | 'resume' | 'abort';

const tones: Record<Rollout['state'], Tone> = { running: 'busy', paused: 'warn', completed: 'good', aborted: 'bad' };
const stepsOf: Record<Rollout['state'], Step[]> = {
	running: ['advance', 'pause', 'abort'],
	paused: ['resume', 'abort'],
	completed: ['abort'],
	aborted: [],
};
const order = ['running', 'paused', 'aborted', 'completed'];

interface RolloutsProps {
	kind?: string;
	/** One agent or prompt; without it, all. */
	name?: string;
	by?: 'contact';
}

export function Rollouts({ kind, name, by }: RolloutsProps) {
	const { data, problem, reload } = useQuery('rollouts', readRollouts, { every: 10_000 });
	const [steering, setSteering] = useState<{ rollout: Rollout; step: Step }>();
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton />;
	const shown = data.rollouts
		.filter((rollout) => (kind === undefined || rollout.kind === kind) && (name === undefined || rollout.package === name))
		.filter((rollout) => by === undefined || rollout.by === by)
		.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
	if (shown.length === 0)
		return name === undefined ? (
			<Empty title={words('noRollouts')}>
				<p>{words('noRolloutsHelp')}</p>
			</Empty>
		) : null;
	return (
		<section class="section" aria-label={words('rollouts')}>
			{shown.map((rollout) => (
				<One key={rollout.id} title={name === undefined ? 'h2' : 'h3'} rollout={rollout} steer={(step) => setSteering({ rollout, step })} />
			))}
			{steering && (
				<ReasonDialog
					title={`${nameStep(steering.step, steering.rollout)}: ${steering.rollout.package} ${steering.rollout.to}`}
					action={nameStep(steering.step, steering.rollout)}
					isOptional={steering.step !== 'abort'}
					isDangerous={steering.step === 'abort'}
					close={() => setSteering(undefined)}
					perform={async (reason) => {
						const { id, revision } = steering.rollout;
						await call(`POST rollouts/${encodeURIComponent(id)}/${steering.step}`, { body: { revision, ...(reason && { reason }) } });
						toast({ text: words('steered'), kind: 'good' });
						reload();
					}}
				>
					<p>{words(isFinish(steering.step, steering.rollout) ? 'finishLead' : `${steering.step}Lead`)}</p>
				</ReasonDialog>
			)}
		</section>
	);
}

const isFinish = (step: Step, { stage, stages }: Rollout): boolean => step === 'advance' && stage + 1 >= stages.length;
const nameStep = (step: Step, rollout: Rollout): string => words(isFinish(step, rollout) ? 'finish' : step);

function One({ title: Title, rollout, steer }: { title: 'h2' | 'h3'; rollout: Rollout; steer: (step: Step) => void }) {
	const {
		id,
		kind,
		package: name,
		from,
		to,
		others = [],
		state,
		percent,
		by,
		stage,
		stages,
		stageSince,
		samples,
		reason,
		reportedAt,
	} = rollout;
	return (
		<article class="card">
			<Title>
				{name} <span class="quiet">{sayKind(kind)}</span> {words('from', from, [to, ...others].join(', '))}{' '}
				<Status tone={tones[state]}>{words(state)}</Status>
			</Title>
			<p>
				{words(by === 'contact' ? 'ofContacts' : 'ofInstances', percent)}{' '}
				{words('stage', Math.min(stage + 1, stages.length), stages.length)} <Time at={stageSince} />. <code class="quiet">{id}</code>
			</p>
			<meter min={0} max={100} value={percent} aria-label={words('share')} />
			<p>
				{words('sampled', [to, ...others].join(', '), formatNumber(samples.succeeded), formatNumber(samples.succeeded + samples.failed))}{' '}
				{reportedAt !== undefined && (
					<>
						{words('reportedAt')} <Time at={reportedAt} />.
					</>
				)}
			</p>
			{reason !== undefined && <p>{reason}</p>}
			<Groups rollout={rollout} />
			{may('registry:rollout') && stepsOf[state].length > 0 && (
				<p class="actions">
					{stepsOf[state].map((step) => (
						<button
							key={step}
							type="button"
							class={`button ${step === 'abort' ? 'danger' : ''}`}
							aria-label={`${nameStep(step, rollout)}: ${name} ${to}`}
							onClick={() => steer(step)}
						>
							{nameStep(step, rollout)}
						</button>
					))}
				</p>
			)}
		</article>
	);
}
