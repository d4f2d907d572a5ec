import type { DocumentLabels } from '../ports/knowledge/passages';
import { othersDoor } from '../ports/knowledge/writers';
import { fitsName } from '../tools/tool-names';

/** Returns whether a document says of itself that others wrote in it. No list of a definition lifts that. */
export const isByOthers = ({ origin, trust }: DocumentLabels = {}): boolean =>
	origin?.startsWith(othersDoor) === true || (trust !== undefined && trust !== 'trusted');

/**
 * Returns whether the house vouches for a document: Troupe got it in a way that the definition lists. Its `source` does not count, since a sender can
 * claim anything.
 * @param listed origins; `*` stands for any characters
 */
export const isTrustedDocument = (labels: DocumentLabels | undefined, listed: readonly string[] = []): boolean =>
	labels?.origin !== undefined && !isByOthers(labels) && listed.some((pattern) => fitsName(pattern, labels.origin!));
