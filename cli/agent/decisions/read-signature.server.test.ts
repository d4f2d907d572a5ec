import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigner } from '../../../manifests/keys/key-files';
import { copyTestKeys } from '../../../test/support/test-keys';
import { type OidcIssuer, startOidcIssuer } from '../../../sandbox/fakes/oidc-issuer';
import { statementVerifier } from './read-signature';
import { signDecisions } from './sign-decisions';
import { toPending } from '../../../core/agents/approvals/pending-decision';

let folder: string;
let issuer: OidcIssuer;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-verify-'));
	await copyTestKeys(join(folder, 'keys'));
	await copyTestKeys(join(folder, 'others'), 'others');
	issuer = await startOidcIssuer();
});
afterAll(async () => {
	await issuer.close();
	rmSync(folder, { recursive: true });
});

const record = { id: 'p', kind: 'approval' as const, tool: 'pay', arguments: { amount: 7 }, nonce: 'n' };
const pending = [toPending(record, record, 'en')];
const verify = async (approval: object, settings: object = {}) => {
	const { isProof } = await statementVerifier({
		...{ TROUPE_HOME: folder, TROUPE_TRUST: join(folder, 'keys') },
		...{ TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', ...settings },
	})(approval as Parameters<ReturnType<typeof statementVerifier>>[0]);
	return isProof;
};

async function signed(keys = 'keys') {
	const [decision] = await signDecisions(
		[{ id: 'p', kind: 'approval', approved: true }],
		pending,
		'r',
		readSigner(join(folder, keys), 'approver'),
	);
	const { statement, viewSha256 } = decision as { statement: string; viewSha256: string };
	return { runId: 'r', callId: 'p', approved: true, viewSha256, statement, by: 'terminal:ana' };
}

test('a statement of a key of the root proves the approval of this call in this run, and of no other', async () => {
	const approval = await signed();
	expect(await verify(approval)).toBe(true);
	for (const other of [{ runId: 'r2' }, { callId: 'q' }, { viewSha256: 'a'.repeat(64) }, { statement: 'x' }, await signed('others')])
		expect(await verify({ ...approval, ...other })).toBe(false);
});

test('a login proves the approval of whom it is of, and of nobody else who has a login', async () => {
	const viewSha256 = 'a'.repeat(64);
	const statement = await issuer.sign({ sub: 'ana', nonce: `troupe-approval:${viewSha256}` });
	const approval = { runId: 'r', callId: 'p', approved: true, viewSha256, statement };
	expect(await verify({ ...approval, by: 'api:oidc:ana' })).toBe(true);
	expect(await verify({ ...approval, by: 'process:42:oidc:ana' })).toBe(true);
	expect(await verify({ ...approval, by: 'api:oidc:bia' })).toBe(false);
	expect(await verify({ ...approval, by: 'api:oidc:ana' }, { TROUPE_OIDC_ISSUER: undefined })).toBe(false);
});
