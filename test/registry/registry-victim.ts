/** Publishes, approves and revokes what its plan holds, ten at once, and says of each when it was answered: until it is killed, or done. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { isTroupeError } from '../../core/base/errors';
import { snapshotSigner } from '../../manifests/registry/changes/snapshot-signer';
import type { TenantAudit } from '../../manifests/registry/audit/tenant-audit';
import { openRegistry } from '../../manifests/registry/open-registry';
import { openAuditBeside } from '../support/registry/audited-registry';

/** What was signed before, since the keys are nothing of a registry's. */
export interface Plan {
	root: string;
	snapshotKey: { keyId: string; pem: string };
	manifests: Array<{ token: string; sha256: string; approval: string; revoke: boolean }>;
}

export interface Answered {
	sha256: string;
	did: 'publish' | 'approve' | 'revoke';
	/** Its code where it was refused. */
	refused?: string;
}

const atOnce = 10;
const [database = '', planFile = '', subject = '', from = '0', to = '1e9', end = ''] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
const { keyId, pem } = plan.snapshotKey;

async function work(): Promise<void> {
	const log = openAuditBeside(database);
	/** Ends between the transaction of the log and the one that removes what the log took. */
	const cut: TenantAudit = {
		...log,
		async take(entries) {
			await log.take(entries);
			process.kill(process.pid, 'SIGKILL');
			await new Promise(() => undefined);
		},
	};
	const registry = await openRegistry({
		...{ database, root: plan.root, audit: end === 'after-take' ? cut : log },
		keys: [snapshotSigner({ keyId, privateKey: createPrivateKey(pem) })],
	});
	const author = { tenant: 'default', subject: 'ada@example.com' };
	const approver = { tenant: 'default', subject };
	const waiting = plan.manifests.slice(Number(from), Number(to));
	const one = async (sha256: string, did: Answered['did'], act: () => Promise<unknown>): Promise<void> => {
		let refused: string | undefined;
		try {
			await act();
		} catch (error) {
			if (!isTroupeError(error) || error.retryable) throw error;
			refused = error.code;
		}
		// At once, not when the process has time for it: what was said is known after a kill.
		writeSync(1, `${JSON.stringify({ sha256, did, refused } satisfies Answered)}\n`);
	};
	const line = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const { token, sha256, approval, revoke } = next;
			await one(sha256, 'publish', () => registry.publish(author, { token }));
			await one(sha256, 'approve', () => registry.approve(approver, sha256, { token: approval, revision: 1 }));
			if (revoke) await one(sha256, 'revoke', () => registry.revoke(approver, sha256, { reason: 'leaked' }));
		}
	};
	await Promise.all(Array.from({ length: atOnce }, line));
	await registry.close();
	await log.close();
}

void work().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
