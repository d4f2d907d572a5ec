import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { AgentOfRun } from '../../../core/agents/agent-request';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { isVersionLabel } from '../../../core/base/version-label';
import { packagedAgentsFolder } from '../../../core/base/package-folder';
import type { PublishedVersion } from '../../../core/ports/manifests';
import { withUsualEffect } from '../../../core/tools/effect';
import { type AgentFile, findAgent, readAgentFile } from '../../files/agent-files';
import type { Host } from '../hosts/host';
import type { AgentReference } from './agent-reference';
import { replaceAnyPrompt } from './replace-prompt';
import { type AgentName, findAgentFolder, findPublishedAgent, parsePublished, readAgentName } from './published';

/** @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, POLICY_INVALID, MANIFEST_* */
export async function readDefinition(
	reference: AgentReference,
	host: Host,
	run?: AgentOfRun,
	contact?: string,
): Promise<{ definition: AgentDefinition; source: Source }> {
	const source = await readSource(reference, host, run, contact);
	return { definition: await parseAgentDefinition(await withReplacements(source, host), source.where, host), source };
}

/** The author of a sent definition must not be able to switch off the host's approval questions. */
export function withUsualEffects({ tools, ...definition }: AgentDefinition): AgentDefinition {
	return { ...definition, ...(tools && { tools: { ...tools, define: tools.define?.map(withUsualEffect) } }) };
}

/** Applies the host's output and its variant to the definition. @throws TroupeError AGENT_INVALID */
async function withReplacements({ definition, where }: Source, host: Host): Promise<unknown> {
	const { output, variant } = host;
	if ((!output && !variant) || typeof definition !== 'object' || definition === null) return definition;
	const { model, prompt, values } = variant ?? {};
	const own = (definition as Partial<AgentDefinition>).model;
	return {
		...(prompt === undefined ? definition : await replaceAnyPrompt({ definition, where }, { prompt, values }, host)),
		...(model && { model: { ...own, ...model } }),
		...(output && { output }),
	};
}

interface Source {
	definition: unknown;
	published?: PublishedVersion;
	sha256: string;
	where: string;
	folder: string;
	file?: true;
}

async function readSource(reference: AgentReference, host: Host, run?: AgentOfRun, contact?: string): Promise<Source> {
	const folders = [...host.agentFolders, packagedAgentsFolder()];
	if (reference.kind === 'inline') {
		const sha256 = createHash('sha256')
			.update(JSON.stringify(reference.definition) ?? '')
			.digest('hex');
		return { definition: reference.definition, sha256, where: 'The definition', folder: resolve(folders[0] ?? '.') };
	}
	if (reference.kind === 'file') return fromFile(await readAgentFile(reference.path, folders));
	const name = readAgentName(reference.id);
	const published = await findPublishedAgent(
		reference.range === undefined ? name : withRange(name, reference.range),
		host.published,
		run,
		contact,
	);
	if (!published) return fromFile(await findAgent(name.id, folders));
	const { version, sha256 } = published;
	const where = `The published agent ${name.id} ${version}`;
	return { definition: parsePublished(published), sha256, where, folder: findAgentFolder(name.id, folders), published };
}

const withRange = (name: AgentName, range: string): AgentName => ({
	...name,
	range,
	isPublished: name.isPublished || isVersionLabel(range),
});

const fromFile = (file: AgentFile): Source => ({ ...file, where: file.path, file: true });
