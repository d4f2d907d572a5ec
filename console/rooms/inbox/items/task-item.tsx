import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { announce } from '../../../parts/announcements';
import { Fault } from '../../../parts/fault';
import { useLeaveWarning } from '../../../parts/leave-warning';
import { Skeleton } from '../../../parts/skeleton';
import { Time } from '../../../parts/time';
import { actWords as words } from '../act-words';
import type { Fact } from '../facts';
import { Facts } from '../facts';
import { inboxWords } from '../inbox-words';
import { isOver } from '../is-over';
import type { ItemProps } from '../item-props';
import { enter, type Entered } from './enter-values';
import { findEnd } from './find-end';
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

const TaskFacts = ({ task }: { task: Task }) => (
	<Facts
		facts={[
			[inboxWords('what'), task.name],
			[words('process'), task.processName ?? task.processDefinitionId],
			[words('approver'), task.assignee ?? ''],
			[inboxWords('since'), <Time at={task.creationDate} />],
			[inboxWords('due'), task.dueDate ? <Time at={task.dueDate} isExact /> : ''],
		]}
	/>
);

/** The form of a task that the person may not complete: values, and the missing right. */
const TaskValues = ({ fields, needs }: { fields: FormField[]; needs: string }) => (
	<>
		<p class="notice">{words(needs === 'agent:decide' ? 'ofOthers' : 'needsRight', needs)}</p>
		<Facts facts={fields.map((field): Fact => [field.label ?? field.path.join('.'), sayValue(field)])} />
	</>
);

function sayValue({ value, options }: FormField): string {
	const nameOf = (one: unknown) => options.find((option) => JSON.stringify(option.value) === JSON.stringify(one))?.label ?? sayPlain(one);
	return Array.isArray(value) && options.length > 0 ? value.map(nameOf).join(', ') : nameOf(value);
}

function sayPlain(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (value === true) return words('yes');
	return typeof value === 'string' ? value : JSON.stringify(value);
}

const TaskVariables = ({ variables }: { variables: Record<string, unknown> }) =>
	Object.keys(variables).length === 0 ? null : (
		<details>
			<summary>{words('variables')}</summary>
			<pre dir="auto">{JSON.stringify(variables, null, 2)}</pre>
		</details>
	);

interface Filled {
	fields: FormField[];
	hasForm: boolean;
	problems: string[];
	values: object;
	variables: Record<string, unknown>;
	needs: string | null;
}

/** Long enough to type a word; then dependent fields follow. */
const pauseMs = 400;

export function TaskItem({ id, settle, onMissing }: ItemProps) {
	const path = encodeURIComponent(id);
	const { data: task, problem, reload } = useItem(id, (signal) => call<Task>(`GET /v2/user-tasks/${path}`, { signal }), onMissing);
	const [entered, setEntered] = useState<Entered>({});
	const [filled, setFilled] = useState<Filled>();
	const [fault, setFault] = useState<Problem>();
	const [isChecked, setChecked] = useState(false);
	const [isBusy, setBusy] = useState(false);
	useLeaveWarning(Object.keys(entered).length > 0);
	const form = useRef<HTMLFormElement>(null);
	const told = useRef<HTMLDivElement>(null);
	const isCompleting = useRef(false);
	// Typed texts: a field may want its number as a text.
	const texts = useRef<Record<string, string | undefined>>({});
	/** Fault of reading the form: only this one ends with the next answer, not a failed completion. */
	const unread = useRef<Problem | undefined>(undefined);
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
	const refused = (refusal: Problem) => (isOver(refusal) ? onMissing(refusal) : setFault(refusal));
	const focusFault = () =>
		requestAnimationFrame(() => (form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? told.current)?.focus());
	useEffect(() => {
		const gone = new AbortController();
		const read = () =>
			fill(gone.signal)
				.then((now) => {
					setFilled(now);
					setFault((shown) => (shown === unread.current ? undefined : shown));
				})
				.catch((refusal: unknown) => gone.signal.aborted || refused((unread.current = toProblem(refusal))));
		const timer = setTimeout(() => void (isCompleting.current || read()), filled ? pauseMs : 0);
		return () => {
			clearTimeout(timer);
			gone.abort();
		};
	}, [entered, turn]);
	const isDecided = task !== undefined && task.state !== 'CREATED';
	// With each reading of the task: its end may not be known at once.
	useEffect(() => void (isDecided && findEnd('task', id).then((end) => end && onMissing(end))), [isDecided, task]);
	const retry = () => {
		reload();
		setTurn((before) => before + 1);
	};
	if (!task || !filled) return fault || (problem && !task) ? <Fault problem={(fault ?? problem)!} retry={retry} /> : <Skeleton rows={6} />;
	const complete = async () => {
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
	if (filled.needs !== null)
		return (
			<>
				<TaskFacts task={task} />
				<TaskValues fields={filled.fields} needs={filled.needs} />
				<TaskVariables variables={filled.variables} />
			</>
		);
	return (
		<>
			<TaskFacts task={task} />
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
			<TaskVariables variables={filled.variables} />
		</>
	);
}
