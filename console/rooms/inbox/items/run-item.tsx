import { useId, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { pathOf } from '../../../app/router';
import { CopyButton } from '../../../parts/copy-button';
import { Fault } from '../../../parts/fault';
import { TextArea } from '../../../parts/fields';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { actWords as words } from '../act-words';
import { Facts } from '../facts';
import { DueTime } from '../inbox-list';
import { inboxWords } from '../inbox-words';
import type { ItemProps } from '../item-props';
import { useItem } from './use-item';

/** A pending decision, as `GET approvals/RUN` shows it. */
interface Pending {
	id: string;
	kind: 'approval' | 'question';
	/** For an approval: the call with all arguments, and further facts. */
	question: string;
	choices?: string[];
	tool?: string;
	agent?: string;
	approver?: string;
	viewSha256?: string;
}

interface Choice {
	approved?: boolean;
	comment?: string;
	answer?: string;
}

const isComplete = ({ kind }: Pending, choice: Choice | undefined): boolean =>
	kind === 'question' ? Boolean(choice?.answer?.trim()) : choice?.approved !== undefined;

const toDecision = ({ id, kind, viewSha256 }: Pending, { approved, comment, answer }: Choice) =>
	kind === 'question' ? { id, answer } : { id, approved, viewSha256, ...(comment?.trim() && { comment: comment.trim() }) };

interface PendingFieldProps {
	pending: Pending;
	hasButtons: boolean;
	choice: Choice;
	onChange: (choice: Choice) => void;
}

function PendingField({ pending, hasButtons, choice, onChange }: PendingFieldProps) {
	const { kind, question, choices, tool, approver, viewSha256 } = pending;
	const name = useId();
	return (
		<fieldset class="pending">
			<legend>{kind === 'approval' ? `${words('tool')}: ${tool ?? ''}` : words('answer')}</legend>
			{approver !== undefined && (
				<p class="quiet">
					{words('approver')}: <bdi>{approver}</bdi>
				</p>
			)}
			<pre dir="auto" aria-label={kind === 'approval' ? words('view') : undefined}>
				{question}
			</pre>
			{viewSha256 !== undefined && (
				<p class="quiet">
					{words('viewHash')}: <code>{viewSha256}</code>
				</p>
			)}
			{kind === 'question' && choices?.length ? (
				<Options
					name={name}
					options={choices.map((value) => [value, value])}
					value={choice.answer}
					onChange={(answer) => onChange({ ...choice, answer })}
				/>
			) : kind === 'question' ? (
				<TextArea label={words('answer')} value={choice.answer ?? ''} onChange={(answer) => onChange({ ...choice, answer })} />
			) : (
				<>
					{!hasButtons && (
						<Options
							name={name}
							options={[
								['yes', words('approveIt')],
								['no', words('declineIt')],
							]}
							value={choice.approved === undefined ? undefined : choice.approved ? 'yes' : 'no'}
							onChange={(value) => onChange({ ...choice, approved: value === 'yes' })}
						/>
					)}
					<TextArea
						label={words('comment')}
						rows={2}
						value={choice.comment ?? ''}
						onChange={(comment) => onChange({ ...choice, comment })}
					/>
				</>
			)}
		</fieldset>
	);
}

interface OptionsProps {
	name: string;
	options: Array<[value: string, text: string]>;
	value: string | undefined;
	onChange: (value: string) => void;
}

const Options = ({ name, options, value, onChange }: OptionsProps) => (
	<p class="options">
		{options.map(([one, text]) => (
			<label key={one}>
				<input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} /> <bdi>{text}</bdi>
			</label>
		))}
	</p>
);

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
