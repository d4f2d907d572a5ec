import { createHash, randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { ManifestAnswer } from '../../../manifests/registry/registry-api';
import { inspectDocument } from '../../../manifests/token/inspect-document';
import { signToken } from '../../../manifests/token/sign-token';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import { findSigner } from '../../shared/registry/find-signer';
import { openSigningKey, signingKey } from '../../shared/registry/signing-key';
import type { Ask } from '../operation';
import { type ApprovalEvidence, readApprovalEvidence } from '../read-evidence';
import { readManifest } from '../read-locator';
import { readToken } from '../read-token';

const approvalDays = 3650;

/** One approver's yes; compare and set, so that it is for what was looked at. */
export async function approve(ask: Ask): Promise<IDataObject> {
	const { context, item, api, caller } = ask;
	const manifest = await readManifest(context, item, 'manifest', ask);
	const evidence = await readApprovalEvidence(ask);
	const isSigned = context.getNodeParameter('signing', item, 'key') === 'token';
	const token = isSigned ? readToken(context, item) : await sign(ask, manifest, evidence);
	const sent = evidence.tokens.length > 0 && { evidence: evidence.tokens };
	return await api.approve(caller, manifest.sha256, { token, revision: manifest.revision, ...sent });
}

async function sign({ context, item, api }: Ask, manifest: ManifestAnswer, evidence: ApprovalEvidence): Promise<string> {
	const claimed = whatItIs(manifest);
	const key = openSigningKey(await context.getCredentials(signingKey, item));
	const signer = await findSigner(api, key, 'approver');
	const { report: named = '' } = context.getNodeParameter('approveOptions', item, {}) as { report?: string };
	const report = evidence.report ?? named.trim().toLowerCase();
	const yes = {
		ver: claimed.ver,
		manifest: manifest.sha256,
		package: claimed.package.name,
		version: claimed.package.version,
		approver: signer.owner,
		jti: randomUUID(),
		...(report && { report }),
		...(evidence.evaluations.length > 0 && { evaluations: evidence.evaluations }),
	};
	return signToken('troupe-approval+jwt', yes, signer, { nowMs: Date.now(), days: approvalDays });
}

/** A registry that answers with another manifest than the one it was asked for must not get a signature for it. */
function whatItIs({ token, sha256, name, version }: ManifestAnswer): ManifestDocument {
	const actual = createHash('sha256').update(token).digest('hex');
	const claimed = inspectDocument('the manifest', Buffer.from(token)).claimed as ManifestDocument;
	if (actual === sha256 && claimed.package.name === name && claimed.package.version === version) return claimed;
	throw new TroupeError({
		code: 'TOKEN_INVALID',
		message: `The registry returned a different manifest: ${claimed.package.name}@${claimed.package.version} with the SHA-256 ${actual}. Expected ${name}@${version} with ${sha256}.`,
		fix: 'Do not approve anything. Contact the person who runs the registry.',
		details: { expected: sha256, actual },
	});
}
