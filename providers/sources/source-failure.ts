import type { DocumentFailure, SourceContent } from '../../core/ports/knowledge/document-reader';

/** Describes why a document could not be loaded. */
export function sourceFailed(failure: DocumentFailure, message: string, fix: string): Extract<SourceContent, { kind: 'failed' }> {
	return { kind: 'failed', failure, message, fix };
}

/** A problem without a document: a folder that cannot be listed, a line that cannot be read. */
export interface SourceProblem {
	/** A path. */
	source: string;
	/** Starts at 1. */
	line?: number;
	message: string;
	/** True for a link that is not followed. */
	passedOver?: boolean;
}

/** Max size of one file or page; the default of readers. */
export const maxSourceBytes = 128 * 1024 * 1024;
