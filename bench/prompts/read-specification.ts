import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Head } from '../../core/prompts/dotprompt/read-dotprompt';
import type { RenderCall } from '../../core/prompts/dotprompt/dotprompt';

export interface Expected extends Record<string, unknown> {
	raw?: Record<string, unknown>;
}

interface Suite {
	name: string;
	template: string;
	schemas?: RenderCall['schemas'];
	partials?: Record<string, string>;
	resolverPartials?: Record<string, string>;
	data?: RenderCall['data'];
	tests: Array<{ desc?: string; data?: RenderCall['data']; options?: Head; expect: Expected }>;
}

/** Reads the cases of the specification from its folder `spec`. */
export function readSpecification(folder: string): Array<{ name: string; call: RenderCall; expected: Expected }> {
	const files = globSync('**/*.yaml', { cwd: folder }).sort();
	if (files.length === 0) throw new Error(`${folder} has no *.yaml. DOTPROMPT_SPEC is the folder spec of a checkout of google/dotprompt.`);
	return files.flatMap((file) =>
		(parse(readFileSync(join(folder, file), 'utf8')) as Suite[]).flatMap((suite) =>
			suite.tests.map(({ desc, data, options, expect }) => ({
				name: `${file}: ${suite.name}: ${desc ?? ''}`,
				call: {
					template: suite.template,
					schemas: suite.schemas,
					partials: { ...suite.partials, ...suite.resolverPartials },
					data: { ...suite.data, ...data },
					options,
				},
				expected: expect,
			})),
		),
	);
}
