import { invalidPolicy, parseGuardrailPolicy } from './parse-guardrail-policy';

interface PolicyIdentity {
	id: string;
	version: string;
	purpose: string;
}

/** @throws TroupeError POLICY_INVALID, also for a policy without version or purpose */
export async function readPublishedPolicy(value: unknown, where: string): Promise<PolicyIdentity> {
	const { id, version, purpose } = await parseGuardrailPolicy(value, where);
	if (version !== undefined && purpose !== undefined) return { id, version, purpose };
	const missing = { version: 'a semantic version, such as 1.0.0', purpose: 'one sentence that says what it is for' };
	const problems = Object.entries(missing)
		.filter(([field]) => (field === 'version' ? version : purpose) === undefined)
		.map(([field, what]) => `${field} is missing: ${what}`);
	throw invalidPolicy(where, problems);
}
