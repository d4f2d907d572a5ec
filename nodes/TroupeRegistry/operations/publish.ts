import type { IDataObject } from 'n8n-workflow';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { readPublishedPolicy } from '../../../core/guardrails/policy/read-published-policy';
import { signToken, type Unsigned } from '../../../manifests/token/sign-token';
import { givenJson } from '../../shared/given-json';
import { nameField } from '../../shared/name-field';
import { findSigner } from '../../shared/registry/find-signer';
import { openSigningKey, signingKey } from '../../shared/registry/signing-key';
import { readText } from '../read-text';
import type { Ask } from '../operation';
import { properties } from '../properties';
import { readToken } from '../read-token';

const manifestDays = 3650;
const field = nameField(properties, 'definition');
const policyField = nameField(properties, 'policy');

export const publishAgent = async (ask: Ask): Promise<IDataObject> => publish(ask, () => agentManifest(ask));

export const publishPrompt = async (ask: Ask): Promise<IDataObject> => publish(ask, () => promptManifest(ask));

export const publishPolicy = async (ask: Ask): Promise<IDataObject> => publish(ask, () => policyManifest(ask));

async function publish(ask: Ask, write: () => Promise<Unsigned<'troupe-manifest+jwt'>>): Promise<IDataObject> {
	const { context, item, api, caller } = ask;
	const token = context.getNodeParameter('signing', item, 'key') === 'token' ? readToken(context, item) : await sign(ask, await write());
	return await api.publish(caller, { token });
}

async function sign({ context, item, api }: Ask, manifest: Unsigned<'troupe-manifest+jwt'>): Promise<string> {
	const key = openSigningKey(await context.getCredentials(signingKey, item));
	return signToken('troupe-manifest+jwt', manifest, await findSigner(api, key, 'author'), { nowMs: Date.now(), days: manifestDays });
}

async function agentManifest({ context, item }: Ask): Promise<Unsigned<'troupe-manifest+jwt'>> {
	const content = readDocument(context, 'definition', item);
	const { promptReference, ...definition } = await parseAgentDefinition(givenJson(content, field, 'AGENT_INVALID'), field);
	const { id, version, purpose, capabilities } = definition;
	return {
		kind: 'agent',
		ver: 1,
		package: { name: id, version },
		content,
		purpose,
		capabilities,
		...(promptReference && { prompt: { name: promptReference.name, range: promptReference.range } }),
	};
}

async function policyManifest({ context, item }: Ask): Promise<Unsigned<'troupe-manifest+jwt'>> {
	const content = readDocument(context, 'policy', item);
	const { id, version, purpose } = await readPublishedPolicy(givenJson(content, policyField, 'POLICY_INVALID'), policyField);
	return { kind: 'policy', ver: 1, package: { name: id, version }, content, purpose };
}

/** The text is signed as it was written; what an expression gives as an object is written here. */
function readDocument(context: Ask['context'], name: string, item: number): string {
	const value = context.getNodeParameter(name, item) as unknown;
	return typeof value === 'string' ? value : `${JSON.stringify(value, null, '\t')}\n`;
}

async function promptManifest({ context, item }: Ask): Promise<Unsigned<'troupe-manifest+jwt'>> {
	const content = readText(context, 'promptText', item);
	const { describePrompt } = await import('../../../core/prompts/describe-prompt');
	return {
		kind: 'prompt',
		ver: 1,
		package: { name: readText(context, 'promptName', item).trim(), version: readText(context, 'promptVersion', item).trim() },
		content,
		purpose: readText(context, 'purpose', item),
		...(await describePrompt(content, 'The prompt')),
	};
}
