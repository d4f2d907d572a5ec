import { identifySurely } from '../../../base/text/language';
import type { Language } from '../../../ports';
import type { Run } from './run';

/** Finds the language for what the product adds to a prompt: a small model answers in the language that it reads last. */
export const identifyPrompt = (prompt: string): Language => identifySurely(prompt) ?? 'en';

/** The same for the prompt of a run, for what its model is told of calls and answers. */
export const findPromptLanguage = ({ parts }: { parts: Pick<Run['parts'], 'definition'> }): Language =>
	identifyPrompt(parts.definition.prompt);
