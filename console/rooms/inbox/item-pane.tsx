import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { toProblem, type Problem } from '../../api/problem';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { pathOf, place } from '../../app/router';
import { announce } from '../../parts/announcements';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { toast } from '../../parts/toasts';
import { formatTime } from '../../words/format';
import { PlanChanges } from '../plans/plan-changes';
import { ConfirmDialog } from '../plans/plan-confirm';
import { sayCost } from '../plans/say-cost';
import { plansWords } from '../plans/plans-words';
import { ActButtons } from './act-buttons';
import { acts } from './acts';
import { Facts } from './facts';
import { DraftItem } from './items/draft-item';
import { findEnd } from './items/find-end';
import { readers } from './items/read-item';
import { readPlan } from './items/read-plan';
import type { WaitingPlan } from './items/read-plan';
import { RunItem } from './items/run-item';
import { TaskItem } from './items/task-item';
import { mayBeOver } from './is-over';
import { inboxPath, type Kind } from './item';
import type { ItemProps } from './item-props';
import { inboxWords as words } from './inbox-words';
import { useItem } from './items/use-item';

/** A proved plan: effects, costs and risks, and its confirmation by exactly this hash. */
function PlanItem({ id, settle, onMissing }: ItemProps) {
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

const views: Partial<Record<Kind, ComponentType<ItemProps>>> = {
	approval: RunItem,
	question: RunItem,
	task: TaskItem,
	draft: DraftItem,
	plan: PlanItem,
};

interface ItemPaneProps {
	kind: Kind;
	id: string;
	leave: () => void;
	reloadList: () => void;
}

/** An item: its facts, and the decision. */
export function ItemPane({ kind, id, leave, reloadList }: ItemPaneProps) {
	const [gone, setGone] = useState<Problem>();
	const View = views[kind] ?? SimpleItem;
	const isDeciding = useRef(false);
	const isMounted = useRef(true);
	useEffect(() => () => void (isMounted.current = false), []);
	/** On a slow link, another item may be open by now: it stays, with its typed text. */
	const isShown = () => isMounted.current && isPlaceOf(kind, id);
	const settle = async (perform: () => Promise<unknown>, done: string) => {
		isDeciding.current = true;
		try {
			await perform();
		} catch (fault) {
			isDeciding.current = false;
			const problem = toProblem(fault);
			const end = mayBeOver(problem) ? await whyOver(kind, id, problem) : undefined;
			if (!isShown()) toast({ text: `${words(kind)}: ${problem.message}`, kind: 'bad' });
			if (!end) throw fault;
			setGone(end);
			if (isShown()) announce(words('gone'));
			return reloadList();
		}
		toast({ text: done, kind: 'good' });
		if (isShown()) leave();
		else reloadList();
	};
	return (
		<article class="card inbox-item" aria-labelledby="item-title">
			<p class="actions">
				<Link to={inboxPath()}>{words('back')}</Link>
			</p>
			<div class="page-head" id="item-title">
				<Heading>{words(kind)}</Heading>
			</div>
			{gone ? (
				<Gone kind={kind} id={id} problem={gone} />
			) : (
				<View kind={kind} id={id} settle={settle} onMissing={(problem) => isDeciding.current || setGone(problem)} />
			)}
		</article>
	);
}

/** A refusal that names the decider needs no second read. */
const whyOver = async (kind: Kind, id: string, problem: Problem): Promise<Problem | undefined> =>
	problem.details.decidedAt === undefined ? findEnd(kind, id) : problem;

function isPlaceOf(kind: Kind, id: string): boolean {
	const { room, rest } = place.value;
	return room === 'inbox' && rest[0] === kind && rest.slice(1).join('/') === id;
}

function Gone({ kind, id, problem }: { kind: Kind; id: string; problem: Problem }) {
	const isRun = kind === 'approval' || kind === 'question';
	// A run that continues still names the decider.
	const asked = useQuery(
		id,
		isRun && problem.details.decidedAt === undefined ? (signal) => call(`GET approvals/${encodeURIComponent(id)}`, { signal }) : undefined,
	);
	const { decidedBy, decidedAt } = { ...problem.details, ...asked.problem?.details };
	const when = typeof decidedAt === 'string' ? formatTime(decidedAt) : undefined;
	// The interface of the decision does not matter to people.
	const who = typeof decidedBy === 'string' ? decidedBy.replace(/^api:/, '') : undefined;
	return (
		<div class="notice" role="alert">
			<p>
				<strong>{words('gone')}</strong>{' '}
				{when === undefined ? words('goneHelp') : who === undefined ? words('decidedAt', when) : words('decidedBy', who, when)}
			</p>
			{isRun && <Link to={pathOf('runs', id)}>{words('toRun')}</Link>}
			{when === undefined && <Fault problem={problem} />}
		</div>
	);
}

/** An item without a form of its own: facts and acts. */
function SimpleItem({ kind, id, settle, onMissing }: ItemProps) {
	const { data: facts, problem, reload } = useItem(`${kind} ${id}`, (signal) => readers[kind]!(id, signal), onMissing);
	if (!facts) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={5} />;
	return (
		<>
			<Facts facts={facts} />
			<ActButtons acts={acts[kind].filter(({ name }) => name !== 'approveIt' || may('conversation:read'))} id={id} settle={settle} />
		</>
	);
}
