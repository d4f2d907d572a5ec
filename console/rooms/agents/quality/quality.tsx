import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { pathOf, place, setQuery } from '../../../app/router';
import { Columns } from '../../../parts/columns';
import { Fault } from '../../../parts/fault';
import { Select } from '../../../parts/fields';
import { Link } from '../../../parts/link';
import { ShareChart } from '../../../parts/share-chart';
import { Skeleton } from '../../../parts/skeleton';
import { Status } from '../../../parts/status';
import { Time } from '../../../parts/time';
import { formatDay, formatNumber, formatShare } from '../../../words/format';
import { agentsWords as words } from '../agents-words';
import { evaluationWords } from './evaluation-words';
import { daysOf, evaluationSeries, judgedSeries, type QualityAnswer } from './quality-days';
import { EvaluationTable, VersionTable } from './quality-tables';
import { StartEvaluation } from './start-evaluation';

const periods = ['7', '30', '90'];

/** Quality over time: live runs, verdicts, evaluations, and changes. */
export function Quality({ id }: { id: string }) {
	const { days: asked = '30' } = place.value.query;
	const days = periods.includes(asked) ? asked : '30';
	const { data, problem, reload } = useQuery(
		`${id} ${days}`,
		(signal) => call<QualityAnswer>(`GET agents/${encodeURIComponent(id)}/quality`, { query: { days }, signal }),
		{ every: 60_000 },
	);
	return (
		<section class="section">
			<h2>{words('quality')}</h2>
			<div class="filters">
				<Select
					label={words('period')}
					value={days}
					options={periods.map((value) => ({ value, text: words('days', Number(value)) }))}
					onChange={(value) => setQuery({ days: value })}
				/>
			</div>
			{may('evaluation:run') && <StartEvaluation agent={id} onResult={reload} />}
			{data ? <Figures answer={data} /> : problem ? <Fault problem={problem} retry={reload} /> : <Skeleton />}
		</section>
	);
}

function Figures({ answer }: { answer: QualityAnswer }) {
	const days = daysOf(answer);
	const judged = judgedSeries(answer);
	const evaluated = evaluationSeries(answer.evaluations);
	const nameOf = (day: string) => formatDay(`${day}T12:00`);
	return (
		<>
			{answer.waiting > 0 && <p>{words('waiting', answer.waiting)}</p>}
			<Changes answer={answer} />
			{days.length > 0 && (
				<div class="columns">
					<Columns
						title={words('successByDay')}
						format={formatShare}
						columns={days.map(({ day, succeeded, failed }) => ({ name: nameOf(day), value: shareOf(succeeded, failed) }))}
					/>
					<Columns
						title={words('runsByDay')}
						format={formatNumber}
						columns={days.map(({ day, succeeded, failed }) => ({ name: nameOf(day), value: succeeded + failed }))}
					/>
				</div>
			)}
			{judged.length > 0 && <ShareChart title={words('judgedByDay')} what={words('version')} series={judged} isByDay />}
			{evaluated.length > 0 && <ShareChart title={evaluationWords('evaluationsByDay')} what={words('set')} series={evaluated} />}
			<VersionTable versions={answer.versions} />
			<EvaluationTable evaluations={answer.evaluations} />
			<FailedRuns runs={answer.failedRuns} />
		</>
	);
}

const shareOf = (good: number, bad: number): number => (good + bad === 0 ? 0 : good / (good + bad));

function Changes({ answer: { changes, actionChanges } }: { answer: QualityAnswer }) {
	const changed = changes.filter(({ isChanged }) => isChanged);
	return (
		<>
			{changed.map(({ trait, kind }) => (
				<p key={`${trait} ${kind}`}>
					<Status tone="warn">{words(kind)}</Status> {words('changedTrait', trait)}
				</p>
			))}
			{actionChanges.map(({ tool, kind, before, now }) => (
				<p key={`${tool} ${kind}`}>
					<Status tone="warn">{words('acts')}</Status> {words('changedCalls', tool, formatNumber(before), formatNumber(now))}
				</p>
			))}
		</>
	);
}

const FailedRuns = ({ runs }: { runs: QualityAnswer['failedRuns'] }) =>
	runs.length === 0 ? null : (
		<section class="section card" aria-labelledby="rejected">
			<h3 id="rejected">{words('judgeFailed')}</h3>
			<ul>
				{runs.map(({ run, version, reason, at }) => (
					<li key={run}>
						<Link to={pathOf('runs', run)}>{run.slice(0, 8)}</Link> {version}, <Time at={at} />: {reason}
					</li>
				))}
			</ul>
		</section>
	);
