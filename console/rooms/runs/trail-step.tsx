import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CopyButton } from '../../parts/copy-button';
import { Status } from '../../parts/status';
import { formatDuration } from '../../words/format';
import { describeStep } from './describe-step';
import type { Step } from './run';
import { StepDetails } from './step-details';
import { type Branch, isNotable, isNotableStep } from './trail-tree';
import { trailWords as words } from './trail-words';

/** Start of the run, and its duration, in milliseconds. */
export interface Timing {
	from: number;
	span: number;
}

interface StepRowProps {
	branch: Branch;
	timing: Timing;
	isExpanded: boolean;
	children: ComponentChildren;
}

export function StepRow({ branch, timing, isExpanded, children }: StepRowProps) {
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
