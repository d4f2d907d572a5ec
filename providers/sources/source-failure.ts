import type { DocumentFailure, SourceContent } from '../../core/ports';

/** Why a document could not be had, for who wanted it. */
export function sourceFailed(failure: DocumentFailure, message: string, fix: string): Extract<SourceContent, { kind: 'failed' }> {
	return { kind: 'failed', failure, message, fix };
}

/** What is no document, and cannot be noted as one: a folder that cannot be listed, a line that cannot be read. */
export interface SourceProblem {
	/** A path. */
	source: string;
	/** From 1. */
	line?: number;
	message: string;
	/** Nothing is wrong with it: it is a link that nobody follows. */
	passedOver?: boolean;
}

/** Of one file or page: what readers take at most by default. */
export const mostSourceBytes = 128 * 1024 * 1024;
