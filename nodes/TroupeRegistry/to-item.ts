import type { IDataObject } from 'n8n-workflow';
import type { ManifestAnswer, ManifestSummary, Match, Rollout } from '../../manifests/registry/registry-api';

/** The fields that a workflow branches on; the others are in the raw response. */
export function simpleManifest(summary: ManifestSummary): IDataObject {
	const { name, version, state, purpose, capabilities, sha256, author, approvals, threshold, successor, reason, notes, publishedAt } =
		summary;
	return {
		name,
		version,
		state,
		...(purpose !== undefined && { purpose }),
		capabilities,
		sha256,
		author,
		approvals: `${approvals.length} of ${threshold}`,
		publishedAt,
		...(successor !== undefined && { successor }),
		...(reason !== undefined && { reason }),
		...(notes !== undefined && { notes }),
	};
}

export function matchItem({ manifest, score, reasons, warnings }: Match, simplify: boolean): IDataObject {
	return { ...(simplify ? simpleManifest(manifest) : manifest), score, reasons, warnings };
}

export function contentItem(answer: ManifestAnswer): IDataObject {
	const { content, variables, nodes, jobTypes } = answer.manifest;
	return {
		...simpleManifest(answer),
		...(answer.kind === 'agent' && { definition: parsed(content) }),
		...(answer.kind === 'policy' && { policy: parsed(content) }),
		...(answer.kind === 'template' && { template: parsed(content) }),
		...(answer.kind === 'evaluation' && { evaluation: parsed(content) }),
		...(answer.kind === 'prompt' && { content: String(content), variables: variables ?? [] }),
		...(answer.kind === 'package' && { nodes: nodes as IDataObject[], jobTypes: jobTypes as string[] }),
	};
}

export function simpleRollout({ id, kind, package: name, from, to, others, percent, state, stage, samples, reason }: Rollout): IDataObject {
	return { id, kind, name, from, to, ...(others && { others }), percent, state, stage, samples, ...(reason !== undefined && { reason }) };
}

/** Parses a definition or a policy. The registry accepts only JSON; if the content is not JSON after all, it is returned unchanged. */
function parsed(content: unknown): IDataObject | string {
	try {
		return JSON.parse(String(content)) as IDataObject;
	} catch {
		return String(content);
	}
}
