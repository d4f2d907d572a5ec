import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { pathOf } from '../../../app/router';
import { CopyButton } from '../../../parts/copy-button';
import { Fault } from '../../../parts/fault';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { actWords as words } from '../act-words';
import { Facts } from '../facts';
import { DueTime } from '../inbox-list';
import { inboxWords } from '../inbox-words';
import type { ItemProps } from '../item-props';
import { type Choice, isComplete, PendingField, type Pending, toDecision } from './pending-field';
import { useItem } from './use-item';

interface Waiting {
	runId: string;
	agent: { id: string; version: string };
	status: 'waiting' | 'timed-out' | 'interrupted';
	since: string;
	decideBy: string;
	whenTimedOut: 'end' | 'decline' | 'approve' | 'escalate';
	host?: string;
	pending: Pending[];
}

/** A run that waits for approvals or answers: the full calls, and the decisions. */
export function RunItem({ id, settle, onMissing }: ItemProps) {
	const path = encodeURIComponent(id);
	const { data: run, problem, reload } = useItem(id, (signal) => call<Waiting>(`GET approvals/${path}`, { signal }), onMissing);
	const [choices, setChoices] = useState<Record<string, Choice>>({});
	const [fault, setFault] = useState<Problem>();
	const [isBusy, setBusy] = useState(false);
	if (!run) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	const { pending } = run;
	const [only] = pending.length === 1 ? pending : [];
	const send = (chosen: Record<string, Choice>) => {
		if (isBusy) return;
		if (!pending.every((one) => isComplete(one, chosen[one.id]))) {
			const missing = words(only?.kind === 'question' ? 'answerNeeded' : 'decisionNeeded');
			return setFault(toProblem(new Error(missing)));
		}
		setBusy(true);
		setFault(undefined);
		const decisions = pending.map((one) => toDecision(one, chosen[one.id]!));
		const done = only?.kind === 'approval' ? (chosen[only.id]!.approved ? 'approved' : 'declined') : 'answered';
		settle(() => call(`POST runs/${path}/resume?waitSeconds=0`, { body: { decisions } }), words(done))
			.catch((refusal: unknown) => setFault(toProblem(refusal)))
			.finally(() => setBusy(false));
	};
	const decideOnly = (approved: boolean) => send({ [only!.id]: { ...choices[only!.id], approved } });
	return (
		<>
			<Facts
				facts={[
					[words('agent'), `${run.agent.id} ${run.agent.version}`],
					[
						words('run'),
						<>
							<Link to={pathOf('runs', id)}>{id}</Link> <CopyButton text={id} about={words('run')} />
						</>,
					],
					[words('host'), run.host],
					[inboxWords('due'), <DueTime due={run.decideBy} isLate={run.status === 'timed-out'} />],
				]}
			/>
			<p class="quiet">{inboxWords(run.whenTimedOut)}</p>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					if (only?.kind !== 'approval') send(choices);
				}}
			>
				{pending.map((one) => (
					<PendingField
						key={one.id}
						pending={one}
						hasButtons={one === only}
						choice={choices[one.id] ?? {}}
						onChange={(choice) => setChoices((before) => ({ ...before, [one.id]: choice }))}
					/>
				))}
				{fault && <Fault problem={fault} />}
				<p class="actions decide">
					{only?.kind === 'approval' ? (
						<>
							<button type="button" class="button main" disabled={isBusy} onClick={() => decideOnly(true)}>
								{words('approveIt')}
							</button>
							<button type="button" class="button danger" disabled={isBusy} onClick={() => decideOnly(false)}>
								{words('declineIt')}
							</button>
						</>
					) : (
						<button type="submit" class="button main" disabled={isBusy}>
							{words(only ? 'sendAnswer' : 'decide')}
						</button>
					)}
				</p>
			</form>
		</>
	);
}
