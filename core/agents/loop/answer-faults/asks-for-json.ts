import { speaksOfJson } from '../../../words/speaks-of-json';
import type { Run } from '../run/run';

/** Returns whether the prompt or the message speaks of JSON. */
export const asksForJson = ({ parts, context }: Pick<Run, 'parts' | 'context'>): boolean =>
	[parts.definition.prompt, ...(context.given?.messages ?? [])].some(speaksOfJson);
