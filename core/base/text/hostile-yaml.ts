import type { DocumentOptions, ParseOptions, SchemaOptions } from 'yaml';

/**
 * Options to read YAML that anybody wrote: texts alone, in linear time. To look for equal keys, and to describe each of many mistakes, takes time that
 * grows with the square of their number.
 */
export const hostileYaml = {
	...{ schema: 'failsafe', logLevel: 'silent' },
	...{ uniqueKeys: false, prettyErrors: false },
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;
