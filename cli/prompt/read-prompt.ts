import { existsSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import { parsePromptFile, type PromptFile } from '../../core/prompts/prompt-file';
import { isVersion } from '../../manifests/registry/rules/version-line';
import { fetchManifest } from '../manifest/find/fetch';
import { findLabelled } from '../manifest/find/find-label';
import { findManifest } from '../manifest/find/reference';
import type { RegistryOpener, RegistryOptions } from '../manifest/shared/open-registry';
import { readTextFile } from '../terminal/read-text-file';
import type { Terminal } from '../terminal/terminal';

export type NamedPrompt = Pick<PromptFile, 'name' | 'version' | 'purpose' | 'content'> & {
	/** The path; absent of a published one. */
	file?: string;
};

/** @throws TroupeError INPUT_INVALID */
export async function readPromptFile(file: string): Promise<NamedPrompt & { file: string }> {
	const { name, version, purpose, content } = parsePromptFile(await readTextFile(file, 1), file);
	if (!isVersion(version))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The version ${JSON.stringify(version.slice(0, 60))} of ${file} is not a semantic version.`,
			fix: 'Write it like version: 1.2.0.',
		});
	return { name, version, purpose, content, file };
}

/** Reads a file, or NAME@VERSION or NAME@LABEL from the registry. @throws TroupeError INPUT_INVALID, MANIFEST_NOT_FOUND, TOKEN_INVALID */
export async function readNamedPrompt(
	named: string,
	options: RegistryOptions,
	terminal: Terminal,
	open: RegistryOpener,
): Promise<NamedPrompt> {
	if (existsSync(named) || !/^(?:prompt:)?[a-z0-9][a-z0-9._-]*@[^@/\\]+$/.test(named)) return readPromptFile(named);
	const registry = await open(options, terminal);
	const { sha256 } = await findManifest(registry, await findLabelled(registry, named, 'prompt'), 'prompt');
	const { manifest } = await fetchManifest(registry, sha256);
	if (manifest.kind === 'prompt') {
		const { name, version } = manifest.package;
		return { name, version, purpose: manifest.purpose, content: manifest.content };
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${named} is not a prompt, but a manifest of the kind ${manifest.kind ?? 'package'}.`,
		fix: 'Name a prompt as NAME@VERSION, or the path of its file.',
	});
}
