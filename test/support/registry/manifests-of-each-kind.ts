import { audience, issuer } from '../../../manifests/documents/document-words';
import type { PackageManifest } from '../../../manifests/documents/package-manifest';
import type { AgentManifest, PromptManifest } from '../../../manifests/documents/published-manifests';

const claims = { iss: issuer, aud: audience, iat: 1_800_000_000, exp: 1_900_000_000, ver: 1 } as const;

/** A small definition that fits the schema, for tests of what becomes of its changes. */
export const plainDefinition = {
	id: 'support',
	version: '1.2.0',
	name: 'Support',
	purpose: 'Answers questions of customers.',
	capabilities: ['crm.read', 'orders.read'],
	prompt: 'You help.',
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }] },
	tools: { rules: [{ tool: 'orders_*', permission: 'allow' }], define: [], parallel: 4 },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'BR_CPF'], action: 'token' } },
	limits: { toolCalls: 5 },
};

export function agentManifest(definition: Record<string, unknown> = plainDefinition, more: Partial<AgentManifest> = {}): AgentManifest {
	const { id, version, purpose, capabilities, promptReference } = definition as unknown as typeof plainDefinition & {
		promptReference?: { name: string; range: string };
	};
	return {
		...claims,
		kind: 'agent',
		package: { name: id, version },
		content: JSON.stringify(definition),
		purpose,
		capabilities,
		...(promptReference && { prompt: { name: promptReference.name, range: promptReference.range } }),
		...more,
	};
}

export function promptManifest(version: string, content: string, variables: string[]): PromptManifest {
	return { ...claims, kind: 'prompt', package: { name: 'tone', version }, content, purpose: 'How we speak.', variables };
}

export function packageManifest(version: string, more: Partial<PackageManifest> = {}): PackageManifest {
	return {
		...claims,
		package: { name: 'n8n-nodes-acme', version },
		nodes: [{ name: 'n8n-nodes-acme.acme', versions: [1, 2] }],
		jobTypes: ['acme:send'],
		agents: [{ id: 'acme', version: '1.0.0', sha256: 'a'.repeat(64) }],
		unlistedAgents: 'allow',
		covers: ['.'],
		files: [{ path: 'dist/acme.js', size: 1, sha256: 'b'.repeat(64) }],
		...more,
	};
}
