import type { Origin } from '../../ports/memory';
import { highestEffect, type ToolEffect } from '../../ports/tools/tool-effect';
import type { ApprovalTerms } from '../../tools/definition/rules';

/** The operator's rules for approvals; they override agents. */
export interface ApprovalRules {
	/** `ask`: no rule of an agent allows an irreversible call; a person is asked. */
	irreversible?: 'ask';
	/**
	 * `ask`: after a result, a passage or a message of unknown origin, no rule of an agent allows a call that changes something, not even with
	 * `afterResults`.
	 */
	results?: 'ask';
	/** Different people required to approve a call. Default 1. */
	people?: number;
	/** Approvals by the requester. Default: refused for named callers of a service. */
	own?: 'allow' | 'refuse';
	/** `approve`: `whenTimedOut` of an agent can approve a call that is irreversible or needs others; `decline`: no call. Default: those that can. */
	silence?: 'approve' | 'decline';
	/** Calls with at least this effect need an approval with a statement signed by the approver's key or issuer. */
	signed?: Exclude<ToolEffect, 'reads'>;
}

export const needsStatement = (effect: ToolEffect, { signed }: ApprovalRules = {}): boolean =>
	signed !== undefined && highestEffect([effect, signed]) === effect;

/** Returns the origins of a message. An unknown origin counts as a tool if results require a person. */
export function findMessageOrigins(origins: Origin[] | 'unknown' | undefined, { results }: ApprovalRules = {}): Origin[] | undefined {
	if (origins !== 'unknown') return origins;
	return results === 'ask' ? ['tool'] : undefined;
}

/** Returns the number of required approvers: of the time of the question, or of the current rules. */
export const countPeople = ({ people: asked = 1 }: { people?: number }, { people = 1 }: ApprovalRules = {}): number =>
	Math.max(asked, people);

/** Returns the terms of a call under these rules: silence declines if it must not approve. */
export function underRules(terms: ApprovalTerms, effect: ToolEffect, rules: ApprovalRules = {}): ApprovalTerms {
	const { silence, people = 1 } = rules;
	const mayApprove =
		people === 1 &&
		!needsStatement(effect, rules) &&
		silence !== 'decline' &&
		(silence === 'approve' || effect === 'reads' || effect === 'reversible');
	return terms.whenTimedOut === 'approve' && !mayApprove ? { ...terms, whenTimedOut: 'decline' } : terms;
}

const isKnownCaller = (by: string): boolean => /^(?:mcp|a2a|rest|api|process:[^:]+|n8n:person):(?!local$)/.test(by);

export const isHost = (by: string): boolean => by.startsWith('host:');

/** A process whose engine does not know the decider, or that bypassed the user task. */
const namelessInProcess = /^process:[^:]+$/;

export const namesPerson = (by: string | undefined): by is string =>
	by !== undefined && !/^n8n:(?:form|resume):/.test(by) && !namelessInProcess.test(by);

export const refusesOwn = (by: string, { own }: ApprovalRules = {}): boolean => own === 'refuse' || (own !== 'allow' && isKnownCaller(by));

/**
 * Returns whether an unnamed decision could be the requester's own. A starter of a process can also set its variables; a form of n8n has a shareable
 * link.
 */
export const couldBeOwn = (by: string | undefined, startedBy: string, rules: ApprovalRules = {}): boolean =>
	refusesOwn(startedBy, rules) && !namesPerson(by) && (rules.own === 'refuse' || (by !== undefined && namelessInProcess.test(by)));
