import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** In a checkout of Troupe, leaves out the tools in node_modules. */
export function describePublish(folder: string): string {
	// Only a checkout has its build.
	const isCheckout = existsSync(join(folder, 'scripts', 'build', 'contents.mjs'));
	return `troupe manifest publish ${folder} --as-installed${isCheckout ? ' --covers bin,dist,package.json' : ''}`;
}
