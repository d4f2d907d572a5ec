import { toIdentity } from '../../../base/to-identity';
import { TroupeError } from '../../../base/errors';
import type { RunState } from '../../agent-outcome';
import { hashApproval } from '../../approvals/approval-view';
import type { AgentRequest, Decision, MadeDecision } from '../../agent-request';
import { type ApprovalRules, countPeople, underRules } from '../../approvals/approval-rules';
import { guardGiven } from '../run/guard-run';
import type { Run } from '../run/run';
import { isForMember } from '../team/member-decisions';
import { invalid } from '../run/run-state';
import { checkApprover, type Deciding } from './check-approver';
import { findAsked, findStarter, findSuspended, listAgreed } from './read-stored-trail';
import { isTimedOut } from './waiting-terms';
import type { RecordedDecision } from '../../approvals/recorded-decision';

const maxText = 8_000;

export const timedOut = 'Nobody decided in time.';
const approvedByRule = 'Nobody decided in time, and the call is approved by rule then.';

/**
 * Requires exactly one decision for each pending item. Without any, the terms decide after the deadline; none if another person is asked then.
 * @throws TroupeError INPUT_INVALID, RUN_STATE_INVALID
 */
export function checkDecisions(
	{ trail, decideBy, whenTimedOut }: RunState,
	{ decisions, by, login }: Omit<NonNullable<AgentRequest['resume']>, 'state'>,
	now: number,
	people: Pick<Deciding, 'rules' | 'isSamePerson' | 'proofs'> = {},
): MadeDecision[] {
	const startedBy = findStarter(trail);
	const suspended = findSuspended(trail);
	if (!Array.isArray(suspended?.pending)) throw invalid('the state does not list what the run waits for');
	if (!Array.isArray(decisions)) throw wrong('decisions', 'a list with one decision for each pending entry');
	if (decisions.length === 0 && isTimedOut({ decideBy, whenTimedOut }, now)) {
		if (whenTimedOut === 'escalate') return [];
		return suspended.pending.map((asked) => ({
			...(asked.kind === 'approval' ? bySilence(asked, whenTimedOut, people.rules) : { id: asked.id, kind: asked.kind, answer: timedOut }),
			by: 'rule',
		}));
	}
	const byId = new Map(decisions.map((decision) => [decision?.id, decision]));
	const expectedIds = new Set(suspended.pending.map(({ id }) => id));
	if (byId.size !== decisions.length || byId.size !== expectedIds.size)
		throw wrong('decisions', `one decision for each of: ${[...expectedIds].join(', ')}`);
	return suspended.pending.map((asked) => {
		const given = byId.get(asked.id);
		if (!given) throw wrong('decisions', `one decision for ${asked.id}`);
		const decision = checked(given, asked.kind);
		if (asked.kind === 'approval' && decision.kind === 'approval') checkApprover(decision, asked, { by, startedBy, ...people });
		return { ...decision, by, ...(login && { login }) };
	});
}

function bySilence(
	asked: RecordedDecision & { kind: 'approval' },
	whenTimedOut: RunState['whenTimedOut'],
	rules: ApprovalRules = {},
): Decision & { kind: 'approval' } {
	const strict = { ...rules, people: countPeople(asked, rules) };
	const approved =
		whenTimedOut === 'approve' && underRules({ whenTimedOut }, asked.effect ?? 'irreversible', strict).whenTimedOut === 'approve';
	return { id: asked.id, kind: 'approval', approved, comment: approved ? approvedByRule : timedOut };
}

