import { ensureN8nHost } from '../../scripts/lib/n8n-host.mjs';

/** Tests find it as users' workers do: through the setting. */
export default async function installN8n() {
	const { folder, node } = await ensureN8nHost({ progress: (line) => console.error(line) });
	process.env.TROUPE_N8N = folder;
	process.env.TROUPE_N8N_PROGRAM = node;
	// The services of these tests run on this machine.
	process.env.TROUPE_ALLOW_PRIVATE_NETWORKS = 'true';
}
