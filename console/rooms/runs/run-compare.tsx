import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import { formatDuration } from '../../words/format';
import { describeStep } from './describe-step';
import { nameRun, pathOfRun, type ShownRun, type Step, tones } from './run';
import { RunFacts } from './run-facts';
import { runWords as words } from './run-words';
import { runsWords } from './runs-words';
import { isLong } from './step-details';
import { trailWords } from './trail-words';
import { sayWhy } from './why-ended';

const mostAligned = 500;

const kindOf = (step: Step): string => `${step.kind} ${step.team?.agent ?? ''} ${step.kind === 'tool' ? step.tool : ''}`;

/** Aligns the steps of two runs: the most steps of the same kind in the same order. */
function alignSteps(one: readonly Step[], other: readonly Step[]): Array<[Step | undefined, Step | undefined]> {
	if (Math.max(one.length, other.length) > mostAligned)
		return Array.from({ length: Math.max(one.length, other.length) }, (_, index) => [one[index], other[index]]);
	const common = countCommon(one.map(kindOf), other.map(kindOf));
	const rows: Array<[Step | undefined, Step | undefined]> = [];
	let left = 0;
	let right = 0;
	while (left < one.length || right < other.length) {
		const isBoth = left < one.length && right < other.length && kindOf(one[left]!) === kindOf(other[right]!);
		if (isBoth) rows.push([one[left++], other[right++]]);
		else if (right >= other.length || (left < one.length && common[left + 1]![right]! >= common[left]![right + 1]!))
			rows.push([one[left++], undefined]);
		else rows.push([undefined, other[right++]]);
	}
	return rows;
}

function countCommon(one: readonly string[], other: readonly string[]): number[][] {
	const common = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
	for (let left = one.length - 1; left >= 0; left--)
		for (let right = other.length - 1; right >= 0; right--)
			common[left]![right] =
				one[left] === other[right] ? common[left + 1]![right + 1]! + 1 : Math.max(common[left + 1]![right]!, common[left]![right + 1]!);
	return common;
}

export function RunCompare({ ids }: { ids: [string, string] }) {
	const read = (signal: AbortSignal) =>
		Promise.all(ids.map((id) => call<ShownRun>(`GET runs/${encodeURIComponent(id)}`, { signal }))) as Promise<[ShownRun, ShownRun]>;
	const { data: runs, problem, reload } = useQuery(ids.join(' '), read);
	return (
		<>
			<p>
				<Link to="runs">{words('back')}</Link>
			</p>
			<div class="page-head">
				<Heading>{words('compare')}</Heading>
			</div>
			{!runs && (problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />)}
			{runs && (
				<>
					<div class="columns">
						{runs.map((run) => (
							<section key={run.runId} class="card" aria-label={run.runId}>
								<h2>
									<Link to={pathOfRun(run.runId)}>{nameRun(run)}</Link> <Status tone={tones[run.state]}>{runsWords(run.state)}</Status>
								</h2>
								<p class="why">{sayWhy(run)}</p>
								<RunFacts run={run} />
								{[run.message, run.reply].map((text) => text && <Said key={text} text={text} />)}
							</section>
						))}
					</div>
					<Steps runs={runs} />
				</>
			)}
		</>
	);
}

const Said = ({ text }: { text: string }) => (
	<p class="said" dir="auto" tabIndex={isLong(text) ? 0 : undefined}>
		{text}
	</p>
);

function Steps({ runs: [one, other] }: { runs: [ShownRun, ShownRun] }) {
	const rows = alignSteps(one.steps ?? [], other.steps ?? []);
	return (
		<section class="card" aria-labelledby="compared">
			<h2 id="compared">{trailWords('title')}</h2>
			<table class="table plain compared">
				<thead>
					<tr>
						<th scope="col">{nameRun(one)} · 1</th>
						<th scope="col">{nameRun(other)} · 2</th>
						<th scope="col">{runsWords('outcome')}</th>
					</tr>
				</thead>
				<tbody>
					{rows.map(([left, right], index) => {
						const isSame = left !== undefined && right !== undefined && sayStep(left) === sayStep(right);
						return (
							<tr key={index} class={isSame ? undefined : 'differs'}>
								<td data-title="1">
									<ComparedStep step={left} />
								</td>
								<td data-title="2">
									<ComparedStep step={right} />
								</td>
								<td data-title={runsWords('outcome')}>
									<Status tone={isSame ? 'quiet' : 'warn'}>{words(isSame ? 'same' : 'other')}</Status>
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</section>
	);
}

function ComparedStep({ step }: { step?: Step }) {
	if (!step) return <span class="quiet">{words('missing')}</span>;
	const { name, tone, facts } = describeStep(step);
	return (
		<>
			<Status tone={tone}>{name}</Status> {facts.join(' · ')} <span class="quiet">{formatDuration(step.durationMs)}</span>
		</>
	);
}

function sayStep(step: Step): string {
	if (step.kind === 'tool') return JSON.stringify([step.tool, step.outcome, step.arguments, step.text]);
	if (step.kind === 'model') return JSON.stringify([step.purpose, step.model, step.toolCalls]);
	if (step.kind === 'decision') return JSON.stringify([step.approved, step.comment]);
	const { name, facts } = describeStep(step);
	return JSON.stringify([name, facts]);
}
