import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { isEqualHash } from '../../../core/audit/hashes';
import { hasSameText } from '../../../core/audit/signed-note';
import { formatTlogProof } from '../../../core/audit/tlog-proof';
import { isQuorum } from '../../../core/audit/witness/tlog-policy';
import type { Environment } from '../../../core/base/settings/setting-names';
import { type CosignedCheckpoint, verifyCosignatures } from '../../state/audit/cosigned-rows';
import type { VaultHost } from '../hosts/state-host';
import { openAudit } from './host-audit';
import { openCosigned, readWitnesses } from './host-witnesses';

export async function readCosignedHead(host: VaultHost, tenant: string): Promise<string | undefined> {
	const { store } = (await openAudit(host))!;
	const head = await store.readHead(tenant);
	return head && ((await listCosigned(host, tenant)).find(({ note }) => hasSameText(note, head.note)) ?? head).note;
}

/**
 * Proves an entry within a checkpoint with enough cosignatures, or within the newest one. @throws TroupeError INPUT_INVALID for an index that the log
 * does not have
 */
export async function proveCosigned(
	host: VaultHost,
	tenant: string,
	index: number,
	environment?: Environment,
): Promise<{ proof: string; isCosigned: boolean }> {
	const { store } = (await openAudit(host))!;
	await store.sequence(tenant);
	const head = await findCosigned(host, tenant, { index, environment });
	return { proof: formatTlogProof(await store.prove(tenant, index, head)), isCosigned: head !== undefined };
}

/**
 * Finds the largest checkpoint that enough current witnesses cosigned: their policy can change, and a restored log has other checkpoints. @param
 * wanted `index`: of an entry that it covers
 */
export async function findCosigned(
	host: VaultHost,
	tenant: string,
	{ index = -1, environment }: { index?: number; environment?: Environment | undefined } = {},
): Promise<CosignedCheckpoint | undefined> {
	const policy = readWitnesses(environment);
	if (!policy) return undefined;
	const { store } = (await openAudit(host))!;
	const keys = policy.witnesses.map(({ key }) => key);
	for (const cosigned of await listCosigned(host, tenant)) {
		const { size, note } = cosigned;
		if (size <= index || !isQuorum(policy, verifyCosignatures(note, keys))) continue;
		const root = await store.readRoot(tenant, size);
		if (root && isEqualHash(root, parseSignedCheckpoint(note).checkpoint.root)) return cosigned;
	}
	return undefined;
}

const listCosigned = async (host: VaultHost, tenant: string) => (await (await openCosigned(host))?.list(tenant)) ?? [];
