import type { DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';

/** Options to read untrusted YAML: texts only, in linear time. Looking for equal keys and describing many mistakes take quadratic time. */
export const hostileYaml = {
	schema: 'failsafe',
	logLevel: 'silent',
	uniqueKeys: false,
	prettyErrors: false,
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;
