/** The audit log of a tenant, together with what witnesses cosigned of it. */
import { hasSameText } from '../../../core/audit/signed-note';
import { formatTlogProof } from '../../../core/audit/tlog-proof';
import type { VaultHost } from '../hosts/state-host';
import { openAudit } from './host-audit';
import { openCosigned } from './host-witnesses';

/** Returns the newest checkpoint, with the cosignatures that it has; undefined for a log without entries. */
export async function readCosignedHead(host: VaultHost, tenant: string): Promise<string | undefined> {
	const { store } = (await openAudit(host))!;
	const head = await store.readHead(tenant);
	return head && ((await listCosigned(host, tenant)).find(({ note }) => hasSameText(note, head.note)) ?? head).note;
}

/**
 * Proves an entry within a checkpoint that enough witnesses cosigned, or within the newest one.
 * @throws TroupeError INPUT_INVALID for an index that the log does not have
 */
export async function proveCosigned(host: VaultHost, tenant: string, index: number): Promise<{ proof: string; isCosigned: boolean }> {
	const { store } = (await openAudit(host))!;
	await store.sequence(tenant);
	const head = (await listCosigned(host, tenant)).find(({ size, isQuorum }) => isQuorum && size > index);
	return { proof: formatTlogProof(await store.prove(tenant, index, head)), isCosigned: head !== undefined };
}

const listCosigned = async (host: VaultHost, tenant: string) => (await (await openCosigned(host))?.list(tenant)) ?? [];