/** @throws TroupeError RUN_STATE_INVALID for decisions after the deadline */
export function refuseLate({ decideBy, whenTimedOut }: RunState): never {
	throw new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The decisions for the suspended run come too late: the time to decide ended at ${new Date(decideBy).toISOString()}.`,
		fix: `Resume the run without decisions: ${whenTimedOut === 'escalate' ? 'the next approver is then asked' : `it then continues as ${whenTimedOut}d`}.`,
	});
}

function checked(decision: Decision, kind: Decision['kind']): Decision {
	const where = `the decision for ${decision.id}`;
	if (decision.kind !== kind) throw wrong(where, `the kind "${kind}"`);
	if (decision.kind === 'question') {
		if (typeof decision.answer !== 'string' || decision.answer.length > maxText)
			throw wrong(where, `an answer of at most ${maxText} characters`);
		return decision;
	}
	if (typeof decision.approved !== 'boolean') throw wrong(where, '"approved", true or false');
	const { comment, viewSha256, statement } = decision;
	if (statement !== undefined && (typeof statement !== 'string' || statement.length > maxText))
		throw wrong(where, `"statement", a JWS of at most ${maxText} characters`);
	if (viewSha256 !== undefined && typeof viewSha256 !== 'string') throw wrong(where, '"viewSha256", a text');
	if (comment !== undefined && (typeof comment !== 'string' || comment.length > maxText))
		throw wrong(where, `a comment of at most ${maxText} characters`);
	return decision;
}

/**
 * Records people's decisions. Their words are data, and are masked. Decisions recorded by an ended process stand. @throws TroupeError
 * RUN_ALREADY_RESUMED if one of those was the opposite
 */
export async function recordDecisions(run: Run, decisions: MadeDecision[]): Promise<void> {
	for (const decision of decisions) {
		if (isForMember(decision)) continue;
		const before = run.trail.peek('decision', decision.id);
		if (before && before.approved !== (decision.kind === 'question' || decision.approved)) throw alreadyResumed();
		if (before || isFirstOfSeveral(run, decision)) continue;
		const said = decision.kind === 'question' ? decision.answer : decision.comment;
		const { text = null, stop, violations } = said ? await guardGiven(run, 'tool-result', said) : { violations: [] };
		run.trail.write('decision', {
			callId: decision.id,
			approved: decision.kind === 'question' || decision.approved,
			text: stop ? null : text,
			violations,
			...(decision.origins?.length && { origins: decision.origins }),
			...(decision.by !== undefined && { by: decision.by }),
			...(decision.login && { login: decision.login }),
			...describeShown(run, decision),
		});
	}
	await run.trail.secure();
}

function isFirstOfSeveral(run: Run, decision: MadeDecision): boolean {
	const { id, by } = decision;
	const asked = findAsked(run, id)?.record;
	const people = asked?.kind === 'approval' ? countPeople(asked, run.parts.approvals) : 1;
	if (people === 1 || decision.kind === 'question' || !decision.approved || by === undefined || by === 'rule') return false;
	const agreed = listAgreed(run, id);
	if (agreed.includes(toIdentity(by))) return true;
	if (agreed.length + 1 >= people) return false;
	const { login } = decision;
	run.trail.write('agreed', {
		callId: `${id}.${agreed.length + 1}`,
		call: id,
		by,
		...(login && { login }),
		...describeShown(run, decision),
	});
	return true;
}

function describeShown(run: Run, decision: Decision): { viewSha256?: string; statement?: string } {
	const asked = findAsked(run, decision.id)?.record;
	if (asked?.kind !== 'approval' || decision.kind !== 'approval') return {};
	const { statement } = decision;
	return { viewSha256: hashApproval(asked), ...(statement !== undefined && { statement }) };
}

export function alreadyResumed(): TroupeError {
	return new TroupeError({
		code: 'RUN_ALREADY_RESUMED',
		message: 'This suspended run has already been resumed. Decisions apply only once.',
		fix: 'Check the result of the resumed run, or start a new run.',
	});
}

function wrong(field: string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run cannot be resumed: expected ${expected}${field === 'decisions' ? '' : ` in ${field}`}.`,
		fix: 'Pass one decision for each entry of "pending", with its id and kind.',
		details: { field, expected },
	});
}
