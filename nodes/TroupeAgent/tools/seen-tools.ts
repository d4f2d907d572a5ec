import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { troupeHome } from '../../../core/home';
import type { Tool } from '../../../core/ports';
import { writeWhole } from '../../../manifests/write-file';

/** A tool as the editor's list shows it. */
export interface SeenTool {
	name: string;
	description: string;
	readOnly: boolean;
}

const MOST_TOOLS = 200;
const LONGEST_DESCRIPTION = 200;

/**
 * Keeps the tools that a node had when it ran: n8n does not tell a list in the editor what is connected to its node.
 * @param key the workflow's ID, a space and the node's ID
 */
export function rememberTools(key: string, tools: Tool[]): void {
	const seen = tools.slice(0, MOST_TOOLS).map(({ name, description, readOnly = false }): SeenTool => ({
		name,
		description: description.slice(0, LONGEST_DESCRIPTION),
		readOnly,
	}));
	const content = JSON.stringify(seen);
	const file = fileOf(key);
	if (existsSync(file) ? readFileSync(file, 'utf8') === content : seen.length === 0) return;
	writeWhole(file, content, 0o600);
}

/** The tools that the node had when it ran last; none before. */
export function seenTools(key: string): SeenTool[] {
	const file = fileOf(key);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SeenTool[]) : [];
}

const fileOf = (key: string) => join(troupeHome(), 'n8n-tools', `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
