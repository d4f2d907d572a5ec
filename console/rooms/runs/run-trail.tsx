import { useState } from 'preact/hooks';
import { TextField } from '../../parts/fields';
import { readPreference, writePreference } from '../../words/preferences';
import type { Step } from './run';
import { type Branch, countBranches, foldPlain, growTree, hasWords, isNotable, prune } from './trail-tree';
import { StepRow, type Timing } from './trail-step';
import { trailWords as words } from './trail-words';

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
