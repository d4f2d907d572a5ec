import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useStream } from '../../api/follow';
import { may } from '../../api/session';
import type { StreamState } from '../../api/stream';
import { useQuery } from '../../api/use-query';
import { announce } from '../../parts/announcements';
import { CopyButton } from '../../parts/copy-button';
import { ReasonDialog } from '../../parts/dialog';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { NotLive } from '../../parts/not-live';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import { toast } from '../../parts/toasts';
import { nameRun, type RunState, type ShownRun, tones } from './run';
import type { StepOf } from './run';
import { RunCosts } from './run-costs';
import { RunFacts } from './run-facts';
import { RunLinks } from './run-links';
import { RunReplay } from './run-replay';
import { RunReveal } from './run-reveal';
import { RunTrail } from './run-trail';
import { runWords as words } from './run-words';
import { runsWords } from './runs-words';
import { isLong } from './step-details';
import { useRevealed } from './use-revealed';
import type { Revealing } from './use-revealed';
import { sayWhere, sayWhy } from './why-ended';

const followed = [
	'started',
	'model-started',
	'model-part',
	'model-withdrawn',
	'model-finished',
	'model-failed',
	'tool-started',
	'tool-finished',
	'searched',
	'guardrail',
	'suspended',
	'decided',
	'finished',
	'answer',
	'gap',
];
const settleMs = 250;

interface Live {
	activity?: string;
	writing: string;
}

interface Followed extends Live {
	stream: StreamState;
}

const quiet: Live = { writing: '' };

/** Follows a live run: its activity, and each step once stored. */
function useLiveRun(runId: string, state: ShownRun['state'] | undefined, reload: () => void): Followed {
	const [live, setLive] = useState<Live>(quiet);
	const [hasEnded, setEnded] = useState(false);
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	// A run that continues after a decision is followed again.
	useEffect(() => {
		setEnded(false);
		setLive(quiet);
	}, [state]);
	useEffect(() => () => clearTimeout(timer.current), []);
	const isAtWork = state === 'running' && !hasEnded;
	const stream = useStream(isAtWork ? `runs/${encodeURIComponent(runId)}/events` : undefined, followed, ({ event, data }) => {
		setLive((before) => follow(before, event, data ?? {}));
		if (event === 'answer') setEnded(true);
		if (event === 'model-part' || event === 'model-started') return;
		clearTimeout(timer.current);
		timer.current = setTimeout(reload, settleMs);
	});
	return { ...(isAtWork ? { ...live, activity: live.activity ?? words('thinking') } : quiet), stream };
}

interface EventData {
	tool?: string;
	text?: string;
	toolCalls?: number;
	team?: { agent: string };
}

function follow(before: Live, event: string, { tool, text = '', toolCalls = 0, team }: EventData): Live {
	const who = team ? `${team.agent}: ` : '';
	switch (event) {
		case 'model-part':
			return team ? before : { activity: words('writing'), writing: (before.writing + text).slice(-maxText) };
		case 'model-withdrawn':
			return { ...before, writing: '' };
		case 'tool-started':
			return { activity: who + words('calling', tool ?? ''), writing: '' };
		case 'model-finished':
			return { ...before, activity: who + words(toolCalls > 0 ? 'callingTools' : 'writing') };
		case 'suspended':
			return { activity: words('waitingNow'), writing: '' };
		case 'answer':
		case 'finished':
			return { ...before, activity: words('writing') };
		default:
			return { ...before, activity: who + words('thinking') };
	}
}

const maxText = 20_000;

const isOpen = (state: RunState) => state === 'running' || state === 'waiting' || state === 'interrupted';

/** A run: state and reason, live steps, conversation, cost. */
export function RunPage({ id }: { id: string }) {
	const read = (signal: AbortSignal) => call<ShownRun>(`GET runs/${encodeURIComponent(id)}`, { signal });
	const [pace, setPace] = useState<number>();
	const { data: run, problem, reload } = useQuery(id, read, { every: pace });
	useEffect(() => setPace(run && isOpen(run.state) ? 5_000 : undefined), [run?.state]);
	const live = useLiveRun(id, run?.state, reload);
	useAnnounced(run?.state);
	const revealing = useRevealed(id);
	if (!run) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	const name = nameRun({ ...run, agent: run.agent ?? null });
	return (
		<>
			<p>
				<Link to="runs">{words('back')}</Link>
			</p>
			<div class="page-head">
				<Heading name={`${name} ${id}`}>{name}</Heading>
				<Status tone={tones[run.state]}>{runsWords(run.state)}</Status>
				{live.activity !== undefined && <Status tone="busy">{live.activity}</Status>}
				<Acts run={run} reload={reload} />
			</div>
			<NotLive state={live.stream} />
			{problem && <Fault problem={problem} retry={reload} />}
			<div class="columns wide-first">
				<div>
					<section class="card">
						<p class="why">{sayWhy(run)}</p>
						{run.errorCode !== null && (
							<Fault
								problem={{ code: run.errorCode, message: run.error ?? run.errorCode, fix: run.fix ?? undefined }}
								where={sayWhere(run)}
							/>
						)}
						<RunFacts run={run} />
					</section>
					<RunTrail steps={(revealing.revealed?.run ?? run).steps ?? []} />
					<RunCosts run={run} />
				</div>
				<div>
					<RunTalk run={run} writing={live.writing} revealing={revealing} />
					<RunLinks run={run} />
					<RunReplay key={id} run={run} />
					<Raw run={run} />
				</div>
			</div>
		</>
	);
}

