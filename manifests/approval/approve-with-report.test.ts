import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSignedPackage, type SignedPackage } from '../../test/support/signed-package';
import { signedReport } from '../../test/support/registry/sandbox-reports';
import { readEvidence } from '../evidence/read-evidence';
import { reportKind } from '../evidence/sandbox-report';
import { listReports } from '../evidence/verified-reports';
import { approvePackage } from './approve-package';

let original: SignedPackage;
let built: SignedPackage;
beforeAll(async () => {
	original = await createSignedPackage();
});
afterAll(() => original.remove());
beforeEach(() => {
	built = original.copy();
});
afterEach(() => built.remove());

/** Approves the package as it is, with a report of what `sha256` names. */
async function approveWith(sha256: string, by: 'approver' | 'author' = 'approver'): Promise<string> {
	const report = await signedReport({ sha256, level: 'L1', startedAt: new Date(built.nowMs - 3_600_000) }, built.key(by));
	const { packageFolder, keysFolder, trust: into, nowMs } = built;
	const readReport = (root: Parameters<typeof readEvidence>[3]) => readEvidence('report', reportKind, Buffer.from(report.token), root);
	await approvePackage({ packageFolder, keysFolder, into, nowMs, days: 30, approver: 'Grace', readReport });
	return report.sha256;
}

it('binds the report into the approval in a trust folder, where verify finds its level and date', async () => {
	const { reference: before } = await built.verify();
	const sha256 = await approveWith(before.sha256);
	const { reference, trust } = await built.verify();
	expect(listReports(trust, reference.sha256)).toEqual([
		{ sha256, level: 'L1', startedAt: new Date(built.nowMs - 3_600_000).toISOString(), keyId: built.key('approver').keyId },
	]);
});

it('says the hash alone where the report is not on the machine', async () => {
	const sha256 = await approveWith((await built.verify()).reference.sha256);
	const file = join(built.trust, 'reports', `${sha256}.jwt`);
	writeFileSync(file, readFileSync(file, 'utf8').replace(/.$/, ''));
	const { reference, trust } = await built.verify();
	expect(listReports(trust, reference.sha256)).toEqual([{ sha256 }]);
});

it("approves nothing with a report of another package, or with the author's own", async () => {
	await expect(approveWith('c'.repeat(64))).rejects.toMatchObject({ code: 'APPROVAL_REFUSED', details: { reason: 'report-subject' } });
	const own = approveWith((await built.verify()).reference.sha256, 'author');
	await expect(own).rejects.toMatchObject({ details: { reason: 'report-signer' } });
	expect(existsSync(join(built.trust, 'reports'))).toBe(false);
	expect((await built.verify()).approvers).toEqual(['Ada']);
});
