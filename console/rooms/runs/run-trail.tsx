import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CopyButton } from '../../parts/copy-button';
import { TextField } from '../../parts/fields';
import { Status } from '../../parts/status';
import { formatDuration } from '../../words/format';
import { readPreference, writePreference } from '../../words/preferences';
import { describeStep } from './describe-step';
import type { Step } from './run';
import { StepDetails } from './step-details';
import { trailWords as words } from './trail-words';

interface Branch {
	key: string;
	/** Absent for a called agent without a result yet. */
	step?: Step;
	agent?: string;
	below: Branch[];
}

function growTree(steps: readonly Step[]): Branch[] {
	const root: Branch[] = [];
	/** By call path: the agent's steps so far, and their parent branch. */
	const called = new Map<string, Branch>();
	const openCall = ({ agent, call }: NonNullable<Step['team']>): Branch => {
		const known = called.get(call);
		if (known) return known;
		const branch: Branch = { key: `call ${call}`, agent, below: [] };
		called.set(call, branch);
		const above = call.slice(0, Math.max(0, call.lastIndexOf('/')));
		(called.get(above)?.below ?? root).push(branch);
		return branch;
	};
	for (const [index, step] of steps.entries()) {
		const place = step.team ? openCall(step.team).below : root;
		const open = step.kind === 'tool' ? called.get([step.team?.call, step.callId].filter(Boolean).join('/')) : undefined;
		if (open) open.step = step;
		else place.push({ key: String(index), step, below: [] });
	}
	return root;
}

const isNotable = ({ step, below }: Branch): boolean => (step !== undefined && isNotableStep(step)) || below.some(isNotable);

function isNotableStep(step: Step): boolean {
	if ((step.guardrails?.length ?? 0) > 0) return true;
	if (step.kind === 'tool') return !['ok', 'planned'].includes(step.outcome);
	if (step.kind === 'model')
		return step.model === null || step.attempts.some(({ ok }) => !ok) || step.instead !== undefined || isDoubted(step);
	if (step.kind === 'end') return step.outcome !== 'reply';
	return step.kind === 'question' || step.kind === 'decision';
}

const isDoubted = ({ verdict }: { verdict?: string }) => verdict !== undefined && verdict !== 'allow';

const prune = (branches: readonly Branch[], fits: (branch: Branch) => boolean): Branch[] =>
	branches.flatMap((branch) => {
		const below = prune(branch.below, fits);
		return fits(branch) || below.length > 0 ? [{ ...branch, below }] : [];
	});

function hasWords({ step, agent }: Branch, text: string): boolean {
	const stored = `${agent ?? ''} ${step ? JSON.stringify(step) : ''}`.toLowerCase();
	return text
		.toLowerCase()
		.split(/\s+/)
		.every((word) => stored.includes(word));
}

const countBranches = (branches: readonly Branch[]): number => branches.reduce((count, { below }) => count + 1 + countBranches(below), 0);

/** Merges long stretches of branches without anything notable. */
function foldPlain(branches: readonly Branch[]): Array<Branch | Branch[]> {
	const folded: Array<Branch | Branch[]> = [];
	let plain: Branch[] = [];
	const close = () => {
		if (plain.length > maxPlain) folded.push(...plain.slice(0, 2), plain.slice(2, -2), ...plain.slice(-2));
		else folded.push(...plain);
		plain = [];
	};
	for (const branch of branches)
		if (isNotable(branch) || branch.step?.kind === 'end') {
			close();
			folded.push(branch);
		} else plain.push(branch);
	close();
	return folded;
}

const maxPlain = 8;

/** Steps drawn at once: a run can have thousands. */
const portion = 300;

