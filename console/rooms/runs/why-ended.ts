import type { ShownRun } from './run';
import { runWords as words } from './run-words';

/** Says in one sentence how a run stands, and why. */
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

function sayEnding({ ending, outcome }: ShownRun): string {
	const { kind, reason = '', guardrail = '', limit = '' } = ending ?? { kind: outcome ?? '' };
	if (kind === 'blocked') return words('whyBlocked', guardrail, reason);
	if (kind === 'needs-human') return words('whyNeedsPerson', reason);
	if (kind === 'limit-reached') return words('whyLimit', limit);
	return words(kind === 'reply' ? 'whyReplied' : 'whyDone');
}
