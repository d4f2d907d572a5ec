import type { WhenTimedOut } from '../../../ports/runs/runs';
import type { ApprovalTerms } from '../../../tools/definition/rules';
import type { PendingDecision, WaitingTerms } from '../../agent-outcome';
import { toPending } from '../../approvals/pending-decision';
import type { Run } from '../run/run';
import type { RecordedDecision } from '../../approvals/recorded-decision';
import type { PendingCall } from '../tools/planned-work';

/** Default time to decide, and further time to continue the run. */
const lifetimeMs = 7 * 86_400_000;

/** The most careful first. */
const byCare: WhenTimedOut[] = ['end', 'decline', 'escalate', 'approve'];

/** @param level number of persons who missed the deadline */
export function computeTerms(now: number, waiting: ApprovalTerms[], level = 0): WaitingTerms & { expiresAt: number } {
	const decideBy = now + Math.min(...waiting.map((terms) => (askedAt(terms, level) ?? terms).timeoutMs ?? terms.timeoutMs ?? lifetimeMs));
	const outcomes = waiting.map((terms) => (level < (terms.escalateTo?.length ?? 0) ? 'escalate' : (terms.whenTimedOut ?? 'end')));
	const whenTimedOut = byCare.find((outcome) => outcomes.includes(outcome)) ?? 'end';
	return { decideBy, whenTimedOut, expiresAt: whenTimedOut === 'end' ? decideBy : decideBy + lifetimeMs };
}

/** Returns whether the deadline passed, and the run continues without a decision. */
export function isTimedOut({ decideBy, whenTimedOut = 'end' }: Partial<WaitingTerms>, now: number): boolean {
	return whenTimedOut !== 'end' && decideBy !== undefined && now >= decideBy;
}

export function askAtLevel({ context: { language } }: Pick<Run, 'context'>, call: PendingCall, level: number): PendingCall {
	const asked = askedAt(call.approval, level);
	if (!asked) return call;
	const text = asked.message?.[language] ?? asked.message?.en ?? asked.message?.pt;
	const own = { approver: asked.approver };
	if (call.record.kind === 'question' || call.shown.kind === 'question')
		return { ...call, record: { ...call.record, ...own }, shown: { ...call.shown, ...own } };
	const record = { ...call.record, ...own, ...(text !== undefined && { message: text }) };
	return { ...call, record, shown: toPending(record, withRestored(record, call.shown), language) };
}

/** Shows the call with its record's nonce, which the hash covers: a decision fits only one suspension. */
export function withNonce({ context: { language } }: Pick<Run, 'context'>, call: PendingCall, recorded: RecordedDecision): PendingCall {
	const { record, shown } = call;
	if (record.kind === 'question' || shown.kind === 'question' || recorded.kind === 'question') return call;
	const known = { ...record, nonce: recorded.nonce };
	return { ...call, record: known, shown: toPending(known, withRestored(known, shown), language) };
}

const withRestored = (
	record: RecordedDecision & { kind: 'approval' },
	{ arguments: input, knew, valueOrigins }: PendingDecision & { kind: 'approval' },
) => ({
	...record,
	arguments: input,
	...(knew && { knew }),
	...(valueOrigins && { valueOrigins }),
});

const askedAt = ({ escalateTo = [] }: ApprovalTerms, level: number) =>
	level === 0 ? undefined : escalateTo[Math.min(level, escalateTo.length) - 1];
