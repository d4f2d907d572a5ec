import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { readPublishedPolicy } from '../../../core/guardrails/policy/read-published-policy';
import { parsePromptFile } from '../../../core/prompts/prompt-file';
import { describePrompt } from '../../../core/prompts/describe-prompt';
import { getErrorMessage } from '../../../core/base/errors';
import { readTemplateFolder } from '../../../providers/compose/templates/find-template';
import type { Unsigned } from '../../../manifests/token/sign-token';
import { wrongUse } from '../shared/open-registry';
import { describeReadFault } from '../../terminal/system-errors';
import { decodeText } from '../../../core/base/text/decode-text';

export type Publishable = Unsigned<'troupe-manifest+jwt'>;

const longestFile = 1024 * 1024;

/**
 * The JSON file of an agent or a policy, the file of an evaluation set (`*.eval.yaml`), or a prompt's text file, as the document that its author signs.
 * @throws TroupeError AGENT_INVALID, POLICY_INVALID, INPUT_INVALID
 */
export async function readPublishable(path: string): Promise<Publishable> {
	const text = readText(path);
	if (/\.eval\.(?:ya?ml|json)$/i.test(path)) return readSet(text, path);
	if (extname(path).toLowerCase() !== '.json') return readPrompt(text, path);
	const document = parseJson(text, path);
	// Only a policy has checks at its top.
	const isPolicy = typeof document === 'object' && document !== null && 'checks' in document;
	return isPolicy ? readPolicy(text, document, path) : readAgent(text, document, path);
}

async function readAgent(content: string, document: unknown, path: string): Promise<Publishable> {
	const { id, version, purpose, capabilities, promptReference } = await parseAgentDefinition(document, path);
	const prompt = promptReference && { name: promptReference.name, range: promptReference.range };
	return { ver: 1, kind: 'agent', package: { name: id, version }, content, purpose, capabilities, ...(prompt && { prompt }) };
}

async function readPolicy(content: string, document: unknown, path: string): Promise<Publishable> {
	const { id, version, purpose } = await readPublishedPolicy(document, path);
	return { ver: 1, kind: 'policy', package: { name: id, version }, content, purpose };
}

/** Reads a set. Its recordings, in the file beside it, are signed with it. */
async function readSet(text: string, path: string): Promise<Publishable> {
	const { readPublishableSet } = await import('../../../providers/compose/evaluation/publishable-set');
	const { id, version, purpose, content } = await readPublishableSet(text, path);
	return { ver: 1, kind: 'evaluation', package: { name: id, version }, content, purpose };
}

/**
 * The folder of a template as the document that its author signs.
 * @throws TroupeError TEMPLATE_INVALID
 */
export async function readPublishableTemplate(folder: string): Promise<Publishable> {
	const template = await readTemplateFolder(folder);
	const { id, version, purpose } = template;
	return { ver: 1, kind: 'template', package: { name: id, version }, content: JSON.stringify(template), purpose };
}

async function readPrompt(text: string, path: string): Promise<Publishable> {
	const { name, version, purpose, content } = parsePromptFile(text, path);
	return { ver: 1, kind: 'prompt', package: { name, version }, content, purpose, ...(await describePrompt(content, path)) };
}

function readText(path: string): string {
	try {
		const { size } = statSync(path);
		if (size > longestFile) throw new Error(`it has ${size} bytes, at most ${longestFile} are read`);
		return decodeText(readFileSync(path), path);
	} catch (cause) {
		throw wrongUse(`${path} cannot be read: ${describeReadFault(cause)}`, 'Name a file of UTF-8 text.', cause);
	}
}

function parseJson(text: string, path: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw wrongUse(`${path} is not JSON: ${getErrorMessage(cause)}`, 'Correct the file.', cause);
	}
}
