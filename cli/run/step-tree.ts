import type { RunStep } from '../../core/agents/loop/trail/list-steps';
import { printable } from '../terminal/terminal';
import { describeStep, type StepLines } from './step-lines';

interface Branch extends StepLines {
	branches: Branch[];
}

/** Draws the steps of a run: those of a called agent are branches of its call. @param signatures those of the decisions, in their order */
export function drawSteps(steps: readonly RunStep[], signatures: ReadonlyArray<string | undefined> = []): string[] {
	return draw(growBranches(steps, signatures), '').map((line) => printable(line).replaceAll('\n', ' '));
}

function growBranches(steps: readonly RunStep[], signatures: ReadonlyArray<string | undefined>): Branch[] {
	const root: Branch[] = [];
	/** By the calls that lead to an agent: its steps so far. */
	const called = new Map<string, Branch[]>();
	let decisions = 0;
	for (const step of steps) {
		const { line, details } = describeStep(step);
		const signature = step.kind === 'decision' ? signatures[decisions++] : undefined;
		const place = step.team ? openPlace(step.team) : root;
		const call = step.kind === 'tool' ? [step.team?.call, step.callId].filter(Boolean).join('/') : '';
		const branches = called.get(call) ?? [];
		const open = place.find((branch) => branch.branches === branches);
		const branch = { line, details: signature === undefined ? details : [...details, signature], branches };
		if (open) Object.assign(open, branch);
		else place.push(branch);
	}
	return root;

	/** An agent that is at work, or waits, has no result yet. */
	function openPlace({ agent, call }: NonNullable<RunStep['team']>): Branch[] {
		const known = called.get(call);
		if (known) return known;
		const branches: Branch[] = [];
		called.set(call, branches);
		const above = call.slice(0, Math.max(0, call.lastIndexOf('/')));
		(called.get(above) ?? root).push({ line: `agent ${agent}`, details: [], branches });
		return branches;
	}
}

function draw(branches: readonly Branch[], indent: string): string[] {
	return branches.flatMap(({ line, details, branches: below }, index) => {
		const isLast = index === branches.length - 1;
		const inner = `${indent}${isLast ? '   ' : '│  '}`;
		const rest = `${inner}${below.length > 0 ? '│  ' : '   '}`;
		return [`${indent}${isLast ? '└─ ' : '├─ '}${line}`, ...details.map((detail) => `${rest}${detail}`), ...draw(below, inner)];
	});
}
