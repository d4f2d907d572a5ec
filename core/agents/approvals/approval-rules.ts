import type { Origin } from '../../ports/memory';
import { highestEffect, type ToolEffect } from '../../ports/tools/tool-effect';
import type { ApprovalTerms } from '../../tools/definition/rules';

/** Rules of the operator of a host for approvals, whatever an agent says. */
export interface ApprovalRules {
	/** `ask`: a rule of an agent does not allow a call that cannot be undone; a person is asked. */
	irreversible?: 'ask';
	/**
	 * `ask`: once the run has read a result or a passage, or has a message of unknown origin, no rule of an agent allows a call that changes something,
	 * not even with `afterResults`.
	 */
	results?: 'ask';
	/** How many different people have to approve a call. Default 1. */
	people?: number;
	/** Approvals by whoever asked the agent. Default: refused for callers of a service who are known by name. */
	own?: 'allow' | 'refuse';
	/** `approve`: `whenTimedOut` of an agent can approve a call that cannot be undone, or by others alone; `decline`: no call. Default: those that can. */
	silence?: 'approve' | 'decline';
	/** Calls with this effect or a further one are asked about, and an approval needs a statement that the approver's key or issuer signed. */
	signed?: Exclude<ToolEffect, 'reads'>;
}

/** Returns whether the approval of a call with this effect has to be signed by the approver's own means. */
export const needsStatement = (effect: ToolEffect, { signed }: ApprovalRules = {}): boolean =>
	signed !== undefined && highestEffect([effect, signed]) === effect;

/** Returns the origins of a message. An unknown origin counts as a tool if the rules demand a person after results. */
export function findMessageOrigins(origins: Origin[] | 'unknown' | undefined, { results }: ApprovalRules = {}): Origin[] | undefined {
	if (origins !== 'unknown') return origins;
	return results === 'ask' ? ['tool'] : undefined;
}

/** Returns how many people have to approve a call: as many as when it was asked about, or as the rules demand by now. */
export const countPeople = ({ people: asked = 1 }: { people?: number }, { people = 1 }: ApprovalRules = {}): number =>
	Math.max(asked, people);

/** Returns the terms of a call under these rules: where silence must not approve, it declines. */
export function underRules(terms: ApprovalTerms, effect: ToolEffect, rules: ApprovalRules = {}): ApprovalTerms {
	const { silence, people = 1 } = rules;
	const mayApprove =
		people === 1 &&
		!needsStatement(effect, rules) &&
		silence !== 'decline' &&
		(silence === 'approve' || effect === 'reads' || effect === 'reversible');
	return terms.whenTimedOut === 'approve' && !mayApprove ? { ...terms, whenTimedOut: 'decline' } : terms;
}

/** Returns whether this is somebody whom the service or the workflow knows by name. */
const isKnownCaller = (by: string): boolean => /^(?:mcp|a2a|rest|api|process:[^:]+|n8n:person):(?!local$)/.test(by);

/** Returns whether a host began the run, for nobody that it knows by name. */
export const isHost = (by: string): boolean => by.startsWith('host:');

/** A process whose engine does not know who decided, or in which somebody set the decision past the user task. */
const namelessInProcess = /^process:[^:]+$/;

/** Returns whether a decision says which person it is from. */
export const namesPerson = (by: string | undefined): by is string =>
	by !== undefined && !/^n8n:(?:form|resume):/.test(by) && !namelessInProcess.test(by);

/** Returns whether somebody who asked the agent may not approve what it wants to do. */
export const refusesOwn = (by: string, { own }: ApprovalRules = {}): boolean => own === 'refuse' || (own !== 'allow' && isKnownCaller(by));

/**
 * Returns whether a decision without a name could be from somebody who asked the agent and may not approve. Whoever starts a process can also set its
 * variables; a form of n8n has a link that the workflow gives to others.
 */
export const couldBeOwn = (by: string | undefined, startedBy: string, rules: ApprovalRules = {}): boolean =>
	refusesOwn(startedBy, rules) && !namesPerson(by) && (rules.own === 'refuse' || (by !== undefined && namelessInProcess.test(by)));
