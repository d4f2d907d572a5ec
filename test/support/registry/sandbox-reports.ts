import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { hashEvidence } from '../../../manifests/evidence/read-evidence';
import { reportKind } from '../../../manifests/evidence/sandbox-report';
import { createKeySigner } from '../../../manifests/token/signer';
import { signPayload, type SigningKey } from '../../../manifests/token/sign-token';

interface Reported {
	/** What ran, as text or by its hash. */
	content?: string;
	sha256?: string;
	level?: string;
	startedAt: Date;
	outcome?: string;
}

/** Signs what approvals read of a report. Its probes are as the level says. */
export async function signedReport({ content = '', sha256, level = 'L0+', startedAt, outcome = 'completed' }: Reported, key: SigningKey) {
	const report = {
		version: 1,
		subject: {
			kind: 'agent',
			name: 'support',
			sha256: sha256 ?? createHash('sha256').update(content).digest('hex'),
			bytes: content.length,
		},
		level: { reached: level, required: level, measuredAt: startedAt.toISOString() },
		probes: [{ id: 'read-file', stopped: true, by: 'ERR_ACCESS_DENIED' }],
		notStopped: [],
		outcome: { kind: outcome },
		startedAt: startedAt.toISOString(),
	};
	const signer = createKeySigner(key.keyId, key.privateKey);
	const token = await signPayload(reportKind.type, canonicalize(report)!, signer);
	return { token, sha256: hashEvidence(token) };
}
