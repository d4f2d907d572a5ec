import { toIdentity } from '../../../core/base/to-identity';
import type { Proof, SignedApproval } from '../../../core/agents/agent-parts';
import { once } from '../../../core/base/async/once';
import type { Environment } from '../../../core/base/settings/setting-names';
import { type Signature, invalid, type Decided } from './signature';

/** Returns how to verify statements: under the root that decides on this machine, or by the keys of the issuer. */
export function signatureReader(environment: Environment): (decided: Decided & { statement: string }) => Promise<Signature> {
	const readRoot = once(async () => (await import('../../../manifests/gate/read-root')).readRoot(environment));
	return async (decided) => {
		const { describeLogin, isIdToken } = await import('./describe-login');
		if (isIdToken(decided.statement)) return describeLogin(decided, environment);
		const { describeSignature } = await import('./sign-decisions');
		return describeSignature(decided, await readRoot());
	};
}

/** Returns what verifies an approval as a host demands it. A caller with a login can only use statements of this login. */
export function statementVerifier(environment: Environment): (approval: SignedApproval) => Promise<Proof> {
	const read = signatureReader(environment);
	return async ({ by = '', ...approval }) => {
		const signature = await read(approval);
		const { isProof, subject } = signature;
		const identity = toIdentity(by);
		if (!isProof || subject === undefined || !identity.startsWith('oidc:') || identity === `oidc:${subject}`) return signature;
		return invalid(`it is of ${subject}, and ${identity} decides`);
	};
}
