import type { ViolationRecord } from '../../../core/ports/guardrails/violations';
import type { NoteAct } from '../audit/audited-database';

const outcomes: Readonly<Record<string, string>> = { block: 'blocked', 'ask-person': 'needs-human' };

/**
 * Audits checks that stopped a text or passed it to a person, once per judgement. Masked or replaced texts are only in the violations: they are too
 * many, and refuse nothing. @param first number of the first violation record, which has the position
 */
export async function noteStops(
	note: NoteAct,
	tenant: string,
	records: ReadonlyArray<Omit<ViolationRecord, 'id'>>,
	first: number,
): Promise<void> {
	const noted = new Set<string>();
	for (const [place, { at, guardrail, code, stage, action, ...of }] of records.entries()) {
		const outcome = outcomes[action];
		const name = JSON.stringify([guardrail, code, stage, action, of.tool]);
		if (outcome === undefined || noted.has(name)) continue;
		noted.add(name);
		const { run, agent, agentVersion: version, policy, policyVersion, tool, host } = of;
		const about = { run, agent, version, policy, policyVersion, tool, host };
		await note(tenant, {
			action: stage === 'usage' ? 'budget.stopped' : 'guardrail.stopped',
			outcome,
			at,
			object: { kind: stage === 'usage' ? 'budget' : 'guardrail', value: guardrail },
			details: { kind: 'violation', value: { number: first + place, code, stage, ...withoutNull(about) } },
		});
	}
}

const withoutNull = (fields: Record<string, string | null>) =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
