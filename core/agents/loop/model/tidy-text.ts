import { tidyAnswer, tidyStream } from '../../../llm/tidy-answer';
import { asksForJson } from '../answer-faults/asks-for-json';
import { judgesWording } from '../answer-faults/judges-wording';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';

/** A caller can ask an agent for data, and a person for JSON. Only an agent that names `grounded` has one way to answer. */
const readOptions = (run: Run) => ({
	mayBeJson: !speaksToCustomer(run) || asksForJson(run),
	mayBeScript: !judgesWording(run, 'usable'),
});

/** Extracts the answer from a model's surrounding text. Structured output is read by its schema. */
export const tidyText = (run: Run, text: string): string => (run.parts.definition.output ? text : tidyAnswer(text, readOptions(run)));

export const tidyPieces = (run: Run, pieces: AsyncIterable<string>): AsyncGenerator<string> => tidyStream(pieces, readOptions(run));