function useAnnounced(state: RunState | undefined): void {
	const before = useRef(state);
	useEffect(() => {
		if (before.current !== undefined && state !== undefined && state !== before.current) announce(words('ended', runsWords(state)));
		before.current = state;
	}, [state]);
}

function Acts({ run: { runId, state, of }, reload }: { run: ShownRun; reload: () => void }) {
	const [isCancelling, setCancelling] = useState(false);
	const cancel = async (reason: string) => {
		const after = await call<{ state: RunState }>(`POST runs/${encodeURIComponent(runId)}/cancel`, { body: { ...(reason && { reason }) } });
		toast({ text: words(after.state === 'cancelled' ? 'cancelled' : 'stopping'), kind: 'good' });
		reload();
	};
	if (!isOpen(state) || !may('switch:manage') || of.node !== undefined) return null;
	return (
		<>
			<button type="button" class="button danger" onClick={() => setCancelling(true)}>
				{words('cancel')}
			</button>
			{isCancelling && (
				<ReasonDialog
					title={words('cancel')}
					action={words('cancel')}
					isDangerous
					isOptional
					close={() => setCancelling(false)}
					perform={cancel}
				>
					<p>{words('cancelLead')}</p>
				</ReasonDialog>
			)}
		</>
	);
}

function Raw({ run }: { run: ShownRun }) {
	const [isShown, setShown] = useState(false);
	return (
		<details class="card raw" onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
			<summary>{words('raw')}</summary>
			<CopyButton text={JSON.stringify(run, null, 2)} about={words('raw')} />
			{isShown && <pre tabIndex={0}>{JSON.stringify(run, null, 2)}</pre>}
		</details>
	);
}

interface Turn {
	by: 'person' | 'agent' | 'asks';
	text: string;
}

interface RunTalkProps {
	run: ShownRun;
	writing: string;
	revealing: Revealing;
}

/** Shows the conversation of a run: masked, or in full after a reason. */
function RunTalk({ run, writing, revealing }: RunTalkProps) {
	const turns = listTurns(revealing.revealed?.run ?? run, writing);
	const isWaiting = run.state === 'waiting' && (run.pending?.length ?? 0) > 0;
	return (
		<section class="card talk" aria-labelledby="talk">
			<h2 id="talk">{words('talk')}</h2>
			{turns.length === 0 && <p class="quiet">{words('talkNone')}</p>}
			<ol>
				{turns.map(({ by, text }, index) => (
					<li key={index} class={`turn ${by}`}>
						<p class="quiet">{words(by)}</p>
						<p class="said" dir="auto" tabIndex={isLong(text) ? 0 : undefined}>
							{text}
						</p>
					</li>
				))}
			</ol>
			{isWaiting && may('agent:decide') && (
				<p>
					<Link to="inbox">{words('decide')}</Link>
				</p>
			)}
			{run.kept !== undefined && <RunReveal run={run} revealing={revealing} />}
		</section>
	);
}

function listTurns({ message, steps = [], reply }: ShownRun, writing: string): Turn[] {
	const questions = steps.filter((step): step is StepOf<'question'> => step.kind === 'question' && !step.team);
	const asked = questions.flatMap(({ pending }) => pending.flatMap(({ question }) => (question === undefined ? [] : [question])));
	const answers = steps.flatMap((step) => (step.kind === 'decision' && !step.team && step.comment !== undefined ? [step.comment] : []));
	const last = reply ?? writing;
	return [
		...(message ? [{ by: 'person' as const, text: message }] : []),
		...asked.flatMap((text, index) => [
			{ by: 'asks' as const, text },
			...(answers[index] === undefined ? [] : [{ by: 'person' as const, text: answers[index] }]),
		]),
		...(last ? [{ by: 'agent' as const, text: last }] : []),
	];
}
