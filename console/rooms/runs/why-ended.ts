import { describeStep } from './describe-step';
import type { ShownRun } from './run';
import { runWords as words } from './run-words';

export function sayWhy(run: ShownRun): string {
	const { state, cancelled, errorCode } = run;
	if (state === 'running') return words('whyRunning');
	if (state === 'interrupted') return words('whyInterrupted');
	if (state === 'waiting') return run.isOverdue ? words('whyOverdue') : words('whyWaiting');
	if (cancelled) return words('whyCancelled', cancelled.by, cancelled.reason ?? '');
	if (state === 'cancelled') return words('whyEnded');
	if (state === 'failed' || errorCode !== null) return words('whyFailed', errorCode ?? '');
	return sayEnding(run);
}

export function sayWhere({ steps = [], of, host }: ShownRun): string | undefined {
	const last = steps.findLast(({ kind }) => kind !== 'end');
	const places = [
		last && words('lastStep', describeStep(last).name),
		of.element && `${words('element')} ${of.element}`,
		of.workflow && `${words('workflow')} ${of.workflow}`,
		host,
	];
	return places.filter(Boolean).join(' · ') || undefined;
}

function sayEnding({ ending, outcome }: ShownRun): string {
	const { kind, reason = '', guardrail = '', limit = '' } = ending ?? { kind: outcome ?? '' };
	if (kind === 'blocked') return words('whyBlocked', guardrail, reason);
	if (kind === 'needs-human') return words('whyNeedsPerson', reason);
	if (kind === 'limit-reached') return words('whyLimit', limit);
	return words(kind === 'reply' ? 'whyReplied' : 'whyDone');
}
