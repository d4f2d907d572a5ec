import { createHash } from 'node:crypto';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import type { RootDocument } from '../../manifests/documents/root-document';
import { readEvidence } from '../../manifests/evidence/read-evidence';
import type { StatementKeys } from './confirm-plan';
import { createOwnKey, type OwnKey } from './own-key';
import { planStatementKind } from './plan-statement';

/**
 * Opens what signs and verifies confirmations: the installation's own key, which is derived from the vault's, and the keys of authors and approvers.
 * @param readRoot reads the root that decides on this machine
 */
export function openStatementKeys(host: VaultHost & { stateFolder: string }, readRoot: () => Promise<RootDocument>): StatementKeys {
	const openOwn = async (): Promise<OwnKey> => {
		const keys = await openVaultKeys(host, host.stateFolder);
		return createOwnKey(
			createHash('sha256')
				.update(keys.mark(JSON.stringify(['key of the plans'])))
				.digest(),
		);
	};
	return {
		sign: async (facts) => (await openOwn()).sign(facts),
		async verify(statement) {
			if (isOfOwnKey(statement)) return (await openOwn()).verify(statement);
			return readEvidence('The confirmation', planStatementKind, Buffer.from(statement, 'latin1'), await readRoot()).facts;
		},
	};
}

/** A statement of another key is RS256. */
function isOfOwnKey(statement: string): boolean {
	const [header = ''] = statement.slice(0, 2_000).split('.');
	return Buffer.from(header, 'base64url').toString().includes('"EdDSA"');
}
