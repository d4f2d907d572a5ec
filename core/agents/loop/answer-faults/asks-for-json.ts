import { speaksOfJson } from '../../../words/speaks-of-json';
import type { Run } from '../run/run';

export const asksForJson = ({ parts, context }: Pick<Run, 'parts' | 'context'>): boolean =>
	[parts.definition.prompt, ...(context.given?.messages ?? [])].some(speaksOfJson);
