import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { announce } from '../../../parts/announcements';
import { Fault } from '../../../parts/fault';
import { Skeleton } from '../../../parts/skeleton';
import { Time } from '../../../parts/time';
import { actWords as words } from '../act-words';
import { Facts } from '../facts';
import { inboxWords } from '../inbox-words';
import type { ItemProps } from '../item-props';
import { enter, type Entered } from './enter-values';
import type { FormField } from './form-field';
import { FormInput } from './form-input';
import { textOf, wantsText } from './read-number';
import { useItem } from './use-item';

interface Task {
	name: string;
	state: string;
	processName?: string;
	processDefinitionId: string;
	processInstanceKey: string;
	assignee?: string | null;
	dueDate?: string | null;
	creationDate: string;
}

interface Filled {
	fields: FormField[];
	hasForm: boolean;
	problems: string[];
	values: object;
	variables: Record<string, unknown>;
}

/** Long enough to type a word: what depends on other fields follows then. */
const pauseMs = 400;

/** A user task of a process, with its form as it is with the values that were entered. */
export function TaskItem({ id, settle, onMissing }: ItemProps) {
	const path = encodeURIComponent(id);
	const { data: task, problem, reload } = useItem(id, (signal) => call<Task>(`GET /v2/user-tasks/${path}`, { signal }), onMissing);
	const [entered, setEntered] = useState<Entered>({});
	const [filled, setFilled] = useState<Filled>();
	const [fault, setFault] = useState<Problem>();
	const [isChecked, setChecked] = useState(false);
	const [isBusy, setBusy] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	const told = useRef<HTMLDivElement>(null);
	// A task that is being completed has no form to follow any more.
	const isCompleting = useRef(false);
	// As they were typed: a field may want the text of its number.
	const texts = useRef<Record<string, string | undefined>>({});
	const [turn, setTurn] = useState(0);
	const send = (values: Entered, signal?: AbortSignal) =>
		call<Filled>(`POST user-tasks/${path}/fill`, { body: { entered: values }, signal });
	const fill = async (signal?: AbortSignal) => {
		const first = await send(entered, signal);
		const wanting = first.fields.filter(wantsText);
		if (wanting.length === 0) return first;
		const put = (before: Entered, { path: at, value }: FormField) =>
			enter(before, at, textOf(value, texts.current[at.join('.')]), first.fields);
		return send(wanting.reduce(put, entered), signal);
	};
	/** Moves to the first field that is wrong, or else to what is told of all. */
	const focusFault = () =>
		requestAnimationFrame(() => (form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? told.current)?.focus());
	useEffect(() => {
		const gone = new AbortController();
		const timer = setTimeout(
			() =>
				isCompleting.current ||
				fill(gone.signal)
					.then((now) => {
						setFilled(now);
						setFault(undefined);
					})
					.catch((refusal: unknown) => gone.signal.aborted || setFault(toProblem(refusal))),
			filled ? pauseMs : 0,
		);
		return () => {
			clearTimeout(timer);
			gone.abort();
		};
	}, [entered, turn]);
	const isOver = task !== undefined && task.state !== 'CREATED';
	useEffect(() => void (isOver && onMissing(toProblem(new Error(inboxWords('goneHelp'))))), [isOver]);
	const retry = () => {
		reload();
		setTurn((before) => before + 1);
	};
	if (!task || !filled) return fault || (problem && !task) ? <Fault problem={(fault ?? problem)!} retry={retry} /> : <Skeleton rows={6} />;
	const complete = async () => {
		// What was typed a moment ago counts too.
		const now = await fill();
		setFilled(now);
		setChecked(true);
		if (now.problems.length > 0) {
			announce(words('fieldsWrong', now.problems.length));
			return focusFault();
		}
		isCompleting.current = true;
		await settle(() => call(`POST /v2/user-tasks/${path}/completion`, { body: { variables: now.values } }), words('completed'));
		return undefined;
	};
	return (
		<>
			<Facts
				facts={[
					[inboxWords('what'), task.name],
					[words('process'), task.processName ?? task.processDefinitionId],
					[words('approver'), task.assignee ?? ''],
					[inboxWords('since'), <Time at={task.creationDate} />],
					[inboxWords('due'), task.dueDate ? <Time at={task.dueDate} isExact /> : ''],
				]}
			/>
			<form
				ref={form}
				class="task-form"
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					setBusy(true);
					setFault(undefined);
					complete()
						.catch((refusal: unknown) => {
							isCompleting.current = false;
							setFault(toProblem(refusal));
							focusFault();
							reload();
						})
						.finally(() => setBusy(false));
				}}
			>
				{!filled.hasForm && <p>{words('noForm')}</p>}
				{filled.fields.map((field) => (
					<FormInput
						key={field.path.join('.')}
						task={id}
						field={field}
						isChecked={isChecked}
						onChange={(value, text) => {
							texts.current[field.path.join('.')] = text;
							setEntered((before) => enter(before, field.path, value, filled.fields));
						}}
					/>
				))}
				<div ref={told} tabIndex={-1}>
					{isChecked && filled.problems.length > 0 && <p class="notice warn">{words('fieldsWrong', filled.problems.length)}</p>}
					{fault && <Fault problem={fault} />}
				</div>
				<p class="actions decide">
					<button type="submit" class="button main" disabled={isBusy}>
						{words('complete')}
					</button>
				</p>
			</form>
			{Object.keys(filled.variables).length > 0 && (
				<details>
					<summary>{words('variables')}</summary>
					<pre dir="auto">{JSON.stringify(filled.variables, null, 2)}</pre>
				</details>
			)}
		</>
	);
}
