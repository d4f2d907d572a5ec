import { createHash } from 'node:crypto';
import { rcompare } from 'semver';
import { ownPackage } from '../../documents/several-manifests';
import type { EvaluatedAgent } from '../../evidence/judge-evaluation';
import type { Change } from '../changes/change';
import { listVersions } from '../find/find-manifest';
import { readDocument } from '../find/read-documents';
import type { ManifestRow } from '../store/tables';

type Version = Pick<ManifestRow, 'kind' | 'name' | 'version' | 'sha256'>;

export async function readEvaluatedAgents({ connection }: Change, { kind, name, version, sha256 }: Version): Promise<EvaluatedAgent[]> {
	const document = await readDocument(connection, sha256);
	// Troupe's agents depend on the code beside them.
	if (kind === 'package' && 'agents' in document)
		return document.agents.map((agent) => ({ ...agent, ...(name === ownPackage && { troupe: version }) }));
	if (kind !== 'agent' || !('content' in document)) return [];
	return [{ id: name, version, sha256: createHash('sha256').update(document.content).digest('hex') }];
}

export async function readApprovedAgents(change: Change, { kind, name, version }: Version): Promise<EvaluatedAgent[]> {
	const versions = await listVersions(change.connection, kind, name);
	const [last] = versions
		.filter((one) => one.state === 'approved' && one.version !== version)
		.sort((one, other) => rcompare(one.version, other.version));
	return last ? readEvaluatedAgents(change, last) : [];
}
