import type { Step } from './run';

export interface Branch {
	key: string;
	/** Absent for a called agent without a result yet. */
	step?: Step;
	agent?: string;
	below: Branch[];
}

export function growTree(steps: readonly Step[]): Branch[] {
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

export const isNotable = ({ step, below }: Branch): boolean => (step !== undefined && isNotableStep(step)) || below.some(isNotable);

export function isNotableStep(step: Step): boolean {
	if ((step.guardrails?.length ?? 0) > 0) return true;
	if (step.kind === 'tool') return !['ok', 'planned'].includes(step.outcome);
	if (step.kind === 'model')
		return step.model === null || step.attempts.some(({ ok }) => !ok) || step.instead !== undefined || isDoubted(step);
	if (step.kind === 'end') return step.outcome !== 'reply';
	return step.kind === 'question' || step.kind === 'decision';
}

const isDoubted = ({ verdict }: { verdict?: string }) => verdict !== undefined && verdict !== 'allow';

export const prune = (branches: readonly Branch[], fits: (branch: Branch) => boolean): Branch[] =>
	branches.flatMap((branch) => {
		const below = prune(branch.below, fits);
		return fits(branch) || below.length > 0 ? [{ ...branch, below }] : [];
	});

export function hasWords({ step, agent }: Branch, text: string): boolean {
	const stored = `${agent ?? ''} ${step ? JSON.stringify(step) : ''}`.toLowerCase();
	return text
		.toLowerCase()
		.split(/\s+/)
		.every((word) => stored.includes(word));
}

export const countBranches = (branches: readonly Branch[]): number =>
	branches.reduce((count, { below }) => count + 1 + countBranches(below), 0);

/** Merges long stretches of branches without anything notable. */
export function foldPlain(branches: readonly Branch[]): Array<Branch | Branch[]> {
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
