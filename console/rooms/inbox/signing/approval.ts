import { sha256, toBase64url, toBytes, toHex } from './bytes';
import type { ApproverKey } from './open-key';
import type { Evidence } from './read-evidence';

interface Approved {
	draft: { sha256: string; name: string; version: string };
	approver: string;
	keyId: string;
	evidence: Evidence[];
}

export interface Approval {
	payload: string;
	/** Header and claims as RFC 7515, section 5.1, joins them: the key signs this. */
	input: string;
	/** SHA-256 of `input`, hex. */
	hash: string;
}

const days = 3650;

/** Writes the same approval as `troupe manifest approve`. */
export async function writeApproval({ draft, approver, keyId, evidence }: Approved, nowMs: number): Promise<Approval> {
	const iat = Math.floor(nowMs / 1000);
	const report = evidence.find(({ kind }) => kind === 'report');
	const evaluations = evidence.flatMap(({ claim }) => claim ?? []);
	const payload = JSON.stringify({
		iss: 'troupe',
		aud: 'troupe',
		iat,
		exp: iat + days * 86_400,
		ver: 1,
		manifest: draft.sha256,
		package: draft.name,
		version: draft.version,
		approver,
		jti: crypto.randomUUID(),
		...(report && { report: report.sha256 }),
		...(evaluations.length > 0 && { evaluations }),
	});
	const header = JSON.stringify({ alg: 'RS256', typ: 'troupe-approval+jwt', kid: keyId });
	const input = `${toBase64url(toBytes(header))}.${toBase64url(toBytes(payload))}`;
	return { payload, input, hash: toHex(await sha256(toBytes(input))) };
}

export const signApproval = async ({ input }: Approval, key: ApproverKey): Promise<string> =>
	`${input}.${toBase64url(await key.sign(input))}`;
