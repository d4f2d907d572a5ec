import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const communityPackage = 'n8n-nodes-weather';
export const communityNode = `${communityPackage}.weather`;

/** A third-party package with a nested dependency, as n8n's installer writes it. */
const files: Record<string, string> = {
	'package.json': JSON.stringify({
		name: communityPackage,
		version: '1.0.0',
		dependencies: { 'is-sunny': '^1.0.0' },
		n8n: { n8nNodesApiVersion: 1, nodes: ['dist/nodes/Weather/Weather.node.js'], credentials: [] },
	}),
	'dist/nodes/Weather/Weather.node.js': `
		const isSunny = require('is-sunny');
		exports.Weather = class {
			description = {
				displayName: 'Weather', name: 'weather', group: ['input'], version: 1, description: 'Says whether the sun shines',
				defaults: { name: 'Weather' }, inputs: ['main'], outputs: ['main'], properties: [],
			};
			async execute() {
				return [[{ json: { sunny: isSunny() } }]];
			}
		};`,
	'node_modules/is-sunny/package.json': JSON.stringify({ name: 'is-sunny', version: '1.0.1', main: 'index.js' }),
	'node_modules/is-sunny/index.js': 'module.exports = () => true;\n',
};

export const communityFolder = (userFolder: string): string => join(userFolder, '.n8n', 'nodes', 'node_modules', communityPackage);

/** Puts it, whole again, where n8n loads packages from. */
export async function installCommunityPackage(userFolder: string): Promise<void> {
	for (const [path, content] of Object.entries(files)) {
		const file = join(communityFolder(userFolder), path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, content);
	}
}
