import type { DocumentFailure, SourceContent } from '../../core/ports/knowledge/document-reader';

export function sourceFailed(failure: DocumentFailure, message: string, fix: string): Extract<SourceContent, { kind: 'failed' }> {
	return { kind: 'failed', failure, message, fix };
}

export interface SourceProblem {
	source: string;
	/** Starts at 1. */
	line?: number;
	message: string;
	passedOver?: boolean;
}

/** Max bytes of one file or page; readers' default. */
export const maxSourceBytes = 128 * 1024 * 1024;
