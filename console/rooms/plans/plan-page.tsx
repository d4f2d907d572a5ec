import { useState } from 'preact/hooks';
import { downloadText } from '../../parts/download-text';
import { Fault } from '../../parts/fault';
import { TextArea, TextField } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import { may } from '../../api/session';
import { Time } from '../../parts/time';
import { useDiagram } from '../../parts/use-diagram';
import { readModel, tones } from './plan';
import type { Plan, Proof } from './plan';
import { PlanConfirm } from './plan-confirm';
import { PlanRuns } from './plan-runs';
import { PlanSteps } from './plan-steps';
import { PlanStuck } from './plan-stuck';
import { plansWords as words } from './plans-words';
import { TitledList } from './titled-list';
import { usePlan } from './use-plan';
import type { PlanActs } from './use-plan';

interface Props {
	plan: Plan;
	acts: PlanActs;
	mayChange: boolean;
}

const PlanTalk = ({ plan, acts, mayChange }: Props) => (
	<section class="card" aria-labelledby="conversation">
		<h2 id="conversation">{words('conversation')}</h2>
		<ol class="talk-log">
			{plan.conversation.map(({ from, text, at }, index) => (
				<li key={index} class={`talk-item ${from === 'planner' ? 'ours' : ''}`}>
					<p class="quiet">
						{words(from)} · <Time at={at} />
					</p>
					<p class="plan-text">{text}</p>
				</li>
			))}
		</ol>
		{mayChange && <Say label={words('say')} help={words('sayHelp')} act="ask" button={words('send')} acts={acts} />}
		{mayChange && plan.tree && <Say label={words('change')} help={words('changeHelp')} act="change" button={words('change')} acts={acts} />}
	</section>
);

interface SayProps {
	label: string;
	help: string;
	act: 'ask' | 'change';
	button: string;
	acts: PlanActs;
}

function Say({ label, help, act, button, acts }: SayProps) {
	const [text, setText] = useState('');
	const send = (event: Event) => {
		event.preventDefault();
		void acts.act(act, { text }).then((isTaken) => isTaken && setText(''));
	};
	return (
		<form autocomplete="off" onSubmit={send}>
			<TextArea label={label} value={text} rows={2} onChange={setText} />
			<p class="quiet">{help}</p>
			{acts.problem?.act === act && <Fault problem={acts.problem.problem} />}
			<p class="actions">
				<button type="submit" class="button" disabled={acts.busy !== undefined || text.trim() === ''}>
					{button}
				</button>
				{acts.busy === act && <span role="status">{words('making')}</span>}
			</p>
		</form>
	);
}

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

function PlanDiagram({ plan }: { plan: Plan }) {
	const model = readModel(plan);
	const { problem, places } = useDiagram(model, () => undefined);
	const isShown = model !== undefined && problem === undefined;
	return (
		<section class="card diagram" aria-labelledby="diagram">
			<div class="diagram-head">
				<h2 id="diagram">{words('diagram')}</h2>
				{model !== undefined && (
					<button type="button" class="button" onClick={() => downloadText(`${plan.tree?.id ?? plan.id}.bpmn`, model)}>
						{words('download')}
					</button>
				)}
			</div>
			{model === undefined && <p class="quiet">{words('noDiagram')}</p>}
			{problem !== undefined && <p class="quiet">{words('cannotDraw', problem)}</p>}
			<div ref={places.canvas} class="canvas" hidden={!isShown} />
			<div ref={places.legend} />
			<details hidden={!isShown}>
				<summary>{words('outline')}</summary>
				<div ref={places.outline} />
			</details>
			<details hidden={!isShown}>
				<summary>{words('keys')}</summary>
				<div ref={places.keys} />
			</details>
		</section>
	);
}

/** Questions of the planner, at most two at a time, each with its assumption without an answer. */
function PlanQuestions({ plan: { questions }, acts }: { plan: Plan; acts: PlanActs }) {
	const [answers, setAnswers] = useState<Record<string, string>>({});
	if (questions.length === 0) return null;
	const answer = (given: Record<string, string>) => {
		const all = questions.map(({ id, default: supposed }) => [id, given[id]?.trim() || supposed]);
		void acts.act('ask', { answers: Object.fromEntries(all) as Record<string, string> });
	};
	const send = (event: Event) => {
		event.preventDefault();
		answer(answers);
	};
	return (
		<section class="card" aria-labelledby="questions">
			<h2 id="questions">{words('questions')}</h2>
			<form autocomplete="off" onSubmit={send}>
				{questions.map(({ id, text, choices, default: supposed, why }) => (
					<TextField
						key={id}
						label={text}
						value={answers[id] ?? ''}
						suggestions={choices}
						help={[why, words('useDefault', supposed)].filter(Boolean).join(' ')}
						onChange={(value) => setAnswers({ ...answers, [id]: value })}
					/>
				))}
				<p class="actions">
					<button type="submit" class="button main" disabled={acts.busy !== undefined}>
						{words('answer')}
					</button>
					<button type="button" class="button" disabled={acts.busy !== undefined} onClick={() => answer({})}>
						{words('suppose')}
					</button>
				</p>
			</form>
		</section>
	);
}

function PlanProof({ plan: { files, proof }, acts, mayChange }: { plan: Plan; acts: PlanActs; mayChange: boolean }) {
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
	const recorded = tell('recorded');
	const supposed = tell('supposed');
	return [
		...(recorded[0] > 0 ? [words('recordedAnswers', ...recorded)] : []),
		...(supposed[0] > 0 ? [words('supposedAnswers', ...supposed)] : []),
	].join(' ');
}
