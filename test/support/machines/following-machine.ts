import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrustedAgents } from '../../../manifests/client/trusted-agents';
import type { Registry } from '../../../manifests/registry/registry';
import { openGate } from '../../fakes/permissive-gate';
import { ada } from '../registry/registry-people';

/** Keeps in a folder what the client of the registry would, and returns a machine with it. */
export async function openFollowingMachine(registry: Registry, folder: string) {
	const trust = join(folder, 'trust');
	for (const name of ['manifests', 'approvals']) mkdirSync(join(trust, name), { recursive: true });
	const { roots, snapshot, manifests, approvals } = await registry.exportBundle(ada);
	const keep = (name: string, tokens: string[]) => {
		for (const token of tokens) writeFileSync(join(trust, name, `${createHash('sha256').update(token).digest('hex')}.jwt`), token);
	};
	writeFileSync(join(trust, 'root.jwt'), roots[0]!.tokens);
	writeFileSync(join(trust, 'snapshot.jwt'), snapshot);
	keep('manifests', manifests);
	keep('approvals', approvals);
	const published = new TrustedAgents({ folders: { pinned: trust }, instance: 'n8n-1', scanIntervalMs: 0 });
	return { gate: openGate(), published, agentFolders: [], providers: {}, stateFolder: folder, tenant: 'acme' };
}
