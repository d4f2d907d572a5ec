import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

/** The file that tells n8n's editor how to list a node. */
export interface Codex {
	node: string;
	categories: string[];
	subcategories?: Record<string, string[]>;
	resources: { primaryDocumentation: Array<{ url: string }>; credentialDocumentation: Array<{ url: string }> };
	alias: string[];
}

export const nodeFiles = globSync('nodes/*/*.node.ts').sort();
export const credentialFiles = globSync('credentials/*.credentials.ts').sort();

export const loadNode = (file: string): INodeType => load<INodeType>(file, '.node.ts');

export const loadCredential = (file: string): ICredentialType => load<ICredentialType>(file, '.credentials.ts');

export const readCodex = (file: string): Codex => readJson<Codex>(file.replace(/\.ts$/, '.json'));

/** The class that n8n would make an instance of: it is named after its file. */
function load<Type>(file: string, ending: string): Type {
	// oxlint-disable-next-line @typescript-eslint/no-require-imports -- as n8n loads it
	const module = require(join(process.cwd(), file)) as Record<string, new () => Type>;
	return new module[basename(file, ending)]!();
}

export function readJson<Type>(file: string): Type {
	return JSON.parse(readFileSync(file, 'utf8')) as Type;
}