/** The steps as a tree: notable ones open, others one line each, long plain stretches one line together. */
export function RunTrail({ steps }: { steps: readonly Step[] }) {
	const [text, setText] = useState('');
	const [isNotableOnly, setNotableOnly] = useState(false);
	const [isExpanded, setExpanded] = useState(readPreference('runs.expanded') === 'yes');
	const [shown, setShown] = useState(portion);
	const tree = growTree(steps);
	const wanted = text.trim();
	const fits = (branch: Branch) => (!isNotableOnly || isNotable(branch)) && (wanted === '' || hasWords(branch, wanted));
	const isFiltered = isNotableOnly || wanted !== '';
	const branches = isFiltered ? prune(tree, fits) : tree;
	const expand = (chosen: boolean) => {
		setExpanded(chosen);
		writePreference('runs.expanded', chosen ? 'yes' : undefined);
	};
	return (
		<section class="card" aria-labelledby="trail">
			<h2 id="trail">{words('title')}</h2>
			<div class="filters" role="search">
				<TextField label={words('search')} type="search" value={text} onChange={setText} />
				<Check label={words('notable')} isChecked={isNotableOnly} onChange={setNotableOnly} />
				<Check label={words('expand')} isChecked={isExpanded} onChange={expand} />
				{isFiltered && (
					<span class="quiet" role="status">
						{words('found', countBranches(branches))}
					</span>
				)}
			</div>
			{branches.length === 0 && <p class="quiet">{words(tree.length === 0 ? 'none' : 'nothing')}</p>}
			<Branches
				key={String(isExpanded)}
				branches={branches.slice(0, shown)}
				timing={timingOf(steps)}
				isExpanded={isExpanded}
				isWhole={isFiltered || isExpanded}
			/>
			{branches.length > shown && (
				<button type="button" class="button" onClick={() => setShown(shown + portion)}>
					{words('rest', branches.length - shown)}
				</button>
			)}
		</section>
	);
}

interface BranchesProps {
	branches: readonly Branch[];
	timing: Timing;
	isExpanded: boolean;
	isWhole: boolean;
}

function Branches({ branches, ...rest }: BranchesProps) {
	if (branches.length === 0) return null;
	const { isWhole } = rest;
	return (
		<ol class="trail">
			{(isWhole ? branches : foldPlain(branches)).map((one) =>
				'length' in one ? (
					<Fold key={`fold ${one[0]!.key}`} branches={one} {...rest} />
				) : (
					<li key={one.key}>
						<StepRow branch={one} timing={rest.timing} isExpanded={rest.isExpanded}>
							<Branches branches={one.below} {...rest} />
						</StepRow>
					</li>
				),
			)}
		</ol>
	);
}

function Fold({ branches, ...rest }: BranchesProps) {
	const [isOpen, setOpen] = useState(false);
	if (isOpen)
		return (
			<li>
				<Branches branches={branches} {...rest} isWhole />
			</li>
		);
	return (
		<li>
			<button type="button" class="button plain" aria-expanded={false} onClick={() => setOpen(true)}>
				{words('folded', countBranches(branches))}
			</button>
		</li>
	);
}

const Check = ({ label, isChecked, onChange }: { label: string; isChecked: boolean; onChange: (isChecked: boolean) => void }) => (
	<label class="check">
		<input type="checkbox" checked={isChecked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} /> {label}
	</label>
);

function timingOf(steps: readonly Step[]): Timing {
	const starts = steps.map(({ startedAt }) => Date.parse(startedAt));
	const from = Math.min(...starts);
	const to = Math.max(...steps.map(({ durationMs }, index) => starts[index]! + durationMs));
	return { from, span: Math.max(1, to - from) };
}

/** Start of the run, and its duration, in milliseconds. */
interface Timing {
	from: number;
	span: number;
}

interface StepRowProps {
	branch: Branch;
	timing: Timing;
	isExpanded: boolean;
	children: ComponentChildren;
}

function StepRow({ branch, timing, isExpanded, children }: StepRowProps) {
	const { step, agent } = branch;
	const [isOpen, setOpen] = useState(isExpanded || isNotable(branch) || agent !== undefined);
	return (
		<details
			class={`step ${step && isNotableStep(step) ? 'notable' : ''}`}
			open={isOpen}
			onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
		>
			<summary>
				{agent !== undefined && <strong>{words('agentOf', agent)} </strong>}
				{step && <StepLine step={step} timing={timing} />}
			</summary>
			{isOpen && step && (
				<div class="step-body">
					<StepDetails step={step} />
					<CopyButton text={JSON.stringify(step, null, 2)} about={describeStep(step).name} />
				</div>
			)}
			{isOpen && children}
		</details>
	);
}

function StepLine({ step, timing: { from, span } }: { step: Step; timing: Timing }) {
	const { tone, name, facts } = describeStep(step);
	const at = Math.max(0, Date.parse(step.startedAt) - from);
	return (
		<span class="step-line">
			<Status tone={tone}>{name}</Status>
			<span class="step-facts">{facts.join(' · ')}</span>
			<span class="quiet">{words('at', `+${formatDuration(at)}`)}</span>
			<span class="step-time">{formatDuration(step.durationMs)}</span>
			<svg class="step-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
				<rect x={((100 * at) / span).toFixed(2)} y="0" width={Math.max(0.6, (100 * step.durationMs) / span).toFixed(2)} height="4" />
			</svg>
		</span>
	);
}
