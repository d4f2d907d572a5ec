import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureNpmTool } from '../../scripts/lib/npm-tool.mjs';
import type { RenderCall } from '../../core/prompts/dotprompt/dotprompt';

const version = '1.1.2';

type Rendered = Record<string, unknown>;
interface Library {
	Dotprompt: new (options: { schemas?: unknown; partialResolver(name: string): string | null }) => {
		render(template: string, data?: unknown, options?: unknown): Promise<Rendered>;
	};
}

/** Returns a function that renders as the reference implementation does, which is installed in the user's cache when missing. */
export async function openReference(): Promise<(call: RenderCall) => Promise<Rendered>> {
	const folder: string = await ensureNpmTool({ name: 'dotprompt', version, progress: (line: string) => console.error(line) });
	const { Dotprompt } = createRequire(join(folder, 'package.json'))('dotprompt') as Library;
	return async ({ template, partials, schemas, data, options }) =>
		new Dotprompt({ schemas, partialResolver: (name) => partials?.[name] ?? null }).render(template, data ?? {}, options);
}
