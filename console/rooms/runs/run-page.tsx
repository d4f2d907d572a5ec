import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { CopyButton } from '../../parts/copy-button';
import { ReasonDialog } from '../../parts/dialog';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import { tookOf } from './run-list';
import { type Run, tones } from './run';
import { runsWords as words } from './runs-words';

type Shown = Run & { events?: Array<Record<string, unknown>>; answer?: { reply?: string } };

/** One run: how it stands, what it answered, and its trail. */
export function RunPage({ id }: { id: string }) {
	const {
		data: run,
		problem,
		reload,
	} = useQuery(id, (signal) => call<Shown>(`GET runs/${encodeURIComponent(id)}`, { signal }), { every: 5_000 });
	const [isCancelling, setCancelling] = useState(false);
	if (!run) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	const isOpen = run.state === 'running' || run.state === 'waiting';
	return (
		<>
			<p>
				<Link to="runs">{words('title')}</Link>
			</p>
			<div class="page-head">
				<Heading name={`${run.agent?.id ?? words('run')} ${id}`}>{run.agent?.id ?? words('run')}</Heading>
				<Status tone={tones[run.state]}>{words(run.state)}</Status>
				{isOpen && may('stop:manage') && (
					<button type="button" class="button danger" onClick={() => setCancelling(true)}>
						{words('cancel')}
					</button>
				)}
			</div>
			<div class="card">
				<dl>
					<dt>{words('run')}</dt>
					<dd>
						<code>{id}</code> <CopyButton text={id} />
					</dd>
					{run.startedAt && (
						<>
							<dt>{words('began')}</dt>
							<dd>
								<Time at={run.startedAt} isExact />
							</dd>
							<dt>{words('took')}</dt>
							<dd>{tookOf(run)}</dd>
						</>
					)}
					<dt>{words('outcome')}</dt>
					<dd>{run.outcome ?? ''}</dd>
					{run.reason && (
						<>
							<dt>{words('reason')}</dt>
							<dd>{run.reason}</dd>
						</>
					)}
				</dl>
				{run.errorCode && <Fault problem={{ code: run.errorCode, message: run.error ?? '' }} />}
			</div>
			{run.events && (
				<section class="card">
					<h2>{words('steps')}</h2>
					<pre>{JSON.stringify(run.events, null, 2)}</pre>
				</section>
			)}
			{isCancelling && (
				<ReasonDialog
					title={words('cancel')}
					action={words('cancel')}
					isDangerous
					isOptional
					close={() => setCancelling(false)}
					perform={async (reason) => {
						await call(`POST runs/${encodeURIComponent(id)}/cancel`, { body: { ...(reason && { reason }) } });
						toast({ text: words('cancelled_'), kind: 'good' });
						reload();
					}}
				>
					<p>{words('cancelLead')}</p>
				</ReasonDialog>
			)}
		</>
	);
}
