import { toIdentity } from '../../../base/to-identity';
import { isTroupeError, TroupeError } from '../../../base/errors';
import { type ApprovalRules, couldBeOwn, countPeople, namesPerson, needsStatement, refusesOwn } from '../../approvals/approval-rules';
import { hashApproval } from '../../approvals/approval-view';
import type { Proof } from '../../agent-parts';
import type { Decision } from '../../agent-request';
import type { RecordedDecision } from '../../approvals/recorded-decision';

export interface Deciding {
	by?: string;
	startedBy?: string;
	rules?: ApprovalRules;
	proofs?: ReadonlyMap<string, Proof>;
	/** Default: names that differ only by interface are one person. */
	isSamePerson?: (one: string, other: string) => boolean;
}

const areEqual = (one: string, other: string): boolean => toIdentity(one) === toIdentity(other);

type Approval = RecordedDecision & { kind: 'approval' };

/**
 * Checks that a decision is about the current view, and that an approver is named and permitted. Everybody may decline. @throws TroupeError
 * DECISION_REFUSED
 */
export function checkApprover(
	decision: Decision & { kind: 'approval' },
	asked: Approval,
	{ by, startedBy, rules, proofs, isSamePerson = areEqual }: Deciding,
): void {
	const { tool, approvedBy = [] } = asked;
	const people = countPeople(asked, rules);
	checkView(decision, asked);
	if (!decision.approved) return;
	checkStatement(asked, rules, proofs);
	const another = 'Let another person decide. On a command line: `troupe run resume`.';
	if (by !== undefined && startedBy !== undefined && isSamePerson(by, startedBy) && refusesOwn(by, rules))
		throw refused(
			'own-request',
			`of ${toIdentity(by)} does not count for the call of ${tool}: whoever asked the agent cannot approve it${nameMade(by, startedBy)}`,
			another,
		);
	const nameless = `for the call of ${tool} does not say which person it is from`;
	if (startedBy !== undefined && couldBeOwn(by, startedBy, rules))
		throw refused(
			'unknown-person',
			`${nameless}, and whoever asked the agent cannot approve it`,
			`${another} In a process, that is whoever completes the user task.`,
		);
	if (people === 1) return;
	if (!namesPerson(by)) throw refused('unknown-person', `${nameless}, and ${people} different people have to approve it`, another);
	const counted = approvedBy.find((name) => isSamePerson(by, name));
	if (counted !== undefined)
		throw refused(
			'same-person',
			`of ${toIdentity(by)} was counted already${nameMade(by, counted)}, and ${people} different people have to approve the call of ${tool}`,
			another,
		);
}

/** Refuses an approval without the shown view, which proves what the person saw. */
function checkView({ approved, viewSha256 }: Decision & { kind: 'approval' }, asked: Approval): void {
	if (viewSha256 === undefined && approved)
		throw refused(
			'no-view',
			`does not say which view of the call of ${asked.tool} it is about`,
			'Read what is asked now, and send the "viewSha256" of its entry in "pending" with the decision.',
		);
	if (viewSha256 !== undefined && viewSha256 !== hashApproval(asked))
		throw refused(
			'older-view',
			`is about another view of the call of ${asked.tool} than the one that is asked now`,
			'Read what is asked now, and decide again.',
		);
}

/** A process that is asked for an act must not be able to write its approval. */
function checkStatement(
	{ id, tool, effect = 'irreversible' }: Approval,
	rules: ApprovalRules | undefined,
	proofs?: ReadonlyMap<string, Proof>,
): void {
	const proof = proofs?.get(id);
	if (needsStatement(effect, rules) && !proof?.isProof)
		throw refused(
			'statement',
			`has ${proof ? `a statement that does not count (${proof.text})` : 'no statement'}, and the operator demands one for the call of ${tool}, signed by the person's own key or login`,
			'Approve with `troupe run resume RUN --approve ID=VIEW --keys FOLDER`, or send an ID token of the issuer as "statement". See docs/agents/approvals.md.',
		);
}

export function findRefusal(...call: Parameters<typeof checkApprover>): TroupeError | undefined {
	try {
		checkApprover(...call);
		return undefined;
	} catch (error) {
		if (isTroupeError(error)) return error;
		throw error;
	}
}

const nameMade = (by: string, other: string): string =>
	areEqual(by, other)
		? ''
		: `, and ${toIdentity(other)} is the same person: one key made or replaced the other, or the same caller made both`;

function refused(why: string, how: string, fix: string): TroupeError {
	return new TroupeError({ code: 'DECISION_REFUSED', message: `The decision ${how}. The run still waits.`, fix, details: { why } });
}
