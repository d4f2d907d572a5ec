import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
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
import { RunCosts } from './run-costs';
import { RunFacts } from './run-facts';
import { RunLinks } from './run-links';
import { RunReplay } from './run-replay';
import { RunTalk } from './run-talk';
import { RunTrail } from './run-trail';
import { runWords as words } from './run-words';
import { runsWords } from './runs-words';
import { useLiveRun } from './use-live-run';
import { useRevealed } from './use-revealed';
import { sayWhere, sayWhy } from './why-ended';

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
