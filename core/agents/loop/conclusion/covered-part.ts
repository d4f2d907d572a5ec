import { collectCitations, notCoveredMark } from '../../../knowledge/grounding';
import type { Run } from '../run/run';
import { citeAnswer } from './cite-answer';

/** The end of the last sentence, line or citation of a text. */
const lastEnd = /^[^]*(?:[.!?…](?=\s|$)|\n|\[\d{1,3}\])/;

/**
 * Returns the part of an answer that the passages hold, if it cites them and has the mark in place of the rest. A sentence that the mark ends, such as
 * "About bicycles: [[NOT_COVERED]]", belongs to the rest.
 */
export function findCoveredPart(run: Run, step: number, text: string): string | undefined {
	if (run.parts.definition.output) return undefined;
	const pieces = text.split(notCoveredMark);
	const said = pieces.map((piece, index) => (index < pieces.length - 1 ? (lastEnd.exec(piece)?.[0] ?? '') : piece)).map(trimPiece);
	const part = citeAnswer(run, step, said.filter((piece) => /[\p{L}\p{N}]/u.test(piece)).join('\n\n'));
	return collectCitations(part, run.context.passages).length > 0 ? part : undefined;
}

/** Takes away what is left of the mark's own sentence: marks of bold, a full stop. */
const trimPiece = (piece: string): string =>
	piece
		.replace(/^[\s.,;:!*_`)\]]+/, '')
		.trimEnd()
		.replace(/(\[\d{1,3}\])$/, '$1.');
