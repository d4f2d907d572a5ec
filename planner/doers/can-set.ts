import { jobResults } from '../../bpmn/job-types';
import type { Candidate } from '../plan';
import type { Field } from '../tree/plan-tree';

/** Jobs that say nothing but that they are done: no step after them can read another answer. */
const actsAlone: readonly string[] = ['troupe:hand-over', 'troupe:send'];

/** Checks whether a doer can give a step the values that it sets. */
export const canSet = ({ name }: Candidate, writes: readonly Field[] = []): boolean =>
	!actsAlone.includes(name) || writes.every((field) => (jobResults as Record<string, readonly string[]>)[name]?.includes(field.name));
