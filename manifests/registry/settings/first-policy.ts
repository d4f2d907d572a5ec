import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import type { RegistryApi, TenantPolicy } from '../registry-api';
import { stripBom } from '../../../core/base/text/strip-bom';

/** Policy chosen at set-up, beside the registry's keys. */
export const firstPolicyFile = 'first-policy.json';

export interface FirstPolicy {
	tenant: string;
	policy: TenantPolicy;
}

/** Keeps an existing policy. @throws TroupeError INPUT_INVALID */
export async function applyFirstPolicy(registry: Pick<RegistryApi, 'policy' | 'setPolicy'>, folder: string): Promise<void> {
	const path = join(folder, firstPolicyFile);
	if (!existsSync(path)) return;
	const { tenant, policy } = readFirstPolicy(path);
	const caller = { tenant, subject: 'troupe manifest init' };
	if (Object.keys(await registry.policy(caller)).length === 0) await registry.setPolicy(caller, policy);
}

function readFirstPolicy(path: string): FirstPolicy {
	try {
		const { tenant, policy } = JSON.parse(stripBom(readFileSync(path, 'utf8'))) as Partial<FirstPolicy>;
		if (typeof tenant !== 'string' || typeof policy !== 'object') throw new Error('it needs a tenant and a policy');
		return { tenant, policy };
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The first policy in ${path} cannot be read: ${getErrorMessage(cause)}`,
			fix: 'Write it as {"tenant": "default", "policy": {"graceSeconds": 86400}}, or remove the file and use `troupe manifest policy set`.',
			cause,
		});
	}
}
