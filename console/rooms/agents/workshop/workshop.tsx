import { useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { pathOf } from '../../../app/router';
import { Diff } from '../../../parts/diff';
import { Fault } from '../../../parts/fault';
import { Heading } from '../../../parts/heading';
import { useLeaveWarning } from '../../../parts/leave-warning';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { toast } from '../../../parts/toasts';
import type { Manifest } from '../registry';
import { readManifests } from '../registry';
import { WithRegistry } from '../with-registry';
import { type Finding, Findings } from './findings';
import { Inputs } from './inputs';
import { Preview } from './preview';
import { type PromptDraft, readDraft, storeDraft } from './prompt-drafts';
import { Submit } from './submit';
import { TestPrompt } from './test-prompt';
import { TextEditor } from './text-editor';
import { useAnswer } from './use-answer';
import { type AgentValues, ValuesOfAgent } from './values-of-agent';
import { workshopWords as words } from './workshop-words';

interface PublishedText {
	content: string;
	purpose: string;
	variables: string[];
}

interface Base {
	versions: Manifest[];
	/** The version of the machines, or the newest one. Absent: nothing is published. */
	published?: Manifest & PublishedText;
}

async function readBase(name: string, signal: AbortSignal): Promise<Base> {
	const versions: Manifest[] = [];
	for (let cursor: string | undefined; ;) {
		const page = await readManifests({ kind: 'prompt', name }, cursor, signal);
		versions.push(...page.items);
		cursor = page.cursor;
		if (cursor === undefined) break;
	}
	const shown = versions.find(({ state }) => state === 'approved') ?? versions.find(({ state }) => state !== 'rejected');
	return shown ? { versions, published: { ...shown, ...(await readText(shown.sha256, signal)) } } : { versions };
}

async function readText(sha256: string, signal: AbortSignal): Promise<PublishedText> {
	const { manifest } = await call<{ manifest: PublishedText }>(`GET manifests/${sha256}`, { signal });
	return manifest;
}

const beginDraft = ({ published }: Base): PromptDraft => ({
	text: published?.content ?? '',
	purpose: published?.purpose ?? '',
	notes: '',
	inputs: (published?.variables ?? []).map((name) => ({ name, sample: '', isUntrusted: false })),
	...(published && { base: published.sha256 }),
});

interface Linted {
	findings: Finding[];
	variables: string[];
	proposal?: { version: string; bump: 'none' | 'patch' | 'minor' | 'major' };
}

/** Editor for prompts: live checks and preview, tests, comparison, and hand-over to the author's key. */
export const Workshop = ({ name }: { name: string }) => (
	<>
		<div class="page-head">
			<Heading name={words('workshop')}>{words('workshopOf', name)}</Heading>
			<p class="actions">
				<Link to={pathOf('agents', 'prompts', name)}>{words('backToPrompt')}</Link>
			</p>
		</div>
		<WithRegistry>
			<Loaded name={name} />
		</WithRegistry>
	</>
);

function Loaded({ name }: { name: string }) {
	const { data, problem, reload } = useQuery(`workshop ${name}`, (signal) => readBase(name, signal), { every: 5_000 });
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton />;
	return <Bench name={name} base={data} />;
}

function Bench({ name, base }: { name: string; base: Base }) {
	const [values, setValues] = useState<AgentValues>({ agent: '' });
	const read = () => readDraft(name) ?? beginDraft(base);
	const draft = read();
	const { text, inputs } = draft;
	const change = (changes: Partial<PromptDraft>) => storeDraft(name, { ...read(), ...changes });
	const isChanged = isDifferent(draft, base);
	useLeaveWarning(isChanged);
	const linted = useAnswer<Linted>('POST prompts/lint', text === '' ? undefined : toLint(name, draft, base));
	const findings: Finding[] = text === '' ? [empty] : (linted.answer?.findings ?? []);
	const proposal = linted.answer?.proposal;
	const least = proposal?.version ?? '1.0.0';
	const version = draft.version ?? least;
	const submitted = useSubmitted(base, version, draft);
	return (
		<>
			<Newer draft={draft} base={base} change={change} />
			{linted.problem && <Fault problem={linted.problem} />}
			<Editing
				name={name}
				draft={draft}
				findings={findings}
				values={values}
				setValues={setValues}
				read={read}
				change={change}
				isCurrent={linted.isCurrent}
			/>
			{may('evaluation:run') && <TestPrompt name={name} text={text} inputs={inputs} agent={values.agent} />}
			<Difference draft={draft} base={base} proposal={submitted ? undefined : proposal} />
			<Submit
				name={name}
				draft={draft}
				version={version}
				least={least}
				isChanged={isChanged}
				submitted={submitted}
				change={change}
				versions={base.versions}
				errors={countErrors(findings)}
			/>
			{isChanged && !submitted && (
				<p class="actions section">
					<button type="button" class="button" onClick={() => discard(name, draft)}>
						{words('discard')}
					</button>
				</p>
			)}
		</>
	);
}

const isDifferent = ({ text, purpose }: PromptDraft, { published }: Base): boolean =>
	text.trim() !== (published?.content ?? '') || purpose.trim() !== (published?.purpose ?? '');

const countErrors = (findings: readonly Finding[]): number => findings.filter(({ level }) => level === 'error').length;

interface EditingProps {
	name: string;
	draft: PromptDraft;
	findings: Finding[];
	isCurrent: boolean;
	values: AgentValues;
	setValues: (values: AgentValues) => void;
	read: () => PromptDraft;
	change: (changes: Partial<PromptDraft>) => void;
}

function Editing({ name, draft: { text, inputs }, findings, isCurrent, values, setValues, read, change }: EditingProps) {
	const area = useRef<HTMLTextAreaElement>(null);
	return (
		<div class="workshop">
			<div class="bench">
				<TextEditor
					text={text}
					inputs={inputs.map((input) => input.name)}
					area={area}
					isInvalid={countErrors(findings) > 0}
					onChange={(typed) => change({ text: typed })}
				/>
				<div aria-busy={!isCurrent}>
					<Findings
						findings={findings}
						text={text}
						area={area}
						addInput={(added) => change({ inputs: [...inputs, { name: added, sample: '', isUntrusted: false }] })}
						removeInput={(removed) => change({ inputs: inputs.filter((input) => input.name !== removed) })}
					/>
				</div>
			</div>
			<div class="bench">
				<Preview text={text} inputs={inputs} model={values.model} />
				{may('agent:run') && (
					<ValuesOfAgent
						prompt={name}
						agent={values.agent}
						onChange={setValues}
						readInputs={() => read().inputs}
						onFill={(filled) => change({ inputs: filled })}
					/>
				)}
				<Inputs inputs={inputs} area={area} onChange={(changed) => change({ inputs: changed })} />
			</div>
		</div>
	);
}

const empty: Finding = { rule: 'length', level: 'error', line: 1, column: 1, start: 0, end: 0, about: '0' };

function toLint(name: string, { text, purpose, inputs }: PromptDraft, { published, versions }: Base): object {
	return {
		content: text,
		...(purpose.trim() !== '' && { purpose: purpose.trim() }),
		inputs: inputs.map((input) => ({ name: input.name, isUntrusted: input.isUntrusted, example: input.sample })),
		...(published && {
			published: {
				name,
				version: published.version,
				content: published.content,
				purpose: published.purpose,
				versions: versions.filter(({ state }) => state !== 'rejected').map((one) => one.version),
			},
		}),
	};
}

function discard(name: string, draft: PromptDraft): void {
	storeDraft(name, undefined);
	toast({ text: words('discarded'), undo: () => storeDraft(name, draft) });
}

function useSubmitted({ versions }: Base, version: string, { text, purpose }: PromptDraft) {
	const manifest = versions.find((one) => one.version === version && one.state === 'draft');
	const { data } = useQuery(manifest?.sha256 ?? '', manifest && ((signal) => readText(manifest.sha256, signal)));
	return manifest && data && data.content === text.trim() && data.purpose === purpose.trim() ? manifest : undefined;
}

/** Reports a version published since the start of the draft. */
function Newer({
	draft,
	base: { published },
	change,
}: {
	draft: PromptDraft;
	base: Base;
	change: (changes: Partial<PromptDraft>) => void;
}) {
	if (!published || draft.base === published.sha256) return null;
	return (
		<div class="notice warn" role="status">
			<p>{words('newer', published.version, published.author)}</p>
			<p class="actions">
				<button type="button" class="button" onClick={() => change({ base: published.sha256 })}>
					{words('seen')}
				</button>
			</p>
		</div>
	);
}

function Difference({ draft, base: { published }, proposal }: { draft: PromptDraft; base: Base; proposal: Linted['proposal'] }) {
	if (!published) return null;
	const parts = [
		{ path: words('text'), kind: 'changed', from: published.content, to: draft.text.trim() },
		{ path: words('purpose'), kind: 'changed', from: published.purpose, to: draft.purpose.trim() },
	] as const;
	const changes = parts.filter(({ from, to }) => from !== to);
	return (
		<section class="section card" aria-labelledby="difference">
			<h2 id="difference">{words('difference')}</h2>
			<p class="quiet compared">
				{words('comparedWith', published.version, published.author)} {published.notes}
			</p>
			{changes.length === 0 ? <p>{words('same')}</p> : <Diff changes={changes} />}
			{changes.length > 0 && proposal && <p role="status">{words(`bump-${proposal.bump}`, proposal.version)}</p>}
		</section>
	);
}
