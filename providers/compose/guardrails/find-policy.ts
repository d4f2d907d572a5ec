import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { TroupeError } from '../../../core/base/errors';
import { findPolicy as findPolicyFile } from '../../files/policy-files';
import { parsePublished, readAgentName } from '../agents/published';
import type { Host } from '../hosts/host';

export type PolicyHost = Pick<Host, 'gate' | 'published' | 'policyFolders'>;

/**
 * Finds a policy by `strict`, or by `strict@^1.2` in the registry alone. The registry comes first; its policies run only if the gate admits them.
 * @throws TroupeError INPUT_INVALID if it does not exist, POLICY_INVALID, MANIFEST_*
 */
export async function findPolicy(text: string, { gate, published, policyFolders = [] }: PolicyHost): Promise<GuardrailPolicy> {
	const { id, range, isPublished } = readAgentName(text);
	const version = await published?.find('policy', id, range);
	if (version) {
		const { name, version: number, sha256 } = version;
		await gate.admit({ kind: 'policy', name, version: number, sha256 });
		return parseGuardrailPolicy(parsePublished(version), `The published policy ${name} ${number}`);
	}
	if (isPublished) throw notPublished(id, published !== undefined);
	const { path, policy } = await findPolicyFile(id, policyFolders);
	return parseGuardrailPolicy(policy, path);
}

function notPublished(id: string, hasRegistry: boolean): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `No guardrail policy ${JSON.stringify(id.slice(0, 64))} is published${hasRegistry ? ' for this tenant of the registry' : ': no registry is configured'}.`,
		fix: 'Publish and approve it (`troupe manifest publish`, `approve`), set TROUPE_REGISTRY_URL, or name a policy in a folder, without a version range.',
	});
}
